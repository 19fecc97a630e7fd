"""What an exercise or event played through, what was learnt, and the actions that each lesson led to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from partnership.exports.paper import Block, Heading, Prose
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.queries import may

from . import agenda
from .minutes import ATTENDANCE_HEAD, ActionLine, attendance_rows, minutes_of
from .models import Item, Meeting
from .rules import MeetingState, may_change, may_record

LESSONS = "lessons"  # the section of an agenda under which a lesson with an action stands


@dataclass(frozen=True)
class Lesson:
    number: int
    text: str
    actions: tuple[ActionLine, ...]


def lessons_of(text: str) -> list[str]:
    """Each lesson: a line of its own, with or without a bullet before it, and none twice.

    >>> lessons_of("- Share the list\\n\\n* Ask health first")
    ['Share the list', 'Ask health first']
    """
    told = (line.strip().lstrip("-*•").strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in told if line))


def exercise_page(person: Person, meeting: Meeting) -> dict[str, Any]:
    minutes = minutes_of(person, meeting)
    set_under: dict[str, tuple[ActionLine, ...]] = {}
    for item in minutes.items:
        if item.shown.item.section == LESSONS and item.shown.record is None:
            text = item.shown.item.text
            set_under[text] = (*set_under.get(text, ()), *item.actions)
    lessons = [Lesson(n, text, set_under.get(text, ())) for n, text in enumerate(lessons_of(meeting.lessons), start=1)]
    state, convenes = MeetingState(meeting.state), may(person, Act.CONVENE, meeting)
    return {
        "meeting": meeting,
        "facts": minutes.facts,
        "lessons": lessons,
        "attendance_head": ATTENDANCE_HEAD,
        "attendance": attendance_rows(meeting, with_names=True),
        "may_edit": convenes and may_change(state) is None,
        "may_raise": convenes and may_record(state) is None,
        "shown": [line.record for lesson in lessons for line in lesson.actions],
    }


def exercise_blocks(meeting: Meeting) -> Iterator[Block]:
    """The scenario and the lessons as the minutes hold them; nothing of a meeting that has neither."""
    if meeting.scenario.strip():
        yield Heading("Scenario")
        yield Prose(meeting.scenario)
    if lessons := lessons_of(meeting.lessons):
        yield Heading("Lessons")
        yield Prose("\n".join(f"- {lesson}" for lesson in lessons))


def lesson_item_of(meeting: Meeting, lesson: str) -> Item | None:
    """The item under which that lesson stands on the agenda already; None until an action is set for it."""
    wanted = (LESSONS, "", lesson)
    rows = agenda.in_order(meeting)
    return next((item for item in rows if (item.section, item.about_kind, item.text) == wanted), None)
