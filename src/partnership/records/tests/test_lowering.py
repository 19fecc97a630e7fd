"""Holding a record closer is one person's act; holding it less closely takes two."""

from __future__ import annotations

import pytest

from partnership.audit.queries import history_of
from partnership.audit.rules import Verb
from partnership.people.rules import Marking, NotAllowed
from partnership.records.actions import accept_lowering, change_release, decline_lowering
from partnership.records.models import Lowering
from partnership.records.rules import Handling, Release, Stale
from partnership.records.unscoped import everything
from partnership.triage.actions import watch_signal
from partnership.triage.models import Signal

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask the force before you act on it.")
TELL_US = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Tell the force afterwards.")


@pytest.fixture
def change(bradford_chair):
    def make(record, release, **changes):
        told = {"because": "The force asked", "by": bradford_chair, "seen_version": record.version}
        return change_release(record=record, release=release, **(told | changes))

    return make


def held(record) -> Release:
    return everything(Signal).get(pk=record.pk).release


def test_holding_a_record_closer_takes_effect_at_once_and_makes_a_version(record, change):
    assert change(record, ASK_FIRST) is None

    now = everything(Signal).get()
    assert (now.release, now.version) == (ASK_FIRST, record.version + 1)
    event = history_of(record)[0]
    assert (event.verb, event.because) == (Verb.MARKING_CHANGE, "The force asked")
    assert event.detail["version"] == now.version


def test_what_was_shared_on_other_conditions_ends_with_them(record, change, share, partner):
    agreed = share(record)

    change(record, ASK_FIRST)

    agreed.refresh_from_db()
    assert agreed.ended_at is not None
    assert not Signal.objects.seen_by(partner).exists()
    assert history_of(record)[0].detail["ended"] == [str(agreed.uuid)]


def test_a_share_on_the_same_conditions_outlives_a_change_of_something_else(record_of, change, share, partner):
    announced = Release(ASK_FIRST.marking, ASK_FIRST.handling, ASK_FIRST.conditions, announced=True)
    record = record_of(announced)
    share(record)

    change(record, ASK_FIRST)

    assert Signal.objects.seen_by(partner).exists()


def test_holding_a_record_less_closely_is_only_proposed(record_of, change):
    record = record_of(ASK_FIRST)

    proposal = change(record, OPEN)

    assert proposal.release == OPEN
    assert held(record) == ASK_FIRST
    assert history_of(record)[0].did == "proposed to hold the record less closely"


def test_the_same_conditions_in_other_words_are_proposed_too(record_of, change):
    assert change(record_of(ASK_FIRST), TELL_US) is not None


def test_somebody_else_accepts_and_it_is_held_so(record_of, change, second_chair):
    record = record_of(ASK_FIRST)

    accept_lowering(lowering=change(record, OPEN), because="Agreed with the force", by=second_chair)

    assert held(record) == OPEN
    assert everything(Signal).get().version == record.version + 1
    proposal = Lowering.objects.get()
    assert (proposal.accepted, proposal.decided_by, proposal.decided_because) == (
        True,
        second_chair,
        "Agreed with the force",
    )
    assert history_of(record)[0].verb == Verb.MARKING_CHANGE


def test_somebody_else_declines_and_it_stays_as_it_is(record_of, change, second_chair):
    record = record_of(ASK_FIRST)

    decline_lowering(lowering=change(record, OPEN), because="Not yet", by=second_chair)

    assert held(record) == ASK_FIRST
    assert (history_of(record)[0].verb, history_of(record)[0].because) == (Verb.REFUSAL, "Not yet")


def test_nobody_decides_on_their_own_proposal(record_of, change, bradford_chair):
    record = record_of(ASK_FIRST)
    proposal = change(record, OPEN)

    for decide in (accept_lowering, decline_lowering):
        with pytest.raises(NotAllowed, match="Somebody else must decide"):
            decide(lowering=proposal, because="Mine", by=bradford_chair)
    assert (held(record), Lowering.objects.get().accepted) == (ASK_FIRST, None)


@pytest.mark.parametrize("who", ["council_officer", "neighbour", "partner", "commissioners_officer"])
def test_nobody_decides_who_could_not_have_proposed_it(request, record_of, change, who):
    record = record_of(ASK_FIRST)
    proposal = change(record, OPEN)

    with pytest.raises(NotAllowed, match="not yours to decide"):
        accept_lowering(lowering=proposal, because="Please", by=request.getfixturevalue(who))
    assert held(record) == ASK_FIRST


def test_a_decision_needs_a_reason_and_is_made_once(record_of, change, second_chair):
    proposal = change(record_of(ASK_FIRST), OPEN)

    with pytest.raises(NotAllowed, match="Enter why"):
        decline_lowering(lowering=proposal, because=" ", by=second_chair)
    decline_lowering(lowering=proposal, because="Not yet", by=second_chair)
    with pytest.raises(NotAllowed, match="already decided"):
        accept_lowering(lowering=proposal, because="Now", by=second_chair)


def test_a_proposal_on_a_record_that_changed_meanwhile_is_not_accepted(record_of, change, second_chair):
    record = record_of(ASK_FIRST)
    proposal = change(record, OPEN)
    watch_signal(signal=record, by=second_chair, reason="Too early")

    with pytest.raises(Stale, match=r"has to be proposed again. Second chair watched signal .*Too early"):
        accept_lowering(lowering=proposal, because="Agreed", by=second_chair)

    assert (held(record), Lowering.objects.get().accepted) == (ASK_FIRST, None)


def test_one_proposal_waits_at_a_time_and_an_overtaken_one_makes_room(record_of, change, second_chair):
    record = record_of(ASK_FIRST)
    first = change(record, OPEN)

    with pytest.raises(NotAllowed, match="already proposed"):
        change(record, OPEN, by=second_chair)
    watch_signal(signal=record, by=second_chair)
    second = change(record, OPEN)

    first.refresh_from_db()
    assert (first.accepted, second.accepted) == (False, None)


def test_a_change_on_an_older_version_is_refused_with_what_changed(record, change, bradford_analyst):
    seen = record.version
    watch_signal(signal=record, by=bradford_analyst, reason="Too early")

    with pytest.raises(Stale, match=r"Bradford analyst watched signal .*Too early"):
        change(record, ASK_FIRST, seen_version=seen)

    assert held(record) == OPEN


@pytest.mark.parametrize(
    ("release", "changes", "says"),
    [
        (ASK_FIRST, {"because": " "}, "Enter why"),
        (OPEN, {}, "held like that already"),
        (Release(Marking.OFFICIAL, Handling.CONDITIONAL, " "), {}, "needs its conditions"),
        (Release(Marking.OFFICIAL, Handling.PERMITTED, "Ask"), {}, "carries no conditions"),
    ],
)
def test_a_change_without_sense_or_reason_is_refused(record, change, release, changes, says):
    with pytest.raises(NotAllowed, match=says):
        change(record, release, **changes)


@pytest.mark.parametrize("who", ["council_officer", "commissioners_officer", "neighbour", "partner"])
def test_nobody_changes_how_a_record_is_held_without_the_role_and_the_posting(request, record, change, who):
    with pytest.raises(NotAllowed, match="not yours to decide"):
        change(record, ASK_FIRST, by=request.getfixturevalue(who))
