"""Correlation of a driver with a crime series at every lag, and its chance among imitations of the driver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.forecasting.series import Floats
from tocsin.forecasting.stationary import filtered, whitening

# One period of uproar counts no more than this many standard deviations.
MOST_DEVIATIONS = 3.0


@dataclass(frozen=True)
class LaggedCorrelations:
    """A driver beside a crime series at lags 0 … L, the driver leading.

    by_lag  correlations
    usual   a correlation beyond plus or minus this is as strong as the strongest of all lags gets with one of twenty
            imitations
    p       share of imitations whose strongest correlation is at least as strong, the real driver counted in
    best    the lag of the strongest
    """

    by_lag: Floats
    usual: Floats
    p: float
    best: int


def lagged_correlations(crime: Floats, driver: Floats, imitated: Floats, longest_lag: int) -> LaggedCorrelations:
    """The correlations, at each lag over the periods that both have.

    crime, driver  changes of the same periods, season taken out
    imitated       imitations of the driver, one a row
    The memory of the crime series is taken out of both, so that a driver's change is met by one change of crime and
    noise without memory is left; the imitations go the same way. Correlations at long lags rest on fewer periods, so
    each is weighed by the root of their number.
    Sources: Box, Jenkins, Reinsel & Ljung (2015), Time Series Analysis, 5th edition, chapter 12; Westfall & Young
    (1993), Resampling-Based Multiple Testing, chapter 2 (the largest statistic).
    """
    memory = whitening(crime)
    answers = _tamed(filtered(crime, memory))
    later = _later(answers, longest_lag)
    reach = np.sqrt(len(answers) - np.arange(longest_lag + 1.0))
    strength = (_tamed(filtered(driver, memory)) @ later) / reach
    by_chance = np.abs((_tamed(filtered(imitated, memory)) @ later) / reach).max(axis=1)
    best = int(np.argmax(np.abs(strength)))
    as_strong = int(np.sum(by_chance >= abs(strength[best])))
    return LaggedCorrelations(
        by_lag=np.clip(strength / reach, -1, 1),
        usual=np.minimum(np.quantile(by_chance, 0.95) / reach, 1),
        p=(1 + as_strong) / (1 + len(by_chance)),
        best=best,
    )


def _tamed(values: Floats) -> Floats:
    """In standard deviations, none beyond three, scaled to one again; each row by itself."""
    deviations = values / np.std(values, axis=-1, keepdims=True)
    tamed = np.clip(deviations, -MOST_DEVIATIONS, MOST_DEVIATIONS)
    return np.asarray(tamed / np.sqrt(np.mean(tamed**2, axis=-1, keepdims=True)), dtype=np.float64)


def _later(values: Floats, longest_lag: int) -> Floats:
    """Periods × lags: what came 0, 1, … periods after each; nought past the end."""
    laid_out = np.zeros((len(values), longest_lag + 1))
    for lag in range(longest_lag + 1):
        laid_out[: len(values) - lag, lag] = values[lag:]
    return laid_out
