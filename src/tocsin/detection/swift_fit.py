"""Quasi-Poisson regression on season and trend, past rises weighted down, in closed form but for the trend.

Given the slope, each season's level is known, so that one number is left to seek.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

from numba import njit

from tocsin.detection.farrington_baseline import Runs
from tocsin.detection.past_rises import First, discrepancy, weigh_down
from tocsin.detection.season_sums import Series, Work, add_up, close, gather, note_gaps, take_away

Place: TypeAlias = tuple[int, int]  # where the baseline begins, and how many of its periods are apart

MOST_ITERATIONS = 40
SETTLED = 1e-6  # of the slope over the whole baseline; what is left after the last step is its square
STEEPEST = 60.0  # log growth over the whole baseline; a slope beyond this means that there is none
IMPLIED = 0.5  # cases taken for a season without any, so that its bound is not nought


class Fit(NamedTuple):
    """log mean = level of the season + slope × time, for the assessed period; `settled` if there is such a fit.

    variance  of the log mean
    freedom   known periods of the baseline less what was fitted to them
    """

    mean: float
    dispersion: float
    variance: float
    slope: float
    slope_variance: float
    freedom: int
    settled: bool


@njit(cache=True, nogil=True, error_model="numpy")
def _seek_slope(start: float, runs: Runs, series: Series, work: Work, place: tuple[int, int, float]) -> float:
    """The likeliest slope, leaving each season's weight, mean time (centre) and variance of time (spread); nan if none.

    Newton's method within a bracket. `place` holds the origin, how many periods are apart, and the first moment.
    """
    origin, few, first = place
    low, high = -STEEPEST / runs.span, STEEPEST / runs.span
    slope = start
    for _ in range(MOST_ITERATIONS):
        gather(slope, runs, series, work, origin, few)
        score, information = first, 0.0
        for season in range(work.cases.size):
            if work.cases[season] > 0.0:
                share = 1.0 / work.weight[season]
                centre = work.centre[season] * share
                score -= work.cases[season] * centre
                information += work.cases[season] * (work.spread[season] * share - centre * centre)
        if information <= 0.0:
            return math.nan
        step = score / information
        if abs(step) * runs.span < SETTLED:
            close(step, work)
            return slope + step
        if step > 0.0:
            low = slope
        else:
            high = slope
        slope += step
        if not low < slope < high:
            slope = 0.5 * (low + high)
    return math.nan


@njit(cache=True, nogil=True, error_model="numpy")
def _seasons_known(runs: Runs, work: Work, few: int) -> int:
    """How many seasons hold a known count; 0 if under half of the baseline, or of the assessed season, is known."""
    seasons, periods = runs.in_season.size, runs.in_season.sum()
    if few == 0:
        return int(seasons)
    if 2 * few > periods:
        return 0
    work.cases[:] = runs.in_season
    for i in range(few):
        work.cases[runs.season_of[work.apart[i]]] -= 1.0
    if 2.0 * work.cases[seasons - 1] < runs.in_season[seasons - 1]:
        return 0
    return int((work.cases > 0.0).sum())


@njit(cache=True, nogil=True, error_model="numpy")
def _level(first: float, start: float, trend: bool, runs: Runs, series: Series, work: Work, place: Place) -> float:
    """The slope, nan where there is none to find, leaving weights, centres and spreads; 0 without a trend."""
    origin, few = place
    if trend:
        return _seek_slope(start, runs, series, work, (origin, few, first))
    gather(0.0, runs, series, work, origin, few)
    close(0.0, work)
    return 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def fit(runs: Runs, series: Series, work: Work, origin: int, trend: bool, threshold: float) -> Fit:
    """The fit to the baseline that begins at `origin`; past rises count less where the threshold is not infinite.

    Not settled where too little is known (`_seasons_known`) or no slope is the likeliest.
    Source: Noufaily et al. (2013), Statist. Med. 32, 1206–1222; the bias of the dispersion after reweighting, which
    R's standard errors have, is not taken over.
    """
    gaps = note_gaps(runs, series, work, origin)
    seasons = _seasons_known(runs, work, gaps)
    freedom = runs.in_season.sum() - gaps - seasons - (1 if trend else 0)
    nothing = Fit(math.nan, math.nan, math.nan, 0.0, math.nan, 0, False)
    if seasons == 0 or freedom < 1:
        return nothing
    first = add_up(runs, series, work, origin)
    slope = _level(first, 0.0, trend, runs, series, work, (origin, gaps))
    if math.isnan(slope):
        return nothing
    dispersion = max(1.0, discrepancy(slope, runs, series, work, origin, gaps) / freedom)
    scale = 1.0
    if threshold < math.inf:
        slope_variance = 1.0 / (work.cases * work.spread).sum() if trend else 0.0
        unweighted = First(slope, dispersion, slope_variance)
        few, scale = weigh_down(threshold, unweighted, runs, series, work, (origin, gaps))
        if few > gaps:
            first = take_away(first, runs, series, work, (origin, gaps, few))
            slope = _level(first, slope, trend, runs, series, work, (origin, few))
            if math.isnan(slope):
                return nothing
            dispersion = max(1.0, scale * discrepancy(slope, runs, series, work, origin, few) / freedom)
    fitted = Fit(math.nan, dispersion, math.nan, slope, math.nan, freedom, True)
    return _extrapolated(fitted, scale, trend, runs, series, work, origin)


@njit(cache=True, nogil=True, error_model="numpy")
def _extrapolated(fitted: Fit, scale: float, trend: bool, runs: Runs, series: Series, work: Work, origin: int) -> Fit:
    """The fit with what it says of the assessed period; `scale` turns weights into weights of mean 1."""
    slope, dispersion = fitted.slope, fitted.dispersion
    now, time = runs.in_season.size - 1, runs.span - runs.centre
    cases = work.cases[now] if work.cases[now] > 0.0 else IMPLIED
    mean = cases / work.weight[now] * math.exp(slope * time) * series.exposures[origin + runs.span]
    variance, slope_variance = dispersion / (scale * cases), 0.0
    if trend:
        slope_variance = dispersion / (scale * (work.cases * work.spread).sum())
        variance += (time - work.centre[now]) ** 2 * slope_variance
    return Fit(mean, dispersion, variance, slope, slope_variance, fitted.freedom, True)
