"""Plans: started for something, changed, closed; what the log says; who may."""

import pytest

from partnership.audit.models import Event
from partnership.people.rules import Marking, NotAllowed
from partnership.plans.actions import (
    add_objective,
    close_plan,
    edit_objective,
    edit_plan,
    remove_objective,
    reopen_plan,
    start_plan,
)
from partnership.plans.models import Plan
from partnership.plans.queries import counts_of, purposes_of
from partnership.plans.rules import Aim, Counts, PlanState
from partnership.records.rules import Handling, Release, Stale
from partnership.thread.queries import thread_of

from .conftest import OPEN, WAKEFIELD

AIM = Aim("soc4p:prevent", "Fewer are drawn in", "Schools visited")


@pytest.mark.parametrize("kind", ["group", "recommendation", "threat"])
def test_a_plan_is_started_for_a_group_a_recommendation_or_a_threat(kind, request, officer, plan_for):
    target = request.getfixturevalue(kind)

    plan = plan_for(target)

    assert plan.area_code == target.area_code
    assert [purpose.record for purpose in purposes_of(officer, [plan])[plan.uuid]] == [target]
    assert plan in thread_of(officer, target).records


def test_starting_a_plan_leaves_two_events_that_of_the_plan_and_that_of_the_tie(officer, group):
    before = Event.objects.count()

    start_plan(name="Plan", target=group, release=OPEN, by=officer)

    told = Event.objects.order_by("sequence")[before:]
    assert [event.did for event in told] == ["started plan", "tied record to another"]


def test_a_neighbour_starts_no_plan_for_bradfords_group(neighbour, group):
    with pytest.raises(NotAllowed):
        start_plan(name="Plan", target=group, release=OPEN, by=neighbour)
    assert not Plan.objects.seen_by(neighbour).exists()


def test_a_group_of_another_district_that_is_shared_is_not_planned_for(add_person, group_of, neighbour, officer, share):
    far = group_of(by=neighbour, area_code=WAKEFIELD)

    with pytest.raises(NotAllowed):
        start_plan(name="Plan", target=far, release=OPEN, by=officer)


def test_nobody_starts_a_plan_that_they_could_not_read(officer, group):
    closer = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")

    with pytest.raises(NotAllowed, match="not cleared"):
        start_plan(name="Plan", target=group, release=closer, by=officer)


def test_a_plan_is_closed_with_a_reason_and_reopened(officer, plan):
    closed = close_plan(plan=plan, reason="Dismantled", by=officer, seen_version=plan.version)
    assert (closed.state, closed.closed_because) == (PlanState.CLOSED, "Dismantled")

    opened = reopen_plan(plan=closed, reason="Back", by=officer, seen_version=closed.version)
    assert (opened.state, opened.closed_because) == (PlanState.OPEN, "")


def test_a_plan_with_open_actions_does_not_close(officer, plan, action):
    with pytest.raises(NotAllowed, match="1 action is still open"):
        close_plan(plan=plan, reason="Dismantled", by=officer, seen_version=plan.version)


def test_an_open_action_that_the_closer_does_not_see_is_not_told_of(
    add_person, officer, council_officer, plan, action_of
):
    held = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Council only")
    action_of(plan, by=council_officer, release=held)

    assert close_plan(plan=plan, reason="Over", by=officer, seen_version=plan.version).state == PlanState.CLOSED


def test_whoever_was_overtaken_changes_no_plan(officer, bradford_analyst, plan):
    told = {"name": "Other", "summary": "", "lead": None}
    edit_plan(plan=plan, by=bradford_analyst, seen_version=plan.version, **told)

    with pytest.raises(Stale, match="Bradford analyst edited plan"):
        edit_plan(plan=plan, by=officer, seen_version=plan.version, **told)


def test_an_objective_is_added_changed_and_taken_out_and_its_actions_stay(officer, plan, action_of):
    objective = add_objective(plan=plan, aim=AIM, by=officer)
    action = action_of(plan, p="soc4p:prevent", objective=objective)

    edit_objective(objective=objective, text="Nobody is drawn in", measure="", by=officer, seen_version=2)
    assert plan.objectives.get().text == "Nobody is drawn in"

    remove_objective(objective=objective, by=officer, seen_version=3)
    action.refresh_from_db()
    assert (action.objective, action.p) == (None, "soc4p:prevent")
    assert not plan.objectives.exists()


def test_an_objective_of_another_plan_takes_no_action_of_this_one(officer, plan, plan_for, threat, action_of):
    other = add_objective(plan=plan_for(threat), aim=AIM, by=officer)

    with pytest.raises(NotAllowed, match="objective of this plan"):
        action_of(plan, p="soc4p:prevent", objective=other)


def test_counts_are_of_what_the_viewer_sees(officer, council_officer, plan, action, action_of, in_days, told_days_ago):
    told_days_ago(action, 40, due=in_days(-2))
    held = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Council only")
    action_of(plan, by=council_officer, release=held)

    assert counts_of(officer, plan) == Counts(open=1, overdue=1, stale=1)
    assert counts_of(council_officer, plan).open == 2
