"""Board mode in the browser: one screen an item, by plain forms, and nothing lost when two write at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.audit.models import Event
from partnership.meetings.board_actions import Task, decide, note_discussion, raise_action
from partnership.meetings.models import Meeting
from partnership.meetings.rules import MeetingState
from partnership.people.rules import Marking
from partnership.plans.acting import Deed
from partnership.records.rules import Handling, Release
from partnership.records.unscoped import everything

CLOSE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "For the police")
AS_DATA = {"headers": {"accept": "application/json"}}


@pytest.fixture
def convener(client_for, bradford_analyst):
    return client_for(bradford_analyst)


@pytest.fixture
def items(under_way, item_of):
    return [item_of(under_way, name, section="other") for name in ("Yards", "Schools", "Shops")]


def board(meeting, item=None):
    return f"/meetings/{meeting.uuid}/board/" + (f"?item={item.uuid}" if item else "")


def at(item, what):
    return f"/meetings/{item.meeting.uuid}/board/{item.uuid}/{what}/"


def text_of(answer):
    return answer.content.decode()


def test_each_item_has_a_screen_of_its_own_that_leads_to_the_next(convener, under_way, items):
    page = text_of(convener.get(board(under_way, items[1])))

    assert "2 of 3" in page
    assert f'rel="prev" href="{board(under_way, items[0])}"' in page
    assert f'rel="next" href="{board(under_way, items[2])}"' in page


def test_the_screens_of_two_viewers_are_numbered_each_for_themselves(
    convener, client_for, council_officer, under_way, items, item_of, group_of
):
    hidden = item_of(under_way, about=group_of("Hidden Harbour", release=CLOSE))

    assert "4 of 4" in text_of(convener.get(board(under_way, items[2])))
    council = client_for(council_officer)
    page = text_of(council.get(board(under_way, items[2])))
    assert "3 of 3" in page
    assert "Hidden" not in page
    assert council.get(at(hidden, "note")).status_code == 404
    assert text_of(council.get(board(under_way, hidden))).count("1 of 3")


def test_whoever_may_not_convene_reads_the_screens_and_records_nothing(client_for, officer, under_way, items):
    reader = client_for(officer)
    page = text_of(reader.get(board(under_way)))

    assert "1 of 3" in page
    assert "<textarea" not in page
    assert reader.post(at(items[0], "decide"), {"text": "Close them"}).status_code == 404


def test_opening_leads_to_the_board_and_closing_names_what_is_empty(convener, meeting, item_of):
    first = item_of(meeting, "Yards", section="other")
    item_of(meeting, "Schools", section="other")

    assert convener.post(f"/meetings/{meeting.uuid}/open/").headers["Location"] == board(meeting)
    convener.post(at(first, "decide"), {"text": "Close them"})
    page = text_of(convener.get(f"/meetings/{meeting.uuid}/close/"))
    assert "under 1 item:" in page
    assert "Schools" in page

    convener.post(f"/meetings/{meeting.uuid}/close/")
    assert everything(Meeting).get(pk=meeting.pk).state == MeetingState.HELD


def test_notes_saved_by_a_plain_form_lead_on_to_the_next_item(convener, items):
    sent = {"discussion": "Two of three closed\r\nOne waits", "was": "", "then": str(items[1].uuid)}

    answer = convener.post(at(items[0], "note"), sent)

    assert answer.headers["Location"].endswith(f"?item={items[1].uuid}")
    items[0].refresh_from_db()
    assert items[0].discussion == "Two of three closed\nOne waits"


def test_notes_that_save_themselves_are_told_what_now_stands(convener, items):
    answer = convener.post(at(items[0], "note"), {"discussion": "Words", "was": ""}, **AS_DATA)

    assert answer.json()["was"] == "Words"


def test_notes_over_somebody_elses_come_back_beside_theirs(convener, items, bradford_chair):
    note_discussion(item=items[0], text="By the chair", was="", by=bradford_chair)

    answer = convener.post(at(items[0], "note"), {"discussion": "By me", "was": ""})
    page = text_of(answer)

    assert answer.status_code == 409
    assert "By the chair" in page
    assert "By me" in page
    assert "Nothing that you typed is lost" in page
    again = {"discussion": "By both", "was": re.search('name="was" value="([^"]*)"', page)[1]}
    assert convener.post(at(items[0], "note"), again).status_code == 302


def test_notes_that_save_themselves_say_that_they_were_overtaken(convener, items, bradford_chair):
    note_discussion(item=items[0], text="By the chair", was="", by=bradford_chair)

    answer = convener.post(at(items[0], "note"), {"discussion": "By me", "was": ""}, **AS_DATA)

    assert (answer.status_code, answer.json()["error"]) == (409, "Somebody else wrote these notes meanwhile")


def test_an_empty_decision_is_refused_and_the_rest_of_the_screen_stays(convener, items):
    answer = convener.post(at(items[1], "decide"), {"text": " "})

    assert answer.status_code == 422
    assert "2 of 3" in text_of(answer)
    assert "Enter what was decided" in text_of(answer)


def test_an_action_that_is_set_stands_under_its_item(convener, items):
    day = timezone.localdate() + timedelta(days=9)
    sent = {"p": "soc4p:prevent", "text": "Talk to the schools", "due": day.isoformat(), "plan": "own"}

    answer = convener.post(at(items[1], "action"), sent, follow=True)

    assert "Talk to the schools" in text_of(answer)
    assert [row.action.due for row in items[1].raised.select_related("action")] == [day]


def test_an_action_without_a_day_is_refused(convener, items):
    answer = convener.post(at(items[1], "action"), {"p": "soc4p:prevent", "text": "Talk", "due": "", "plan": "own"})

    assert answer.status_code == 422
    assert "nobody’s" in text_of(answer)


@pytest.fixture
def earlier(under_way, items, item_of, bradford_analyst):
    """An item about an action that an earlier item set."""
    deed = Deed("soc4p:prevent", "Talk to the schools", due=timezone.localdate() + timedelta(days=2))
    action = raise_action(item=items[0], task=Task(deed), by=bradford_analyst)
    return item_of(under_way, about=action, section="actions"), action


def told(page, way):
    """The form on the screen by which the action is updated, or carried forward, as it was drawn."""
    part = page[page.index(f'id="{way}"') :]
    return {name: re.search(f'name="{name}" value="([^"]*)"', part)[1] for name in ("version", "seen", "action")}


def test_an_earlier_action_is_carried_forward_from_its_own_screen(convener, earlier, under_way):
    item, action = earlier
    sent = told(text_of(convener.get(board(under_way, item))), "carry")
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    before = Event.objects.count()

    convener.post(at(item, "tell"), sent | {"way": "carry", "state": "open", "text": "No answer yet", "due": day})

    action.refresh_from_db()
    assert (action.carried, action.due.isoformat()) == (1, day)
    assert list(Event.objects.order_by("sequence").values_list("verb", flat=True)[before:]) == ["alteration"] * 2


def test_an_update_over_somebody_elses_comes_back_with_the_differences(convener, earlier, under_way):
    item, action = earlier
    sent = told(text_of(convener.get(board(under_way, item))), "update")
    convener.post(at(item, "tell"), sent | {"state": "blocked", "text": "No answer"})

    answer = convener.post(at(item, "tell"), sent | {"state": "done", "text": "Done"})

    assert answer.status_code == 409
    action.refresh_from_db()
    assert action.state == "blocked"


def test_after_the_minutes_are_issued_the_screens_hold_no_form(convener, under_way, items, bradford_analyst):
    decide(item=items[0], text="Close them", by=bradford_analyst)
    everything(Meeting).filter(pk=under_way.pk).update(state=MeetingState.ISSUED)

    page = text_of(convener.get(board(under_way)))

    assert "Close them" in page
    assert "<textarea" not in page
    assert "Put right" not in page


def test_the_keys_are_shown_and_can_be_turned_off(convener, under_way, items):
    page = text_of(convener.get(board(under_way)))

    assert 'data-board="switch"' in page
    assert "<kbd>n</kbd>" in page


def test_an_empty_agenda_says_what_to_do_next(convener, under_way):
    assert "Build it from what is due" in text_of(convener.get(board(under_way)))
