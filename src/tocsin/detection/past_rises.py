"""How far past counts lie from their fitted means, and how much of its weight each past rise loses."""

from __future__ import annotations

import math
from typing import NamedTuple

from numba import njit

from tocsin.detection.farrington_baseline import Runs
from tocsin.detection.season_sums import Series, Work


class First(NamedTuple):
    """What the fit before any weighting says; `slope_variance` is for a dispersion of 1, 0 without a trend."""

    slope: float
    dispersion: float
    slope_variance: float


@njit(cache=True, nogil=True, error_model="numpy")
def discrepancy(slope: float, runs: Runs, series: Series, work: Work, origin: int, few: int) -> float:
    """Sum of (count - mean)² / mean, weighted; `surplus` gets each part, below nought where the count is too low."""
    for kind in range(runs.steps.size):
        work.strides[kind] = math.exp(slope * runs.steps[kind])
    growth, total = math.exp(slope), 0.0
    e = math.exp(slope * (runs.start[0] - runs.centre))
    for run in range(runs.start.size):
        season, begin = runs.season[run], runs.start[run]
        level = work.cases[season] / work.weight[season]
        if work.cases[season] <= 0.0:
            work.surplus[begin : begin + runs.length[run]] = 0.0
        elif series.even:
            mean, shrink = level * e, 1.0 / growth
            over, part = 1.0 / mean, 0.0
            for at in range(begin, begin + runs.length[run]):
                apart = series.counts[origin + at] - mean
                work.surplus[at] = apart * abs(apart) * over
                part += apart * apart * over
                mean *= growth
                over *= shrink
            total += part
        else:
            each = level * e
            for at in range(begin, begin + runs.length[run]):
                mean = each * series.exposures[origin + at]
                apart = series.counts[origin + at] - mean
                work.surplus[at] = apart * abs(apart) / mean if mean > 0.0 else 0.0
                total += abs(work.surplus[at])
                each *= growth
        e *= work.strides[runs.step_at[run]]
    for i in range(few):
        total -= work.lost[i] * abs(work.surplus[work.apart[i]])
    return max(total, 0.0)


@njit(cache=True, nogil=True, error_model="numpy")
def weigh_down(
    threshold: float, fitted: First, runs: Runs, series: Series, work: Work, place: tuple[int, int]
) -> tuple[int, float]:
    """How many periods are apart once past rises are weighed down, and the factor that keeps the mean weight at 1.

    A count's weight is 1 over its squared standardised Anscombe residual where that is above the threshold.
    The residual is never above Pearson's, which is at hand, so that it is worked out for few counts only.
    """
    origin, few = place
    enough = threshold * threshold * fitted.dispersion
    gaps, total, known = few, 0.0, 0
    e = math.exp(fitted.slope * (runs.start[0] - runs.centre))
    for run in range(runs.start.size):
        season, begin, end = runs.season[run], runs.start[run], runs.start[run] + runs.length[run]
        known += end - begin
        level = work.cases[season] / work.weight[season]
        far = max(abs(begin - runs.centre - work.centre[season]), abs(end - 1 - runs.centre - work.centre[season]))
        most = max(e, e * work.strides[runs.step_at[run]])
        freedom = 1.0
        if series.even:
            freedom -= most * (1.0 / work.weight[season] + level * far * far * fitted.slope_variance)
        else:
            freedom = 0.0
        least = 0.999 * enough * freedom
        for at in range(begin, end):
            if work.surplus[at] > least and work.surplus[at] > 0.0:
                lost = _lost(at, threshold, fitted, runs, series, work, origin)
                if lost > 0.0:
                    work.apart[few] = at
                    work.lost[few] = lost
                    total += lost
                    few += 1
        e *= work.strides[runs.step_at[run]]
    return few, (known - gaps) / (known - gaps - total)


@njit(cache=True, nogil=True, error_model="numpy")
def _lost(at: int, threshold: float, fitted: First, runs: Runs, series: Series, work: Work, origin: int) -> float:
    """How much of its weight of 1 the count loses."""
    season, time = runs.season_of[at], at - runs.centre
    e = math.exp(fitted.slope * time) * series.exposures[origin + at]
    mean = work.cases[season] / work.weight[season] * e
    leverage = e / work.weight[season] + mean * (time - work.centre[season]) ** 2 * fitted.slope_variance
    free = fitted.dispersion * (1.0 - leverage)
    beyond = (series.counts[origin + at] - mean) / mean
    # (1 + v) ** (2 / 3) is below its Taylor sum up to the cube, which spares nearly every power.
    most = beyond * (1.0 - beyond * (1.0 / 6.0 - beyond * 2.0 / 27.0))
    if free <= 0.0 or most * most * mean <= threshold * threshold * free:
        return 0.0
    gap = series.counts[origin + at] ** (2.0 / 3.0) * mean ** (-1.0 / 6.0) - math.sqrt(mean)
    if 1.5 * gap <= threshold * math.sqrt(free):
        return 0.0
    return float(1.0 - free / (2.25 * gap * gap))
