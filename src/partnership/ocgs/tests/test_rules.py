"""How a group's status moves, who decides, who answers for it, and when it is looked at again."""

from datetime import date

import pytest

from partnership.ocgs.rules import (
    MOVES,
    Held,
    Status,
    brought_forward,
    last_day_before,
    lateness,
    may_assign,
    may_decide,
    may_propose,
    may_set_review,
    moves_from,
    review_after,
    without_repeats,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(("was", "to"), list(MOVES))
def test_every_move_of_the_table_may_be_proposed_with_a_reason(was, to):
    told = {"is_one_open": False, "has_into": to is Status.MERGED}

    assert may_propose(was, to, because="Seen", **told) is None
    assert "why" in may_propose(was, to, because=" ", **told)


@pytest.mark.parametrize(
    ("was", "to"),
    [
        (Status.PROPOSED, Status.MANAGED),
        (Status.PROPOSED, Status.REACTIVATED),
        (Status.ACTIVE, Status.PROPOSED),
        (Status.ACTIVE, Status.ACTIVE),
        (Status.ARCHIVED, Status.ACTIVE),
        (Status.ARCHIVED, Status.MERGED),
        (Status.MERGED, Status.ACTIVE),
        (Status.REACTIVATED, Status.ACTIVE),
    ],
)
def test_what_is_not_in_the_table_cannot_be_proposed(was, to):
    refused = may_propose(was, to, because="Seen", is_one_open=False, has_into=to is Status.MERGED)

    assert "cannot go from" in refused


def test_every_status_but_the_first_can_be_reached_and_left():
    assert {to for _, to in MOVES} == set(Status) - {Status.PROPOSED}
    assert all(moves_from(status) for status in Status)


def test_one_change_is_decided_before_another_is_proposed():
    told = {"because": "Seen", "has_into": False}

    assert "decided first" in may_propose(Status.ACTIVE, Status.MANAGED, is_one_open=True, **told)


@pytest.mark.parametrize(
    ("to", "has_into", "words"),
    [(Status.MERGED, False, "Choose the group"), (Status.ARCHIVED, True, "only for a merger")],
)
def test_only_a_merger_names_another_group(to, has_into, words):
    assert words in may_propose(Status.ACTIVE, to, because="Seen", is_one_open=False, has_into=has_into)


@pytest.mark.parametrize(
    ("is_own", "is_open", "because", "words"),
    [
        (True, True, "So", "Somebody else must decide"),
        (False, False, "So", "already decided"),
        (False, True, " ", "Enter why"),
    ],
)
def test_nobody_decides_on_their_own_proposal_or_twice_or_without_a_reason(is_own, is_open, because, words):
    assert words in may_decide(because=because, is_own=is_own, is_open=is_open)


def test_somebody_else_decides_with_a_reason():
    assert may_decide(because="It meets it", is_own=False, is_open=True) is None


@pytest.mark.parametrize(
    ("held", "person", "start", "words"),
    [
        (None, None, TODAY, "Nobody has this duty"),
        (Held(1, TODAY), 1, TODAY, "They have this duty already"),
        (Held(1, date(2026, 12, 1)), 2, TODAY, "1 December 2026"),
    ],
)
def test_a_duty_does_not_pass(held, person, start, words):
    assert words in may_assign(held=held, person=person, start=start, because="Posted")


@pytest.mark.parametrize(
    ("held", "person"), [(None, 1), (Held(1, date(2026, 1, 1)), 2), (Held(1, date(2026, 1, 1)), None)]
)
def test_a_duty_passes_with_a_reason(held, person):
    assert may_assign(held=held, person=person, start=TODAY, because="Posted") is None
    assert may_assign(held=held, person=person, start=TODAY, because="") == "Enter why"


@pytest.mark.parametrize(
    ("start", "began", "last"),
    [(date(2026, 3, 2), date(2026, 1, 1), date(2026, 3, 1)), (date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1))],
)
def test_whoever_had_a_duty_stops_the_day_before(start, began, last):
    assert last_day_before(start, Held(1, began)) == last


@pytest.mark.parametrize(
    ("since", "months", "due"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
    ],
)
def test_a_review_falls_on_the_same_day_of_a_later_month_or_on_its_last(since, months, due):
    assert review_after(since, months) == due


def test_an_assessment_brings_a_review_forward_and_never_puts_it_off():
    assert brought_forward(date(2027, 6, 1), date(2027, 2, 1)) == date(2027, 2, 1)
    assert brought_forward(date(2027, 1, 1), date(2027, 2, 1)) == date(2027, 1, 1)
    assert brought_forward(None, date(2027, 2, 1)) == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("on", "is_live", "because", "words"),
    [
        (date(2027, 1, 1), False, "So", "not being worked on"),
        (date(2026, 11, 23), True, "So", "not past"),
        (date(2028, 11, 25), True, "So", "24 November 2028"),
        (date(2027, 1, 1), True, " ", "Enter why"),
    ],
)
def test_a_review_is_not_set(on, is_live, because, words):
    assert words in may_set_review(on, today=TODAY, is_live=is_live, because=because, longest=24)


@pytest.mark.parametrize("on", [TODAY, date(2028, 11, 24)])
def test_a_review_is_set_from_today_to_the_longest_period(on):
    assert may_set_review(on, today=TODAY, is_live=True, because="Quiet", longest=24) is None


@pytest.mark.parametrize(
    ("due", "words", "is_late"),
    [
        (None, "None set", False),
        (date(2026, 11, 23), "Overdue by 1 day", True),
        (date(2026, 10, 1), "Overdue by 54 days", True),
        (TODAY, "Due today", False),
        (date(2026, 11, 25), "Due in 1 day", False),
        (date(2026, 12, 22), "Due in 28 days", False),
        (date(2026, 12, 23), "Not due yet", False),
    ],
)
def test_how_a_review_stands(due, words, is_late):
    assert lateness(due, today=TODAY, soon_days=28) == (words, is_late)


def test_only_groups_that_somebody_works_on_are_live():
    assert [status for status in Status if status.is_live] == [Status.ACTIVE, Status.MANAGED, Status.REACTIVATED]


def test_the_main_crime_type_stands_first_and_none_twice():
    assert without_repeats("fraud", ["drugs-supply", "fraud"]) == ["fraud", "drugs-supply"]
