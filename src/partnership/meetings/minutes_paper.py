"""The minutes as a paper, from which the PDF and the Word file are made. With roles, never names."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from partnership.exports.contents import Contents
from partnership.exports.paper import Block, Facts, Grid, Heading, Paper, Prose
from partnership.people.models import Person
from partnership.people.rules import Act

from . import agenda
from .exercise import exercise_blocks
from .minutes import ATTENDANCE_HEAD, ActionLine, MinutedItem, Minutes, minutes_of
from .models import Meeting

SET_HEAD = ("Action", "Who", "By when")
ALL_HEAD = ("Item", *SET_HEAD)


def minutes_contents(person: Person, meeting: Meeting) -> Contents:
    """The minutes, of what the person may export."""
    minutes = minutes_of(person, meeting, act=Act.EXPORT)
    left_out = len(agenda.shown(person, meeting)) - len(minutes.items)
    return Contents(
        heading="Export the minutes",
        title=f"Minutes: {meeting}",
        did="exported minutes",
        named=("minutes", meeting.name, "" if minutes.is_issued else "draft"),
        back=(reverse("meetings:minutes", args=[meeting.uuid]), "The minutes"),
        area_code=meeting.area_code,
        records=(meeting, *minutes.records),
        tables=(),
        one=meeting,
        left_out=left_out,
        paper=minutes_paper(minutes),
    )


def minutes_paper(minutes: Minutes) -> Paper:
    blocks: list[Block] = [Facts(minutes.facts), Heading("Attendance")]
    blocks.append(Grid("Who came, and who spoke for whom", ATTENDANCE_HEAD, minutes.attendance))
    blocks += exercise_blocks(minutes.meeting)
    section = ""
    for item in minutes.items:
        if item.shown.section_name != section:
            section = item.shown.section_name
            blocks.append(Heading(section))
        blocks += _item(item, section)
    if every := minutes.actions:
        rows = tuple((str(number), *action_cells(line)) for number, line in every)
        blocks += [Heading("Every action set, the first due first"), Grid("Actions of this meeting", ALL_HEAD, rows)]
    synthetic = any(record.synthetic for record in (minutes.meeting, *minutes.records))
    return Paper(str(minutes.meeting), minutes.standing, tuple(blocks), is_synthetic=synthetic)


def action_cells(line: ActionLine) -> tuple[str, str, str]:
    return line.what, line.who, ". ".join(part for part in (line.due_words, line.carried_words) if part)


def _item(item: MinutedItem, section: str) -> Iterator[Block]:
    shown = item.shown
    yield Heading(f"{shown.number}. {shown.title}", 2)
    if shown.is_empty:
        yield Prose("Nothing was recorded.")
        return
    if discussion := shown.item.discussion.strip():
        yield Prose(discussion)
    for decision in shown.decisions:
        yield Prose(f"**Decided:** {decision.text}")
    if item.actions:
        yield Grid(f"Actions set under item {shown.number}", SET_HEAD, tuple(map(action_cells, item.actions)))
