"""What leaves of plans and actions: only what may, with roles and never names, held as the strictest of it."""

import hashlib
import json

import pytest

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.people.rules import Marking
from partnership.plans.acting import Said, update_action
from partnership.plans.actions import add_objective
from partnership.plans.rules import Aim
from partnership.records.rules import Handling, Release

READ = {"conditions_read": hashlib.sha256(b"Police only").hexdigest()[:16]}


@pytest.fixture
def exported(client_for):
    def ask(person, address, **changes):
        told = {"format": "json", "recipient": "R. Cipient", "agency": "Force", "because": "For the board"}
        return client_for(person).post(address, told | changes)

    return ask


def tables_of(answer):
    return json.loads(answer.content)["tables"]


def test_the_actions_of_a_list_leave_as_it_was_narrowed(exported, bradford_chair, plan, action, action_of):
    action_of(plan, text="Talk to schools", p="soc4p:prevent")

    tables = tables_of(exported(bradford_chair, "/plans/actions/export/?p=soc4p:prevent"))

    assert [row["text"] for row in tables["actions"]] == ["Talk to schools"]
    assert [row["name"] for row in tables["plans"]] == ["Plan against Granite Harbour"]


def test_no_name_of_a_person_leaves(exported, bradford_chair, officer, plan, action_of):
    action = action_of(plan, owner=officer)
    update_action(action=action, said=Said("Visited"), by=officer)

    answer = exported(bradford_chair, "/plans/actions/export/")

    assert b"Visited" in answer.content
    assert b"Bradford officer" not in answer.content
    assert tables_of(answer)["updates"][0]["role"] == "Lead responsible officer"


def test_a_row_that_names_a_closer_held_plan_is_held_as_that(
    exported, bradford_chair, officer, group, plan_for, action_of
):
    closer = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Police only")
    action_of(plan_for(group, release=closer), text="Open deed")

    (row,) = tables_of(exported(bradford_chair, "/plans/actions/export/", keeps_conditions="on", **READ))["actions"]

    assert (row["handling"], row["conditions"]) == ("C", "Police only")


def test_a_plan_that_may_not_leave_is_named_by_none_of_its_actions(
    exported, bradford_chair, council_officer, group, plan_for, action_of
):
    hidden = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Council only")
    plan = plan_for(group, by=council_officer, release=hidden, name="Hidden plan", lead=council_officer)
    action_of(plan, by=council_officer, text="Open deed")

    answer = exported(bradford_chair, "/plans/actions/export/")

    assert [row["text"] for row in tables_of(answer)["actions"]] == ["Open deed"]
    assert b"Hidden plan" not in answer.content


@pytest.mark.parametrize("format", ["json", "csv", "xlsx", "pdf", "docx"])
def test_one_plan_leaves_whole_in_every_format(exported, bradford_chair, officer, plan, action, done, format):
    add_objective(plan=plan, aim=Aim("soc4p:prevent", "Fewer drawn in"), by=officer)
    done(action, outcome="Thefts fell")

    answer = exported(bradford_chair, f"{plan.get_absolute_url()}export/", format=format)

    assert answer.status_code == 200
    event = Event.objects.filter(did="exported plan").get()
    assert (event.verb, event.recipient) == (Verb.DISCLOSURE, "R. Cipient, Force")


def test_the_plans_of_a_list_leave_with_their_actions(exported, bradford_chair, plan, action):
    tables = tables_of(exported(bradford_chair, "/plans/export/"))

    assert [row["name"] for row in tables["plans"]] == [plan.name]
    assert [row["text"] for row in tables["actions"]] == [action.text]


def test_only_whoever_may_export_does(exported, officer, partner, neighbour, plan, action):
    for address in ("/plans/export/", "/plans/actions/export/", f"{plan.get_absolute_url()}export/"):
        assert exported(officer, address).status_code == 404
        assert exported(partner, address).status_code == 404
    assert exported(neighbour, f"{plan.get_absolute_url()}export/").status_code == 404
    assert tables_of(exported(neighbour, "/plans/export/"))["plans"] == []


def test_templates_leave_with_a_row_for_each_action(exported, bradford_chair, template):
    rows = tables_of(exported(bradford_chair, "/plans/templates/export/"))["templates"]

    assert {row["name"] for row in rows} == {template.name}
    assert [row["text"] for row in rows] == [line.text for line in template.lines.all()]


def test_a_lead_officer_takes_out_no_templates(client_for, officer, template):
    assert client_for(officer).get("/plans/templates/export/").status_code == 404
