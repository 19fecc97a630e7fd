"""Who may decide, what is kept of it, and that no decision overwrites another."""

from __future__ import annotations

import pytest

from partnership.audit.queries import history_of
from partnership.people.rules import NotAllowed
from partnership.records.unscoped import everything
from partnership.triage.actions import (
    confirm_signal,
    decide_many,
    dismiss_signal,
    note_hypothesis,
    note_read,
    reopen_signal,
    watch_signal,
)
from partnership.triage.models import Hypothesis, Signal, Verdict
from partnership.triage.queries import verdicts_for_export
from partnership.triage.rules import State


def test_a_dismissal_is_kept_with_its_reason_and_the_role_of_whoever_decided(bradford_chair, open_signal):
    dismiss_signal(signal=open_signal, reason=" Counted twice ", by=bradford_chair)

    verdict = open_signal.verdicts.get()
    assert (verdict.state, verdict.reason, verdict.by) == (State.DISMISSED, "Counted twice", bradford_chair)
    assert (verdict.role, verdict.edition) == ("board-chair", 1)
    assert everything(Signal).get().state == State.DISMISSED


@pytest.mark.parametrize(
    ("decide", "did"),
    [
        (dismiss_signal, "dismissed signal"),
        (confirm_signal, "confirmed signal"),
        (watch_signal, "watched signal"),
    ],
)
def test_every_verdict_leaves_one_event_in_the_audit(bradford_analyst, open_signal, decide, did):
    before = history_of(open_signal).count()

    decide(signal=open_signal, reason="Seen it", by=bradford_analyst)

    assert history_of(open_signal).count() == before + 1
    assert (history_of(open_signal)[0].did, history_of(open_signal)[0].because) == (did, "Seen it")


def test_a_dismissed_signal_can_be_opened_again_with_a_reason(bradford_analyst, open_signal):
    dismiss_signal(signal=open_signal, reason="Counted twice", by=bradford_analyst)
    reopen_signal(signal=open_signal, reason="It was not", by=bradford_analyst)

    assert everything(Signal).get().state == State.OPEN
    assert [verdict.state for verdict in open_signal.verdicts.all()] == ["open", "dismissed"]


def test_a_refused_dismissal_leaves_nothing_behind(bradford_chair, open_signal):
    before = history_of(open_signal).count()

    with pytest.raises(NotAllowed, match="Say why"):
        dismiss_signal(signal=open_signal, reason="", by=bradford_chair)

    assert (everything(Signal).get().state, everything(Verdict).count()) == (State.OPEN, 0)
    assert history_of(open_signal).count() == before


@pytest.mark.parametrize("who", ["neighbour", "council_officer", "commissioners_officer", "administrator"])
def test_nobody_decides_without_the_role_and_a_posting_to_that_very_area(request, open_signal, who):
    with pytest.raises(NotAllowed):
        dismiss_signal(signal=open_signal, reason="Not ours", by=request.getfixturevalue(who))

    assert everything(Signal).get().state == State.OPEN


def test_seeing_the_force_from_a_district_is_not_deciding_for_it(bradford_chair, force_signal):
    with pytest.raises(NotAllowed, match="West Yorkshire"):
        confirm_signal(signal=force_signal, by=bradford_chair)


def test_a_verdict_on_an_older_state_is_refused_with_what_changed(bradford_chair, bradford_analyst, open_signal):
    as_the_chair_read_it = everything(Signal).get()
    dismiss_signal(signal=open_signal, reason="Counted twice", by=bradford_analyst)
    reopen_signal(signal=open_signal, reason="It was not", by=bradford_analyst)

    with pytest.raises(
        NotAllowed, match=f"{bradford_analyst.name} reopened signal while you were reading. .*It was not"
    ):
        confirm_signal(signal=as_the_chair_read_it, by=bradford_chair)

    assert everything(Signal).get().state == State.OPEN


def test_a_verdict_on_older_evidence_is_refused(bradford_chair, signal_of, arrival_of):
    signal_of()
    as_the_chair_read_it = everything(Signal).get()
    signal_of(engine_signal_id=as_the_chair_read_it.engine_signal_id, observed=20)

    with pytest.raises(NotAllowed, match="The site received evidence while you were reading"):
        confirm_signal(signal=as_the_chair_read_it, by=bradford_chair)


def test_of_many_decided_together_those_refused_hold_nobody_back(bradford_chair, signal_of, force_signal):
    first, second = signal_of(), signal_of()
    confirm_signal(signal=first, by=bradford_chair)

    outcomes = decide_many(
        signals=[first, force_signal, second], state=State.DISMISSED, reason="One event", by=bradford_chair
    )

    refused = [outcome.refused for outcome in outcomes]
    assert refused[0] == "This signal is already confirmed."
    assert "West Yorkshire" in refused[1]
    assert refused[2] == ""
    assert everything(Signal).get(pk=second.pk).state == State.DISMISSED


def test_of_many_decided_together_one_that_changed_on_the_way_is_refused(bradford_chair, open_signal):
    seen = {open_signal.pk: open_signal.version}
    watch_signal(signal=open_signal, by=bradford_chair)

    (outcome,) = decide_many(
        signals=[open_signal], state=State.CONFIRMED, reason="", by=bradford_chair, seen_versions=seen
    )

    assert outcome.refused == "Bradford chair watched signal while you were reading."


def test_the_council_may_say_what_might_explain_it(council_officer, open_signal):
    noted = note_hypothesis(signal=open_signal, text="An amnesty week", by=council_officer)

    assert noted.text == "An amnesty week"
    assert history_of(open_signal)[0].did == "noted hypothesis"


@pytest.mark.parametrize("who", ["neighbour", "commissioners_officer", "administrator"])
def test_nobody_notes_a_hypothesis_where_they_may_not(request, open_signal, who):
    with pytest.raises(NotAllowed):
        note_hypothesis(signal=open_signal, text="An amnesty week", by=request.getfixturevalue(who))

    assert not everything(Hypothesis).exists()


def test_an_empty_hypothesis_is_refused(council_officer, open_signal):
    with pytest.raises(NotAllowed, match="Write what might explain it"):
        note_hypothesis(signal=open_signal, text=" ", by=council_officer)


def test_looking_at_a_signal_is_kept(council_officer, open_signal):
    note_read(signal=open_signal, by=council_officer)

    event = history_of(open_signal)[0]
    assert (event.did, event.actor_id) == ("read signal", str(council_officer.pk))


def test_verdicts_and_evidence_are_never_changed_or_removed(bradford_chair, open_signal):
    dismiss_signal(signal=open_signal, reason="Counted twice", by=bradford_chair)

    for frozen in (open_signal.verdicts.get(), open_signal.evidence, open_signal.evidence.quotes.get()):
        with pytest.raises(TypeError, match="frozen"):
            frozen.save()
        with pytest.raises(TypeError, match="frozen"):
            frozen.delete()
        with pytest.raises(TypeError, match="frozen"):
            everything(type(frozen)).delete()
        with pytest.raises(TypeError, match="frozen"):
            everything(type(frozen)).update(pk=0)


def test_the_engine_is_told_the_verdict_in_force_by_role_and_never_by_name(bradford_chair, signal_of):
    dismissed, reopened, untouched = signal_of(), signal_of(), signal_of()
    dismiss_signal(signal=dismissed, reason="Counted twice", by=bradford_chair)
    dismiss_signal(signal=reopened, reason="Counted twice", by=bradford_chair)
    reopen_signal(signal=reopened, reason="It was not", by=bradford_chair)

    (told,) = verdicts_for_export()

    assert (told.engine_signal_id, told.state) == (dismissed.engine_signal_id, "dismissed")
    assert (told.series_id, told.reason) == (dismissed.series_id, "Counted twice")
    assert (told.decided_by_role, told.decided_at) == ("board-chair", dismissed.verdicts.get().at)
    assert untouched.verdicts.count() == 0
