"""The review schedule: read once from its file, and checked then."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

SHIPPED = Path(__file__).with_name("schedule.toml")


@dataclass(frozen=True)
class Period:
    """Years to the first review and from one review to the next, and the rule they come from."""

    first: int
    then: int
    authority: str


def period_for(kind: str) -> Period:
    """The period for that kind of record, such as "triage.signal"; the default where the schedule names none."""
    periods = _read(Path(settings.TOCSIN_REVIEW_SCHEDULE or SHIPPED))
    return periods.get(kind, periods["default"])


def first_review(kind: str) -> date:
    return years_after(timezone.localdate(), period_for(kind).first)


def years_after(day: date, years: int) -> date:
    """The same day so many years on; 28 February where that year has no 29th.

    >>> years_after(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@cache
def _read(file: Path) -> dict[str, Period]:
    try:
        periods = {kind: Period(**told) for kind, told in tomllib.loads(file.read_text()).items()}
    except (OSError, TypeError, tomllib.TOMLDecodeError) as fault:
        raise ImproperlyConfigured(f"{file}: {fault}. Each kind needs first, then and authority.") from fault
    wrong = [kind for kind, period in periods.items() if not (1 <= period.first <= 100 and 1 <= period.then <= 100)]
    if wrong or "default" not in periods:
        raise ImproperlyConfigured(f"{file}: give whole years from 1 to 100 for {wrong or 'a [default]'}.")
    return periods
