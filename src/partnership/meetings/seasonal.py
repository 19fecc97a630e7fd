"""The newest counts of a series against the same part of earlier years. Pure: no Django, and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partnership.trends.rules import ReceivedPoint, period_words, rate_ratio

MOST_YEARS = 3
# How many of the newest periods are put together: about as long as from one meeting to the next but one, or a quarter.
NEWEST = {"W": 4, "M": 3, "Q": 1}
YEAR_OF_WEEKS = timedelta(days=364)


@dataclass(frozen=True)
class Norm:
    """The newest stretch and the same stretch of the years before, the nearest year first.

    ratio  of the newest count to the mean of those years, with both ends of its 95 % interval
    """

    start: date
    end: date
    periods: str
    count: int
    earlier: tuple[int, ...]
    ratio: tuple[float, float, float]

    @property
    def usual(self) -> float:
        return sum(self.earlier) / len(self.earlier)

    @property
    def is_more(self) -> bool:
        return self.ratio[1] > 1

    @property
    def is_fewer(self) -> bool:
        return self.ratio[2] < 1

    @property
    def words(self) -> str:
        """More or fewer only where the interval leaves no change out."""
        if self.is_more:
            return "More than the season leads to expect"
        return "Fewer than the season leads to expect" if self.is_fewer else "Within what the season leads to expect"

    @property
    def ratio_words(self) -> str:
        ratio, low, high = self.ratio
        return f"{ratio:.2f} times; {low:.2f} to {high:.2f}"


def against_the_season(points: Sequence[ReceivedPoint]) -> Norm | None:
    """The newest stretch of the series against the same one of up to three years before.

    points  oldest first. None where no year before holds the whole of that stretch, or those that do counted nothing:
            then there is no norm to stand against.
    """
    if not points:
        return None
    kind = _kind(points[-1])
    newest = _tail(points, NEWEST[kind])
    by_start = {point.period_start: point for point in points}
    earlier: list[int] = []
    for years in range(1, MOST_YEARS + 1):
        same = [by_start.get(_years_before(point.period_start, years, kind)) for point in newest]
        counts = [point.count for point in same if point is not None]
        if len(counts) < len(newest):
            break
        earlier.append(sum(counts))
    if not sum(earlier):
        return None
    count = sum(point.count for point in newest)
    return Norm(
        start=newest[0].period_start,
        end=newest[-1].period_end,
        periods=_words(newest),
        count=count,
        earlier=tuple(earlier),
        ratio=rate_ratio(sum(earlier), count, len(earlier), 1),
    )


def _kind(point: ReceivedPoint) -> str:
    return next((kind for kind in ("W", "Q") if f"-{kind}" in point.period), "M")


def _tail(points: Sequence[ReceivedPoint], most: int) -> list[ReceivedPoint]:
    """The newest periods, so many at most, for as long as none is missing between them."""
    found = [points[-1]]
    for point in reversed(points[-most:-1]):
        if point.period_end + timedelta(days=1) != found[0].period_start:
            break
        found.insert(0, point)
    return found


def _years_before(day: date, years: int, kind: str) -> date:
    """The first day of the same week or month of an earlier year; a week keeps its weekday."""
    if kind == "W":
        return day - years * YEAR_OF_WEEKS
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if is_leap_day else day.day)


def _words(newest: Sequence[ReceivedPoint]) -> str:
    if len(newest) == 1:
        return period_words(newest[0])
    return f"{period_words(newest[0])} to {period_words(newest[-1])}"
