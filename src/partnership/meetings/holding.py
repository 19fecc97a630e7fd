"""A series or a meeting held for a change: nobody else writes it until that is done, and the rules still allow it."""

from __future__ import annotations

from collections.abc import Callable

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import held
from partnership.records.rules import Stale
from partnership.records.versions import why_stale

from .agenda import about_of, records_about
from .models import Item, Meeting, MeetingSeries
from .rules import MeetingState, SeriesState, may_change, may_record

NOT_THERE = "This item is no longer on the agenda"
ENDED = "This series has ended"


def series_to_change(series: MeetingSeries, by: Person, seen_version: int) -> MeetingSeries:
    """The series as it stands. Raises NotAllowed, or Stale if it is no longer the version that was seen."""
    now: MeetingSeries = held(series, Act.CONVENE, by, seen_version)
    if now.state != SeriesState.RUNNING:
        raise NotAllowed(ENDED)
    return now


def meeting_to_change(
    meeting: Meeting,
    by: Person,
    seen_version: int | None = None,
    *,
    refuse: Callable[[MeetingState], str | None] = may_change,
) -> Meeting:
    """The meeting as it stands. Raises NotAllowed, or Stale if it is no longer the version that was seen.

    seen_version  None where what is added stands beside what others add, and overwrites nothing
    """
    rows = Meeting.objects.allowing(by, Act.CONVENE).select_for_update().filter(pk=meeting.pk)
    now: Meeting | None = rows.first()
    if now is None:
        raise NotAllowed("This meeting is not yours to change")
    if refusal := refuse(MeetingState(now.state)):
        raise NotAllowed(refusal)
    if seen_version is not None and now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    return now


def item_to_record(item: Item, by: Person) -> tuple[Meeting, Item]:
    """The meeting, open for recording, and its item as it stands. Raises NotAllowed.

    An item about a record that the writer does not see is not there for them.
    """
    meeting = meeting_to_change(item.meeting, by, refuse=may_record)
    return meeting, item_of(meeting, item, by)


def item_of(meeting: Meeting, item: Item, by: Person) -> Item:
    now: Item | None = meeting.items.filter(pk=item.pk).first()
    if now is None or (now.about_kind and about_of(now) not in records_about(by, [now])):
        raise NotAllowed(NOT_THERE)
    return now
