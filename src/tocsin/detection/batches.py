"""The batched methods' answers for the series of a panel: worked out many series at a time, looked up one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.grid import Answers, Grid
from tocsin.detection.panel import Series
from tocsin.periods import A_YEAR, at_ordinal, unit_of

# How many earlier periods are worked out when a run of excess goes back beyond those asked for.
FURTHER_BACK = 13


class Assess(Protocol):
    """A method: what it says of the periods `first` and later of a grid, and how many counts each time it left out."""

    def __call__(self, grid: Grid, first: int) -> tuple[Answers, NDArray[np.int64]]: ...


@dataclass(frozen=True)
class Answer:
    """What a method says of one count."""

    expected: float
    lower: int
    upper: int
    p: float
    left_out: int


@dataclass(frozen=True)
class Batches:
    """One method's answers, each worked out once. Counts are compared per exposure if `per_exposure`.

    pools  whether what it says of a series leans on those prepared with it, so that they are always worked out together
    """

    assess: Assess
    per_exposure: bool
    pools: bool = False
    _answers: dict[str, dict[int, Answer | None]] = field(default_factory=lambda: defaultdict(dict))
    _together: dict[str, Sequence[Series]] = field(default_factory=dict)

    def prepare(self, every: Iterable[Series], periods: int) -> None:
        """Works out the last periods of those series, all of one unit and one newest period at once."""
        groups: dict[str, list[Series]] = defaultdict(list)
        for series in every:
            groups[series.periods[-1]].append(series)
        for group in groups.values():
            self._together.update(dict.fromkeys((series.series_id for series in group), group))
            self._work_out(group, int(group[0].ordinals[-1]), periods)

    def answer(self, series: Series, at: int) -> Answer | None:
        """What the method says of the count at position `at`; None where it cannot say."""
        number = int(series.ordinals[at])
        answers = self._answers[series.series_id]
        if number not in answers:
            together = self._together.get(series.series_id, [series]) if self.pools else [series]
            self._work_out(together, number, FURTHER_BACK)
        return answers[number]

    def _work_out(self, group: Sequence[Series], last: int, periods: int) -> None:
        grid = grid_until(group, last, per_exposure=self.per_exposure)
        first = max(0, len(grid.periods) - periods)
        answers, left_out = self.assess(grid, first)
        start = last + 1 - len(grid.periods)
        for row, series in enumerate(group):
            known = self._answers[series.series_id]
            for column in range(len(grid.periods) - first):
                known.setdefault(start + first + column, _answer(answers, left_out, row, column))


def grid_until(group: Sequence[Series], last: int, *, per_exposure: bool) -> Grid:
    """Those series up to the period of that ordinal, which all are of one unit."""
    unit = unit_of(group[0].periods[0])
    start = min(int(series.ordinals[0]) for series in group)
    counts, exposures = np.full((2, len(group), last + 1 - start), np.nan)
    for row, series in enumerate(group):
        held = series.ordinals <= last
        columns = series.ordinals[held] - start
        counts[row, columns] = np.where(series.counts[held] >= 0, series.counts[held], np.nan)
        exposures[row, columns] = series.exposures[held] if per_exposure else 1.0
    periods = tuple(at_ordinal(unit, number) for number in range(start, last + 1))
    return Grid(tuple(series.series_id for series in group), periods, counts, exposures, A_YEAR[unit])


def _answer(answers: Answers, left_out: NDArray[np.int64], row: int, column: int) -> Answer | None:
    expected, lower, upper, p = (
        float(values[row, column]) for values in (answers.expected, answers.lower, answers.upper, answers.p)
    )
    if np.isnan(upper):
        return None
    return Answer(expected, int(lower), int(upper), p, int(left_out[row, column]))
