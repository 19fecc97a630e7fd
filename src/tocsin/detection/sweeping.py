"""A method over every series of a grid: in blocks, on several threads, with q-values and since when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats
from tocsin.detection.grid import Answers, Grid
from tocsin.detection.methods import Configured
from tocsin.detection.multiplicity import q_values

Wholes = NDArray[np.int32]
# What is said of some series, and the number of the method that said it.
Found = tuple[Answers, NDArray[np.int8]]

SERIES_AT_ONCE = 500
# How many earlier periods are worked out at once where a run of excess began before the first that was asked for. A
# method that pools has to see every series again, so it goes back by small steps at first, and not beyond half a year.
FURTHER_BACK = 13
STEPS_BACK_TOGETHER = (1, 2, 4, 8, 11)


@dataclass(frozen=True)
class Swept:
    """What was found of S series in the W periods from `first` on, each array S × W.

    answers       what to expect, nan where no method can say
    q             false discovery rate at which the count would just be called, among all series of its period
    method        which of the methods answered, -1 for none
    first_excess  the column of the grid in which the run of excess began that this count ends; -1 for no excess
    """

    first: int
    answers: Answers
    q: Floats
    method: NDArray[np.int8]
    first_excess: Wholes

    @property
    def is_alarm(self) -> NDArray[np.bool_]:
        """Whether the count is above its upper bound."""
        return self.first_excess >= 0


def sweep(
    grid: Grid,
    first: int,
    methods: Sequence[Configured],
    *,
    workers: int = 1,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Swept:
    """What the first of the methods that can say so says of each count from column `first` on.

    The answers do not depend on `workers`, nor on where a run of excess began before `first`.
    """
    series, shape = len(grid.names), (len(grid.names), len(grid.periods) - first)
    swept = Swept(
        first,
        Answers(*(np.full(shape, np.nan) for _ in range(5))),
        np.full(shape, np.nan),
        np.full(shape, -1, dtype=np.int8),
        np.full(shape, -1, dtype=np.int32),
    )
    size = max(series, 1) if any(each.method.pools for each in methods) else SERIES_AT_ONCE
    blocks = [slice(start, min(start + size, series)) for start in range(0, series, size)]

    def work_out(rows: slice) -> int:
        _sweep_block(_block(grid, rows), methods, swept, rows)
        return int(rows.stop)

    on_progress(0, series)
    with ThreadPoolExecutor(workers) as threads:
        for done in threads.map(work_out, blocks):
            on_progress(done, series)
    for column in range(shape[1]):
        known = ~np.isnan(swept.answers.p[:, column])
        swept.q[known, column] = q_values(swept.answers.p[known, column])
    return swept


def _block(grid: Grid, rows: slice) -> Grid:
    # Copied row by row in memory, so that compiled loops meet one layout of arrays and no other.
    counts, exposures = (np.ascontiguousarray(each[rows]) for each in (grid.counts, grid.exposures))
    return Grid(grid.names[rows], grid.periods, counts, exposures, grid.a_year)


def _sweep_block(grid: Grid, methods: Sequence[Configured], swept: Swept, rows: slice) -> None:
    answers, method = _first_that_can(grid, swept.first, methods)
    for name in Answers.__dataclass_fields__:
        getattr(swept.answers, name)[rows] = getattr(answers, name)
    swept.method[rows] = method
    swept.first_excess[rows] = _first_excess(grid, swept.first, methods, answers.upper)


def _first_that_can(grid: Grid, first: int, methods: Sequence[Configured]) -> Found:
    answers, known = methods[0].assess(grid, first), ~np.isnan(grid.counts[:, first:])
    for name in Answers.__dataclass_fields__:
        getattr(answers, name)[~known] = np.nan
    method = np.where(np.isnan(answers.upper), -1, 0).astype(np.int8)
    for number, each in enumerate(methods[1:], start=1):
        missing = (method < 0) & known
        rows = np.flatnonzero(missing.any(axis=1))
        if len(rows) == 0:
            break
        other = each.assess(grid.only(rows.tolist()), first)
        fills = missing[rows] & ~np.isnan(other.upper)
        for name in Answers.__dataclass_fields__:
            values = getattr(answers, name)
            values[rows] = np.where(fills, getattr(other, name), values[rows])
        method[rows] = np.where(fills, number, method[rows])
    return answers, method


def _first_excess(grid: Grid, first: int, methods: Sequence[Configured], upper: Floats) -> Wholes:
    """The column in which each run of excess began, looking back beyond `first` where it must."""
    excess = grid.counts[:, first:] > upper
    began = _run_starts(excess, first)
    running, start = np.flatnonzero(excess[:, 0]), first
    together = any(each.method.pools for each in methods)
    for step in STEPS_BACK_TOGETHER if together else repeat(FURTHER_BACK):
        if len(running) == 0 or start == 0:
            break
        earlier = max(0, start - step)
        rows = np.arange(len(grid.names)) if together else running
        before = Grid(grid.names, grid.periods[:start], grid.counts[:, :start], grid.exposures[:, :start], grid.a_year)
        before = before.only(rows.tolist())
        over = before.counts[:, earlier:] > _first_that_can(before, earlier, methods)[0].upper
        starts = _run_starts(over, earlier)[np.searchsorted(rows, running), -1]
        for row, found in zip(running, starts, strict=True):
            if found >= 0:
                began[row, began[row] == start] = found
        running, start = running[starts == earlier], earlier
    return began


def _run_starts(excess: NDArray[np.bool_], first: int) -> Wholes:
    """The column in which each unbroken run began, -1 where there is no excess; the first column is `first`."""
    columns = np.arange(first, first + excess.shape[1], dtype=np.int32)
    breaks = np.maximum.accumulate(np.where(excess, -1, columns), axis=1)
    return np.where(excess, np.maximum(breaks + 1, first), -1).astype(np.int32)
