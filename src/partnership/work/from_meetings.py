"""Meetings to prepare, to go to, and to issue the minutes of."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from partnership.meetings import queries as meetings
from partnership.meetings.models import Attendance, Meeting, Seat
from partnership.people.rules import Act

from .finding import Found, Look, day_of, first_of
from .rules import Kind, Task


def meetings_to_come(look: Look) -> Found:
    """Within the horizon: of the person's own areas, where they convene; and wherever they or their agency sit."""
    if not look.may(Act.SEE_RECORD):
        return Found(Kind.MEETING)
    coming = meetings.coming_for(look.person, look.horizon)
    # Whoever only reads goes to none unless they have a seat.
    mine = Q(chair=look.person) | Q(pk__in=_seated(look))
    if look.may(Act.CONVENE):
        mine |= Q(area_code__in=look.own_codes)
    found, total = first_of(coming.filter(mine))
    return Found(Kind.MEETING, [_coming_task(look, meeting) for meeting in found], found, total)


def _seated(look: Look) -> object:
    """The meetings at which the person, or a partner's agency, is expected: by their own list, or by their series'."""
    person = look.person
    sits = Q(person=person) if look.may(Act.SEE_BOARD) else Q(person=person) | Q(agency=person.agency_id)
    listed = Attendance.objects.seen_by(person).filter(sits).values("meeting")
    expected = Seat.objects.seen_by(person).filter(sits).values("series")
    return Meeting.objects.seen_by(person).filter(Q(pk__in=listed) | Q(series__in=expected)).values("pk")


def _coming_task(look: Look, meeting: Meeting) -> Task:
    prepares = look.may(Act.CONVENE) and meeting.area_code in look.own_codes
    return Task(
        Kind.MEETING,
        "Prepare the meeting: agenda and papers" if prepares else "Be ready for the meeting",
        f"At {timezone.localtime(meeting.starts_at):%H:%M}" + (f", {meeting.place}" if meeting.place else ""),
        meeting.get_absolute_url(),
        meeting.name,
        day_of(meeting.starts_at),
        rank=2,
        is_synthetic=meeting.synthetic,
    )


def minutes_to_issue(look: Look) -> Found:
    if not look.may(Act.CONVENE):
        return Found(Kind.MEETING)
    found, total = first_of(meetings.without_minutes(look.person))
    tasks = [
        Task(
            Kind.MEETING,
            "Issue the minutes",
            "Held, and the minutes are still a draft",
            meeting.get_absolute_url(),
            meeting.name,
            day_of(meeting.starts_at) + timedelta(days=look.practice.minutes_within_days),
            rank=2,
            arose=meeting.closed_at,
            is_synthetic=meeting.synthetic,
        )
        for meeting in found
    ]
    return Found(Kind.MEETING, tasks, found, total)
