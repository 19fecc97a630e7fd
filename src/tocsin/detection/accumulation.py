"""Evidence of an outbreak gathered over the last 1, 2, 4 and 8 periods, so that slow rises are found as well as sudden.

A mixture of likelihood ratios: counts of each run of periods under an outbreak of 1 to 9 standard deviations, over
counts as usual. Source: the negative-binomial likelihood ratio that Höhle & Paul (2008), Comput. Stat. Data Anal. 52,
4357–4368, maximise over sizes and starts; averaged over them instead, as Shiryaev and Roberts did, 1 over it bounds p.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.detection import harmonic
from tocsin.detection.calibration import ACCUMULATION, Calibration, shipped, stratum_of
from tocsin.detection.count_distribution import Floats
from tocsin.detection.count_law import lowest_usual
from tocsin.detection.grid import Answers, Grid
from tocsin.detection.harmonic import Harmonic, Predictions, predict

VERSION = "1"
# Outbreak sizes weighed, in standard deviations of one period's count.
SIZES = np.array([1.0, 2.0, 3.0, 5.0, 7.0, 9.0])
# Below, a negative-binomial law is as good as Poisson and its size too large for the logarithms of gamma functions.
LEAST_DISPERSION = 1.001
GREATEST_LOG = 300.0
# Half of the way from one false-alarm rate for all series together to one for each kind of series.
EVENNESS = 0.5


@dataclass(frozen=True)
class Accumulation:
    """How evidence is gathered.

    alpha     chance that the evidence passes its upper bound if nothing has changed
    windows   lengths of the runs of periods, each up to the one assessed
    shares    how much each counts; the first period's count keeps most, so that a sudden rise is found at once
    usual     how the counts to expect are learnt; its alpha is not used
    """

    alpha: float = 0.01
    windows: tuple[int, ...] = (1, 2, 4, 8)
    shares: tuple[float, ...] = (1.0, 0.7, 0.02, 0.02)
    usual: Harmonic = field(default_factory=Harmonic)

    def __post_init__(self) -> None:
        if len(self.windows) != len(self.shares) or min(self.windows) < 1 or list(self.windows) != sorted(self.windows):
            raise ValueError("Give each window, shortest first and of 1 period or more, one share.")
        if not 0 < self.alpha <= 0.5:
            raise ValueError(f"alpha is {self.alpha}. It is a chance above 0, at most 0.5.")

    @property
    def calibration(self) -> str:
        """The name its calibration is kept by."""
        return "accumulation" if len(self.windows) > 1 else "accumulation-one-period"


def recommended(a_year: int) -> Accumulation:
    """Settings for weeks, months or quarters, by how many there are in a year."""
    usual = harmonic.recommended(a_year)
    windows = tuple(each for each in (1, 2, 4, 8) if each <= usual.left_out + 1)
    return Accumulation(windows=windows, shares=(1.0, 0.7, 0.02, 0.02)[: len(windows)], usual=usual)


def one_period(usual: Harmonic | None = None) -> Accumulation:
    """Settings for the evidence of the period assessed alone."""
    return Accumulation(windows=(1,), shares=(1.0,), usual=usual or Harmonic())


def assess(
    grid: Grid,
    first: int,
    settings: Accumulation,
    groups: Sequence[str] | None = None,
    calibration: Calibration | None = None,
) -> Answers:
    """What to expect of each series from period `first` on, and p of the evidence gathered up to each period.

    calibration   what the evidence does in clean weeks; as measured on simulated series unless given
    Expected, lower and dispersion are of the period's count by itself; the upper bound is the highest count with which
    the evidence gathered would have p above alpha, -1 if the periods before are evidence enough.
    """
    found = predict(grid, first, settings.usual, windows=max(settings.windows), groups=groups)
    return answer(grid, first, settings, found, calibration or shipped(ACCUMULATION)[settings.calibration])


def answer(grid: Grid, first: int, settings: Accumulation, found: Predictions, learnt: Calibration) -> Answers:
    """What the predictions, of as many windows as the settings have or more, say of the counts from `first` on."""
    means = found.means[:, :, 0]
    dispersions = found.dispersions + means * found.doubts
    cuts = learnt.cut_offs(settings.alpha, evenness=EVENNESS)[stratum_of(means, dispersions)]
    raw, upper = _weighed(grid, first, settings, found, cuts)
    p = learnt.calibrated(raw, means, dispersions, evenness=EVENNESS)
    return Answers(means, _lowest(means, dispersions, settings.alpha), upper, p, dispersions)


def bound_of(grid: Grid, first: int, settings: Accumulation, found: Predictions) -> Floats:
    """The inverse of the mixed likelihood ratio, S × W: a bound on p that needs no calibration, though a loose one.

    By Markov's inequality, if the law of counts is right, the chance of a ratio of at least 1/p is at most p.
    """
    return _weighed(grid, first, settings, found, np.zeros_like(found.dispersions))[0]


def _weighed(grid: Grid, first: int, settings: Accumulation, found: Predictions, cuts: Floats) -> tuple[Floats, Floats]:
    counts = np.where(np.isfinite(grid.counts), grid.counts, -1.0)
    plan = np.array(settings.windows, dtype=np.int64), np.array(settings.shares) / sum(settings.shares)
    laws = found.means, found.dispersions, found.doubts, found.unrests
    raw, upper = np.full(cuts.shape, np.nan), np.full(cuts.shape, np.nan)
    _weigh(counts, first, laws, plan, cuts, (raw, upper))
    return raw, upper


@njit(cache=True, nogil=True)
def _weigh(
    counts: Floats,
    first: int,
    laws: tuple[Floats, Floats, Floats, Floats],
    plan: tuple[NDArray[np.int64], Floats],
    cuts: Floats,
    answers: tuple[Floats, Floats],
) -> None:
    """Fills the inverse ratio of each period, and the highest count whose own would be above the cut-off (if any)."""
    means, dispersions, doubts, unrests = laws
    windows, shares = plan
    runs = np.zeros((windows.size, 4))
    for row in range(cuts.shape[0]):
        for column in range(cuts.shape[1]):
            newest = means[row, column, 0]
            if np.isnan(newest):
                continue
            alone = max(1.0, dispersions[row, column] - unrests[row, column] * newest)
            shared = doubts[row, column] + unrests[row, column]
            _gather(counts[row], first + column, means[row, column], windows, runs)
            runs[:, 2] = alone + runs[:, 1] * shared
            count = counts[row, first + column]
            if count >= 0.0:
                answers[0][row, column] = 1.0 / _ratio(count, runs, shares)
            if cuts[row, column] > 0.0:
                answers[1][row, column] = _highest_below(1.0 / cuts[row, column], newest, runs, shares)


@njit(cache=True, nogil=True)
def _gather(counts: Floats, newest: int, means: Floats, windows: NDArray[np.int64], runs: Floats) -> None:
    """Fills for each window: counts before the newest, mean of all, (dispersion,) and periods known."""
    count = mean = 0.0
    back = periods = 0
    for window in range(windows.size):
        while back < windows[window]:
            at = newest - back
            if back == 0 or (at >= 0 and counts[at] >= 0.0 and not np.isnan(means[back])):
                count += counts[at] if back > 0 else 0.0
                mean += means[back]
                periods += 1
            back += 1
        runs[window, 0], runs[window, 1], runs[window, 3] = count, mean, periods


@njit(cache=True, nogil=True)
def _ratio(count: float, runs: Floats, shares: Floats) -> float:
    total = 0.0
    for window in range(shares.size):
        earlier, mean, dispersion, periods = runs[window]
        total += shares[window] * likelihood_ratio(earlier + count, mean, dispersion, periods)
    return total


@njit(cache=True, nogil=True)
def _highest_below(limit: float, mean: float, runs: Floats, shares: Floats) -> float:
    """The highest count whose ratio is below the limit; -1 if none is."""
    below, above = -1.0, math.floor(mean) + 1.0
    while _ratio(above, runs, shares) < limit:
        below, above = above, 2.0 * above + 1.0
    while above - below > 1.0:
        middle = math.floor(0.5 * (below + above))
        if _ratio(middle, runs, shares) < limit:
            below = middle
        else:
            above = middle
    return below


@njit(cache=True, nogil=True)
def likelihood_ratio(count: float, mean: float, dispersion: float, periods: float) -> float:
    """How much likelier the count of a run of periods is with an outbreak, averaged over sizes, than as usual."""
    extra = max(dispersion, LEAST_DISPERSION) - 1.0
    size = mean / extra
    usual = math.lgamma(count + size) - math.lgamma(size)
    deviation = math.sqrt(mean * (extra + 1.0) / periods)
    total = 0.0
    for each in SIZES:
        more = each * deviation / extra
        log = math.lgamma(count + size + more) - math.lgamma(size + more) - usual - more * math.log1p(extra)
        total += math.exp(min(log, GREATEST_LOG))
    return total / SIZES.size


@njit(cache=True, nogil=True)
def _lowest(means: Floats, dispersions: Floats, alpha: float) -> Floats:
    lowest = np.empty_like(means)
    for row in range(means.shape[0]):
        for column in range(means.shape[1]):
            lowest[row, column] = lowest_usual(means[row, column], dispersions[row, column], alpha)
    return lowest
