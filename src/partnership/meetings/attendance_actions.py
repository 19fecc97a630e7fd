"""Writing who came to a meeting, by agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import note_change
from partnership.records.versions import write_next_version

from .actions import SeatTold
from .holding import meeting_to_change
from .models import Attendance, Meeting
from .rules import Presence, may_attend


@dataclass(frozen=True)
class Came:
    """How one agency was there, and who spoke for it if not itself."""

    presence: Presence
    represented_by: str = ""


@transaction.atomic
def record_attendance(*, meeting: Meeting, told: Mapping[int, Came], by: Person, seen_version: int) -> Meeting:
    """The meeting, with how those came. `told` by the key of each row; a row that is not told stays as it was."""
    now = meeting_to_change(meeting, by, seen_version)
    rows = {row.pk: row for row in now.attendance.all()}
    for key, came in told.items():
        if key not in rows:
            raise NotAllowed("One of these agencies is no longer expected. Open the page again")
        if refusal := may_attend(came.presence, came.represented_by):
            raise NotAllowed(refusal)
        rows[key].presence, rows[key].represented_by = came.presence, came.represented_by.strip()
    Attendance.objects.allowing(by, Act.CONVENE).bulk_update(rows.values(), ["presence", "represented_by"])
    write_next_version(now, seen=seen_version)
    note_change(now, "recorded attendance", by)
    return now


@transaction.atomic
def expect(*, meeting: Meeting, told: SeatTold, by: Person, seen_version: int) -> Attendance:
    """One more agency that is expected at this meeting alone."""
    now = meeting_to_change(meeting, by, seen_version)
    highest = max(now.attendance.values_list("rank", flat=True), default=0)
    made: Attendance = now.attendance.create(rank=highest + 1, **told.fields)
    write_next_version(now, seen=seen_version)
    note_change(now, "added agency to meeting", by, place=str(made.uuid))
    return made
