"""Writing the words of a meeting's tactical intelligence assessment; its figures are drawn anew whenever it is read."""

from __future__ import annotations

from django.db import transaction

from partnership.people.models import Person
from partnership.records.holding import note_change
from partnership.records.versions import write_next_version

from .holding import meeting_to_change
from .models import Meeting


@transaction.atomic
def write_assessment(*, meeting: Meeting, text: str, by: Person, seen_version: int) -> Meeting:
    """Raises NotAllowed, in words for the screen, and Stale if somebody else was first."""
    now = meeting_to_change(meeting, by, seen_version)
    write_next_version(now, seen=seen_version, assessment=text.strip())
    note_change(now, "wrote tactical assessment", by)
    return now
