"""The series of one source as arrays, each beside the series of like areas that count the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats
from tocsin.geography import level_of
from tocsin.periods import ordinal

Likeness: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True)
class Series:
    """One series, oldest period first.

    counts     counts per period
    exposures  what the counts are compared per; 1 where the series has no denominator, nan where a period cannot be
               compared: no denominator above nought, or a count below nought (a correction to earlier figures)
    runs_on    whether each period starts on the day after the one before it
    """

    series_id: str
    source: str
    threat: str
    measure: str
    area_code: str
    denominator_kind: str | None
    periods: tuple[str, ...]
    counts: Floats
    exposures: Floats
    runs_on: tuple[bool, ...]

    @property
    def level(self) -> str:
        return level_of(self.area_code)

    @property
    def likeness(self) -> Likeness:
        """What two series share when their areas can be compared."""
        return (self.source, self.threat, self.measure, self.level)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each period stands."""
        return {period: at for at, period in enumerate(self.periods)}

    @cached_property
    def ordinals(self) -> NDArray[np.int64]:
        """Where each period stands in the calendar, as periods.ordinal numbers them."""
        return np.array([ordinal(period) for period in self.periods], dtype=np.int64)

    def unbroken_from(self, at: int) -> int:
        """The first position of the run of periods without a gap that ends at `at`."""
        while self.runs_on[at]:
            at -= 1
        return at


@dataclass(frozen=True)
class Panel:
    """Every series, by id in order, and which of them are alike."""

    series: tuple[Series, ...]
    alike: dict[Likeness, tuple[Series, ...]]

    def others(self, series: Series) -> list[Series]:
        """The same measure in the other areas of the same level."""
        return [other for other in self.alike[series.likeness] if other.area_code != series.area_code]


def panel_of(table: pa.Table) -> Panel:
    """The panel that a COUNT_SERIES table holds, whatever the order of its rows.

    Raises ValueError if a series has two rows for one period.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in table.sort_by([("series_id", "ascending"), ("period_start", "ascending")]).to_pylist():
        rows.setdefault(row["series_id"], []).append(row)
    every = tuple(_series(rows[series_id]) for series_id in sorted(rows))
    alike: dict[Likeness, list[Series]] = {}
    for series in every:
        alike.setdefault(series.likeness, []).append(series)
    return Panel(every, {likeness: tuple(group) for likeness, group in alike.items()})


def _series(rows: list[dict[str, Any]]) -> Series:
    last = rows[-1]
    periods = tuple(row["period"] for row in rows)
    if len(set(periods)) < len(periods):
        raise ValueError(f"{last['series_id']} has two counts for one period; add them up before detection.")
    bare = all(row["denominator"] is None for row in rows)
    exposures = np.array([1.0 if bare else row["denominator"] or np.nan for row in rows])
    follows = [later["period_start"] == earlier["period_end"] + timedelta(days=1) for earlier, later in pairwise(rows)]
    counts = np.array([row["count"] for row in rows], dtype=np.float64)
    return Series(
        **{name: last[name] for name in ("series_id", "source", "threat", "measure", "area_code")},
        denominator_kind=None if bare else last["denominator_kind"],
        periods=periods,
        counts=counts,
        exposures=np.where((exposures > 0) & (counts >= 0), exposures, np.nan),
        runs_on=(False, *follows),
    )
