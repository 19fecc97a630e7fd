"""The law of one count, for compiled loops: negative binomial with variance dispersion × mean; Poisson at 1 or less.

Arrays of the same laws are in count_distribution. Every chance is exact to about 1e-13 of itself, in either tail, for
means up to 1e12. nan in, nan out.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from tocsin.detection.count_tails import HALF_LOG_TWO_PI, deviance_part, stirling_gap, tail_integral

MOST_TERMS = 1000  # beyond, an integral is quicker than a sum
MOST_STEPS = 64  # beyond, halving is quicker than walking
LARGE = 2.0**52  # whole numbers stand further apart than 1 soon after
NEAR_ENOUGH = 1.0 + 64 * 2.0**-52  # R's allowance: a chance equal to alpha but for rounding counts as equal


@njit(cache=True, nogil=True)
def chance_exactly(count: float, mean: float, dispersion: float) -> float:
    """Chance of just this count; 0 for a count that is not whole or is below nought.

    Source: the saddle-point form of Loader (2000), as R computes it too.
    """
    if math.isnan(count + mean + dispersion):
        return math.nan
    if count < 0.0 or count != np.floor(count):
        return 0.0
    extra = dispersion - 1.0
    if count == 0.0:
        return math.exp(-max(mean, 0.0) * (math.log1p(extra) / extra if extra > 0.0 else 1.0))
    if mean <= 0.0:
        return 0.0
    if extra <= 0.0:
        surprise = stirling_gap(count) + deviance_part(count, mean, count - mean)
        return math.exp(-surprise - HALF_LOG_TWO_PI) / math.sqrt(count)
    size = mean / extra
    total = count + size
    apart = (count - mean) / dispersion
    surprise = stirling_gap(count) + stirling_gap(size) - stirling_gap(total)
    surprise += deviance_part(count, total * (extra / dispersion), apart) + deviance_part(
        size, total / dispersion, -apart
    )
    return math.exp(-surprise - HALF_LOG_TWO_PI) * math.sqrt(size / (count * total))


@njit(cache=True, nogil=True)
def _chance_beyond(count: float, mean: float, dispersion: float, chance: float, upwards: bool) -> float:
    """Chance of `count` or more (`upwards`), or of fewer; `chance` is that of the count itself, which is above 0."""
    extra = dispersion - 1.0
    poisson = extra <= 0.0
    size = 0.0 if poisson else mean / extra
    odds = 0.0 if poisson else extra / dispersion
    # The chance of j + 1 over that of j is (fixed + odds × j) / (j + 1).
    fixed = mean if poisson else size * odds
    spread = 9.0 * math.sqrt(mean * max(dispersion, 1.0)) + 40.0 * max(dispersion, 1.0)
    if not upwards and min(spread, count) <= MOST_TERMS:
        term, total, j = chance, 0.0, count
        while j > 0.0:
            term *= j / (fixed + odds * (j - 1.0))
            j -= 1.0
            longer = total + term
            if longer == total:
                break
            total = longer
        return total
    if upwards and spread <= MOST_TERMS:
        term, total, j = chance, chance, count
        while True:
            term *= (fixed + odds * j) / (j + 1.0)
            j += 1.0
            longer = total + term
            if longer == total:
                return total
            total = longer
    side = 1.0 if upwards else -1.0
    slope = side * (count - mean) / max(dispersion, 1.0)
    if poisson:
        return count * chance * tail_integral(slope, count if upwards else max(mean, 1.0), -1.0, mean, side)
    rate = count if upwards else count + size
    if odds > 0.5:
        return count * chance * tail_integral(slope, rate, count + size, 1.0 / dispersion, -side)
    return count * chance * tail_integral(slope, rate, count + size, odds, side)


@njit(cache=True, nogil=True)
def _tail(count: float, mean: float, dispersion: float, chance: float) -> float:
    """Chance of at least `count`, a whole number above nought; `chance` is that of the count itself."""
    few_large = dispersion > 1.0 + mean  # a size below 1: the chances fall from the start, whatever the mean
    if count > mean or few_large:
        return _chance_beyond(count, mean, dispersion, chance, True) if chance > 0.0 else 0.0
    return 1.0 - (_chance_beyond(count, mean, dispersion, chance, False) if chance > 0.0 else 0.0)


@njit(cache=True, nogil=True)
def chance_at_least(count: float, mean: float, dispersion: float) -> float:
    """Chance of at least this count."""
    if math.isnan(count + mean + dispersion):
        return math.nan
    if count <= 0.0:
        return 1.0
    if mean <= 0.0:
        return 0.0
    whole = np.ceil(count)
    return min(1.0, _tail(whole, mean, dispersion, chance_exactly(whole, mean, dispersion)))


@njit(cache=True, nogil=True)
def chance_at_most(count: float, mean: float, dispersion: float) -> float:
    """Chance of at most this count."""
    if math.isnan(count + mean + dispersion):
        return math.nan
    if count < 0.0:
        return 0.0
    if mean <= 0.0:
        return 1.0
    above = np.floor(count) + 1.0
    chance = chance_exactly(above, mean, dispersion)
    if above > mean or chance <= 0.0:
        return 1.0 - _tail(above, mean, dispersion, chance)
    return _chance_beyond(above, mean, dispersion, chance, False)


@njit(cache=True, nogil=True)
def highest_usual(mean: float, dispersion: float, alpha: float) -> float:
    """The smallest u with P(Y ≤ u) ≥ 1 - alpha: a count above it has a chance, with all above it, of alpha or less."""
    if math.isnan(mean + dispersion):
        return math.nan
    if mean <= 0.0:
        return 0.0
    limit = alpha * NEAR_ENOUGH
    u = _guess(mean, dispersion, _deviate(alpha))
    odds = max(dispersion - 1.0, 0.0) / max(dispersion, 1.0)
    fixed = mean / max(dispersion, 1.0)
    chance = chance_exactly(u + 1.0, mean, dispersion)
    above = _tail(u + 1.0, mean, dispersion, chance)
    for _ in range(MOST_STEPS if u < LARGE else 0):
        if above <= limit:
            chance *= (u + 1.0) / (fixed + odds * u)
            if u == 0.0 or above + chance > limit:
                return u
            above += chance
            u -= 1.0
        else:
            if above > 100.0 * limit:  # taking away would lose digits
                break
            above -= chance
            u += 1.0
            chance *= (fixed + odds * u) / (u + 1.0)
            if above <= limit:
                return u
    return _halved(mean, dispersion, limit, u, True)


@njit(cache=True, nogil=True)
def lowest_usual(mean: float, dispersion: float, alpha: float) -> float:
    """The smallest u with P(Y ≤ u) > alpha: a count below it has a chance, with all below it, of alpha or less."""
    if math.isnan(mean + dispersion):
        return math.nan
    limit = alpha * NEAR_ENOUGH
    if mean <= 0.0 or chance_exactly(0.0, mean, dispersion) > limit:
        return 0.0
    u = _guess(mean, dispersion, -_deviate(alpha))
    odds = max(dispersion - 1.0, 0.0) / max(dispersion, 1.0)
    fixed = mean / max(dispersion, 1.0)
    chance = chance_exactly(u, mean, dispersion)
    below = chance_at_most(u, mean, dispersion)
    for _ in range(MOST_STEPS if u < LARGE else 0):
        if below <= limit:
            chance *= (fixed + odds * u) / (u + 1.0)
            u += 1.0
            below += chance
            if below > limit:
                return u
        else:
            if below > 100.0 * limit:
                break
            below -= chance
            if below <= limit:
                return u
            chance *= u / (fixed + odds * (u - 1.0))
            u -= 1.0
    return _halved(mean, dispersion, limit, u, False)


@njit(cache=True, nogil=True)
def _is_enough(u: float, mean: float, dispersion: float, limit: float, highest: bool) -> bool:
    if highest:
        return chance_at_least(u + 1.0, mean, dispersion) <= limit
    return chance_at_most(u, mean, dispersion) > limit


@njit(cache=True, nogil=True)
def _halved(mean: float, dispersion: float, limit: float, near: float, highest: bool) -> float:
    """The smallest u that is enough, by halving from a guess; for guesses that were far off."""
    step = max(1.0, near * 2.0**-50)  # a far larger count is no longer a whole number in a double
    if _is_enough(near, mean, dispersion, limit, highest):
        above, below = near, near - step
        while below >= 0.0 and _is_enough(below, mean, dispersion, limit, highest):
            above = below
            step *= 2.0
            below -= step
        below = max(below, -1.0)
    else:
        below, above = near, near + step
        while not _is_enough(above, mean, dispersion, limit, highest):
            below = above
            step *= 2.0
            above += step
    while above - below > 1.0:
        middle = np.floor(0.5 * (above + below))
        if middle in (below, above):
            break
        if _is_enough(middle, mean, dispersion, limit, highest):
            above = middle
        else:
            below = middle
    return above


@njit(cache=True, nogil=True)
def _guess(mean: float, dispersion: float, z: float) -> float:
    """Near the count that stands z standard deviations above the mean, its skewness allowed for."""
    spread = max(dispersion, 1.0)
    deviation = math.sqrt(mean * spread)
    skewness = (2.0 * spread - 1.0) / deviation
    return max(0.0, float(np.floor(mean + deviation * (z + skewness * (z * z - 1.0) / 6.0))))


@njit(cache=True, nogil=True)
def _deviate(alpha: float) -> float:
    """The standard normal deviate with chance alpha above it, to a thousandth (Abramowitz & Stegun 26.2.23)."""
    t = math.sqrt(-2.0 * math.log(min(alpha, 1.0 - alpha)))
    above = 2.515517 + t * (0.802853 + t * 0.010328)
    z = t - above / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    return z if alpha <= 0.5 else -z
