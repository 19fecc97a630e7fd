"""Many areas that change their level at once: more often a change of recording than of the world.

Nothing here says which it is. A new counting rule, a new form or a new laboratory panel moves every area in the same
period; crime seldom does. So a step that most areas take together is flagged, for people to ask who changed what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import betabinom

from tocsin.detection.count_distribution import Floats
from tocsin.detection.grid import Grid

VERSION = "1"

FEWEST_OTHER_YEARS = 2
CHI_SQUARED_MEDIAN = 0.4549  # with one degree of freedom


@dataclass(frozen=True)
class Stepping:
    """
    reach        periods either side of a step that are set against each other; None for two months, or two quarters
    fewest       areas that must be comparable
    share        of these, how many must step together...
    chance       ...and how seldom so many would by chance
    step         how far beyond its own chance variation an area must move to count as stepping (standard deviations)
    fewest_cases  counts in the compared periods below which an area cannot tell
    """

    reach: int | None = None
    fewest: int = 5
    share: float = 1 / 3
    chance: float = 0.001
    step: float = 1.645
    fewest_cases: int = 10


@dataclass(frozen=True)
class Together:
    """Areas of one panel that stepped the same way; `period` is the first at the new level."""

    period: str
    direction: Literal["up", "down"]
    stepped: int
    compared: int
    expected: float
    p: float
    names: tuple[str, ...]


def steps_together(grid: Grid, settings: Stepping | None = None) -> list[Together]:
    """Every period in which improbably many of these series changed their level the same way, in order of time.

    grid  like series: one measure in areas of one level

    A series steps when its counts from a period on, per exposure, lie beyond those before it by more than its chance
    variation, which is learnt from the panel. What it does at that time in other years is no step. How many step by
    chance is learnt from the panel's other periods, with their overdispersion (beta-binomial), so that a trend that
    goes on all the time is no step either.
    """
    settings = settings or Stepping()
    reach = settings.reach or max(2, grid.a_year // 6)
    moved = _moves(grid, reach, settings).in_deviations()
    found: list[Together] = []
    for direction, sign in (("up", 1.0), ("down", -1.0)):
        steps = sign * moved > settings.step
        tested = [_test(at, steps, np.isfinite(moved), reach) for at in range(moved.shape[1])]
        beyond = [
            (p, at)
            for at, (stepped, compared, _, p) in enumerate(tested)
            if compared >= settings.fewest and stepped >= settings.share * compared and p <= settings.chance
        ]
        kept: list[int] = []
        for _, at in sorted(beyond, key=lambda each: (-tested[each[1]][0] / tested[each[1]][1], each)):
            # A step shows in every period whose stretches hold it: the one in which most areas moved stands for it.
            if all(abs(at - other) >= reach for other in kept):
                kept.append(at)
        for at in kept:
            stepped, compared, expected, p = tested[at]
            names = tuple(name for name, did in zip(grid.names, steps[:, at], strict=True) if did)
            way: Literal["up", "down"] = "up" if direction == "up" else "down"
            found.append(Together(grid.periods[at], way, stepped, compared, expected, p, names))
    return sorted(found, key=lambda each: (grid.position(each.period), each.direction))


@dataclass(frozen=True)
class _Moves:
    """How far each series moved at each period, in logarithms of its rate; nan where it cannot tell.

    chance   variance of that by counting alone (Poisson)
    factors  how many periods' own ups and downs it holds, as a sum of shares
    doubt    what is added for not knowing what is usual at that time of year, as a share of the variance
    """

    moved: Floats
    chance: Floats
    factors: Floats
    doubt: Floats

    def in_deviations(self) -> Floats:
        """The same over its standard deviation. How much periods stray by themselves is learnt from all of them."""
        low, high = 0.0, 4.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self._typical(middle) > CHI_SQUARED_MEDIAN else (low, middle)
        return self._over(high)

    def _over(self, extra: float) -> Floats:
        return np.asarray(self.moved / np.sqrt((self.chance + extra * self.factors) * (1 + self.doubt)))

    def _typical(self, extra: float) -> float:
        """The median square of a move, what all series share left out."""
        known = self._over(extra)
        known = known[:, np.isfinite(known).any(axis=0)]
        return float(np.nanmedian((known - np.nanmedian(known, axis=0)) ** 2)) if known.size else 0.0


def _moves(grid: Grid, reach: int, settings: Stepping) -> _Moves:
    series, length = grid.counts.shape
    moved, chance, doubts = np.full((3, series, length), np.nan)
    factors = np.ones(length)
    for at in range(1, length):
        back, ahead = min(reach, at), min(reach, length - at)
        move, chance[:, at] = _move(grid, at, back, ahead, settings)
        # Other years are looked at through stretches of the same lengths, or a trend would look like a step at the end.
        same = [
            _move(grid, other, back, ahead, settings)[0]
            for other in range(at % grid.a_year, length, grid.a_year)
            if other != at and back <= other <= length - ahead
        ]
        usual, doubts[:, at] = _usual(np.array(same).reshape(len(same), series))
        moved[:, at] = move - usual
        factors[at] = 1 / back + 1 / ahead
    return _Moves(moved, chance, factors, doubts)


def _move(grid: Grid, at: int, back: int, ahead: int, settings: Stepping) -> tuple[Floats, Floats]:
    """The log ratio of each series' rate from `at` on to that before it, and its variance; nan for too few counts."""
    after, before = slice(at, at + ahead), slice(at - back, at)
    count_after, count_before = grid.counts[:, after].sum(axis=1), grid.counts[:, before].sum(axis=1)
    rate_after = (count_after + 0.5) / grid.exposures[:, after].sum(axis=1)
    rate_before = (count_before + 0.5) / grid.exposures[:, before].sum(axis=1)
    enough = count_after + count_before >= settings.fewest_cases
    ratio = np.where(enough, np.log(rate_after / rate_before), np.nan)
    return ratio, 1 / (count_after + 0.5) + 1 / (count_before + 0.5)


def _usual(same: Floats) -> tuple[Floats, Floats]:
    """How each series moves at that time in its other years (rows), and the doubt about it as a share of the variance.

    Nought with fewer than two other years to learn from.
    """
    years = np.isfinite(same).sum(axis=0)
    known = years >= FEWEST_OTHER_YEARS
    usual, doubt = np.zeros(same.shape[1]), np.zeros(same.shape[1])
    if known.any():
        usual[known] = np.nanmedian(same[:, known], axis=0)
        doubt[known] = 1 / years[known]
    return usual, doubt


def _test(
    at: int, steps: np.ndarray[tuple[int, int], np.dtype[np.bool_]], known: np.ndarray, reach: int
) -> tuple[int, int, float, float]:
    """(stepped, compared, expected, chance of at least so many) at one period, by the panel's other periods."""
    stepped, compared = steps.sum(axis=0), known.sum(axis=0)
    n, m = int(stepped[at]), int(compared[at])
    if m == 0:
        return 0, 0, 0.0, 1.0
    others = np.array([each for each in range(len(compared)) if abs(each - at) >= reach and compared[each] > 0])
    share, together = 0.05, 0.02
    if len(others):
        all_others = compared[others].sum()
        share = max(share, float(stepped[others].sum() / all_others))
        chance_spread = float((compared[others] * share * (1 - share)).sum())
        seen_spread = float(((stepped[others] - compared[others] * share) ** 2).sum())
        more = float((compared[others] * (compared[others] - 1) * share * (1 - share)).sum())
        together = min(0.9, max(together, (seen_spread - chance_spread) / more if more > 0 else 0.0))
    shape = (1 - together) / together
    p = float(betabinom.sf(n - 1, m, share * shape, (1 - share) * shape))
    return n, m, m * share, p
