"""Who came to the meetings of a series, by agency, over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import Attendance, Meeting
from .rules import Presence

# Of several people of one agency, the one that says most of whether it had a voice.
ORDER = (Presence.PRESENT, Presence.REPRESENTED, Presence.APOLOGIES, Presence.ABSENT, Presence.EXPECTED)


@dataclass(frozen=True)
class Presences:
    """An agency, and how it was there at each of the meetings; None where it was not expected."""

    agency: str
    presences: tuple[Presence | None, ...]

    @property
    def expected(self) -> int:
        return sum(one is not None for one in self.presences)

    @property
    def there(self) -> int:
        return sum(one is not None and one.is_there for one in self.presences)


def presences(meetings: Sequence[Meeting]) -> list[Presences]:
    """By agency, in alphabetical order. `meetings` are those that the viewer sees, the oldest first."""
    found: dict[str, dict[int, list[Presence]]] = {}
    for meeting in meetings:
        for row in meeting.attendance.all():
            found.setdefault(row.agency.name, {}).setdefault(meeting.pk, []).append(Presence(row.presence))
    return [
        Presences(agency, tuple(_told(by_meeting.get(meeting.pk, [])) for meeting in meetings))
        for agency, by_meeting in sorted(found.items())
    ]


def in_words(rows: Sequence[Attendance]) -> str:
    """How many were there, in a line: such as "6 present, 2 represented, 1 apologies"."""
    told = [(presence, sum(row.presence == presence for row in rows)) for presence in ORDER]
    return ", ".join(f"{number} {presence.label.lower()}" for presence, number in told if number)


def _told(of_agency: Sequence[Presence]) -> Presence | None:
    return min(of_agency, key=ORDER.index, default=None)
