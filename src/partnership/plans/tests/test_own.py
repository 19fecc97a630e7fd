"""The lead responsible officer's page: what it puts first, what changed since, and what it says to others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.audit.models import Event
from partnership.ocgs.models import Assignment, Group
from partnership.ocgs.rules import Duty, Status
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Said, update_action
from partnership.plans.actions import add_objective, edit_plan
from partnership.plans.changes import DID_LOOK, changes_to, last_look
from partnership.plans.own import own_page
from partnership.plans.rules import ActionState, Aim, Next
from partnership.records.rules import Handling, Release


def page_of(person, asked=""):
    return own_page(person, asked)


def steps_of(person):
    return [(step.rank, step.what) for step in page_of(person)["steps"]]


def put_review(group, day):
    Group.objects.allowing(group.assignments.get().person, Act.SEE_RECORD).filter(pk=group.pk).update(next_review=day)


def test_what_comes_first_is_overdue_then_the_review_then_blocked_stale_and_gaps(
    officer, group, plan, action_of, told_days_ago, in_days
):
    told_days_ago(action_of(plan, text="Late"), 0, due=in_days(-2))
    told_days_ago(action_of(plan, text="Later still"), 0, due=in_days(-20))
    told_days_ago(action_of(plan, text="Silent", p="soc4p:prevent"), 50)
    update_action(action=action_of(plan, text="Stuck"), said=Said("No key", ActionState.BLOCKED), by=officer)
    put_review(group, in_days(-5))

    assert steps_of(officer) == [
        (Next.OVERDUE, "Later still"),
        (Next.OVERDUE, "Late"),
        (Next.REVIEW, "Review the group"),
        (Next.BLOCKED, "Stuck"),
        (Next.STALE, "Silent"),
    ]


def test_a_group_without_a_plan_asks_for_one(officer, group):
    (step,) = page_of(officer)["steps"]

    assert (step.rank, step.url) == (Next.NO_PLAN, f"/plans/add/group/{group.uuid}/")


def test_an_archived_group_asks_for_nothing(officer, group_of):
    group_of(lead=officer, state=Status.ARCHIVED)

    assert steps_of(officer) == []


def test_a_p_without_an_action_leads_to_the_form_for_one(officer, group, plan, action_of):
    action_of(plan)

    assert [step.url for step in page_of(officer)["steps"]] == [
        f"{plan.get_absolute_url()}actions/add/?p=soc4p:{p}" for p in ("prevent", "protect", "prepare")
    ]


def test_one_tap_leads_from_the_page_to_the_update_form(client_for, officer, action, told_days_ago, in_days):
    told_days_ago(action, 40, due=in_days(-2))

    page = client_for(officer).get("/plans/mine/").content.decode()

    assert f'href="{action.get_absolute_url()}update/"' in page


def test_it_shows_the_stalest_open_action_of_each_group(officer, group, plan, action_of, told_days_ago):
    told_days_ago(action_of(plan, text="Spoken of"), 3)
    silent = told_days_ago(action_of(plan, text="Silent"), 20)

    (work,) = page_of(officer)["works"]

    assert work.stalest.action == silent


def test_a_group_that_passed_to_somebody_else_is_no_longer_mine(officer, bradford_chair, group, plan):
    Assignment.objects.allowing(officer, Act.SEE_RECORD).filter(duty=Duty.LEAD).update(
        start=timezone.localdate() - timedelta(days=9), end=timezone.localdate() - timedelta(days=1)
    )

    works = page_of(officer)["works"]

    assert [work.group for work in works] == [None]  # the plan is still theirs
    assert works[0].plans == [plan]


def test_an_action_of_somebody_elses_plan_that_was_given_to_me_is_shown(
    officer, bradford_analyst, plan_for, threat, action_of
):
    mine = action_of(plan_for(threat, lead=bradford_analyst), owner=officer)

    assert [row.action for row in page_of(officer)["loose"]] == [mine]


def test_somebody_who_leads_nothing_is_told_so_and_where_to_look(client_for, bradford_analyst):
    page = client_for(bradford_analyst).get("/plans/mine/").content.decode()

    assert "You lead no group today" in page
    assert 'href="/plans/"' in page


def test_the_page_says_what_is_expected(client_for, officer):
    page = client_for(officer).get("/plans/mine/").content.decode()

    assert "What is expected of a lead responsible officer" in page
    assert "After 28 days without a word it shows as stale" in page


def test_a_partner_has_no_such_page(client_for, partner, council_officer):
    assert client_for(partner).get("/plans/mine/").status_code == 404
    assert client_for(council_officer).get("/plans/mine/").status_code == 404


def changes(person, days=28):
    return page_of(person, str(days))["changes"]


def test_what_others_did_is_told_and_what_i_did_is_not(officer, bradford_analyst, group, plan, action):
    update_action(action=action, said=Said("I visited"), by=officer)
    action.refresh_from_db()
    update_action(action=action, said=Said("They visited two more"), by=bradford_analyst)

    (change,) = changes(officer)

    assert (change.record, change.by, change.did) == (action, "Bradford analyst", "Updated action")
    assert change.text == "They visited two more"


def test_what_was_done_to_another_group_is_not_told(officer, bradford_analyst, group_of, plan_for):
    other = plan_for(group_of(code_name="Other"), by=bradford_analyst, lead=bradford_analyst)
    edit_plan(plan=other, name="New", summary="", lead=None, by=bradford_analyst, seen_version=1)

    assert changes(officer) == []


def test_what_was_done_to_an_action_that_i_may_not_see_is_not_told(officer, council_officer, plan, action_of):
    held = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Council only")
    action_of(plan, by=council_officer, release=held)

    assert changes(officer) == []


def test_a_tie_or_a_share_is_not_told_of_since_it_names_somebody_else(
    officer, bradford_chair, plan, action, partner, share
):
    share(action, partner)

    assert changes(officer) == []


def test_looking_is_kept_and_looking_again_within_the_hour_hides_nothing_yet(client_for, officer, plan):
    client_for(officer).get("/plans/mine/")

    assert Event.objects.filter(did=DID_LOOK, actor_id=str(officer.pk)).count() == 1
    assert last_look(officer, timezone.now()) is None
    assert last_look(officer, timezone.now() + timedelta(minutes=61)) is not None


def test_only_what_came_after_the_last_look_is_new(officer, bradford_analyst, group, plan):
    add_objective(plan=plan, aim=Aim("soc4p:prevent", "Fewer drawn in"), by=bradford_analyst)
    now = timezone.now()

    assert len(changes_to(officer, [plan], now - timedelta(hours=1))) == 1
    assert changes_to(officer, [plan], now) == []


def test_the_first_look_goes_back_four_weeks_and_says_so(client_for, officer, group):
    page = client_for(officer).get("/plans/mine/").content.decode()

    assert "You have not looked here before" in page


@pytest.mark.parametrize("asked", ["", "-1", "9999999999999999", "x", "7"])
def test_an_odd_number_of_days_in_the_address_breaks_nothing(client_for, officer, group, asked):
    assert client_for(officer).get(f"/plans/mine/?since={asked}").status_code == 200
