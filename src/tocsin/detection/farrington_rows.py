"""Farrington Flexible over the rows and columns of a grid, in compiled loops."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.detection import glm_path, swift_fit
from tocsin.detection.count_distribution import Floats
from tocsin.detection.farrington_baseline import Runs
from tocsin.detection.farrington_bounds import bounds_of
from tocsin.detection.season_sums import Series, Work, room_for
from tocsin.detection.swift_fit import Fit

Truths = NDArray[np.bool_]


class Rules(NamedTuple):
    """How to fit, in numbers.

    threshold    residual above which a past count is weighed down; infinite for never
    critical     by degrees of freedom, how many standard errors off nought the trend must be to be kept
    few, lately  no answer unless more cases than `few` less one fell in the last `lately` periods
    """

    r_compat: bool
    trend: bool
    threshold: float
    critical: Floats
    few: float
    lately: int


class Block(NamedTuple):
    """Some rows of a grid, periods across: counts with 0 in gaps, exposures with 1 in gaps, all 1 if `even`."""

    counts: Floats
    exposures: Floats
    is_gap: Truths
    even: bool


@njit(cache=True, nogil=True, error_model="numpy")
def fit_rows(runs: Runs, block: Block, first: int, rules: Rules, fits: Floats) -> None:
    """Writes mean, dispersion and variance of the log mean of each row from period `first` on into fits[row, 0…2]."""
    work = room_for(runs)
    for row in range(block.counts.shape[0]):
        series = _series(block, row)
        for at in range(max(first, runs.span), block.counts.shape[1]):
            if not _is_enough(series, at, rules):
                continue
            fitted = _fitted(runs, series, work, at - runs.span, rules)
            fits[row, 0, at - first] = fitted.mean
            fits[row, 1, at - first] = fitted.dispersion
            fits[row, 2, at - first] = fitted.variance


@njit(cache=True, nogil=True, error_model="numpy")
def bound_rows(fits: Floats, counts: Floats, rule: tuple[int, float, float, float], answers: Floats) -> None:
    """Writes lower bound, upper bound and p into answers[row, 0…2]."""
    for row in range(counts.shape[0]):
        for at in range(counts.shape[1]):
            mean, dispersion, variance = fits[row, 0, at], fits[row, 1, at], fits[row, 2, at]
            lower, upper, p = bounds_of(counts[row, at], mean, dispersion, variance, rule)
            answers[row, 0, at], answers[row, 1, at], answers[row, 2, at] = lower, upper, p


@njit(cache=True, nogil=True, error_model="numpy")
def _series(block: Block, row: int) -> Series:
    periods = block.counts.shape[1]
    running, moments = np.zeros(periods + 1), np.zeros(periods + 1)
    for at in range(periods):
        running[at + 1] = running[at] + block.counts[row, at]
        moments[at + 1] = moments[at] + block.counts[row, at] * at
    gaps = np.flatnonzero(block.is_gap[row])
    return Series(block.counts[row], running, moments, block.exposures[row], block.even, gaps)


@njit(cache=True, nogil=True, error_model="numpy")
def _is_enough(series: Series, at: int, rules: Rules) -> bool:
    """Whether enough cases fell lately. R cannot say where one of those periods is a gap."""
    begin = max(0, at + 1 - rules.lately)
    if rules.r_compat:
        for gap in series.gaps:
            if begin <= gap <= at:
                return False
    return bool(series.running[at + 1] - series.running[begin] >= rules.few)


@njit(cache=True, nogil=True, error_model="numpy")
def _fitted(runs: Runs, series: Series, work: Work, origin: int, rules: Rules) -> Fit:
    """The fit with a trend if that is kept, else without."""
    trend = rules.trend
    while True:
        if rules.r_compat:
            fitted = glm_path.fit(runs, series, origin, trend, rules.threshold)
        else:
            fitted = swift_fit.fit(runs, series, work, origin, trend, rules.threshold)
        if not trend or (fitted.settled and _keeps_trend(fitted, runs, series, origin, rules)):
            return fitted
        trend = False


@njit(cache=True, nogil=True, error_model="numpy")
def _keeps_trend(fitted: Fit, runs: Runs, series: Series, origin: int, rules: Rules) -> bool:
    """Whether the trend is clear, and leads to no more than the largest count of the baseline."""
    if abs(fitted.slope) <= rules.critical[fitted.freedom] * math.sqrt(fitted.slope_variance):
        return False
    for run in range(runs.start.size - 1, -1, -1):
        begin = origin + runs.start[run]
        for at in range(begin, begin + runs.length[run]):
            if series.counts[at] >= fitted.mean:
                return True
    return False
