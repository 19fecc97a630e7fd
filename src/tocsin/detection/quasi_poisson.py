"""Quasi-Poisson regression on season and trend, with past rises weighted down. It knows nothing of calendars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from tocsin.detection.count_distribution import Floats

MOST_ITERATIONS = 25
SETTLED = 1e-8
SMALLEST_MEAN = float(np.finfo(np.float64).eps)


class NotSettled(Exception):
    """The iterations ended before the deviance stood still."""


@dataclass(frozen=True)
class Baseline:
    """Counts to fit to: `seasons[i]` is the season (0, 1, 2 …) of `counts[i]`, and `times[i]` its time."""

    counts: Floats
    times: Floats
    seasons: NDArray[np.int64]


@dataclass(frozen=True)
class Fit:
    """log mean = levels[season] + slope × time; the variance is `dispersion` × mean, never below Poisson."""

    levels: Floats
    slope: float
    means: Floats
    dispersion: float
    trend_p: float
    leverages: Floats

    def mean_at(self, *, time: float, season: int) -> float:
        return float(np.exp(self.levels[season] + self.slope * time))


def fit(baseline: Baseline, *, trend: bool, weights: Floats | None = None) -> Fit:
    """Iteratively reweighted least squares along the path of R's `glm`, so that bounds agree to the count.

    Raises NotSettled where R's `glm` does not converge.
    """
    counts, times, seasons = baseline.counts, baseline.times, baseline.seasons
    prior = np.ones_like(counts) if weights is None else weights
    means = counts + 0.1
    log_means = np.log(means)
    deviance = _deviance(counts, means, prior)
    for _ in range(MOST_ITERATIONS):
        working = prior * means
        response = log_means + (counts - means) / means
        in_season = np.bincount(seasons, working)
        centre = np.bincount(seasons, working * times) / in_season
        level = np.bincount(seasons, working * response) / in_season
        apart = times - centre[seasons]
        spread = float(working @ apart**2)
        slope = float((working * apart) @ response) / spread if trend else 0.0
        levels = level - slope * centre
        log_means = levels[seasons] + slope * times
        means = np.maximum(np.exp(log_means), SMALLEST_MEAN)
        previous, deviance = deviance, _deviance(counts, means, prior)
        if abs(deviance - previous) / (abs(deviance) + 0.1) < SETTLED:
            break
    else:
        raise NotSettled
    residual_df = len(counts) - len(levels) - int(trend)
    residuals = (counts - means) / means
    leverages = working / in_season[seasons] + (working * apart**2 / spread if trend else 0.0)
    # R writes the reweighting into the model before its trend test, so the test sees these weights, not `working`.
    trend_variance = float((prior if weights is not None else working) @ residuals**2) / residual_df / spread
    return Fit(
        levels=levels,
        slope=slope,
        means=means,
        dispersion=max(1.0, float(working @ residuals**2) / residual_df),
        trend_p=float(2 * student.sf(abs(slope) / np.sqrt(trend_variance), residual_df)) if trend else 1.0,
        leverages=leverages,
    )


def fit_past_rises_down(baseline: Baseline, *, trend: bool, threshold: float) -> Fit:
    """The same, fitted again with counts whose Anscombe residual is above `threshold` weighted down.

    Source: Noufaily et al. (2013), Statist. Med. 32, 1206–1222, section 3.5.
    """
    first = fit(baseline, trend=trend)
    free = np.maximum(1 - first.leverages, 0.0)
    gap = baseline.counts ** (2 / 3) * first.means ** (-1 / 6) - np.sqrt(first.means)
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = 1.5 * gap / np.sqrt(first.dispersion * free)
    high = residuals > threshold
    weights = np.where(high, 1 / np.where(high, residuals, 1.0) ** 2, 1.0)
    return fit(baseline, trend=trend, weights=weights * len(weights) / weights.sum())


def _deviance(counts: Floats, means: Floats, weights: Floats) -> float:
    logs = np.where(counts > 0, counts * np.log(np.where(counts > 0, counts, 1.0) / means), 0.0)
    return float(2 * weights @ (logs - (counts - means)))
