"""A partner with whom one action is shared sees it and answers it, and gets nothing of the plan or the group."""

import pytest

from partnership.plans.acting import Said, update_action
from partnership.plans.actions import add_objective
from partnership.plans.rules import Aim

SECRETS = ("Granite", "Close the outlets", "Other deed", "Plan against", "outlets closed", "Basalt")


@pytest.fixture
def shared(officer, plan_for, group, action_of, recommendation, share, partner, in_days):
    """An action under an objective of a plan for a group, answering a recommendation; it alone is shared."""
    plan = plan_for(group, summary="Basalt words")
    objective = add_objective(plan=plan, aim=Aim("soc4p:protect", "Close the outlets", "outlets closed"), by=officer)
    told = {"p": "soc4p:protect", "objective": objective, "owner": partner, "due": in_days(-2)}
    action = action_of(plan, text="Inspect the licences", answers=recommendation, **told)
    action_of(plan, text="Other deed")
    share(action, partner)
    update_action(action=action, said=Said("Two inspected"), by=officer)
    action.refresh_from_db()
    return action


def every_answer(client, action):
    at = action.get_absolute_url()
    for address in (at, f"{at}update/", "/plans/", "/plans/actions/", "/plans/actions/?state=any", "/plans/templates/"):
        yield address, client.get(address)
    for address in ("/shared/", "/work/", f"/records/action/{action.uuid}/"):
        yield address, client.get(address)
    yield "refused", client.post(f"{at}update/", {"text": ""})
    yield "sent", client.post(f"{at}update/", {"text": "Licence revoked", "state": "done", "version": action.version})
    yield "after", client.get(at)


def test_no_byte_of_the_plan_or_the_group_reaches_them(client_for, partner, shared):
    for address, answer in every_answer(client_for(partner), shared):
        told = f"{answer.headers} {answer.cookies} {answer.content.decode()}"
        assert not [secret for secret in SECRETS if secret in told], address


def test_neither_number_nor_key_of_the_plan_reaches_them(client_for, partner, shared):
    for address, answer in every_answer(client_for(partner), shared):
        assert str(shared.plan.uuid) not in answer.content.decode(), address
        assert str(shared.objective.uuid) not in answer.content.decode(), address


def test_they_see_the_action_what_was_said_and_how_late_it_is(client_for, partner, shared):
    page = client_for(partner).get(shared.get_absolute_url()).content.decode()

    for words in ("Inspect the licences", "Two inspected", "Overdue by 2 days", "Protect", "Say what was done"):
        assert words in page


def test_they_answer_it_and_the_lead_reads_that(client_for, partner, officer, shared):
    address = f"{shared.get_absolute_url()}update/"
    form = client_for(partner).get(address).context["form"]
    told = {field.html_name: field.value() or "" for field in form} | {"text": "Licence revoked", "state": "done"}

    assert client_for(partner).post(address, told).status_code == 302

    page = client_for(officer).get(shared.get_absolute_url()).content.decode()
    assert "Licence revoked" in page
    assert "Partner, Trading standards" in page


def test_they_change_carry_and_plan_nothing(client_for, partner, shared):
    client, at = client_for(partner), shared.get_absolute_url()

    for address in (f"{at}edit/", "/plans/add/", "/plans/mine/", "/plans/actions/many/", "/plans/actions/export/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert client.get(shared.plan.get_absolute_url()).status_code == 404
    assert client.get(f"/plans/brief/{shared.uuid}/").status_code == 404


def test_the_pages_are_the_same_whether_or_not_there_is_more_in_the_plan(
    client_for, partner, shared, action_of, officer
):
    client = client_for(partner)
    addresses = (shared.get_absolute_url(), "/plans/actions/", "/plans/")
    before = [plain(client.get(address)) for address in addresses]

    action_of(shared.plan, text="More")
    add_objective(plan=shared.plan, aim=Aim("soc4p:protect", "More of it"), by=officer)

    assert [plain(client.get(address)) for address in addresses] == before


def plain(answer):
    return [line for line in answer.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]
