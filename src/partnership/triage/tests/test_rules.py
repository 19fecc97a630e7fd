from __future__ import annotations

from dataclasses import replace

import pytest

from partnership.triage.rules import (
    Level,
    State,
    Weight,
    may_confirm,
    may_dismiss,
    may_move,
    may_reopen,
    may_watch,
    ranked,
    why_reopen,
)

SAY_WHY = "Say why, so that the board can see the reason later."


@pytest.mark.parametrize(
    ("state", "reason", "refused"),
    [
        (State.OPEN, "Counted twice", None),
        (State.WATCHING, "Counted twice", None),
        (State.OPEN, "", SAY_WHY),
        (State.OPEN, " \n\t", SAY_WHY),
        (State.DISMISSED, "Counted twice", "This signal is already dismissed."),
        (State.CONFIRMED, "Counted twice", "This signal is already confirmed."),
        (State.DISMISSED, "", "This signal is already dismissed."),
    ],
)
def test_a_signal_is_dismissed_only_while_undecided_and_only_with_a_reason(state, reason, refused):
    refusal = may_dismiss(state, reason)

    assert (refusal.reason if refusal else None) == refused


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        (State.OPEN, None),
        (State.WATCHING, None),
        (State.CONFIRMED, "This signal is already confirmed."),
        (State.DISMISSED, "This signal is already dismissed."),
    ],
)
def test_a_signal_is_confirmed_only_while_undecided(state, refused):
    refusal = may_confirm(state)

    assert (refusal.reason if refusal else None) == refused


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        (State.OPEN, None),
        (State.WATCHING, "This signal is already being watched."),
        (State.CONFIRMED, "This signal is already confirmed."),
        (State.DISMISSED, "This signal is already dismissed."),
    ],
)
def test_only_an_open_signal_can_be_put_on_watch(state, refused):
    refusal = may_watch(state)

    assert (refusal.reason if refusal else None) == refused


@pytest.mark.parametrize(
    ("state", "reason", "refused"),
    [
        (State.DISMISSED, "New report", None),
        (State.CONFIRMED, "Confirmed in error", None),
        (State.WATCHING, "Needs an answer now", None),
        (State.DISMISSED, "  ", SAY_WHY),
        (State.OPEN, "New report", "This signal is already open."),
    ],
)
def test_reopening_needs_a_decided_signal_and_a_reason(state, reason, refused):
    refusal = may_reopen(state, reason)

    assert (refusal.reason if refusal else None) == refused


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("to", list(State))
def test_no_signal_moves_to_where_it_already_is(state, to):
    refusal = may_move(state, to, "A reason")

    assert (refusal is not None) or state is not to


JUDGED = Weight(Level.WATCH, p=0.001, q=0.02, observed=10, expected=4, source_groups=("Police.uk",))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (JUDGED, None),
        (replace(JUDGED, observed=12), None),
        (replace(JUDGED, observed=13), "The count is now 13 where 4.0 was expected"),
        (replace(JUDGED, observed=3, p=0.5), None),
        (replace(JUDGED, level=Level.SIGNAL), "Its level rose from watch to signal"),
        (replace(JUDGED, source_groups=("Police.uk", "The Courier")), "now also reported by The Courier"),
        (replace(JUDGED, source_groups=()), None),
        (replace(JUDGED, q=0.0001), None),
    ],
)
def test_a_dismissed_signal_returns_only_when_its_evidence_has_grown_enough(now, words):
    why = why_reopen(JUDGED, now)

    assert why is None if words is None else words in why


def test_one_becoming_two_does_not_wake_a_board():
    tiny = replace(JUDGED, observed=1, expected=0.1)

    assert why_reopen(tiny, replace(tiny, observed=2)) is None


def test_the_board_reads_by_level_then_q_then_p_then_ratio():
    warning = Weight(Level.WARNING, p=0.9, q=0.9, observed=1, expected=1)
    small_q = Weight(Level.WATCH, p=0.9, q=0.01, observed=1, expected=1)
    small_p = Weight(Level.WATCH, p=0.001, q=0.05, observed=1, expected=1)
    large_ratio = Weight(Level.WATCH, p=0.01, q=0.05, observed=9, expected=1)
    least = Weight(Level.WATCH, p=0.01, q=0.05, observed=2, expected=1)
    from_nothing = Weight(Level.WATCH, p=0.01, q=0.05, observed=1, expected=0)

    rows = [least, large_ratio, from_nothing, small_p, small_q, warning]

    assert ranked(rows, weigh=lambda row: row) == [
        warning,
        small_q,
        small_p,
        from_nothing,
        large_ratio,
        least,
    ]


def test_rows_of_equal_weight_keep_the_order_they_came_in():
    rows = ["b", "a", "c"]

    assert ranked(rows, weigh=lambda row: JUDGED) == rows


@pytest.mark.parametrize(
    "change",
    [
        {"observed": 20},
        {"q": 0.021},
        {"level": Level.SIGNAL},
        {"would_lower": ()},
        {"window": ()},
        {"quotes": ()},
    ],
)
def test_any_change_of_evidence_changes_the_digest(arrival_of, change):
    assert arrival_of(**change).digest != arrival_of().digest


def test_a_changed_word_in_a_quote_changes_the_digest(arrival_of, quote_of):
    assert arrival_of(quotes=(quote_of(quote="Twenty offences"),)).digest != arrival_of().digest


def test_a_scan_that_leaves_this_evidence_alone_leaves_its_digest_alone(arrival_of):
    assert arrival_of(store_digest="d2").digest == arrival_of().digest


def test_a_number_that_is_not_finite_has_no_digest(arrival_of):
    with pytest.raises(ValueError, match="JSON"):
        _ = arrival_of(expected=float("nan")).digest
