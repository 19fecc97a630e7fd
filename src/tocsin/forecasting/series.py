"""The crime series and driver series that this part works on, as arrays over periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tocsin.periods import A_YEAR, ordinal, unit_of

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class CrimeSeries:
    """S count series over T periods, oldest first, every period between the first and the last present.

    counts        S × T, at least nought; nan where the count is not known
    denominators  S × T, what the counts are compared per; nan where there is none above nought; None if nowhere
    """

    names: tuple[str, ...]
    periods: tuple[str, ...]
    counts: Floats
    denominators: Floats | None = None

    @property
    def a_year(self) -> int:
        """Periods in a year; plain numbers are taken as weeks."""
        return A_YEAR[unit_of(self.periods[0])]

    def only(self, rows: Sequence[int]) -> CrimeSeries:
        """The same with those series alone."""
        chosen = list(rows)
        denominators = None if self.denominators is None else self.denominators[chosen]
        return CrimeSeries(tuple(self.names[row] for row in chosen), self.periods, self.counts[chosen], denominators)


@dataclass(frozen=True)
class Driver:
    """One thing of the wider world that is measured every period: a price, a rate, a law in force.

    kind     political, economic, social, technological, environmental, legal, or empty
    periods  in any order, each at most once
    """

    name: str
    kind: str
    periods: tuple[str, ...]
    values: Floats

    def over(self, periods: tuple[str, ...]) -> Floats:
        """The values in those periods; nan where there is none."""
        first = ordinal(periods[0])
        places = np.array([ordinal(period) - first for period in self.periods])
        laid_out = np.full(len(periods), np.nan)
        inside = (places >= 0) & (places < len(periods))
        laid_out[places[inside]] = self.values[inside]
        return laid_out


def last_known(counts: Floats) -> int:
    """Where the last known count stands.

    >>> last_known(np.array([4.0, np.nan, 2.0, np.nan]))
    2
    """
    return int(np.flatnonzero(np.isfinite(counts))[-1])


def longest_known(values: Floats) -> slice:
    """The longest stretch without a gap, the later of equals.

    >>> longest_known(np.array([1.0, np.nan, 1.0, 1.0, np.nan]))
    slice(2, 4, None)
    """
    best, start = slice(0, 0), 0
    for at, value in enumerate([*values, np.nan]):
        if np.isnan(value):
            if at - start >= best.stop - best.start and at > start:
                best = slice(start, at)
            start = at + 1
    return best
