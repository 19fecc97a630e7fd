"""Status changes by two people, mergers, and who answers for a group."""

from datetime import timedelta

import pytest

from partnership.audit import queries as audit
from partnership.conftest import BRADFORD, WAKEFIELD
from partnership.ocgs.actions import assess_group, edit_group
from partnership.ocgs.models import Group
from partnership.ocgs.queries import groups_led_by, leads_of, reviews_due
from partnership.ocgs.rules import Duty, Status, review_after
from partnership.ocgs.status_actions import approve_move, assign, decline_move, propose_move
from partnership.people.rules import Marking, NotAllowed, Role
from partnership.records.rules import Stale

from .conftest import CLOSE


@pytest.fixture
def move_to(bradford_analyst, approve, now_at):
    """The group, moved to that status by two people."""

    def go(group, to, **changes):
        propose_move(group=group, to=to, because="Seen", by=bradford_analyst, **changes)
        return approve(now_at(group))

    return go


@pytest.fixture
def give(bradford_analyst, now_at, today):
    def make(group, person, *, duty=Duty.LEAD, start=None, because="Posted", by=None):
        now = now_at(group)
        told = {"duty": duty, "person": person, "start": start or today, "because": because}
        return assign(group=now, by=by or bradford_analyst, seen_version=now.version, **told)

    return make


def test_approval_makes_a_group_active_with_its_first_review(proposed, approve, today):
    group = approve(proposed())

    assert group.status is Status.ACTIVE
    assert group.next_review == review_after(today, 6)


def test_whoever_proposed_cannot_approve(proposed, bradford_chair):
    group = proposed(by=bradford_chair)

    with pytest.raises(NotAllowed, match="Somebody else must decide"):
        approve_move(move=group.moves.get(), because="So", by=bradford_chair, seen_version=group.version)


@pytest.mark.parametrize("who", ["bradford_analyst", "officer", "wakefield_chair", "council_officer"])
def test_only_the_districts_chair_approves(proposed, request, who):
    group = proposed(by=request.getfixturevalue("second_analyst"))

    with pytest.raises(NotAllowed, match="Only the chair"):
        approve_move(move=group.moves.get(), because="So", by=request.getfixturevalue(who), seen_version=group.version)


def test_a_declined_proposal_leaves_the_group_as_it_was_and_keeps_why(proposed, bradford_chair, now_at):
    group = proposed()

    decline_move(move=group.moves.get(), because="Two people only", by=bradford_chair, seen_version=group.version)

    move = group.moves.get()
    assert now_at(group).status is Status.PROPOSED
    assert (move.accepted, move.decided_because, move.decided_by) == (False, "Two people only", bradford_chair)
    assert audit.history_of(group).first().verb == "refusal"


def test_what_changed_in_between_is_read_first(proposed, bradford_analyst, bradford_chair):
    group = proposed()
    edit_group(group=group, by=bradford_analyst, seen_version=group.version, summary="Only two of them left.")

    with pytest.raises(Stale):
        approve_move(move=group.moves.get(), because="So", by=bradford_chair, seen_version=group.version)


def test_a_change_is_decided_once(proposed, approve, bradford_chair, now_at):
    group = proposed()
    move = group.moves.get()
    approve(group)

    with pytest.raises(NotAllowed, match="already decided"):
        decline_move(move=move, because="No", by=bradford_chair, seen_version=now_at(group).version)


def test_archiving_ends_reviews_and_duties(group, officer, give, move_to, today):
    give(group, officer)

    archived = move_to(group, Status.ARCHIVED)

    assert archived.next_review is None
    assert archived.assignments.get().end == today


def test_an_archived_group_comes_back_reactivated_with_a_review(group, move_to, today):
    move_to(group, Status.ARCHIVED)

    again = move_to(group, Status.REACTIVATED)

    assert again.status is Status.REACTIVATED
    assert again.next_review == review_after(today, 6)


def test_an_archived_group_is_not_assessed(group, move_to, bradford_analyst, steps, today):
    archived = move_to(group, Status.ARCHIVED)

    with pytest.raises(NotAllowed, match="reactivated first"):
        assess_group(group=archived, scheme="attributes", inputs=steps(), as_of=today, by=bradford_analyst)


def test_a_merged_group_points_to_the_one_that_is_kept(group_of, move_to):
    kept, gone = group_of(), group_of()

    merged = move_to(gone, Status.MERGED, into=kept)

    assert merged.status is Status.MERGED
    assert merged.merged_into == kept


def test_two_groups_that_are_different_after_all_come_apart_again(group_of, move_to):
    kept, gone = group_of(), group_of()
    move_to(gone, Status.MERGED, into=kept)

    again = move_to(gone, Status.REACTIVATED)

    assert (again.status, again.merged_into) == (Status.REACTIVATED, None)


def test_a_group_is_not_merged_into_itself_or_into_one_that_is_closed(group_of, move_to, bradford_analyst, now_at):
    kept, gone = group_of(), group_of()
    move_to(kept, Status.ARCHIVED)
    told = {"group": gone, "to": Status.MERGED, "because": "Same", "by": bradford_analyst}

    with pytest.raises(NotAllowed, match="into itself"):
        propose_move(**told, into=gone)
    with pytest.raises(NotAllowed, match="open and that you see"):
        propose_move(**told, into=now_at(kept))


def test_a_group_is_not_merged_into_one_that_is_not_seen(group, proposed, wakefield_chair, bradford_analyst):
    elsewhere = proposed(area_code=WAKEFIELD, by=wakefield_chair)

    with pytest.raises(NotAllowed, match="that you see"):
        propose_move(group=group, to=Status.MERGED, because="Same", into=elsewhere, by=bradford_analyst)


def test_a_merger_into_what_was_archived_meanwhile_is_not_approved(group_of, move_to, bradford_analyst, approve):
    kept, gone = group_of(), group_of()
    propose_move(group=gone, to=Status.MERGED, because="Same", into=kept, by=bradford_analyst)
    move_to(kept, Status.ARCHIVED)

    with pytest.raises(NotAllowed, match="cannot be merged into"):
        approve(gone)


def test_a_duty_passes_from_one_to_the_next_without_a_gap(group, give, officer, second_analyst, today):
    first = give(group, officer, start=today - timedelta(days=30))

    give(group, second_analyst, start=today)

    first.refresh_from_db()
    assert first.end == today - timedelta(days=1)
    assert leads_of([group], today) == {group.pk: second_analyst}
    assert leads_of([Group.objects.seen_by(officer).get(pk=group.pk)], today - timedelta(days=1)) == {group.pk: officer}


def test_a_lead_to_come_does_not_lead_yet(group, give, officer, second_analyst, today, now_at):
    give(group, officer, start=today - timedelta(days=30))

    give(group, second_analyst, start=today + timedelta(days=7))

    assert leads_of([group], today)[group.pk] == officer
    assert leads_of([now_at(group)], today + timedelta(days=7))[group.pk] == second_analyst


def test_a_duty_can_be_left_to_nobody(group, give, officer, today, now_at):
    give(group, officer, start=today - timedelta(days=30))

    assert give(group, None) is None
    assert leads_of([now_at(group)], today) == {}


def test_the_two_duties_are_apart(group, give, officer, second_analyst, today):
    give(group, officer)
    give(group, second_analyst, duty=Duty.FINANCIAL)

    assert leads_of([group], today) == {group.pk: officer}


def test_a_lead_must_be_able_to_work_on_the_group(group, give, council_officer, neighbour, partner):
    for person in (council_officer, neighbour, partner):
        with pytest.raises(NotAllowed, match="cannot be lead responsible officer here"):
            give(group, person)


def test_a_financial_investigator_only_needs_to_read_it(group, give, council_officer):
    assert give(group, council_officer, duty=Duty.FINANCIAL).person == council_officer


def test_nobody_leads_a_group_that_they_are_not_cleared_for(proposed, give, officer, bradford_analyst):
    bradford_analyst.clearance = Marking.OFFICIAL_SENSITIVE
    bradford_analyst.save()
    close = proposed(release=CLOSE, by=bradford_analyst)

    with pytest.raises(NotAllowed, match="clearance"):
        give(close, officer)


def test_a_duty_given_over_somebody_elses_change_is_refused(group, officer, bradford_analyst, bradford_chair, today):
    seen = group.version
    edit_group(group=group, by=bradford_chair, seen_version=seen, summary="New")

    with pytest.raises(Stale):
        assign(
            group=group,
            duty=Duty.LEAD,
            person=officer,
            start=today,
            because="Posted",
            by=bradford_analyst,
            seen_version=seen,
        )


def test_the_groups_that_somebody_leads(group_of, give, officer, today):
    mine, _other = group_of(), group_of()
    give(mine, officer)

    assert list(groups_led_by(officer, today)) == [mine]
    assert list(groups_led_by(officer, today - timedelta(days=1))) == []


def test_who_left_the_district_leads_there_in_name_but_sees_nothing(group, give, officer, today):
    give(group, officer)
    officer.postings.all().delete()

    assert list(groups_led_by(officer, today)) == []


def test_reviews_due_are_those_of_live_groups_that_are_seen(
    group_of, proposed, bradford_analyst, neighbour, move_to, today
):
    due, closed = group_of(), group_of()
    move_to(closed, Status.ARCHIVED)
    proposed()

    assert list(reviews_due(bradford_analyst, review_after(today, 6))) == [due]
    assert list(reviews_due(bradford_analyst, today)) == []
    assert list(reviews_due(neighbour, review_after(today, 6))) == []


def test_assigning_says_to_whom_by_number_and_why_in_words(group, give, officer):
    give(group, officer, because="New posting")

    event = audit.history_of(group).first()
    assert (event.did, event.because) == ("assigned lead of group", "New posting")
    assert (event.detail["person"], event.detail["duty"]) == (officer.pk, "lead")


def test_a_second_district_has_its_own_chair(proposed, add_person, wakefield_chair):
    analyst = add_person("Wakefield analyst", Role.DISTRICT_ANALYST, "Force", WAKEFIELD)
    group = proposed(area_code=WAKEFIELD, by=analyst)

    now = approve_move(move=group.moves.get(), because="So", by=wakefield_chair, seen_version=group.version)

    assert now.status is Status.ACTIVE
    assert now.area_code != BRADFORD
