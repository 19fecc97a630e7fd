"""The papers pack of a meeting as one document: cover, agenda, what became of the last meeting, then item by item.

It holds what whoever draws it may take out, with roles and never names, and is held as the strictest of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from partnership.exports.contents import Contents
from partnership.exports.paper import Block, Facts, Grid, Heading, Paper, Prose
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans.models import Action
from partnership.records.scoping import Scoped
from partnership.ui.wording import day, moment

from . import agenda, queries
from .agenda import Shown
from .assessment import assessment_of
from .assessment_paper import assessment_blocks
from .exercise import exercise_blocks
from .minutes import ATTENDANCE_HEAD, NO_DAY, Minutes, attendance_rows, chair_words, minutes_of, who_words
from .models import Meeting, MeetingSeries
from .papers_records import Sheet, sheet_of, times
from .practice import in_force
from .wording import short_day

STOOD = ("Item", "Action", "Who", "Due now", "How it stands")


@dataclass(frozen=True)
class Pack:
    """purpose  of the series, if that may be taken out too
    last     the minutes of the meeting before; None where there is none that may be taken out
    """

    meeting: Meeting
    purpose: str
    rows: tuple[Shown, ...]
    sheets: dict[int, Sheet]
    last: Minutes | None
    assessment: tuple[Block, ...]
    records: tuple[Scoped, ...]
    left_out: int


def papers_contents(person: Person, meeting: Meeting) -> Contents:
    """The pack, of what the person may export."""
    pack = pack_of(person, meeting)
    return Contents(
        heading="Export the papers",
        title=f"Papers: {meeting}",
        did="exported papers",
        named=("papers", meeting.name, str(timezone.localdate(meeting.starts_at))),
        back=(meeting.get_absolute_url(), str(meeting)),
        area_code=meeting.area_code,
        records=pack.records,
        tables=(),
        one=meeting,
        left_out=pack.left_out,
        paper=papers_paper(pack),
    )


def pack_of(person: Person, meeting: Meeting) -> Pack:
    rows = agenda.shown(person, meeting, Act.EXPORT)
    sheets = {row.number: sheet_of(person, row.record) for row in rows if row.record is not None}
    last = _last(person, meeting)
    series = MeetingSeries.objects.allowing(person, Act.EXPORT).filter(pk=meeting.series_id).first()
    records: list[Scoped] = [meeting, *([series] if series else []), *agenda.records_shown(rows)]
    records += [record for sheet in sheets.values() for record in sheet.records]
    if last is not None:
        records += [last.meeting, *last.records]
    assessment: tuple[Block, ...] = ()
    if in_force().kind(meeting.series.practice).has_assessment:
        told = assessment_of(person, meeting, act=Act.EXPORT)
        assessment = tuple(assessment_blocks(told, level=2))
        records += told.records
    return Pack(
        meeting=meeting,
        purpose=series.purpose.strip() if series else "",
        rows=rows,
        sheets=sheets,
        last=last,
        assessment=assessment,
        records=tuple({(type(one), one.pk): one for one in records}.values()),
        left_out=len(agenda.shown(person, meeting)) - len(rows),
    )


def papers_paper(pack: Pack) -> Paper:
    meeting = pack.meeting
    blocks: list[Block] = [Facts(_cover(meeting))]
    if pack.purpose:
        blocks.append(Prose(pack.purpose))
    expected = attendance_rows(meeting, with_names=False)
    blocks.append(Grid("Attendance expected", ATTENDANCE_HEAD, expected))
    blocks += [Heading("Agenda", starts_page=True), *_agenda(pack.rows)]
    blocks += [Heading("What became of the last meeting", starts_page=True), *_last_meeting(pack.last)]
    if pack.assessment:
        blocks += [Heading("Tactical intelligence assessment", starts_page=True), *pack.assessment]
    blocks += [*exercise_blocks(meeting), *_items(pack)]
    synthetic = any(record.synthetic for record in pack.records)
    when = timezone.localtime(meeting.starts_at)
    standing = f"Papers for {when:%A} {moment(when)}"
    return Paper(meeting.name, standing, tuple(blocks), is_synthetic=synthetic, names_reader=True)


def _cover(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    when = timezone.localtime(meeting.starts_at)
    return (
        ("Series", meeting.name),
        ("When", f"{when:%A} {moment(when)}, {meeting.minutes_long} minutes"),
        ("Where", meeting.place or "Not said"),
        ("Chair", chair_words(meeting, with_names=False)),
        ("Papers drawn", day(timezone.localdate())),
    )


def _agenda(rows: Sequence[Shown]) -> Iterator[Block]:
    if not rows:
        yield Prose("Nothing is on the agenda yet.")
        return
    told = tuple((str(row.number), row.section_name, row.title) for row in rows)
    yield Grid("Agenda", ("Item", "Under", "About"), told)


def _last_meeting(last: Minutes | None) -> Iterator[Block]:
    if last is None:
        yield Prose("This is the first meeting of its series, or none before it may be taken out by whoever drew this.")
        return
    yield Prose(f"{last.meeting}. {last.standing}.")
    told = tuple(_stands(number, line.record) for number, line in last.actions)
    yield Grid("Actions set then, and how they stand today", STOOD, told)
    decided = tuple((str(item.shown.number), one.text) for item in last.items for one in item.shown.decisions)
    if decided:
        yield Grid("Decided then", ("Item", "Decision"), decided)


def _items(pack: Pack) -> Iterator[Block]:
    """Section by section. What fills a sheet begins one; actions stand in one table; the rest follows on."""
    for section, rows in agenda.by_section(pack.rows):
        yield Heading(section, starts_page=_needs_page(pack, rows[0]))
        if told := tuple(_stands(row.number, row.record) for row in rows if isinstance(row.record, Action)):
            yield Grid("Actions that are still open", STOOD, told)
        for m, row in enumerate(row for row in rows if not isinstance(row.record, Action)):
            yield Heading(f"{row.number}. {row.title}", 2, starts_page=m > 0 and _needs_page(pack, row))
            yield from _item(pack, row)


def _item(pack: Pack, row: Shown) -> Iterator[Block]:
    if row.item.discussion.strip():
        yield Prose(row.item.discussion)
    if row.number in pack.sheets:
        yield from pack.sheets[row.number].blocks


def _needs_page(pack: Pack, row: Shown) -> bool:
    sheet = pack.sheets.get(row.number)
    return sheet is not None and sheet.needs_page


def _last(person: Person, meeting: Meeting) -> Minutes | None:
    found = queries.last_meeting(person, meeting)
    if found is None or not Meeting.objects.allowing(person, Act.EXPORT).filter(pk=found.pk).exists():
        return None
    return minutes_of(person, found, act=Act.EXPORT)


def _stands(number: int, action: Action) -> tuple[str, ...]:
    due = short_day(action.due) if action.due else NO_DAY
    carried = f", carried forward {times(action.carried).lower()}" if action.carried else ""
    return str(number), action.text, who_words(action), due, f"{action.get_state_display()}{carried}"
