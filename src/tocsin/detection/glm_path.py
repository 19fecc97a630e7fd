"""Quasi-Poisson regression on season and trend along the path of R's `glm`, where `surveillance` must be equalled.

Its answers differ from the likeliest ones by what R's stopping rule leaves, and its standard errors by a slip of
`surveillance`; `swift_fit` has neither.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from tocsin.detection.count_distribution import Floats
from tocsin.detection.farrington_baseline import Runs, Whole
from tocsin.detection.season_sums import Series
from tocsin.detection.swift_fit import Fit

MOST_ITERATIONS = 25
SETTLED = 1e-8
SMALLEST_MEAN = 2.0**-52
FULL_LEVERAGE = 1.0 - 10.0 * 2.0**-52


class Items(NamedTuple):
    """The known baseline periods of one fit, and room to fit them; the last three are by season."""

    counts: Floats
    times: Floats
    offsets: Floats
    season: Whole
    prior: Floats
    mean: Floats
    working: Floats
    level: Floats
    weight: Floats
    centre: Floats


class Path(NamedTuple):
    """Where the iterations ended: the slope, the weighted sum of squares of time, and whether they settled."""

    slope: float
    spread: float
    settled: bool


@njit(cache=True, nogil=True, error_model="numpy")
def _items(runs: Runs, series: Series, origin: int) -> Items:
    """What is known of the baseline that begins at `origin`; the prior weights are 1."""
    known, is_gap = 0, np.zeros(runs.span + 1, np.bool_)
    for gap in series.gaps:
        if origin <= gap < origin + runs.span:
            is_gap[gap - origin] = True
    for at in range(runs.span):
        known += int(runs.season_of[at] >= 0 and not is_gap[at])
    rows, seasons = np.ones((6, known)), np.empty((3, runs.in_season.size))
    season_of, i = np.empty(known, np.int64), 0
    for at in range(runs.span):
        if runs.season_of[at] >= 0 and not is_gap[at]:
            season_of[i] = runs.season_of[at]
            rows[0, i] = series.counts[origin + at]
            rows[1, i] = at - runs.centre
            rows[2, i] = 0.0 if series.even else math.log(series.exposures[origin + at])
            i += 1
    return Items(rows[0], rows[1], rows[2], season_of, rows[3], rows[4], rows[5], seasons[0], seasons[1], seasons[2])


@njit(cache=True, nogil=True, error_model="numpy")
def _deviance(items: Items) -> float:
    total = 0.0
    for i in range(items.counts.size):
        count, mean = items.counts[i], items.mean[i]
        logs = count * math.log(count / mean) if count > 0.0 else 0.0
        total += items.prior[i] * (logs - (count - mean))
    return 2.0 * total


@njit(cache=True, nogil=True, error_model="numpy")
def _one_step(items: Items, trend: bool) -> tuple[float, float]:
    """Slope and spread of the weighted least squares about the present means, which it then replaces."""
    level, weight, centre = items.level, items.weight, items.centre
    level[:], weight[:], centre[:] = 0.0, 0.0, 0.0
    for i in range(items.counts.size):
        mean, season = items.mean[i], items.season[i]
        items.working[i] = items.prior[i] * mean
        response = math.log(mean) - items.offsets[i] + (items.counts[i] - mean) / mean
        weight[season] += items.working[i]
        centre[season] += items.working[i] * items.times[i]
        level[season] += items.working[i] * response
    for season in range(weight.size):
        centre[season] /= weight[season]
        level[season] /= weight[season]
    spread, slope = 0.0, 0.0
    if trend:
        for i in range(items.counts.size):
            mean, apart = items.mean[i], items.times[i] - centre[items.season[i]]
            spread += items.working[i] * apart * apart
            response = math.log(mean) - items.offsets[i] + (items.counts[i] - mean) / mean
            slope += items.working[i] * apart * response
        slope /= spread
    for i in range(items.counts.size):
        season = items.season[i]
        log_mean = level[season] + slope * (items.times[i] - centre[season]) + items.offsets[i]
        items.mean[i] = max(math.exp(log_mean), SMALLEST_MEAN)
    return slope, spread


@njit(cache=True, nogil=True, error_model="numpy")
def _iterate(items: Items, trend: bool) -> Path:
    """From just above the counts until the deviance stands still, 25 steps at most."""
    items.mean[:] = items.counts + 0.1
    deviance = _deviance(items)
    slope = spread = 0.0
    for _ in range(MOST_ITERATIONS):
        slope, spread = _one_step(items, trend)
        before, deviance = deviance, _deviance(items)
        if abs(deviance - before) / (abs(deviance) + 0.1) < SETTLED:
            return Path(slope, spread, True)
    return Path(slope, spread, False)


@njit(cache=True, nogil=True, error_model="numpy")
def _dispersion(items: Items, weights: Floats, freedom: int) -> float:
    total = 0.0
    for i in range(items.counts.size):
        residual = (items.counts[i] - items.mean[i]) / items.mean[i]
        total += weights[i] * residual * residual
    return total / freedom


@njit(cache=True, nogil=True, error_model="numpy")
def _weigh_down(items: Items, path: Path, dispersion: float, threshold: float) -> None:
    """Sets the prior weights from the standardised Anscombe residuals; their mean is 1."""
    total = 0.0
    for i in range(items.counts.size):
        season, mean = items.season[i], items.mean[i]
        leverage = items.working[i] / items.weight[season]
        if path.spread > 0.0:
            leverage += items.working[i] * (items.times[i] - items.centre[season]) ** 2 / path.spread
        if leverage > FULL_LEVERAGE:
            leverage = 1.0
        gap = 1.5 * (items.counts[i] ** (2.0 / 3.0) * mean ** (-1.0 / 6.0) - math.sqrt(mean))
        residual = gap / math.sqrt(dispersion * (1.0 - leverage))
        items.prior[i] = 1.0 / (residual * residual) if residual > threshold else 1.0
        total += items.prior[i]
    items.prior[:] *= items.counts.size / total


@njit(cache=True, nogil=True, error_model="numpy")
def fit(runs: Runs, series: Series, origin: int, trend: bool, threshold: float) -> Fit:
    """The same as `swift_fit.fit`, as R's `surveillance` 1.20.3 has it.

    Not settled where R's `glm` does not converge. After reweighting, `surveillance` writes the prior weights over the
    working ones, which the variances here therefore rest on; the dispersion does not.
    """
    nothing = Fit(math.nan, math.nan, math.nan, 0.0, math.nan, 0, False)
    items = _items(runs, series, origin)
    seasons = np.zeros(runs.in_season.size, np.int64)
    for i in range(items.counts.size):
        seasons[items.season[i]] = 1
    freedom = items.counts.size - seasons.sum() - (1 if trend else 0)
    if freedom < 1 or seasons[-1] == 0:
        return nothing
    path = _iterate(items, trend)
    if not path.settled:
        return nothing
    plain = _dispersion(items, items.working, freedom)
    slipped = plain
    if threshold < math.inf:
        _weigh_down(items, path, max(1.0, plain), threshold)
        path = _iterate(items, trend)
        plain = _dispersion(items, items.working, freedom)
        slipped = _dispersion(items, items.prior, freedom)
    now, time = runs.in_season.size - 1, runs.span - runs.centre - items.centre[-1]
    exposure = 0.0 if series.even else math.log(series.exposures[origin + runs.span])
    mean = math.exp(items.level[now] + path.slope * time + exposure)
    variance, slope_variance = slipped / items.weight[now], 0.0
    if trend:
        slope_variance = slipped / path.spread
        variance += time * time * slope_variance
    return Fit(mean, max(1.0, plain), variance, path.slope, slope_variance, freedom, True)
