"""Many count series of like periods as arrays, and what a method says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.detection.count_distribution import Floats
from tocsin.periods import A_YEAR, every, ordinal, unit_of


@dataclass(frozen=True)
class Grid:
    """S series over T periods, oldest first, every period between the first and the last present.

    counts     S × T; nan where the count is not known (a gap, or a correction below nought)
    exposures  S × T; what the counts are compared per: 1 where a series has no denominator, nan where there is none
               above nought
    a_year     periods in a year
    """

    names: tuple[str, ...]
    periods: tuple[str, ...]
    counts: Floats
    exposures: Floats
    a_year: int

    def position(self, period: str) -> int:
        """Where the period stands, by the calendar; it may lie outside the grid."""
        return ordinal(period) - ordinal(self.periods[0])

    def only(self, rows: Sequence[int]) -> Grid:
        """The same with those series alone."""
        chosen = list(rows)
        return Grid(
            tuple(self.names[row] for row in chosen),
            self.periods,
            self.counts[chosen],
            self.exposures[chosen],
            self.a_year,
        )


@dataclass(frozen=True)
class Answers:
    """What one method says of S series in W periods, each array S × W; nan where it has nothing to compare with.

    expected    the count to expect if nothing had changed
    lower       the lowest count that would be unsurprising
    upper       the highest; a count above it is an excess
    p           chance of at least this count if nothing had changed
    dispersion  variance of the count over its mean, as the method takes it
    """

    expected: Floats
    lower: Floats
    upper: Floats
    p: Floats
    dispersion: Floats


def grid_of(
    names: Sequence[str],
    periods: Sequence[str],
    counts: Sequence[float],
    denominators: Sequence[float | None] | None = None,
) -> Grid:
    """The grid that long rows hold, series in order of first appearance; each row is one series in one period.

    Raises ValueError if there is no row, if units of period differ, or if a series has two rows for one period.
    """
    if not names:
        raise ValueError("There is no count to compare. Give at least one row.")
    units = {unit_of(period) for period in set(periods)}
    if len(units) > 1:
        raise ValueError(f"Periods of several kinds ({', '.join(sorted(units))}). Give one kind a file.")
    (unit,) = units
    in_order = sorted(set(periods), key=ordinal)
    whole = every(in_order[0], in_order[-1])
    row_of = {name: row for row, name in enumerate(dict.fromkeys(names))}
    rows = np.array([row_of[name] for name in names])
    columns = np.array([ordinal(period) - ordinal(whole[0]) for period in periods])
    cells = rows * len(whole) + columns
    if len(np.unique(cells)) < len(cells):
        twice = int(np.flatnonzero(np.bincount(cells) > 1)[0])
        name, period = list(row_of)[twice // len(whole)], whole[twice % len(whole)]
        raise ValueError(f"{name!r} has two counts for {period}. Add them up first.")
    laid_out = np.full((2, len(row_of), len(whole)), np.nan)
    values = np.asarray(counts, dtype=np.float64)
    laid_out[0, rows, columns] = np.where(values >= 0, values, np.nan)
    per = np.array([np.nan if each is None else each for each in denominators or [1.0] * len(names)], dtype=np.float64)
    laid_out[1, rows, columns] = np.where(per > 0, per, np.nan)
    return Grid(tuple(row_of), whole, laid_out[0], laid_out[1], A_YEAR[unit])
