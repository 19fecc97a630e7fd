"""An exercise keeps its scenario and its lessons, and each lesson can lead to an action."""

from __future__ import annotations

import pytest

from partnership.meetings.actions import open_meeting
from partnership.meetings.board_actions import Task
from partnership.meetings.exercise import exercise_page, lessons_of
from partnership.meetings.exercise_actions import edit_exercise, set_for_lesson
from partnership.meetings.minutes_paper import minutes_contents
from partnership.meetings.models import Meeting
from partnership.people.rules import NotAllowed
from partnership.plans.acting import Deed

TASK = {"p": "soc4p:prepare", "text": "Write the plan", "due": "2031-03-04", "plan": "own"}
LESSONS = "- Agree a reception for thirty\n- Keep one list of interpreters"


@pytest.fixture
def exercise(series_of, meeting_of, bradford_analyst):
    by = bradford_analyst
    meeting = meeting_of(series_of("exercise"))
    told = {"scenario": "Thirty people are found at once.", "lessons": LESSONS, "seen_version": meeting.version}
    edit_exercise(meeting=meeting, by=by, **told)
    return Meeting.objects.seen_by(by).get(pk=meeting.pk)


@pytest.mark.parametrize("text", ["a\nb", "- a\n\n* b\n", "• a\n- b\n- a"])
def test_a_lesson_is_a_line_and_none_is_told_twice(text):
    assert lessons_of(text) == ["a", "b"]


def test_an_action_set_for_a_lesson_stands_beside_it(exercise, bradford_analyst):
    open_meeting(meeting=exercise, by=bradford_analyst)
    task = Task(Deed(p="soc4p:prepare", text="Write the plan"))

    for _ in range(2):
        set_for_lesson(meeting=exercise, lesson="Agree a reception for thirty", task=task, by=bradford_analyst)

    now = Meeting.objects.seen_by(bradford_analyst).get(pk=exercise.pk)
    first, second = exercise_page(bradford_analyst, now)["lessons"]
    assert [line.what for line in first.actions] == ["Write the plan", "Write the plan"]
    assert second.actions == ()
    assert now.items.count() == 1


def test_a_lesson_that_is_gone_sets_nothing(exercise, bradford_analyst):
    open_meeting(meeting=exercise, by=bradford_analyst)

    with pytest.raises(NotAllowed, match="no longer among those noted"):
        set_for_lesson(meeting=exercise, lesson="Other", task=Task(Deed("soc4p:prepare", "x")), by=bradford_analyst)


def test_before_the_meeting_is_open_nothing_is_set(exercise, client_for, bradford_analyst):
    at = f"/meetings/{exercise.uuid}/exercise/lessons/1/"

    answer = client_for(bradford_analyst).post(at, TASK)

    assert answer.status_code == 422
    assert "Open the meeting first" in answer.content.decode()


def test_the_minutes_hold_scenario_and_lessons(exercise, bradford_analyst):
    told = repr(minutes_contents(bradford_analyst, exercise).paper.blocks)

    assert "Thirty people are found at once." in told
    assert "- Keep one list of interpreters" in told


def test_whoever_does_not_convene_changes_nothing(exercise, client_for, officer):
    browser = client_for(officer)

    assert browser.get(f"/meetings/{exercise.uuid}/exercise/").status_code == 200
    assert browser.get(f"/meetings/{exercise.uuid}/exercise/edit/").status_code == 404
