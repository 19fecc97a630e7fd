"""How meetings of a series follow each other, and what may be done with one. No dates are read from the clock here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

SATURDAY = 5
Key = TypeVar("Key")


class SeriesState(StrEnum):
    RUNNING = "running"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class MeetingState(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under-way"
    HELD = "held"  # minutes in draft
    ISSUED = "issued"  # minutes issued: nothing of it changes any more
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            MeetingState.UNDER_WAY: "Under way",
            MeetingState.HELD: "Held, minutes in draft",
            MeetingState.ISSUED: "Minutes issued",
        }.get(self, self.value.capitalize())

    @property
    def is_final(self) -> bool:
        return self in {MeetingState.ISSUED, MeetingState.CANCELLED}


HELD = (MeetingState.HELD, MeetingState.ISSUED)
TO_COME = (MeetingState.PLANNED, MeetingState.UNDER_WAY)


class Presence(StrEnum):
    EXPECTED = "expected"
    PRESENT = "present"
    REPRESENTED = "represented"
    APOLOGIES = "apologies"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def is_there(self) -> bool:
        """True if the agency had a voice: somebody of its own, or somebody who spoke for it."""
        return self in {Presence.PRESENT, Presence.REPRESENTED}


ISSUED = "The minutes are issued: nothing of this meeting changes any more"
CANCELLED = "This meeting was cancelled"


def may_change(state: MeetingState) -> str | None:
    """None if something of the meeting may be changed: its day, its agenda, its attendance; otherwise why not."""
    return {MeetingState.ISSUED: ISSUED, MeetingState.CANCELLED: CANCELLED}.get(state)


def may_record(state: MeetingState) -> str | None:
    """None if notes, decisions and actions may be recorded; otherwise why not, in words for the screen."""
    if state is MeetingState.PLANNED:
        return "Open the meeting first"
    return may_change(state)


def may_open(state: MeetingState) -> str | None:
    """None if the meeting may begin; otherwise why not, in words for the screen."""
    if state in {MeetingState.UNDER_WAY, MeetingState.HELD}:
        return "This meeting was opened already"
    return may_change(state)


def may_close(state: MeetingState) -> str | None:
    """None if the meeting may be closed; otherwise why not, in words for the screen."""
    if state is MeetingState.UNDER_WAY:
        return None
    return may_record(state) or "This meeting was closed already"


def may_cancel(state: MeetingState, reason: str) -> str | None:
    """None if the meeting may be cancelled; otherwise why not, in words for the screen."""
    if state is MeetingState.PLANNED:
        return None if reason.strip() else "Enter why, so that whoever was to come can read it"
    return may_change(state) or "It was opened: close it, and say in the minutes what did not take place"


def may_end(state: SeriesState, reason: str, *, to_come: int) -> str | None:
    """None if the series may end; otherwise why not, in words for the screen. `to_come` counts meetings planned."""
    if state is SeriesState.ENDED:
        return "This series has ended already"
    if to_come:
        those = "A meeting of it is" if to_come == 1 else f"{to_come} meetings of it are"
        return f"{those} still to come. Hold or cancel that first"
    return None if reason.strip() else "Enter why it ends"


def may_attend(presence: Presence, represented_by: str) -> str | None:
    """None if that may be said of an agency's attendance; otherwise why not, in words for the screen."""
    if presence is Presence.REPRESENTED and not represented_by.strip():
        return "Enter who spoke for them"
    if presence not in {Presence.REPRESENTED, Presence.EXPECTED} and represented_by.strip():
        return "Choose represented, or leave out who spoke for them"
    return None


def next_day(after: date, every_days: int) -> date:
    """The day that the cadence proposes, or the Monday after, if that is on a weekend.

    >>> next_day(date(2016, 1, 8), 28), next_day(date(2016, 1, 9), 28)
    (datetime.date(2016, 2, 5), datetime.date(2016, 2, 8))
    """
    day = after + timedelta(days=every_days)
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def moved(order: Sequence[Key], visible: Sequence[Key], one: Key, *, up: bool) -> list[Key]:
    """The order with that one before, or after, its neighbour among the visible ones. What is not visible stays put
    beside whatever it follows; at the end of the visible ones, nothing changes.

    >>> moved(["a", "hidden", "b", "c"], ["a", "b", "c"], "b", up=True)
    ['b', 'a', 'hidden', 'c']
    """
    at = visible.index(one)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(visible):
        return list(order)
    rest = [each for each in order if each != one]
    place = rest.index(visible[to])
    rest.insert(place if up else place + 1, one)
    return rest


def minutes_passed(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60))
