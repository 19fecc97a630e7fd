"""Actions out of a file: each in its plan, for a role and an agency, as closely held as the file says."""

from __future__ import annotations

from datetime import date

import pytest

from partnership.imports.checking import preview
from partnership.imports.rules import read_sheet
from partnership.people.models import Agency
from partnership.people.rules import Marking
from partnership.plans.actions import add_objective, close_plan
from partnership.plans.importing import NO_OBJECTIVE, actions_spec
from partnership.plans.models import Action
from partnership.plans.rules import Aim
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything

HEAD = "p,text,objective,owner_role,agency_to_do_it,due,marking,handling"
GOOD = "soc4p:prevent,Visit schools,,Youth worker,Council,31/12/2030,OFFICIAL,P"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@pytest.fixture
def checked(plan, officer, council_officer):
    def make(*rows, head=HEAD, of=None):
        spec = actions_spec(of or plan)
        sheet = read_sheet("\n".join((head, *rows)), spec.names, needed=spec.needed, table=spec.table)
        return preview(sheet, spec=spec, by=officer), spec

    return make


@pytest.fixture
def taken(checked, officer):
    def make(*rows, **more):
        found, spec = checked(*rows, **more)
        return [spec.take(row.ready, officer) for row in found.good]

    return make


def test_an_action_says_what_for_whom_and_until_when(taken, plan):
    (action,) = taken(GOOD)

    assert (action.plan, action.area_code, action.p) == (plan, plan.area_code, "soc4p:prevent")
    assert (action.text, action.owner_role, action.owner) == ("Visit schools", "Youth worker", None)
    assert action.agency == Agency.objects.get(name="Council")
    assert (action.due, action.release, action.state) == (date(2030, 12, 31), OPEN, "open")


def test_a_p_can_be_named_and_an_objective_is_known_by_its_words(taken, plan, officer):
    add_objective(plan=plan, aim=Aim("soc4p:prevent", "Fewer recruits", ""), by=officer)

    (action,) = taken("Prevent,Visit schools,fewer  RECRUITS,,,,OFFICIAL,P")

    assert action.objective.text == "Fewer recruits"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("soc4p:party,Visit,,,,,OFFICIAL,P", "“soc4p:party” is not one of: soc4p:pursue"),
        ("soc4p:prevent,,,,,,OFFICIAL,P", "text: "),
        ("soc4p:prevent,Visit,No such objective,,,,OFFICIAL,P", NO_OBJECTIVE),
        ("soc4p:prevent,Visit,,,Nobody’s agency,,OFFICIAL,P", "is not one of: "),
        ("soc4p:prevent,Visit,,,,soon,OFFICIAL,P", "Enter a day, such as 31/12/2030"),
    ],
)
def test_what_is_wrong_is_said_in_words(checked, row, words):
    found, _ = checked(row)

    assert words in found.faulty[0].error


def test_an_action_of_the_plan_is_known_and_the_same_words_in_another_plan_are_not(
    checked, action_of, plan_for, group, plan
):
    action = action_of(plan, p="soc4p:prevent", text="Visit schools")

    assert checked(GOOD)[0].rows[0].known == action
    assert checked(GOOD, of=plan_for(group, name="Another"))[0].good


def test_nothing_is_added_to_a_closed_plan(checked, plan, officer):
    close_plan(plan=plan, reason="Done", by=officer, seen_version=plan.version)
    plan.refresh_from_db()

    assert "This plan is closed" in checked(GOOD)[0].faulty[0].error


def test_the_page_stands_in_the_log_and_is_for_those_who_plan(client_for, officer, neighbour, partner, plan):
    at = f"/plans/{plan.uuid}/actions/import/"

    page = client_for(officer).get(at)

    assert page.status_code == 200
    assert plan.name in page.content.decode()
    assert at in client_for(officer).get(f"/plans/{plan.uuid}/").content.decode()
    assert [client_for(who).get(at).status_code for who in (neighbour, partner)] == [404, 404]


def test_the_whole_way_adds_each_action_once(client_for, officer, plan):
    browser, at = client_for(officer), f"/plans/{plan.uuid}/actions/import/"
    text = "\n".join((HEAD, GOOD.replace("Council", "Force"), "soc4p:pursue,Watch the yards,,,,,OFFICIAL,P"))
    for _ in range(2):
        page = browser.post(at, {"pasted": text}).content.decode()
        if 'name="carried"' in page:
            browser.post(at, {"carried": page.split('name="carried" value="')[1].split('"')[0]})

    assert sorted(everything(Action).values_list("text", flat=True)) == ["Visit schools", "Watch the yards"]


def test_the_example_of_the_template_would_be_taken_in(checked):
    spec = checked(GOOD)[1]
    columns = spec.all_columns

    found, _ = checked("\t".join(c.example for c in columns), head="\t".join(c.name for c in columns))

    assert len(found.good) == 1
