"""Meetings as an iCalendar file (RFC 5545): when, where, called what, where to read more. No Django, no clock.

Moments are in UTC, so that each is the same moment on both sides of a change of the clocks, wherever it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

PRODUCT = "-//Tocsin//Meetings//EN"
ASK_AGAIN_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """A meeting as a calendar may tell of it: nothing of its agenda, and nobody who comes.

    version  grows with every change, so that a program takes up the newer of two
    """

    uid: UUID
    name: str
    starts_at: datetime
    minutes_long: int
    place: str
    link: str
    version: int
    is_cancelled: bool = False


def as_ics(entries: Iterable[Entry], *, name: str, at: datetime) -> bytes:
    """The file. `at`: when it was made."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    # RFC 7986, and what programs called the same before it.
    calendar.add("name", one_line(name))
    calendar.add("x-wr-calname", one_line(name))
    calendar.add("refresh-interval", ASK_AGAIN_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, at))
    return bytes(calendar.to_ical())


def _event(entry: Entry, at: datetime) -> Event:
    begins = entry.starts_at.astimezone(UTC)
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=entry.minutes_long))
    event.add("summary", one_line(entry.name))
    if place := one_line(entry.place):
        event.add("location", place)
    event.add("url", entry.link)
    event.add("sequence", entry.version)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    # Whoever may look into their calendar sees that they are busy, not with whom they meet.
    event.add("class", "PRIVATE")
    return event


def one_line(text: str) -> str:
    """
    >>> one_line("Board\\r\\nBEGIN:VEVENT")
    'Board BEGIN:VEVENT'
    """
    return " ".join(text.split())
