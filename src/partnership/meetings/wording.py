"""How series, meetings and what is recorded of them are said on a page."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from partnership.people.models import Person
from partnership.ui.wording import moment

from .actions import MeetingTold, SeatTold, SeriesTold
from .models import Meeting, MeetingSeries, Seat
from .rules import MeetingState

STATE_COLOURS = {
    MeetingState.PLANNED: "",
    MeetingState.UNDER_WAY: "yellow",
    MeetingState.HELD: "orange",
    MeetingState.ISSUED: "green",
    MeetingState.CANCELLED: "grey",
}
NOBODY = "Nobody yet"


def cadence_words(every_days: int | None) -> str:
    """
    >>> cadence_words(28), cadence_words(None)
    ('Every 28 days', 'Held once')
    """
    return "Held once" if every_days is None else f"Every {every_days} days"


def chair_words(role: str, chair: Person | None) -> str:
    return ", ".join(part for part in (role, chair.name if chair else "") if part) or NOBODY


def series_words(told: SeriesTold | MeetingSeries) -> dict[str, str]:
    return {
        "name": told.name,
        "purpose": told.purpose,
        "every_days": cadence_words(told.every_days),
        "place": told.place,
        "chair_role": told.chair_role,
        "chair": told.chair.name if told.chair else NOBODY,
    }


def meeting_words(told: MeetingTold | Meeting) -> dict[str, str]:
    return {
        "starts_at": moment(timezone.localtime(told.starts_at)),
        "minutes_long": f"{told.minutes_long} minutes",
        "place": told.place,
        "chair_role": told.chair_role,
        "chair": told.chair.name if told.chair else NOBODY,
    }


def seat_words(told: SeatTold | Seat) -> dict[str, str]:
    return {
        "agency": told.agency.name,
        "capacity": told.capacity,
        "person": told.person.name if told.person else NOBODY,
        "represented_by": told.represented_by,
    }


def short_day(value: date | datetime) -> str:
    """
    >>> short_day(date(2016, 1, 8))
    '8 Jan 16'
    """
    return f"{value.day} {value:%b %y}"


def passed_words(minutes: int) -> str:
    """How long a meeting has been under way.

    >>> passed_words(5), passed_words(65), passed_words(1)
    ('5 minutes', '1 hour 5 minutes', '1 minute')
    """
    hours, rest = divmod(minutes, 60)
    told = [_counted(hours, "hour")] if hours else []
    told += [_counted(rest, "minute")] if rest or not hours else []
    return " ".join(told)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
