"""Writing series and meetings: started, planned, opened, closed. What is on an agenda is in agenda_actions.py, what is
recorded at the table in board_actions.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import held, note_change
from partnership.records.rules import Release
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import write_next_version

from .holding import meeting_to_change, series_to_change
from .models import Attendance, Meeting, MeetingSeries, Seat
from .practice import Kind
from .rules import TO_COME, MeetingState, SeriesState, may_cancel, may_close, may_end, may_open

SAY_NAME = "Enter a name"


@dataclass(frozen=True)
class SeriesTold:
    """What is said of a series. `every_days` is None for what is held once."""

    name: str
    purpose: str = ""
    every_days: int | None = None
    place: str = ""
    chair_role: str = ""
    chair: Person | None = None

    @property
    def fields(self) -> dict[str, Any]:
        typed = {name: getattr(self, name).strip() for name in ("name", "purpose", "place", "chair_role")}
        return typed | {"every_days": self.every_days, "chair": self.chair}


@dataclass(frozen=True)
class MeetingTold:
    """When and where a meeting is, for how long, and who chairs it."""

    starts_at: datetime
    minutes_long: int = 120
    place: str = ""
    chair_role: str = ""
    chair: Person | None = None

    @property
    def fields(self) -> dict[str, Any]:
        typed = {"place": self.place.strip(), "chair_role": self.chair_role.strip(), "chair": self.chair}
        return typed | {"starts_at": self.starts_at, "minutes_long": self.minutes_long}


@dataclass(frozen=True)
class SeatTold:
    """An agency that is expected, in which capacity, by whom, and who speaks for it if not itself."""

    agency: Agency
    capacity: str = ""
    person: Person | None = None
    represented_by: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        typed = {"capacity": self.capacity.strip(), "represented_by": self.represented_by.strip()}
        return typed | {"agency": self.agency, "person": self.person}


@transaction.atomic
def start_series(*, kind: Kind, told: SeriesTold, area_code: str, release: Release, by: Person) -> MeetingSeries:
    """The new series of that kind, in that area. Raises NotAllowed, in words for the screen."""
    if not told.name.strip():
        raise NotAllowed(SAY_NAME)
    series: MeetingSeries = start(
        MeetingSeries,
        act=Act.CONVENE,
        area_code=area_code,
        release=release,
        by=by,
        practice=kind.key,
        **told.fields,
    )
    note_change(series, "started series of meetings", by)
    return series


@transaction.atomic
def edit_series(*, series: MeetingSeries, told: SeriesTold, by: Person, seen_version: int) -> MeetingSeries:
    now = series_to_change(series, by, seen_version)
    if not told.name.strip():
        raise NotAllowed(SAY_NAME)
    write_next_version(now, seen=seen_version, **told.fields)
    note_change(now, "edited series of meetings", by)
    return now


@transaction.atomic
def end_series(*, series: MeetingSeries, reason: str, by: Person, seen_version: int) -> MeetingSeries:
    """The series, ended. Raises NotAllowed without a reason, or while a meeting that the writer sees is to come."""
    now: MeetingSeries = held(series, Act.CONVENE, by, seen_version)
    to_come = Meeting.objects.seen_by(by).filter(series=now, state__in=TO_COME).count()
    if refusal := may_end(SeriesState(now.state), reason, to_come=to_come):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, state=SeriesState.ENDED, ended_because=reason.strip())
    note_change(now, "ended series of meetings", by, because=reason.strip())
    return now


@transaction.atomic
def add_seat(*, series: MeetingSeries, told: SeatTold, by: Person) -> Seat:
    """The seat, below those that the series has. It counts for meetings that are planned from now on."""
    now = series_to_change(series, by, series.version)
    seat: Seat = now.seats.create(rank=_next_rank(now.seats), **told.fields)
    write_next_version(now, seen=now.version)
    note_change(now, "added seat", by, seat=str(seat.uuid))
    series.version = now.version
    return seat


@transaction.atomic
def edit_seat(*, seat: Seat, told: SeatTold | None, by: Person, seen_version: int) -> None:
    """The seat as told, or taken away where nothing is told. Meetings planned already keep it."""
    now = series_to_change(seat.series, by, seen_version)
    rows = Seat.objects.allowing(by, Act.CONVENE).filter(pk=seat.pk)
    if told is None:
        rows.delete()
    else:
        rows.update(**told.fields)
    write_next_version(now, seen=seen_version)
    note_change(now, "removed seat" if told is None else "edited seat", by, seat=str(seat.uuid))


@transaction.atomic
def plan_meeting(*, series: MeetingSeries, told: MeetingTold, release: Release, by: Person) -> Meeting:
    """The meeting, in the area of its series and called as that is today, with everybody expected who has a seat."""
    now = series_to_change(series, by, series.version)
    meeting: Meeting = start(
        Meeting,
        act=Act.CONVENE,
        area_code=now.area_code,
        release=release,
        by=by,
        series=now,
        name=now.name,
        **told.fields,
    )
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            agency=seat.agency,
            capacity=seat.capacity,
            person=seat.person,
            represented_by=seat.represented_by,
            rank=n,
        )
        for n, seat in enumerate(now.seats.select_related("agency", "person"), start=1)
    )
    note_change(meeting, "planned meeting", by)
    return meeting


@transaction.atomic
def edit_meeting(*, meeting: Meeting, told: MeetingTold, by: Person, seen_version: int) -> Meeting:
    now = meeting_to_change(meeting, by, seen_version)
    write_next_version(now, seen=seen_version, **told.fields)
    note_change(now, "edited meeting", by)
    return now


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Person, seen_version: int) -> Meeting:
    now = meeting_to_change(meeting, by, seen_version, refuse=lambda state: may_cancel(state, reason))
    write_next_version(now, seen=seen_version, state=MeetingState.CANCELLED, cancelled_because=reason.strip())
    note_change(now, "cancelled meeting", by, because=reason.strip())
    return now


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: Person) -> Meeting:
    """The meeting, under way: from now on, what is said and decided can be recorded."""
    now = meeting_to_change(meeting, by, refuse=may_open)
    write_next_version(now, seen=now.version, state=MeetingState.UNDER_WAY, opened_at=timezone.now())
    note_change(now, "opened meeting", by)
    return now


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Person) -> Meeting:
    """The meeting, held. Its minutes are a draft that can be put right until they are issued."""
    now = meeting_to_change(meeting, by, refuse=may_close)
    write_next_version(now, seen=now.version, state=MeetingState.HELD, closed_at=timezone.now())
    note_change(now, "closed meeting", by)
    return now


@transaction.atomic
def note_read(*, did: str, shown: Iterable[Scoped], by: Person, record: Scoped | None = None) -> None:
    """Keep that somebody read a page, and which records it showed them."""
    found = [*([record] if record else []), *shown]
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=record, shown=found)


def _next_rank(rows: Any) -> int:
    return int(rows.aggregate(highest=Max("rank"))["highest"] or 0) + 1
