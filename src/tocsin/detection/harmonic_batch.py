"""The harmonic method's loops over all series of a grid, compiled. What is pooled between them is in harmonic."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.detection.adaptation import PRIOR_CASES, lately, moved_level, own_places, relevel, spread_lately, unrest
from tocsin.detection.count_distribution import Floats
from tocsin.detection.seasonal_curve import LEVEL, Past, Series, expect, fit
from tocsin.detection.standing_out import spread_of, weigh_down

ROUNDS_OF_WEIGHING = 2


class Batch(NamedTuple):
    """S series over T periods: counts (below nought if unknown), exposures, and the weights of the past, each S × T.

    rows   which of the series to work on; the others are left alone
    """

    rows: NDArray[np.int64]
    counts: Floats
    exposures: Floats
    weights: Floats


class Fits(NamedTuple):
    """What is known of each series' curve: coefficients without and with past rises weighed down, variances of the
    latter as if counts were Poisson (each S × coefficients), and variance over mean, S."""

    plain: Floats
    weighted: Floats
    variances: Floats
    dispersions: Floats


class Leanings(NamedTuple):
    """How far to believe each feature of each series beyond its curve.

    places   chance that places in the year have factors of their own, S
    drifts   chance of each rate of drift of the level, S × drifts
    kept     share of the evidence left a period later under each rate of drift; last, that of the spread
    fitted   parameters fitted to each series, in effect, S
    """

    places: Floats
    drifts: Floats
    kept: Floats
    fitted: Floats


class Outlook(NamedTuple):
    """What to expect of each series: means of the period assessed and those just before it, newest first, S × windows;
    variance of the logarithm of the mean that features beyond the curve add, S; variance over mean, the number of
    periods that it rests on, and the unrest of neighbouring periods, S × 3."""

    means: Floats
    doubts: Floats
    spreads: Floats


@njit(cache=True, nogil=True)
def fit_all(batch: Batch, past: Past, above: float, fits: Fits) -> None:
    """Fits every series, from the coefficients that `fits` holds, and fills `fits` and the weights of the past.

    Each series is fitted in full, then with rises beyond that fit weighed down, then with rises beyond that one.
    """
    means = np.empty(batch.counts.shape[1])
    for row in batch.rows:
        series = Series(batch.counts[row], batch.exposures[row], batch.weights[row])
        known = cases = 0.0
        for at in range(past.first, past.last):
            series.weights[at] = 1.0 if series.counts[at] >= 0.0 else 0.0
            known += series.weights[at]
            cases += max(series.counts[at], 0.0)
        if fits.plain[row, LEVEL] == 0.0:
            fits.plain[row, LEVEL] = np.log((cases + 0.5) / (known + 0.5))
        fitted = float(fits.plain.shape[1])
        fit(series, past, fits.plain[row], means, fits.variances[row])
        spread = max(1.0, spread_of(series.counts, means, series.weights, past, fitted))
        if fits.weighted[row, LEVEL] == 0.0:
            fits.weighted[row] = fits.plain[row]
        for _ in range(ROUNDS_OF_WEIGHING):
            weigh_down(series.counts, means, past, spread, above, series.weights)
            fit(series, past, fits.weighted[row], means, fits.variances[row])
            spread = max(1.0, spread_of(series.counts, means, series.weights, past, fitted))
        fits.dispersions[row] = spread


@njit(cache=True, nogil=True)
def _usual(series: Series, past: Past, curve: Floats, chance: float, places: Floats, means: Floats) -> None:
    """Fills the means of all periods by the curve, its level set anew, times the factors of places in the year."""
    expect(curve, past, series.exposures, means)
    relevel(series, past, means)
    if chance > 0.0:
        for at in range(past.first, past.until):
            means[at] *= 1.0 + chance * (places[0, past.cells[at]] - 1.0)
        relevel(series, past, means)


@njit(cache=True, nogil=True)
def weigh_places(batch: Batch, past: Past, curves: Floats, dispersions: Floats, places: Floats) -> Floats:
    """How much likelier each past is if places in the year have factors of their own, as a logarithm; fills them."""
    log_factors = np.zeros(batch.counts.shape[0])
    means = np.empty(batch.counts.shape[1])
    for row in batch.rows:
        series = Series(batch.counts[row], batch.exposures[row], batch.weights[row])
        _usual(series, past, curves[row], 0.0, places[row], means)
        log_factors[row] = own_places(series, past, means, dispersions[row], places[row])
    return log_factors


@njit(cache=True, nogil=True)
def weigh_drifts(
    batch: Batch, past: Past, curves: Floats, dispersions: Floats, places: Floats, leanings: Leanings
) -> Floats:
    """How much likelier each past is under each rate of drift of the level, as a logarithm, S × drifts."""
    log_factors = np.zeros_like(leanings.drifts)
    means = np.empty(batch.counts.shape[1])
    levels = np.empty(batch.counts.shape[1])
    for row in batch.rows:
        series = Series(batch.counts[row], batch.exposures[row], batch.weights[row])
        _usual(series, past, curves[row], leanings.places[row], places[row], means)
        for drift in range(log_factors.shape[1]):
            kept = leanings.kept[drift]
            log_factors[row, drift] = moved_level(series, past, means, dispersions[row], kept, levels)
    return log_factors


@njit(cache=True, nogil=True)
def _drifted(series: Series, past: Past, means: Floats, dispersion: float, chances: Floats, kept: Floats) -> float:
    """Multiplies the means by the level to expect; returns the variance of the logarithm of the newest level."""
    levels = np.empty(means.size)
    newest = past.until - 1
    mixed, doubt = np.full(means.size, 1.0 - chances.sum()), 0.0
    for drift in range(chances.size):
        moved_level(series, past, means, dispersion, kept[drift], levels)
        cases = PRIOR_CASES + lately(series, past, means, kept[drift]) / dispersion
        doubt += chances[drift] * (1.0 / cases + (levels[newest] - 1.0) ** 2)
        for at in range(past.first, past.until):
            mixed[at] += chances[drift] * levels[at]
    for at in range(past.first, past.until):
        # Nothing is learnt of the level from the periods left out, so the newest level stands for them too.
        means[at] *= mixed[at] if at < past.last else mixed[newest]
    return float(max(0.0, doubt - (mixed[newest] - 1.0) ** 2))


@njit(cache=True, nogil=True)
def look_ahead(
    batch: Batch, past: Past, curves: Floats, dispersions: Floats, places: Floats, leanings: Leanings, outlook: Outlook
) -> None:
    """Fills the outlook of every series for the period assessed and those just before it."""
    means, found = np.empty(batch.counts.shape[1]), np.empty(2)
    for row in batch.rows:
        series = Series(batch.counts[row], batch.exposures[row], batch.weights[row])
        chance = leanings.places[row]
        _usual(series, past, curves[row], chance, places[row], means)
        doubt = chance * places[row, 1, past.cells[past.until - 1]]
        doubt += _drifted(series, past, means, dispersions[row], leanings.drifts[row], leanings.kept)
        spread_lately(series, past, means, leanings.kept[-1], found)
        fitted = leanings.fitted[row] + chance * (1.0 - PRIOR_CASES * places[row, 1]).sum()
        share = max(0.1, 1.0 - fitted / max(found[1], 1.0))
        outlook.spreads[row, 0] = found[0] / share
        outlook.spreads[row, 1] = found[1] * share
        outlook.doubts[row] = doubt
        outlook.spreads[row, 2] = unrest(series, past, means, found[0] / share)
        for back in range(outlook.means.shape[1]):
            outlook.means[row, back] = means[past.until - 1 - back]
