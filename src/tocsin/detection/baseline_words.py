"""What a count was compared with, in words that an analyst can read aloud."""

from __future__ import annotations

import re
from datetime import date

from tocsin.detection.panel import Series

_PLURALS = {"district": "districts", "force": "police forces", "country": "countries", "world": "worlds"}
_PER = {
    "documents": "per document scanned",
    "population": "per head of population",
    "all crime": "per crime recorded",
}
_QUARTERS = ("January to March", "April to June", "July to September", "October to December")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def plural(level: str) -> str:
    return _PLURALS[level]


def spoken(period: str) -> str:
    """A period as it is said.

    >>> spoken("2018-07"), spoken("2017-Q4"), spoken("2017-W11")
    ('July 2018', 'October to December 2017', 'the week of 13 March 2017')
    """
    year, part = int(period[:4]), period[5:]
    if re.fullmatch(r"Q[1-4]", part):
        return f"{_QUARTERS[int(part[1]) - 1]} {year}"
    if part.startswith("W"):
        monday = date.fromisocalendar(year, int(part[1:]), 1)
        return f"the week of {monday.day} {monday:%B %Y}"
    return f"{date(year, int(part), 1):%B %Y}"


def other_areas(series: Series, period: str, *, others: int, left_out: int) -> str:
    areas = _others(series, others, left_out)
    return f"{areas} in {spoken(period)}{_per(series)}"


def earlier_periods(series: Series, earlier: list[int], *, left_out: int) -> str:
    first, last = spoken(series.periods[earlier[0]]), spoken(series.periods[earlier[-1]])
    apart = f", {_few(left_out)} that stood far apart left out" if left_out else ""
    return f"the {len(earlier)} earlier periods from {first} to {last}{apart}{_per(series)}"


def growth_of_others(series: Series, times: list[str], period: str, *, others: int, left_out: int) -> str:
    when = spoken(times[0]) if len(times) == 1 else f"{spoken(times[0])} to {spoken(times[-1])}"
    if len(times) == 2:
        when = f"{spoken(times[0])} and {spoken(times[1])}"
    areas = _others(series, others, left_out)
    return f"its own level in {when}, moved as {areas} moved by {spoken(period)}{_per(series)}"


def same_time_of_year(series: Series, at: int, *, a_year: int, years_back: int, half_window: int) -> str:
    unit = "month" if a_year == 12 else "week"
    first, last = (series.periods[at - years * a_year][:4] for years in (years_back, 1))
    either_side = f"{_few(half_window)} {unit}{'' if half_window == 1 else 's'} either side"
    as_counts = (
        "" if series.denominator_kind is None else f"; counts as they are, not {_per(series).removeprefix(', ')}"
    )
    return f"the same {unit} in {first} to {last}, {either_side}, with the trend of those years{as_counts}"


def whole_past(series: Series, at: int, *, others: int) -> str:
    first, last = spoken(series.periods[0]), spoken(series.periods[at - 1])
    return (
        f"a curve of level, trend and season through its past from {first} to {last}{_per(series)}; how widely such "
        f"counts spread is learnt from {others:,} other series as well"
    )


def _others(series: Series, others: int, left_out: int) -> str:
    areas = f"the other {others} {plural(series.level)}"
    return f"{areas} ({_few(left_out)} that stood far apart left out)" if left_out else areas


def _per(series: Series) -> str:
    if series.denominator_kind is None:
        return ""
    return f", {_PER.get(series.denominator_kind, f'per unit of {series.denominator_kind}')}"


def _few(number: int) -> str:
    return _NUMBERS[number]
