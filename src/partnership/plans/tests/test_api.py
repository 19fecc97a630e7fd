"""What programs read of plans and actions, and that a partner's system updates an action by the page's own rules."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.audit.models import Event
from partnership.people.rules import Act
from partnership.plans.actions import add_objective
from partnership.plans.rules import Aim

API = "/api/v1"
SENT = {"text": "Visited both yards", "state": "done", "outcome": "One licence revoked", "version": 1}


@pytest.fixture
def program(program_for, officer):
    return program_for(officer)


@pytest.fixture
def update():
    def send(program, action, **changes):
        at = f"{API}/actions/{action.uuid}/update"
        return program.post(at, json.dumps(SENT | changes), content_type="application/json")

    return send


def test_a_partners_system_reads_the_action_shared_with_it_without_its_plan_and_updates_it(
    program_for, partner, share, action, update
):
    share(action, partner)
    program = program_for(partner)

    (listed,) = program.get(f"{API}/actions").json()["actions"]
    answer = update(program, action)

    assert (listed["plan"], listed["may_update"]) == (None, True)
    assert program.get(f"{API}/plans").json()["total"] == 0
    told = answer.json()
    assert (answer.status_code, told["state"], told["outcome"], told["version"]) == (
        200,
        "done",
        "One licence revoked",
        2,
    )
    read = program.get(f"{API}/actions/{action.uuid}").json()
    (said,) = read["updates"]
    assert (said["text"], said["role"], said["agency"], read["objective"]) == (
        "Visited both yards",
        "Partner",
        "Trading standards",
        None,
    )


def test_what_an_action_serves_is_told_only_with_its_plan(
    program, program_for, partner, share, plan, action_of, officer
):
    aim = add_objective(plan=plan, aim=Aim("soc4p:prevent", "Fewer are drawn in"), by=officer)
    action = action_of(plan, p="soc4p:prevent", objective=aim)
    share(action, partner)
    at = f"{API}/actions/{action.uuid}"

    assert program.get(at).json()["objective"]["text"] == "Fewer are drawn in"
    assert program_for(partner).get(at).json()["objective"] is None


def test_the_list_of_actions_names_their_plans_and_so_does_its_event(program, plan, action):
    (one,) = program.get(f"{API}/actions").json()["actions"]

    assert one["plan"]["title"] == plan.name
    assert {row.object_key for row in Event.objects.first().shown.all()} == {plan.uuid.hex, action.uuid.hex}


def test_an_update_leaves_the_event_of_its_page_with_the_token(program, action, officer, update):
    update(program, action)

    event = Event.objects.first()
    assert (event.verb, event.did, event.actor_id) == ("alteration", "updated action", str(officer.pk))
    assert event.detail["token"]


def test_a_program_that_was_overtaken_is_told_what_changed(program, action, done, update):
    done(action)

    answer = update(program, action)

    assert (answer.status_code, answer.json()["version"]) == (409, 2)
    assert len(answer.json()["changes"]) == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"text": "  "}, "text", "Say what was done"),
        ({"state": "finished"}, "state", "should be"),
        ({"due": "2199-01-01"}, "due", "no new day"),
    ],
)
def test_what_the_page_refuses_is_refused_in_words_by_field(program, action, update, changes, field, words):
    answer = update(program, action, **changes)

    assert answer.status_code == 422
    assert words in answer.json()["fields"][field]


def test_a_program_that_only_reads_updates_nothing(program_for, officer, action, update):
    assert update(program_for(officer, Act.SEE_RECORD), action).status_code == 404


def test_an_action_that_was_not_shared_is_not_there(program_for, partner, action, update):
    program = program_for(partner)

    assert update(program, action).status_code == 404
    assert program.get(f"{API}/actions").json()["total"] == 0


def test_a_plan_is_read_with_objectives_and_actions_and_the_event_names_them(program, plan, action, officer):
    add_objective(plan=plan, aim=Aim("soc4p:prevent", "Fewer are drawn in", "Schools visited"), by=officer)

    answer = program.get(f"{API}/plans/{plan.uuid}")

    told = answer.json()
    assert [each["measure"] for each in told["objectives"]] == ["Schools visited"]
    assert [each["uuid"] for each in told["actions"]] == [str(action.uuid)]
    assert Event.objects.first().shown.count() == 2
    assert officer.name not in answer.content.decode()


def test_the_lists_are_narrowed(program, plan, action, action_of, done):
    done(action_of(plan, p="soc4p:prevent"))

    assert program.get(f"{API}/actions?state=done&p=soc4p:prevent").json()["total"] == 1
    assert program.get(f"{API}/actions?size=1").json()["next_page"] == 2
    assert program.get(f"{API}/plans?state=closed").json()["total"] == 0
    assert program.get(f"{API}/plans?area=E08000032&state=open").json()["total"] == 1


def test_more_plans_and_actions_take_no_more_queries(program, group, plan, plan_for, action, action_of, done):
    def reads():
        with CaptureQueriesContext(connection) as found:
            for at in ("plans", f"plans/{plan.uuid}", "actions", f"actions/{action.uuid}"):
                assert program.get(f"{API}/{at}").status_code == 200
        return len(found)

    before = reads()
    action_of(plan)
    action_of(plan_for(group))
    done(done(action))

    assert reads() == before
