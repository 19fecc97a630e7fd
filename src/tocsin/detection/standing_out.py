"""How far a count stands out from what its past explains, and how little past counts that did should teach."""

from __future__ import annotations

import math

from numba import njit

from tocsin.detection.count_distribution import Floats
from tocsin.detection.count_law import chance_at_least, chance_exactly
from tocsin.detection.seasonal_curve import Past

FEWEST = 2.0  # one case by itself is no rise
NEARLY = 0.3  # standard deviations by which a count's chance may make it stand out further than its distance does


@njit(cache=True, nogil=True)
def middle_chance(count: float, mean: float, dispersion: float) -> float:
    """Chance of more than this count and half that of just this one: the mid-p-value, never quite nought.

    Source: Lancaster (1961), J. Am. Statist. Assoc. 56, 223–234.
    """
    p = chance_at_least(count, mean, dispersion) - 0.5 * chance_exactly(count, mean, dispersion)
    return max(p, 1e-300)


@njit(cache=True, nogil=True)
def _deviate(chance: float) -> float:
    """The normal deviate with that chance above it (Abramowitz & Stegun 1964, 26.2.23); chance at most a half."""
    t = math.sqrt(-2.0 * math.log(chance))
    below = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    return t - (2.515517 + t * (0.802853 + t * 0.010328)) / below


@njit(cache=True, nogil=True)
def _weight(count: float, mean: float, dispersion: float, above: float) -> float:
    if count < FEWEST or count <= mean + (above - NEARLY) * math.sqrt(dispersion * mean):
        return 1.0
    apart = _deviate(min(0.5, middle_chance(count, mean, dispersion)))
    return (above / apart) ** 2 if apart > above else 1.0


@njit(cache=True, nogil=True)
def weigh_down(counts: Floats, means: Floats, past: Past, dispersion: float, above: float, weights: Floats) -> None:
    """Fills the weights of the past: 1, and less for a count, or two running, that stand out; 0 where unknown.

    above   standard deviations beyond which a rise is weighed down, by the square of how far beyond it stands
    Source: Noufaily et al. (2013), section 3.5, with the count's own law in place of Anscombe's residuals, which call
    too many small counts outlying, and with pairs, since an outbreak seldom ends within the period it began.
    """
    for at in range(past.first, past.last):
        weights[at] = 0.0 if counts[at] < 0.0 else _weight(counts[at], means[at], dispersion, above)
    for at in range(past.first, past.last - 1):
        if counts[at] >= 0.0 and counts[at + 1] >= 0.0:
            both = _weight(counts[at] + counts[at + 1], means[at] + means[at + 1], dispersion, above)
            if both < 1.0:
                for each in (at, at + 1):
                    if counts[each] > means[each]:
                        weights[each] = min(weights[each], both)


@njit(cache=True, nogil=True)
def spread_of(counts: Floats, means: Floats, weights: Floats, past: Past, fitted: float) -> float:
    """Variance over mean about those means (Pearson), `fitted` parameters allowed for."""
    total = known = 0.0
    for at in range(past.first, past.last):
        if weights[at] > 0.0:
            total += weights[at] * (counts[at] - means[at]) ** 2 / max(means[at], 1e-9)
            known += weights[at]
    return total / max(known - fitted, 1.0)
