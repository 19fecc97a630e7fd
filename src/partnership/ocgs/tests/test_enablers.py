"""Enablers, the groups they help, and intelligence requirements."""

from datetime import timedelta

import pytest

from partnership.audit import queries as audit
from partnership.conftest import WAKEFIELD
from partnership.ocgs.enabler_actions import edit_enabler, end_involvement
from partnership.ocgs.enabler_queries import current_ties, professional_known, ties_seen_by, with_groups_counted
from partnership.ocgs.requirement_actions import settle_requirement
from partnership.ocgs.rules import EnablerKind, RequirementState, Status
from partnership.ocgs.status_actions import propose_move
from partnership.people.rules import Marking, NotAllowed
from partnership.records.rules import Handling, Release, Stale
from partnership.thread.steps import in_force

FORCE_ONLY = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")


def counted(person):
    return {enabler.name: enabler.helped for enabler in with_groups_counted(person)}


def test_one_enabler_many_groups(group_of, enabler, tie, bradford_analyst):
    for _ in range(3):
        tie(group_of(), enabler)

    assert counted(bradford_analyst) == {enabler.name: 3}


def test_only_groups_that_the_viewer_sees_are_counted(group_of, enabler, tie, council_officer):
    """The council sees the enabler and one of the two groups."""
    tie(group_of(), enabler)
    tie(group_of(release=FORCE_ONLY), enabler)

    assert counted(council_officer) == {enabler.name: 1}


def test_a_tie_to_an_enabler_that_is_not_seen_is_not_seen(group, enabler_of, tie, council_officer, bradford_analyst):
    tie(group, enabler_of(release=FORCE_ONLY))

    assert ties_seen_by(bradford_analyst).count() == 1
    assert ties_seen_by(council_officer).count() == 0


def test_an_ended_tie_counts_no_more_and_stays_in_the_history(group, enabler, tie, bradford_analyst, today):
    made = tie(group, enabler)

    end_involvement(involvement=made, until=today - timedelta(days=1), because="Closed down", by=bradford_analyst)

    assert counted(bradford_analyst) == {enabler.name: 0}
    assert list(current_ties(bradford_analyst)) == []
    assert list(ties_seen_by(bradford_analyst)) == [made]
    assert audit.history_of(group).first().because == "Closed down"


def test_a_tie_that_ended_can_begin_again(group, enabler, tie, bradford_analyst, today):
    made = tie(group, enabler)
    end_involvement(involvement=made, until=today - timedelta(days=1), because="Closed", by=bradford_analyst)

    tie(group, enabler)

    assert counted(bradford_analyst) == {enabler.name: 1}


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"how": " "}, "Enter how"), ({"since": timedelta(days=2)}, "future")],
)
def test_a_tie_says_how_and_began_in_the_past(group, enabler, tie, today, changes, words):
    if "since" in changes:
        changes = {"since": today + changes["since"]}

    with pytest.raises(NotAllowed, match=words):
        tie(group, enabler, **changes)


def test_an_enabler_is_tied_to_a_group_once(group, enabler, tie):
    tie(group, enabler)

    with pytest.raises(NotAllowed, match="tied to this group already"):
        tie(group, enabler)


def test_a_tie_does_not_end_twice_or_before_it_began(group, enabler, tie, bradford_analyst, today):
    made = tie(group, enabler, since=today - timedelta(days=5))
    told = {"involvement": made, "because": "Closed", "by": bradford_analyst}

    with pytest.raises(NotAllowed, match="not before it began"):
        end_involvement(until=today - timedelta(days=6), **told)
    end_involvement(until=today, **told)
    with pytest.raises(NotAllowed, match="already ended"):
        end_involvement(until=today, **told)


@pytest.mark.parametrize("who", ["neighbour", "council_officer", "records_manager"])
def test_others_tie_nothing(group, enabler, tie, request, who):
    with pytest.raises(NotAllowed):
        tie(group, enabler, by=request.getfixturevalue(who))


@pytest.mark.parametrize("name", ["a.person@example.test", "Shop of 07700 900123", "Mr Somebody", " "])
def test_the_name_of_an_enabler_leads_to_no_person(enabler_of, name):
    with pytest.raises(NotAllowed):
        enabler_of(name=name)


def test_an_edit_over_a_newer_version_is_refused(enabler, bradford_analyst, bradford_chair):
    told = {"enabler": enabler, "kind": EnablerKind.BUSINESS, "description": "", "seen_version": 1}
    edit_enabler(by=bradford_chair, name="Letting agent", **told)

    with pytest.raises(Stale, match="Bradford chair edited enabler"):
        edit_enabler(by=bradford_analyst, name="Estate agent", **told)


def test_professional_enablers_are_counted_for_whoever_looks(enabler, enabler_of, bradford_analyst, neighbour):
    enabler_of(kind=EnablerKind.PREMISES)

    assert professional_known(bradford_analyst) == 1
    assert professional_known(neighbour) == 0


def test_a_requirement_is_tied_to_what_it_is_about(requirement_of, group):
    made = requirement_of(about=group)

    assert [found.record for found in in_force().filter(on_record=group.uuid)] == [made.uuid]
    assert made.is_open


def test_a_requirement_cannot_be_about_what_is_not_seen(requirement_of, proposed, neighbour):
    elsewhere = proposed(area_code=WAKEFIELD, by=neighbour)

    with pytest.raises(NotAllowed):
        requirement_of(about=elsewhere)


@pytest.mark.parametrize("changes", [{"question": " "}, {"because": ""}])
def test_a_requirement_says_what_and_why(requirement_of, changes):
    with pytest.raises(NotAllowed):
        requirement_of(**changes)


def test_a_requirement_is_not_due_in_the_past(requirement_of, today):
    with pytest.raises(NotAllowed, match="not past"):
        requirement_of(due=today - timedelta(days=1))


@pytest.mark.parametrize("state", [RequirementState.ANSWERED, RequirementState.WITHDRAWN])
def test_a_requirement_is_settled_once_with_words(requirement_of, bradford_chair, state):
    made = requirement_of()
    told = {"requirement": made, "state": state, "by": bradford_chair}

    with pytest.raises(NotAllowed, match="Enter"):
        settle_requirement(answer=" ", seen_version=1, **told)
    settled = settle_requirement(answer="A firm in the north", seen_version=1, **told)

    assert (settled.state, settled.answer, settled.settled_by) == (state, "A firm in the north", bradford_chair)
    with pytest.raises(NotAllowed, match="already"):
        settle_requirement(answer="Another", seen_version=2, **told)


def test_two_who_answer_at_once_do_not_overwrite_each_other(requirement_of, bradford_analyst, bradford_chair):
    made = requirement_of()
    told = {"requirement": made, "state": RequirementState.ANSWERED, "seen_version": 1}
    settle_requirement(answer="First", by=bradford_chair, **told)

    with pytest.raises(Stale, match="The reason given"):
        settle_requirement(answer="Second", by=bradford_analyst, **told)


@pytest.mark.parametrize("who", ["neighbour", "council_officer", "partner"])
def test_others_settle_nothing(requirement_of, request, who):
    with pytest.raises(NotAllowed):
        settle_requirement(
            requirement=requirement_of(),
            state=RequirementState.ANSWERED,
            answer="x",
            by=request.getfixturevalue(who),
            seen_version=1,
        )


def test_a_group_that_is_closed_is_not_helped_any_more(group_of, enabler, tie, approve, bradford_analyst):
    kept, gone = group_of(), group_of()
    tie(kept, enabler)
    tie(gone, enabler)
    propose_move(group=gone, to=Status.MERGED, because="Same", into=kept, by=bradford_analyst)
    approve(gone)

    assert counted(bradford_analyst) == {enabler.name: 1}
