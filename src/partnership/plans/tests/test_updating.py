"""The update form: one hand, a few taps; what is refused, and what happens when somebody else was first."""

import pytest

from partnership.plans.acting import Said, update_action
from partnership.plans.models import Action
from partnership.plans.rules import ActionState


@pytest.fixture
def form_on(client_for):
    """What the page sends back untouched."""

    def read(person, address):
        form = client_for(person).get(address).context["form"]
        return {field.html_name: field.value() or "" for field in form}

    return read


@pytest.fixture
def address(action):
    return f"{action.get_absolute_url()}update/"


def test_an_update_takes_words_and_nothing_else(client_for, officer, action, address, form_on):
    answer = client_for(officer).post(address, form_on(officer, address) | {"text": "Two visited"})

    assert answer["Location"] == action.get_absolute_url()
    assert "Two visited" in client_for(officer).get(action.get_absolute_url()).content.decode()


def test_what_is_done_keeps_the_words_as_its_result(client_for, officer, action, address, form_on):
    told = {"text": "All visited", "state": "done", "outcome": "Thefts fell"}

    client_for(officer).post(address, form_on(officer, address) | told)

    action = Action.objects.seen_by(officer).get()
    assert (action.state, action.result, action.outcome) == ("done", "All visited", "Thefts fell")


def test_a_new_day_is_told_as_carried_forward(client_for, officer, action, address, form_on, in_days):
    told = {"text": "Warrant put off", "due": in_days(40).isoformat()}

    client_for(officer).post(address, form_on(officer, address) | told)

    page = client_for(officer).get(action.get_absolute_url()).content.decode()
    assert "Carried forward once" in page
    assert "Carried forward from" in page


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"text": ""}, "Say what was done"),
        ({"text": "Done", "state": ""}, "Choose how it stands now"),
        ({"text": "Later", "due": "2001-01-01"}, "Enter a day that is still to come"),
        ({"text": "Done", "state": "done", "due": "2031-01-01"}, "has no new day"),
        ({"text": "Done", "state": "finished"}, "Choose one of those listed"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client_for, officer, address, form_on, told, refusal):
    answer = client_for(officer).post(address, form_on(officer, address) | told)

    assert answer.status_code == 422
    assert refusal in answer.content.decode()


def test_whoever_was_overtaken_sees_the_differences_and_loses_nothing(
    client_for, officer, bradford_analyst, action, address, form_on
):
    sent = form_on(officer, address) | {"text": "Mine typed", "state": "done"}
    update_action(action=action, said=Said("Theirs", ActionState.BLOCKED), by=bradford_analyst)

    answer = client_for(officer).post(address, sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine typed" in page
    assert "Bradford analyst updated action" in page
    for words in ("<bdi>Open</bdi>", "<strong><bdi>Blocked</bdi></strong>", "<bdi>Done</bdi>"):
        assert words in page
    assert action.updates.count() == 1


def test_pressing_again_answers_to_what_stands_now(client_for, officer, bradford_analyst, action, address, form_on):
    sent = form_on(officer, address) | {"text": "Mine typed"}
    update_action(action=action, said=Said("Theirs", ActionState.BLOCKED), by=bradford_analyst)
    refused = client_for(officer).post(address, sent).context["form"]

    fresh = {"version": refused["version"].value(), "seen": refused["seen"].value()}
    answer = client_for(officer).post(address, sent | fresh)

    assert answer.status_code == 302
    assert action.updates.count() == 2


def test_ticked_actions_are_carried_forward_and_a_refused_one_is_named(
    client_for, officer, plan, action_of, in_days, done
):
    first, ended = action_of(plan, text="First", due=in_days(1)), action_of(plan, text="Ended", due=in_days(1))
    done(ended)
    rows = [f"{first.uuid}:1", f"{ended.uuid}:2"]
    told = {"action": rows, "do": "carry", "due": in_days(30).isoformat(), "reason": "Board moved"}

    answer = client_for(officer).post("/plans/actions/many/", told, follow=True)

    page = answer.content.decode()
    assert "Changed: \u2068First" in page
    assert "Left as it was: \u2068Ended\u2069. It is done." in page
    assert Action.objects.seen_by(officer).get(pk=first.pk).carried == 1


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({}, "Tick at least one action"),
        ({"do": "carry"}, "Enter until when"),
        ({"do": "carry", "due": "2001-01-01"}, "still to come"),
        ({"do": "assign"}, "Enter for which role"),
        ({"do": "carry", "owner_role": "Warden"}, "Empty this, or choose to give"),
        ({"do": "assign", "owner_role": "Warden", "due": "2031-01-01"}, "Empty this, or choose to carry"),
        ({"do": "assign", "owner_role": "Warden"}, "Enter why"),
        ({"action": ["nonsense"]}, "Tick the actions again"),
    ],
)
def test_many_at_once_need_to_be_ticked_and_told_what(client_for, officer, action, told, refusal):
    sent = ({"action": [f"{action.uuid}:1"]} if told else {}) | {"do": "carry"} | told

    answer = client_for(officer).post("/plans/actions/many/", sent)

    assert answer.status_code == 422
    assert refusal in answer.content.decode()


def test_ticked_actions_that_all_moved_on_are_shown_again(client_for, officer, bradford_analyst, action, in_days):
    update_action(action=action, said=Said("Theirs"), by=bradford_analyst)
    told = {"do": "carry", "due": in_days(30).isoformat(), "reason": "Later", "action": [f"{action.uuid}:1"]}

    assert client_for(officer).post("/plans/actions/many/", told).status_code == 409
