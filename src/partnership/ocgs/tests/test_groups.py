"""Proposing a group, editing it, assessing it, and when it is looked at again."""

from datetime import timedelta

import pytest

from partnership.audit import queries as audit
from partnership.conftest import BRADFORD, WAKEFIELD
from partnership.ocgs.actions import edit_group, set_review, set_reviews
from partnership.ocgs.models import Group
from partnership.ocgs.queries import newest_assessments
from partnership.ocgs.rules import Reach, Status, review_after
from partnership.people.rules import NotAllowed
from partnership.records.rules import Stale


def newest_event(record):
    return audit.history_of(record).first()


def test_a_proposed_group_waits_for_somebody_else_to_approve_it(proposed, bradford_analyst):
    group = proposed()

    move = group.moves.get()
    assert group.status is Status.PROPOSED
    assert (move.was, move.to, move.accepted, move.proposed_by) == ("proposed", "active", None, bradford_analyst)


def test_a_proposal_is_logged_by_id_with_its_reason_and_without_its_name(proposed, bradford_analyst):
    group = proposed(code_name="Granite Harbour", because="Four people acting together")

    event = newest_event(group)
    assert (event.did, event.actor_id, event.verb) == ("proposed group", str(bradford_analyst.pk), "alteration")
    assert event.because == "Four people acting together"
    assert "Granite" not in str(event.detail)


def test_the_writers_agency_claims_the_group(proposed, bradford_analyst):
    assert proposed().originator == bradford_analyst.agency


@pytest.mark.parametrize("who", ["neighbour", "council_officer", "commissioners_officer", "partner", "records_manager"])
def test_only_who_works_on_groups_there_may_propose_one(proposed, request, who):
    with pytest.raises(NotAllowed):
        proposed(by=request.getfixturevalue(who))

    assert not Group.objects.seen_by(request.getfixturevalue("bradford_analyst")).exists()


@pytest.mark.parametrize("who", ["bradford_analyst", "bradford_chair", "officer"])
def test_who_works_on_groups_there_may_propose_one(proposed, request, who):
    assert proposed(by=request.getfixturevalue(who)).area_code == BRADFORD


@pytest.mark.parametrize("name", ["a.person@example.test", "Romanian crew", "07700 900123", "  "])
def test_a_code_name_that_leads_to_people_is_refused(proposed, name):
    with pytest.raises(NotAllowed):
        proposed(code_name=name)


def test_a_group_needs_a_reason(proposed):
    with pytest.raises(NotAllowed, match="why it is proposed"):
        proposed(because=" ")


def test_the_same_code_name_is_pointed_out_to_who_sees_the_other(proposed):
    proposed(code_name="Granite Harbour")

    with pytest.raises(NotAllowed, match="already see a group of that code name"):
        proposed(code_name="granite harbour")


def test_the_same_code_name_elsewhere_gives_nothing_away(proposed, neighbour):
    """Whoever may not see the other is told nothing of it."""
    proposed(code_name="Granite Harbour")

    assert proposed(code_name="Granite Harbour", area_code=WAKEFIELD, by=neighbour).pk


def test_an_edit_is_the_next_version(group, bradford_analyst, now_at):
    edited = edit_group(
        group=group, by=bradford_analyst, seen_version=group.version, because="Wider now", reach=Reach.NATIONAL
    )

    event = newest_event(group)
    assert now_at(group).reach == "national"
    assert edited.version == group.version + 1
    assert event.detail == {"version": edited.version, "fields": ["reach"]}
    assert event.because == "Wider now"


def test_an_edit_over_a_newer_version_is_refused_and_says_who_was_first(
    group, bradford_analyst, bradford_chair, now_at
):
    seen = group.version
    edit_group(group=group, by=bradford_chair, seen_version=seen, summary="Sells in the south.")

    with pytest.raises(Stale, match="Bradford chair edited group while you were reading"):
        edit_group(group=group, by=bradford_analyst, seen_version=seen, summary="Sells in the east.")

    assert now_at(group).summary == "Sells in the south."


def test_a_neighbour_cannot_edit_it(group, neighbour):
    with pytest.raises(NotAllowed, match="not yours"):
        edit_group(group=group, by=neighbour, seen_version=group.version, summary="x")


def test_an_assessment_keeps_its_inputs_score_band_and_version(assess):
    made = assess(step=2, reach=None)

    assert (made.score, made.band, made.scheme_version) == (50, "high", "1")
    assert made.inputs["reach"] is None


def test_too_much_unknown_is_kept_without_a_score(assess):
    made = assess(activity=None, intent=None, reach=None, network=None)

    assert (made.score, made.band) == (None, "")


def test_assessors_stand_side_by_side_and_the_same_one_replaces_their_own(
    assess, group, bradford_analyst, second_analyst, today
):
    assess(step=1, as_of=today - timedelta(days=90))
    theirs = assess(step=4, by=second_analyst)
    mine = assess(step=2)
    by_harm = assess(scheme="harm", step=3)

    assert newest_assessments([group])[group.pk] == [mine, theirs, by_harm]
    assert group.assessments.count() == 4


def test_an_assessment_brings_the_review_forward(assess, group, now_at, today):
    assert group.next_review == review_after(today, 6)

    assess(step=4)

    assert now_at(group).next_review == review_after(today, 3)


def test_an_assessment_never_puts_the_review_off(assess, group, now_at, bradford_analyst, today):
    soon = today + timedelta(days=10)
    set_review(group=group, on=soon, because="Trial ends", by=bradford_analyst)
    version = now_at(group).version

    assess(step=0)

    assert (now_at(group).next_review, now_at(group).version) == (soon, version)


def test_an_old_assessment_sets_no_review_in_the_past(assess, group, now_at, today):
    assess(step=4, as_of=today - timedelta(days=400))

    assert now_at(group).next_review == today


def test_a_review_that_moved_is_in_the_log_with_the_version_it_made(assess, group, now_at):
    made = assess(step=4)

    event = newest_event(group)
    assert event.did == "assessed group"
    assert event.detail == {
        "assessment": made.pk,
        "scheme": "attributes",
        "scheme_version": "1",
        "version": now_at(group).version,
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scheme": "harm", "activity": 1}, "every criterion"),
        ({"activity": 5}, "from 0 to 4"),
        ({"activity": 1.5}, "from 0 to 4"),
    ],
)
def test_an_assessment_fills_its_scheme(assess, changes, words):
    with pytest.raises(NotAllowed, match=words):
        assess(**changes)


def test_an_assessment_is_not_of_the_future(assess, today):
    with pytest.raises(NotAllowed, match="future"):
        assess(as_of=today + timedelta(days=1))


@pytest.mark.parametrize("who", ["neighbour", "council_officer", "records_manager"])
def test_others_cannot_assess(assess, request, who):
    with pytest.raises(NotAllowed):
        assess(by=request.getfixturevalue(who))


def test_the_lead_officer_assesses(assess, officer):
    assert assess(by=officer).by == officer


def test_a_review_is_put_off_by_a_person_with_a_reason(group, bradford_analyst, today):
    on = today + timedelta(days=300)

    now = set_review(group=group, on=on, because="In prison until then", by=bradford_analyst)

    event = newest_event(group)
    assert now.next_review == on
    assert event.because == "In prison until then"
    assert event.detail == {"version": now.version, "next_review": on.isoformat()}


def test_many_reviews_are_set_and_each_refusal_is_its_own(group_of, proposed, bradford_analyst, now_at, today):
    """Of three ticked groups, one was edited in between and one is only proposed."""
    plain, edited, waiting = group_of(), group_of(), proposed()
    versions = {group.pk: group.version for group in (plain, edited, waiting)}
    edit_group(group=edited, by=bradford_analyst, seen_version=edited.version, summary="New")
    on = today + timedelta(days=30)

    outcomes = set_reviews(
        groups=[plain, edited, waiting], on=on, because="Board", by=bradford_analyst, seen_versions=versions
    )

    assert [bool(outcome.refused) for outcome in outcomes] == [False, True, True]
    assert "while you were reading" in outcomes[1].refused
    assert "not being worked on" in outcomes[2].refused
    assert now_at(plain).next_review == on
    assert now_at(edited).next_review != on
