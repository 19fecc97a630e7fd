"""Live series of an area: the newest twelve months against the twelve before, and the few that changed most, drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partnership.people.rules import Act
from partnership.trends.models import Series
from partnership.trends.rules import (
    Comparison,
    Dated,
    Kind,
    ReceivedPoint,
    ReceivedSeries,
    compare,
    finding,
    period_words,
)
from partnership.ui.wording import plain_number

from .figures import Figure, Row
from .live import NO_CHANGE, Found, Reading
from .protecting import SIGN
from .rules import months_after
from .wording import between

MOST_DRAWN = 4
FEWEST_POINTS, MOST_POINTS = 6, 36
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Told:
    """A series that has points, with its comparison where it has one."""

    held: ReceivedSeries
    comparison: Comparison | None

    @property
    def newest(self) -> ReceivedPoint:
        return self.held.points[-1]

    @property
    def change(self) -> float:
        """How far the rate moved, up or down; nothing where it cannot be said."""
        ratio = self.comparison.ratio[0] if self.comparison and self.comparison.ratio else 1.0
        return abs(math.log(ratio)) if ratio > 0 else math.inf


def series(reading: Reading) -> Found:
    """The area's series that the profile may tell: one table of all, and a line for each of the few that changed most.

    Counts too small for partners are protected, and their change with them; a series that holds one is not drawn.
    """
    exportable = Series.objects.allowing(reading.by, Act.EXPORT).filter(area_code=reading.area_code)
    held = [one for one in exportable.prefetch_related("points") if reading.is_open(one)]
    told = [_Told(one, like_for_like(one)) for one in (record.as_received for record in held) if one.points]
    return Found((_table(told, reading), *_lines(told, reading)), tuple(held))


def like_for_like(held: ReceivedSeries) -> Comparison | None:
    """The newest twelve months against the twelve before, or else the newest period against the same a year before.

    None where the series does not hold both in full.
    """
    newest = held.points[-1]
    after = newest.period_end + A_DAY
    for start in (months_after(after, -12), newest.period_start):
        now = _total(held, start, newest.period_end)
        before = _total(held, months_after(start, -12), months_after(after, -12) - A_DAY)
        if now and before and isinstance(found := compare(before, now), Comparison):
            return found
    return None


def _total(held: ReceivedSeries, start: date, end: date) -> Dated | None:
    """The count of those days, both included; None unless the periods cover them exactly and without a gap."""
    inside = [point for point in held.points if start <= point.period_start and point.period_end <= end]
    edges = [start, *(point.period_end + A_DAY for point in inside)]
    if not inside or edges[:-1] != [point.period_start for point in inside] or edges[-1] != end + A_DAY:
        return None
    return Dated(sum(point.count for point in inside), held.measure, Kind.COUNT, start, end, held.area_code)


def _table(told: Sequence[_Told], reading: Reading) -> Figure:
    smallest = reading.practice.smallest_count
    return Figure(
        kind="series",
        caption="Recorded counts, like for like",
        head=("What was counted", "Earlier", "Later", "Change"),
        rows=tuple(_row(one, smallest) for one in told),
        source=", ".join(sorted({f"{one.held.source_group} ({one.held.source})" for one in told})),
        drawn=reading.today,
        as_of=max((one.newest.period_end for one in told), default=None),
        note=f"As received: what was published late may be missing from the newest months. {SIGN}: fewer than "
        f"{smallest}, and so not shown.",
    )


def _row(one: _Told, smallest: int) -> Row:
    newest = one.newest
    if one.comparison is None:
        later = f"{_count(newest.count, smallest)} ({period_words(newest)})"
        return Row((one.held.title, "No like period before", later, NO_CHANGE), newest.period_end)
    counts = [one.comparison.earlier, one.comparison.later]
    is_small = any(0 < dated.value < smallest for dated in counts)
    change = SIGN if is_small else one.comparison.change_words or NO_CHANGE
    return Row((one.held.title, *(_dated(dated, smallest) for dated in counts), change), newest.period_end)


def _dated(dated: Dated, smallest: int) -> str:
    return f"{_count(dated.value, smallest)} ({between(dated.period_from, dated.period_to)})"


def _count(value: float, smallest: int) -> str:
    return SIGN if 0 < value < smallest else plain_number(value)


def _lines(told: Sequence[_Told], reading: Reading) -> tuple[Figure, ...]:
    smallest = reading.practice.smallest_count
    drawable = [
        one
        for one in told
        if len(one.held.points) >= FEWEST_POINTS and not any(0 < point.count < smallest for point in one.held.points)
    ]
    chosen = sorted(drawable, key=lambda one: -one.change)[:MOST_DRAWN]
    return tuple(_line(one.held, reading) for one in chosen)


def _line(held: ReceivedSeries, reading: Reading) -> Figure:
    points = held.points[-MOST_POINTS:]
    return Figure(
        kind="series",
        caption=f"{held.title}: {finding(points)}",
        head=("Period", "Count"),
        rows=tuple(Row((period_words(point), plain_number(point.count))) for point in points),
        source=f"{held.source_group} ({held.source})",
        drawn=reading.today,
        as_of=points[-1].period_end,
        unit="recorded",
        points=tuple((period_words(point), point.period_start, point.count) for point in points),
    )
