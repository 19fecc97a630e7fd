"""What a smooth curve misses: places in the year that stand by themselves, and a level that has moved of late."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from tocsin.detection.count_distribution import Floats
from tocsin.detection.seasonal_curve import Past, Series

# A place's own factor, and a moved level, are gamma about 1 with a standard deviation of a quarter.
PRIOR_CASES = 16.0


@njit(cache=True, nogil=True)
def relevel(series: Series, past: Past, means: Floats) -> None:
    """Scales the means so that the weighted past adds up to its counts."""
    counted = expected = 0.5  # so that a past of noughts keeps a level above nought
    for at in range(past.first, past.last):
        counted += series.weights[at] * max(series.counts[at], 0.0)
        expected += series.weights[at] * means[at]
    factor = counted / expected
    for at in range(past.first, past.until):
        means[at] *= factor


@njit(cache=True, nogil=True)
def own_places(series: Series, past: Past, means: Floats, dispersion: float, places: Floats) -> float:
    """How much likelier the past is, as a logarithm, if each place in the year has a factor of its own.

    places   filled with the factors to expect if they exist, and the variance of their logarithms; 2 × a year
    School holidays are such places, and so is a season that comes and goes in a step.
    """
    a_year = places.shape[1]
    counted, expected = np.zeros(a_year), np.zeros(a_year)
    for at in range(past.first, past.last):
        weight = series.weights[at] / dispersion
        counted[past.cells[at]] += weight * max(series.counts[at], 0.0)
        expected[past.cells[at]] += weight * means[at]
    log_factor = 0.0
    for cell in range(a_year):
        cases, exposure = PRIOR_CASES + counted[cell], PRIOR_CASES + expected[cell]
        log_factor += math.lgamma(cases) - math.lgamma(PRIOR_CASES) + PRIOR_CASES * math.log(PRIOR_CASES)
        log_factor += expected[cell] - cases * math.log(exposure)
        places[0, cell] = cases / exposure
        places[1, cell] = 1.0 / cases
    return log_factor


@njit(cache=True, nogil=True)
def moved_level(series: Series, past: Past, means: Floats, dispersion: float, kept: float, levels: Floats) -> float:
    """How much likelier the past is, as a logarithm, if the level drifts; fills the levels.

    kept    share of the evidence that is left a period later
    levels  factor on the mean of each period, from what was known as long before it as the past ends before the
            period assessed
    Discounted counts, as in West & Harrison (1997), chapter 10.
    """
    counted = expected = 0.0
    gained = 0.0
    prior = PRIOR_CASES * dispersion
    ahead = past.until - past.last
    for at in range(past.first, past.until):
        source = at - ahead
        if source >= past.first:
            counted = kept * counted + series.weights[source] * max(series.counts[source], 0.0)
            expected = kept * expected + series.weights[source] * means[source]
        level = (prior + counted) / (prior + expected)
        levels[at] = level
        if at < past.last and series.weights[at] > 0.0:
            gain = series.counts[at] * math.log(level) - means[at] * (level - 1.0)
            gained += series.weights[at] * gain
    return gained / dispersion


@njit(cache=True, nogil=True)
def lately(series: Series, past: Past, means: Floats, kept: float) -> float:
    """Cases to expect in the discounted past, which say how well the level of today is known."""
    expected = 0.0
    for at in range(past.first, past.last):
        expected = kept * expected + series.weights[at] * means[at]
    return expected


@njit(cache=True, nogil=True)
def spread_lately(series: Series, past: Past, means: Floats, kept: float, found: Floats) -> None:
    """Fills variance over mean (Pearson), recent periods counting more, and how many periods that rests on."""
    total = known = squares = 0.0
    for at in range(past.first, past.last):
        weight = series.weights[at]
        total *= kept
        known *= kept
        squares *= kept * kept
        if weight > 0.0:
            total += weight * (series.counts[at] - means[at]) ** 2 / max(means[at], 1e-9)
            known += weight
            squares += weight * weight
    found[0] = total / max(known, 1e-9)
    found[1] = known * known / max(squares, 1e-9)


@njit(cache=True, nogil=True)
def unrest(series: Series, past: Past, means: Floats, dispersion: float) -> float:
    """Variance of the logarithm of the mean over runs as long as the periods left out, beyond what chance explains.

    What neighbouring counts miss their means by together: a season or a drift that the curve does not follow.
    """
    length = past.until - past.last - 1
    surplus = squares = counted = expected = 0.0
    for at in range(past.first, past.last):
        counted += series.weights[at] * max(series.counts[at], 0.0)
        expected += series.weights[at] * means[at]
        if (at - past.first) % length == length - 1:
            surplus += (counted - expected) ** 2 - dispersion * expected
            squares += expected * expected
            counted = expected = 0.0
    return max(0.0, surplus) / max(squares, 1e-9)
