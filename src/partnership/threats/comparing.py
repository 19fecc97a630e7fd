"""The trend of an estimate: like periods held against each other, and kept as they stood. Pure: no Django, no clock.

What may be compared with what is for trends.rules to say; here is which stretch of a series is put to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from partnership.trends.rules import Comparison, Dated, Kind, ReceivedPoint, Refusal, compare

MOST_DAYS = 366  # of the newest stretch that is held against the same days of the year before
CAVEAT = "A count rises when more happens, but also when more is noticed, reported or recorded."


class Trend(StrEnum):
    """Which way the compared counts point, as far as they tell."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    MIXED = "mixed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return _TREND[self]


_TREND = {
    Trend.RISING: "Rising",
    Trend.FALLING: "Falling",
    Trend.STEADY: "No clear change",
    Trend.MIXED: "Some rise, some fall",
    Trend.UNKNOWN: "Not known",
}


@dataclass(frozen=True)
class Span:
    """A count with its period, both days included, and what it comes to in a month."""

    value: float
    start: date
    end: date
    per_month: float


@dataclass(frozen=True)
class Compared:
    """Two like periods of one measure, as an edition keeps them.

    change  in per cent; None where the earlier count is nothing
    ratio   of the monthly rates with both ends of its 95 % interval; None unless both are counts
    """

    measure: str
    source: str
    caveat: str
    earlier: Span
    later: Span
    change: float | None
    ratio: tuple[float, float, float] | None

    @property
    def change_words(self) -> str:
        return "not known" if self.change is None else f"{self.change:+.0f}%".replace("-", "−")

    @property
    def ratio_words(self) -> str:
        if self.ratio is None:
            return "Not given: these are not counts of separate events."
        rate, low, high = self.ratio
        return f"{rate:.2f} times as many a month; 95% interval {low:.2f} to {high:.2f}"

    @property
    def trend(self) -> Trend:
        """Rising or falling only where the interval leaves no change out."""
        if self.ratio is None:
            return Trend.UNKNOWN
        _, low, high = self.ratio
        return Trend.RISING if low > 1 else Trend.FALLING if high < 1 else Trend.STEADY

    def as_kept(self) -> dict[str, Any]:
        """The same as JSON holds it."""
        told = asdict(self)
        for span in ("earlier", "later"):
            told[span] |= {name: told[span][name].isoformat() for name in ("start", "end")}
        return told | {"ratio": None if self.ratio is None else list(self.ratio)}


def kept(found: Comparison, *, measure: str, source: str, caveat: str) -> Compared:
    """A comparison with the words that an edition keeps beside it."""
    ratio = found.ratio if found.ratio and all(math.isfinite(part) for part in found.ratio) else None
    return Compared(measure, source, caveat, _span(found.earlier), _span(found.later), found.change_percent, ratio)


def read_trend(told: Any) -> tuple[Compared, ...]:
    """The comparisons that an edition holds. What is not one is left out."""
    rows = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
    return tuple(one for row in rows if (one := _read(row)) is not None)


def trend_of(compared: Iterable[Compared]) -> Trend:
    """Which way the comparisons point together; MIXED only if some clearly rise and others clearly fall."""
    ways = {one.trend for one in compared} - {Trend.UNKNOWN}
    if {Trend.RISING, Trend.FALLING} <= ways:
        return Trend.MIXED
    return next((way for way in (Trend.RISING, Trend.FALLING, Trend.STEADY) if way in ways), Trend.UNKNOWN)


def newest_alike(points: Sequence[ReceivedPoint], *, unit: str, area_code: str) -> Comparison | Refusal:
    """The newest stretch of a series, of a year at most, against the same days of the year before.

    points  oldest first. The stretch reaches back for as long as no period is missing from either year.
    """
    by_start = {point.period_start: point for point in points}
    later: list[ReceivedPoint] = []
    earlier: list[ReceivedPoint] = []
    for point in reversed(points):
        before = by_start.get(_year_before(point.period_start))
        if before is None or not _continues(point, later) or not _continues(before, earlier):
            break
        later.append(point)
        earlier.append(before)
    if not later:
        return Refusal("It holds nothing for the same part of the year before.")
    return compare(_summed(earlier, unit, area_code), _summed(later, unit, area_code))


def _continues(point: ReceivedPoint, newer: list[ReceivedPoint]) -> bool:
    """True if no day is missing between the point and those after it, and all stay within a year."""
    if not newer:
        return True
    is_next = point.period_end + timedelta(days=1) == newer[-1].period_start
    return is_next and (newer[0].period_end - point.period_start).days < MOST_DAYS


def _summed(newest_first: list[ReceivedPoint], unit: str, area_code: str) -> Dated:
    total = float(sum(point.count for point in newest_first))
    return Dated(total, unit, Kind.COUNT, newest_first[-1].period_start, newest_first[0].period_end, area_code)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _span(dated: Dated) -> Span:
    start, after = dated.span
    return Span(dated.value, start, after - timedelta(days=1), dated.per_month)


def _read(row: Any) -> Compared | None:
    try:
        spans = {name: _read_span(row[name]) for name in ("earlier", "later")}
        words = {name: str(row[name]) for name in ("measure", "source", "caveat")}
        change, ratio = row["change"], row["ratio"]
        return Compared(
            **words,
            **spans,
            change=None if change is None else float(change),
            ratio=None if ratio is None else (float(ratio[0]), float(ratio[1]), float(ratio[2])),
        )
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def _read_span(told: Mapping[str, Any]) -> Span:
    start, end = date.fromisoformat(told["start"]), date.fromisoformat(told["end"])
    return Span(float(told["value"]), start, end, float(told["per_month"]))
