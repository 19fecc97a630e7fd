"""Meetings, what they decided and what they set, as the tables of a file. With roles, never names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Cell, Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.rules import strictest
from partnership.records.scoping import Scoped

from .agenda import Shown, shown
from .listing import MeetingFilters
from .models import Meeting, MeetingSeries

OF_MEETING = (
    *("name", "starts_at", "minutes_long", "place", "chair_role", "state", "opened_at", "closed_at", "issued_at"),
    *("cancelled_because", "area_code"),
)
OF_ACTION = ("p", "text", "owner_role", "due", "state", "carried", "told_at", "result", "outcome")
DECISIONS = ("meeting", "item_number", "section", "item", "decision", "decided_at", "role")
ITEMS = ("meeting", "item_number", "section", "item", "discussion")
ACTIONS = ("action", "meeting", "item_number", "item", "agency_to_do_it", *OF_ACTION, "due_when_issued")
ATTENDANCE = ("meeting", "agency_expected", "capacity", "presence", "represented_by")


@dataclass(frozen=True)
class Taken:
    """A meeting with as much of its agenda as may be taken out."""

    meeting: Meeting
    rows: tuple[Shown, ...]


def meetings_contents(person: Person, asked: QueryDict) -> Contents:
    """Of the meetings that the list asked for shows, those that the person may export."""
    rows = _exportable(person)
    meetings = list(MeetingFilters(asked, person=person, rows=rows).narrow(rows).order_by("starts_at", "pk"))
    return _contents(
        person,
        meetings,
        heading="Export meetings",
        title="Meetings",
        did="exported meetings",
        named=("meetings",),
        back=(reverse("meetings:meetings"), "Meetings"),
        area_code="",
        left_out=count_left_out(person, Meeting),
    )


def series_contents(person: Person, series: MeetingSeries) -> Contents:
    """All meetings of a series that the person may export, with what they decided and set."""
    meetings = list(_exportable(person).filter(series=series).order_by("starts_at", "pk"))
    return _contents(
        person,
        meetings,
        series=series,
        heading="Export this series of meetings",
        title=f"Meetings: {series.name}",
        did="exported series of meetings",
        named=("meetings", str(series.uuid)[:8]),
        back=(series.get_absolute_url(), "The series"),
        area_code=series.area_code,
        left_out=count_left_out(person, Meeting, series=series),
    )


def _contents(
    person: Person, meetings: Sequence[Meeting], *, series: MeetingSeries | None = None, **told: Any
) -> Contents:
    taken = [Taken(meeting, shown(person, meeting, Act.EXPORT)) for meeting in meetings]
    about = [row.record for one in taken for row in one.rows if row.record]
    actions = [action for one in taken for row in one.rows for action in row.actions]
    held: list[Scoped] = [*([series] if series else []), *meetings, *about, *actions]
    of_series = (_series(series),) if series else ()
    return Contents(
        records=tuple({record.uuid: record for record in held}.values()),
        tables=(
            *of_series,
            _meetings(meetings),
            _items(taken),
            _decisions(taken),
            _actions(taken),
            _attendance(meetings),
        ),
        one=series,
        **told,
    )


def _exportable(person: Person) -> Any:
    return Meeting.objects.allowing(person, Act.EXPORT).select_related("originator", "series")


def _series(series: MeetingSeries) -> Table:
    columns = ("series", "name", "purpose", "every_days", "place", "chair_role", "state", "ended_because", "area_code")
    return Table("series", columns, (_row([series], (str(series.uuid), *_cells(series, columns[1:]))),))


def _meetings(meetings: Iterable[Meeting]) -> Table:
    told = tuple(_row([one], (str(one.uuid), *_cells(one, OF_MEETING))) for one in meetings)
    return Table("meetings", ("meeting", *OF_MEETING), told)


def _items(taken: Iterable[Taken]) -> Table:
    """Each item, held as the meeting and as what it is about."""
    told = tuple(
        _row(_held(one, row), (str(one.meeting.uuid), row.number, row.section_name, row.title, row.item.discussion))
        for one in taken
        for row in one.rows
    )
    return Table("agenda", ITEMS, told)


def _decisions(taken: Iterable[Taken]) -> Table:
    told = tuple(
        _row(
            _held(one, row),
            (
                *(str(one.meeting.uuid), row.number, row.section_name, row.title),
                *(decision.text, decision.at, decision.by.role_label),
            ),
        )
        for one in taken
        for row in one.rows
        for decision in row.decisions
    )
    return Table("decisions", DECISIONS, told)


def _actions(taken: Iterable[Taken]) -> Table:
    told = tuple(
        _row(
            [*_held(one, row), action],
            (
                *(str(action.uuid), str(one.meeting.uuid), row.number, row.title, str(action.agency or "")),
                *_cells(action, OF_ACTION),
                raised.was_due,
            ),
        )
        for one in taken
        for row in one.rows
        for action, raised in zip(row.actions, row.raised, strict=True)
    )
    return Table("actions", ACTIONS, told)


def _attendance(meetings: Iterable[Meeting]) -> Table:
    told = tuple(
        _row([one], (str(one.uuid), place.agency.name, place.capacity, place.presence, place.represented_by))
        for one in meetings
        for place in one.attendance.select_related("agency")
    )
    return Table("attendance", ATTENDANCE, told)


def _held(one: Taken, row: Shown) -> list[Scoped]:
    return [one.meeting, *([row.record] if row.record else [])]


def _cells(of: Any, names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(getattr(of, name) for name in names)


def _row(records: Sequence[Scoped], cells: tuple[Cell, ...]) -> Row:
    """A row held as the strictest of what its words come from; it comes from the first of them."""
    release = records[0].release if len(records) == 1 else strictest(*(record.release for record in records))
    return Row(cells, release, str(records[0].originator or ""))
