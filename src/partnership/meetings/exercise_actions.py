"""Writing what an exercise played through and what was learnt, and setting an action for a lesson."""

from __future__ import annotations

from django.db import transaction

from partnership.people.models import Person
from partnership.people.rules import NotAllowed
from partnership.plans.models import Action
from partnership.records.holding import note_change
from partnership.records.versions import write_next_version

from .agenda_actions import add_item
from .board_actions import Task, raise_action
from .exercise import LESSONS, lesson_item_of, lessons_of
from .holding import meeting_to_change
from .models import Meeting
from .rules import may_record

GONE = "This lesson is no longer among those noted. Look at them again"


@transaction.atomic
def edit_exercise(*, meeting: Meeting, scenario: str, lessons: str, by: Person, seen_version: int) -> Meeting:
    """Raises NotAllowed, in words for the screen, and Stale if somebody else was first."""
    now = meeting_to_change(meeting, by, seen_version)
    write_next_version(now, seen=seen_version, scenario=scenario.strip(), lessons=lessons.strip())
    note_change(now, "edited scenario and lessons", by)
    return now


@transaction.atomic
def set_for_lesson(*, meeting: Meeting, lesson: str, task: Task, by: Person) -> Action:
    """The action set for that lesson, which from then on stands on the agenda as an item of its own."""
    now = meeting_to_change(meeting, by, refuse=may_record)
    if lesson not in lessons_of(now.lessons):
        raise NotAllowed(GONE)
    item = lesson_item_of(now, lesson)
    if item is None:
        item = add_item(meeting=now, section=LESSONS, text=lesson, by=by, seen_version=now.version)
    return raise_action(item=item, task=task, by=by)
