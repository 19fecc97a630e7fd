"""The pages of plans and actions: who may open them, what they show, and what they keep."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Said, update_action
from partnership.plans.actions import add_objective, start_plan
from partnership.plans.models import Action, Plan
from partnership.plans.rules import ActionState, Aim
from partnership.records.rules import Handling, Release

from .conftest import BRADFORD, OPEN, WAKEFIELD

HOSTILE = "\u202eסוד <script>alert(1)</script> {{ 7 }} ' \" &"
HELD = {"marking": "OFFICIAL", "handling": "P", "conditions": ""}


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def at(plan, action, group, template):
    """Addresses about Bradford's records, by name."""
    return {
        "plan": plan.get_absolute_url(),
        "edit": f"{plan.get_absolute_url()}edit/",
        "state": f"{plan.get_absolute_url()}state/",
        "add objective": f"{plan.get_absolute_url()}objectives/add/",
        "add action": f"{plan.get_absolute_url()}actions/add/",
        "save as template": f"{plan.get_absolute_url()}template/",
        "use": f"{plan.get_absolute_url()}use/",
        "action": action.get_absolute_url(),
        "edit action": f"{action.get_absolute_url()}edit/",
        "update": f"{action.get_absolute_url()}update/",
        "template": template.get_absolute_url(),
        "brief": f"/plans/brief/{group.uuid}/",
        "add": f"/plans/add/group/{group.uuid}/",
    }


def test_a_neighbour_finds_nothing_of_bradfords(at, client_for, neighbour):
    client = client_for(neighbour)

    assert {name for name, address in at.items() if client.get(address).status_code != 404} == set()


def test_the_lead_responsible_officer_opens_every_page(at, client_for, officer):
    client = client_for(officer)

    assert {name: client.get(address).status_code for name, address in at.items()} == dict.fromkeys(at, 200)


def test_whoever_only_reads_may_open_and_not_change(at, client_for, commissioners_officer):
    client = client_for(commissioners_officer)

    opened = {name for name, address in at.items() if client.get(address).status_code == 200}

    assert opened == {"plan", "action", "template", "brief"}


def test_a_neighbours_lists_hold_nothing_of_bradfords(at, client_for, neighbour):
    client = client_for(neighbour)

    for address in ("/plans/", "/plans/actions/", "/plans/templates/", "/plans/add/"):
        assert "Granite" not in text_of(client.get(address))
        assert "scrapyards" not in text_of(client.get(address))


def test_reading_a_plan_is_kept_with_everything_whose_title_it_shows(client_for, officer, plan, action, group):
    client_for(officer).get(plan.get_absolute_url())

    event = Event.objects.filter(did="read plan").get()
    assert event.verb == Verb.CONSULTATION
    assert set(event.shown.values_list("object_key", flat=True)) == {r.uuid.hex for r in (plan, action, group)}


def test_a_list_keeps_which_rows_it_showed(client_for, officer, plan, action):
    client_for(officer).get("/plans/actions/")

    event = Event.objects.filter(did="read actions").get()
    assert set(event.shown.values_list("object_key", flat=True)) == {plan.uuid.hex, action.uuid.hex}


@pytest.mark.parametrize("address", ["/plans/", "/plans/actions/", "/plans/templates/"])
def test_an_empty_list_says_what_to_do(client_for, officer, partner, address):
    assert "There is no" in text_of(client_for(officer).get(address))
    assert "There is no" in text_of(client_for(partner).get(address))


def test_a_plan_without_an_action_shows_every_p_as_a_gap(client_for, officer, plan):
    page = text_of(client_for(officer).get(plan.get_absolute_url()))

    assert "Nothing is planned under Pursue, Prevent, Protect and Prepare." in page
    assert page.count("No action</strong>") == 4


def test_a_plan_draws_its_balance_by_actions_and_by_outcomes(client_for, officer, plan, action_of, done):
    done(action_of(plan), outcome="Thefts fell")
    action_of(plan, p="soc4p:prevent")

    page = text_of(client_for(officer).get(plan.get_absolute_url()))

    assert "Pursue has 1 of 2 actions and 1 of 1 outcome; Protect and Prepare have no action" in page
    assert "100% of outcomes" in page


def test_an_action_says_in_words_that_it_is_overdue_stale_and_carried_forward(
    client_for, officer, action, in_days, told_days_ago
):
    update_action(action=action, said=Said("Later", due=in_days(12)), by=officer)
    told_days_ago(action, 40, due=in_days(-3))

    page = text_of(client_for(officer).get(action.get_absolute_url()))

    for words in ("Overdue by 3 days", "No update for 40 days", "Carried forward once"):
        assert words in page


def test_hostile_words_stay_words(client_for, officer, plan_for, group, action_of):
    plan = plan_for(group, name=HOSTILE[:100], summary=HOSTILE)
    objective = add_objective(plan=plan, aim=Aim("soc4p:pursue", HOSTILE, HOSTILE), by=officer)
    action = action_of(plan, text=HOSTILE, objective=objective, owner_role=HOSTILE)
    update_action(action=action, said=Said(HOSTILE, ActionState.DONE, result=HOSTILE, outcome=HOSTILE), by=officer)
    client = client_for(officer)

    for address in (plan.get_absolute_url(), action.get_absolute_url(), "/plans/", "/plans/actions/?state=any"):
        page = text_of(client.get(address))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_p_that_the_list_has_lost_is_shown_as_it_is(client_for, officer, plan, action):
    Action.objects.allowing(officer, Act.SEE_RECORD).filter(pk=action.pk).update(p="older:disrupt")
    client = client_for(officer)

    for address in (plan.get_absolute_url(), action.get_absolute_url(), "/plans/actions/"):
        assert "older:disrupt" in text_of(client.get(address))


@pytest.fixture
def fill(officer, plan, group_of, plan_for, action_of, in_days):
    """So many groups with a plan and an action each, and as many actions of the one plan."""

    def add(number):
        for n in range(number):
            other = plan_for(group_of(lead=officer, code_name=f"Group {n}"), name=f"Plan {n}")
            action_of(other, text=f"Of another {n}", due=in_days(n - 5))
            action_of(plan, text=f"Of the plan {n}", owner=officer)

    return add


@pytest.mark.parametrize("address", ["/plans/", "/plans/actions/", "/plans/mine/", "the plan", "the brief"])
def test_a_page_asks_no_more_of_the_database_for_twenty_than_for_two(client_for, officer, plan, group, fill, address):
    named = {"the plan": plan.get_absolute_url(), "the brief": f"/plans/brief/{group.uuid}/"}
    client, asked = client_for(officer), []

    for number in (2, 18):
        fill(number)
        client.get(named.get(address, address))  # whatever is read once and kept
        with CaptureQueriesContext(connection) as queries:
            client.get(named.get(address, address))
        asked.append(len(queries))

    assert asked[1] <= asked[0]


def test_plans_are_narrowed_to_those_with_a_gap_or_something_overdue(
    client_for, officer, group, plan_for, action_of, in_days, told_days_ago
):
    full, late = plan_for(group, name="Full"), plan_for(group, name="Late")
    for p in ("pursue", "prevent", "protect", "prepare"):
        action_of(full, p=f"soc4p:{p}")
    told_days_ago(action_of(late), 0, due=in_days(-1))
    client = client_for(officer)

    def listed(query):
        page = text_of(client.get(f"/plans/?{query}"))
        return {name for name in ("Full", "Late") if f"<bdi>{name}</bdi>" in page}

    assert listed("") == {"Full", "Late"}
    assert listed("gap=any") == {"Late"}
    assert listed("gap=soc4p:pursue") == set()
    assert listed("late=overdue") == {"Late"}
    assert listed(f"lead={officer.uuid}") == {"Full", "Late"}
    assert listed("state=closed") == set()
    assert listed(f"area={WAKEFIELD}") == {"Full", "Late"}  # not offered, so it narrows nothing


@pytest.fixture
def of_all_kinds(officer, plan, plan_for, threat, action_of, in_days, told_days_ago, done):
    """Actions of the officer's plan that are late and silent, and of another's, one given to the officer by name."""
    told_days_ago(action_of(plan, text="Late one"), 0, due=in_days(-1))
    told_days_ago(action_of(plan, text="Silent one"), 40)
    others = plan_for(threat, lead=None)
    action_of(others, text="Ours by name", p="soc4p:prevent", owner=officer, due=in_days(3))
    done(action_of(others, text="Ended one"))


def test_actions_are_narrowed_by_what_asks_for_somebody(client_for, officer, of_all_kinds):
    client = client_for(officer)

    def listed(query):
        page = text_of(client.get(f"/plans/actions/?{query}"))
        return {name for name in ("Late", "Silent", "Ours", "Ended") if f"<bdi>{name}" in page}

    assert listed("") == {"Late", "Silent", "Ours"}
    assert listed("late=overdue") == {"Late"}
    assert listed("late=stale") == {"Silent"}
    assert listed("late=soon") == {"Ours"}
    assert listed("p=soc4p:prevent") == {"Ours"}
    assert listed("state=done") == {"Ended"}
    assert listed("mine=mine&state=any") == {"Late", "Silent", "Ours"}


def test_a_filter_offers_no_agency_and_no_district_of_what_is_hidden(
    client_for, officer, council_officer, plan, action_of
):
    held = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Council only")
    action_of(plan, by=council_officer, release=held, agency=council_officer.agency)
    action_of(plan)

    page = text_of(client_for(officer).get("/plans/actions/"))

    assert "Council" not in page
    assert "1 action<" in page.replace("\n", "")


def test_a_plan_is_started_on_the_screen_and_prefilled_as_what_it_is_for(client_for, bradford_chair, officer, group_of):
    bradford_chair.clearance = officer.clearance = Marking.OFFICIAL_SENSITIVE
    for person in (bradford_chair, officer):
        person.save()
    group = group_of(lead=officer, release=Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Police only"))
    client, address = client_for(officer), f"/plans/add/group/{group.uuid}/"

    form = client.get(address).context["form"]
    assert (form["marking"].value(), form["handling"].value()) == ("OFFICIAL-SENSITIVE", "C")
    assert form["conditions"].value() == "Police only"
    assert form["lead"].value() == str(officer.uuid)

    told = {"name": "Plan", "begins": "2026-01-05", "lead": str(officer.uuid), "template": ""}
    told |= {"marking": "OFFICIAL-SENSITIVE", "handling": "C", "conditions": "Police only"}
    answer = client.post(address, told)

    plan = Plan.objects.seen_by(officer).get()
    assert answer["Location"] == plan.get_absolute_url()
    assert (plan.lead, plan.marking) == (officer, Marking.OFFICIAL_SENSITIVE)


def test_a_plan_begins_with_a_template_when_one_is_chosen(client_for, officer, group, template):
    told = HELD | {"name": "Plan", "begins": "2026-01-05", "lead": "", "template": str(template.uuid)}

    client_for(officer).post(f"/plans/add/group/{group.uuid}/", told)

    plan = Plan.objects.seen_by(officer).get()
    assert plan.objectives.count() == 2
    assert plan.actions.count() == 3


@pytest.mark.parametrize("kind", ["signal", "plan", "nothing"])
def test_nothing_else_is_planned_for(client_for, officer, plan, kind):
    assert client_for(officer).get(f"/plans/add/{kind}/{plan.uuid}/").status_code == 404


def test_an_action_is_added_under_an_objective_and_answers_a_recommendation(client_for, officer, plan, recommendation):
    objective = add_objective(plan=plan, aim=Aim("soc4p:protect", "Sites are harder to enter"), by=officer)
    told = HELD | {"under": f"objective:{objective.uuid}", "text": "Visit together", "due": "2030-01-05"}
    told |= {"answers": str(recommendation.uuid)}

    answer = client_for(officer).post(f"{plan.get_absolute_url()}actions/add/", told)

    action = Action.objects.seen_by(officer).get()
    assert answer["Location"] == action.get_absolute_url()
    assert (action.p, action.objective) == ("soc4p:protect", objective)
    recommendation.refresh_from_db()
    assert recommendation.state == "taken-up"


def test_an_unusable_form_is_given_back_with_what_was_typed(client_for, officer, plan):
    answer = client_for(officer).post(f"{plan.get_absolute_url()}actions/add/", {"text": "Typed words"} | HELD)

    assert answer.status_code == 422
    assert "Typed words" in text_of(answer)
    assert "Choose one of the Ps listed" in text_of(answer)


def test_somebody_who_cannot_see_their_action_is_named_until_it_is_shared(
    client_for, bradford_chair, partner, plan, action_of, share
):
    action = action_of(plan, owner=partner)
    client = client_for(bradford_chair)
    assert "<bdi>Partner</bdi> cannot see this action" in text_of(client.get(action.get_absolute_url()))

    share(action, partner)

    assert "cannot see this action" not in text_of(client.get(action.get_absolute_url()))


def test_what_is_made_up_is_marked_in_every_list(client_for, officer, group, settings, action_of):
    settings.TOCSIN_DEMO = True
    plan = start_plan(name="Plan", target=group, release=OPEN, by=officer, lead=officer)
    action = action_of(plan)
    client = client_for(officer)

    for address in ("/plans/", "/plans/actions/", plan.get_absolute_url(), action.get_absolute_url(), "/plans/mine/"):
        assert "Synthetic</strong>" in text_of(client.get(address)), address
    assert plan.area_code == BRADFORD
