"""When periodic jobs fall due, and how long to wait before a failed job is tried again. No clock and no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
# In all, with the first: the last comes about three hours after it.
MOST_ATTEMPTS = 6
FIRST_DELAY = timedelta(seconds=30)
GROWS = 4.0


@dataclass(frozen=True)
class Daily:
    """Once a day at that hour, as London reads it. An hour that is skipped comes when the clocks have gone forward; of
    one that is read twice the first counts.

    >>> Daily(1).last_due(datetime(2027, 3, 28, 5, tzinfo=UTC)).isoformat()
    '2027-03-28T01:00:00+00:00'
    """

    at_hour: int

    def last_due(self, now: datetime) -> datetime:
        local = now.astimezone(LOCAL)
        due = _at(local, self.at_hour)
        return due if due <= now else _at(local - timedelta(days=1), self.at_hour)


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted from the beginning of time: the same moments for every worker."""

    minutes: int

    def last_due(self, now: datetime) -> datetime:
        return now - timedelta(seconds=now.timestamp() % (self.minutes * 60))


Period = Daily | Every


def _at(local: datetime, hour: int) -> datetime:
    return local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


def delay(attempts: int, chance: float) -> timedelta:
    """How long a job waits that has failed so many times; longer each time, and up to half as long again by chance
    (from 0 to 1), so that what failed together does not come back together.

    >>> [delay(attempts, 0).total_seconds() for attempts in (1, 2, 3)]
    [30.0, 120.0, 480.0]
    """
    grown: float = GROWS ** (attempts - 1)
    return FIRST_DELAY * grown * (1 + chance / 2)


def is_spent(attempts: int) -> bool:
    """True if a job that failed so many times is not tried again by itself."""
    return attempts >= MOST_ATTEMPTS
