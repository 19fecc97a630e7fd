"""How a period is written, and the days it covers. No dates are read from the clock here."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta


def week_of(day: date) -> str:
    """The ISO 8601 week that holds the day.

    >>> week_of(date(2017, 1, 1))
    '2016-W52'
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def days_of(period: str) -> tuple[date, date]:
    """First and last day of an ISO week (2017-W11), a month (2018-07) or a calendar quarter (2017-Q4).

    >>> days_of("2018-Q1")
    (datetime.date(2018, 1, 1), datetime.date(2018, 3, 31))

    Raises ValueError for any other writing.
    """
    if week := re.fullmatch(r"(\d{4})-W(\d{2})", period):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return monday, monday + timedelta(days=6)
    if month := re.fullmatch(r"(\d{4})-(\d{2})", period):
        return _months(int(month[1]), int(month[2]), 1)
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        return _months(int(quarter[1]), 3 * int(quarter[2]) - 2, 3)
    raise ValueError(f"{period!r} is not a week (2017-W11), month (2018-07) or quarter (2017-Q4)")


def _months(year: int, first: int, length: int) -> tuple[date, date]:
    last = first + length - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
