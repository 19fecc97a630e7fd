"""What is recorded at the table: by two pens at once, for the one who may, and never after the minutes are issued."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.audit.models import Event
from partnership.meetings.actions import close_meeting
from partnership.meetings.board_actions import (
    Task,
    decide,
    edit_decision,
    note_discussion,
    raise_action,
    update_earlier,
)
from partnership.meetings.models import Meeting
from partnership.meetings.rules import MeetingState
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.plans.acting import Deed, Said
from partnership.plans.actions import start_plan
from partnership.profiles.models import Profile, Recommendation
from partnership.records.rules import Handling, Release, Stale
from partnership.records.starting import start
from partnership.records.unscoped import everything
from partnership.thread.queries import ties_of

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
BRADFORD = "E08000032"


@pytest.fixture
def due():
    return timezone.localdate() + timedelta(days=14)


@pytest.fixture
def deed(due):
    return Deed("soc4p:prevent", "Talk to the schools", due=due)


@pytest.fixture
def item(under_way, item_of):
    return item_of(under_way, "Young people", section="other")


def now_of(meeting):
    return everything(Meeting).get(pk=meeting.pk)


def test_nothing_is_recorded_before_the_meeting_is_opened(meeting, item_of, bradford_analyst):
    with pytest.raises(NotAllowed, match="Open the meeting first"):
        decide(item=item_of(meeting, "Yards"), text="Close them", by=bradford_analyst)


def test_nothing_changes_once_the_minutes_are_issued(item, deed, bradford_analyst):
    decision = decide(item=item, text="Go on", by=bradford_analyst)
    everything(Meeting).filter(pk=item.meeting_id).update(state=MeetingState.ISSUED)

    for change in (
        lambda: decide(item=item, text="Stop", by=bradford_analyst),
        lambda: edit_decision(decision=decision, text="Stop", was="Go on", by=bradford_analyst),
        lambda: note_discussion(item=item, text="Words", was="", by=bradford_analyst),
        lambda: raise_action(item=item, task=Task(deed), by=bradford_analyst),
    ):
        with pytest.raises(NotAllowed, match="issued"):
            change()


def test_a_decision_can_be_put_right_while_the_minutes_are_a_draft(item, bradford_analyst):
    decision = decide(item=item, text="Go on", by=bradford_analyst)
    close_meeting(meeting=item.meeting, by=bradford_analyst)

    assert edit_decision(decision=decision, text="Go on until June", was="Go on", by=bradford_analyst).text == (
        "Go on until June"
    )


def test_whoever_does_not_convene_decides_nothing(item, officer, neighbour, partner):
    for person in (officer, neighbour, partner):
        with pytest.raises(NotAllowed):
            decide(item=item, text="Go on", by=person)


def test_notes_under_another_item_are_no_hindrance(under_way, item_of, bradford_analyst, bradford_chair):
    first, second = item_of(under_way, "First"), item_of(under_way, "Second")

    note_discussion(item=first, text="By one", was="", by=bradford_analyst)
    note_discussion(item=second, text="By the other", was="", by=bradford_chair)

    assert [one.discussion for one in under_way.items.order_by("rank")] == ["By one", "By the other"]


def test_notes_that_somebody_else_wrote_meanwhile_are_not_written_over(item, bradford_analyst, bradford_chair):
    note_discussion(item=item, text="By one", was="", by=bradford_analyst)

    with pytest.raises(Stale):
        note_discussion(item=item, text="By the other", was="", by=bradford_chair)

    item.refresh_from_db()
    assert item.discussion == "By one"


def test_two_decisions_at_once_both_stand(item, bradford_analyst, bradford_chair):
    decide(item=item, text="One", by=bradford_analyst)
    decide(item=item, text="Two", by=bradford_chair)

    assert [one.text for one in item.decisions.all()] == ["One", "Two"]


def test_the_first_action_starts_the_plan_of_the_series_and_the_second_joins_it(item, series, deed, bradford_analyst):
    first = raise_action(item=item, task=Task(deed), by=bradford_analyst)
    second = raise_action(item=item, task=Task(deed), by=bradford_analyst)

    series.refresh_from_db()
    assert first.plan == second.plan == series.plan
    assert series.plan.name == "Actions of Local Disruption Board"


def test_an_action_goes_into_the_plan_that_is_chosen(under_way, item_of, group_of, deed, series, bradford_analyst):
    group = group_of()
    plan = start_plan(name="Against it", target=group, release=OPEN, by=bradford_analyst)

    action = raise_action(item=item_of(under_way, about=group), task=Task(deed, plan), by=bradford_analyst)

    series.refresh_from_db()
    assert (action.plan, series.plan) == (plan, None)


def test_an_action_for_a_group_without_a_plan_is_tied_to_the_group(
    under_way, item_of, group_of, deed, bradford_analyst
):
    group = group_of()

    action = raise_action(item=item_of(under_way, about=group), task=Task(deed), by=bradford_analyst)

    assert [tie.on_record for tie in ties_of(action)] == [group.uuid]


def test_an_action_under_a_recommendation_takes_it_up(under_way, item_of, deed, bradford_analyst):
    told = {"act": Act.WRITE_PROFILE, "area_code": BRADFORD, "release": OPEN, "by": bradford_analyst}
    profile = start(Profile, **told, area_name="Bradford", edition=1)
    fields = {"reference": "B3", "text": "Visit scrapyards", "p": "soc4p:protect", "edition": 1}
    recommendation = start(Recommendation, **told, profile=profile, **fields)
    item = item_of(under_way, about=recommendation, section="recommendations")

    raise_action(item=item, task=Task(deed), by=bradford_analyst)

    recommendation.refresh_from_db()
    assert recommendation.state == "taken-up"


def test_an_action_put_off_at_the_table_counts_as_carried_forward(item, deed, due, bradford_analyst):
    action = raise_action(item=item, task=Task(deed), by=bradford_analyst)
    said = Said("No answer yet", due=due + timedelta(days=28))

    told = update_earlier(item=item, action=action, said=said, by=bradford_analyst, seen_version=action.version)

    assert (told.carried, told.due) == (1, due + timedelta(days=28))
    assert Event.objects.filter(did="carried action forward at meeting").count() == 2  # of the action, of the meeting


def test_every_change_makes_a_new_version_of_the_meeting(item, bradford_analyst):
    before = now_of(item.meeting).version

    decide(item=item, text="Go on", by=bradford_analyst)

    assert now_of(item.meeting).version == before + 1
