"""The past replayed as it would have been seen: what a method would have raised, when, and how much else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.budget import alpha_for
from tocsin.detection.count_distribution import Floats
from tocsin.detection.grid import Answers, Grid
from tocsin.periods import later


class Method(Protocol):
    """A method with its settings, as production runs it."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def assess(self, grid: Grid, first: int) -> Answers: ...


@dataclass(frozen=True)
class Budget:
    """So many chance alarms a period are put up with: an alarm is a p at or below them, shared among the series."""

    false_alarms: float

    def alarms(self, counts: Floats, answers: Answers) -> NDArray[np.bool_]:
        compared = (~np.isnan(answers.p)).sum(axis=0)
        alphas = np.array([alpha_for(self.false_alarms, int(each)) for each in compared])
        return np.asarray(answers.p <= alphas)

    def __str__(self) -> str:
        return f"a budget of {self.false_alarms:g} by chance a period"


@dataclass(frozen=True)
class AboveBound:
    """An alarm is a count above the method's own upper bound."""

    def alarms(self, counts: Floats, answers: Answers) -> NDArray[np.bool_]:
        return np.asarray(counts > answers.upper)

    def __str__(self) -> str:
        return "counts above the method's bound"


@dataclass(frozen=True)
class CutOff:
    """An alarm is a p at or below a cut-off that was fixed beforehand."""

    p: float

    def alarms(self, counts: Floats, answers: Answers) -> NDArray[np.bool_]:
        return np.asarray(answers.p <= self.p)

    def __str__(self) -> str:
        return f"p at or below {self.p:.3g}"


Rule = Budget | AboveBound | CutOff


@dataclass(frozen=True)
class Alarm:
    """One count that was raised: the period it is dated, and the period in which it became known and was raised."""

    series: str
    period: str
    raised: str
    observed: float
    expected: float
    upper: float
    p: float


@dataclass(frozen=True)
class Replay:
    """What would have been raised.

    periods   those in which answers were given, one after the other
    compared  series that had an answer, in each of those periods
    alarms    by the period in which they were raised, then in the order of the series
    """

    method: str
    version: str
    rule: str
    lag: int
    periods: tuple[str, ...]
    compared: tuple[int, ...]
    alarms: tuple[Alarm, ...]

    def alarms_by_period(self) -> dict[str, int]:
        """How many alarms each period raised."""
        counted = dict.fromkeys(self.periods, 0)
        for alarm in self.alarms:
            counted[alarm.raised] += 1
        return counted

    def first_raised(self) -> dict[str, Alarm]:
        """Each series' first alarm, in the order in which they came."""
        first: dict[str, Alarm] = {}
        for alarm in self.alarms:
            first.setdefault(alarm.series, alarm)
        return first

    @property
    def alarms_a_period(self) -> float:
        return len(self.alarms) / len(self.periods)


def replay(grid: Grid, *, first: int, lag: int, method: Method, rule: Rule) -> Replay:
    """What `method` would have raised in each period of the grid from position `first` on.

    lag  periods until a count is known: in period s only counts dated s - lag or before are there, and the newest of
         them is assessed
    Raises ValueError if nothing is left to answer.
    """
    assessed = first - lag
    if lag < 0 or assessed < 1 or first >= len(grid.periods):
        raise ValueError(f"Nothing to replay from period {first + 1} of {len(grid.periods)} with a lag of {lag}.")
    known = up_to(grid, len(grid.periods) - lag)
    answers = method.assess(known, assessed)
    counts = known.counts[:, assessed:]
    raised = rule.alarms(counts, answers) & ~np.isnan(counts)
    alarms = tuple(
        Alarm(
            series=grid.names[row],
            period=known.periods[assessed + column],
            raised=later(known.periods[assessed + column], lag),
            observed=float(counts[row, column]),
            expected=float(answers.expected[row, column]),
            upper=float(answers.upper[row, column]),
            p=float(answers.p[row, column]),
        )
        for column, row in np.argwhere(raised.T)
    )
    compared = tuple(int(each) for each in (~np.isnan(answers.expected)).sum(axis=0))
    return Replay(method.name, method.version, str(rule), lag, grid.periods[first:], compared, alarms)


def up_to(grid: Grid, end: int) -> Grid:
    """The grid as it stood when nothing dated at position `end` or later was known."""
    return Grid(grid.names, grid.periods[:end], grid.counts[:, :end], grid.exposures[:, :end], grid.a_year)


def busiest(replayed: Replay, most: int) -> Sequence[tuple[str, int]]:
    """The periods that raised most, the earlier first among equals."""
    return sorted(replayed.alarms_by_period().items(), key=lambda each: (-each[1], each[0]))[:most]
