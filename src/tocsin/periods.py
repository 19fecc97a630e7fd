"""How a period is written, the days it covers and which one follows. No dates are read from the clock here."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["week", "month", "quarter", "number"]

# Periods in a year. Plain numbers are taken as weeks, as R's `surveillance` does unless told otherwise.
A_YEAR: dict[Unit, int] = {"week": 52, "month": 12, "quarter": 4, "number": 52}

_FIRST_MONDAY = date(1, 1, 1)


def unit_of(period: str) -> Unit:
    """Which kind of period this is: 2017-W11, 2018-07, 2017-Q4 (calendar quarter) or a plain number.

    >>> unit_of("2017-W11"), unit_of("576")
    ('week', 'number')

    Raises ValueError for any other writing, and for a week or month that no year has.
    """
    return _read(period)[0]


def ordinal(period: str) -> int:
    """Where the period stands among those of its unit; the next one is one more.

    >>> ordinal("2018-01") - ordinal("2017-12"), ordinal("2016-W01") - ordinal("2015-W53")
    (1, 1)
    """
    return _read(period)[1]


def at_ordinal(unit: Unit, number: int) -> str:
    """The period of that unit that stands there.

    >>> at_ordinal("quarter", ordinal("2017-Q4") + 1)
    '2018-Q1'
    """
    if unit == "week":
        return week_of(_FIRST_MONDAY + timedelta(weeks=number))
    if unit == "month":
        return f"{number // 12:04d}-{number % 12 + 1:02d}"
    if unit == "quarter":
        return f"{number // 4:04d}-Q{number % 4 + 1}"
    return str(number)


def later(period: str, by: int) -> str:
    """The period that many later (earlier if below nought).

    >>> later("2015-W53", 1), later("2018-01", -1)
    ('2016-W01', '2017-12')
    """
    unit, number = _read(period)
    return at_ordinal(unit, number + by)


def every(first: str, last: str) -> tuple[str, ...]:
    """Every period from the first to the last, both included.

    >>> every("2017-Q3", "2018-Q1")
    ('2017-Q3', '2017-Q4', '2018-Q1')
    """
    unit, start = _read(first)
    return tuple(at_ordinal(unit, number) for number in range(start, ordinal(last) + 1))


def holding(day: date, unit: Unit) -> str:
    """The week, month or calendar quarter that holds the day.

    >>> holding(date(2017, 1, 1), "week"), holding(date(2017, 1, 1), "quarter")
    ('2016-W52', '2017-Q1')
    """
    if unit == "week":
        return week_of(day)
    if unit == "month":
        return f"{day:%Y-%m}"
    if unit == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    raise ValueError("A day lies in a week, a month or a quarter; plain numbers have no calendar.")


def week_of(day: date) -> str:
    """The ISO 8601 week that holds the day.

    >>> week_of(date(2017, 1, 1))
    '2016-W52'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def days_of(period: str) -> tuple[date, date]:
    """First and last day of an ISO week (2017-W11), a month (2018-07) or a calendar quarter (2017-Q4).

    >>> days_of("2018-Q1")
    (datetime.date(2018, 1, 1), datetime.date(2018, 3, 31))

    Raises ValueError for any other writing.
    """
    unit, number = _read(period)
    if unit == "week":
        monday = _FIRST_MONDAY + timedelta(weeks=number)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return _months(number // 12, number % 12 + 1, 1)
    if unit == "quarter":
        return _months(number // 4, number % 4 * 3 + 1, 3)
    raise ValueError(f"{period!r} is not a week (2017-W11), month (2018-07) or quarter (2017-Q4)")


def _read(period: str) -> tuple[Unit, int]:
    if week := re.fullmatch(r"(\d{4})-W(\d{2})", period):
        return "week", (date.fromisocalendar(int(week[1]), int(week[2]), 1) - _FIRST_MONDAY).days // 7
    if month := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", period):
        return "month", int(month[1]) * 12 + int(month[2]) - 1
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        return "quarter", int(quarter[1]) * 4 + int(quarter[2]) - 1
    if re.fullmatch(r"\d+", period):
        return "number", int(period)
    raise ValueError(
        f"{period!r} is not a week (2017-W11), a month (2018-07), a quarter (2017-Q4) or a plain number (576)"
    )


def _months(year: int, first: int, length: int) -> tuple[date, date]:
    last = first + length - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
