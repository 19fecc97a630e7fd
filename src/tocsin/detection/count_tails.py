"""The numerical parts of a count's law that stay exact at any mean: saddle-point chances and integrals of tails."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)
NEGLIGIBLE = 42.0  # exp(-42) is below the last digit of a double
NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)


@njit(cache=True, nogil=True)
def stirling_gap(z: float) -> float:
    """How far log Γ(z + 1) is above Stirling's formula, z above nought."""
    if z < 10.0:
        return math.lgamma(z + 1.0) - (z + 0.5) * math.log(z) + z - HALF_LOG_TWO_PI
    w = 1.0 / (z * z)
    inner = 1 / 1188 - w * (691 / 360360 - w / 156)
    return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * inner)))) / z


@njit(cache=True, nogil=True)
def deviance_part(x: float, about: float, apart: float) -> float:
    """x log(x / about) - x + about, where `apart` is x - about, known better than by taking them away.

    Source: Loader (2000), Fast and accurate computation of binomial probabilities.
    """
    v = apart / (x + about)
    if abs(v) > 0.1:
        return x * math.log(x / about) - apart
    term = 2.0 * x * v
    total = apart * v
    for j in range(3, 60, 2):
        term *= v * v
        longer = total + term / j
        if longer == total:
            break
        total = longer
    return total


@njit(cache=True, nogil=True)
def _log_gap(w: float) -> float:
    """w - log(1 + w)."""
    if abs(w) > 0.2:
        return w - math.log1p(w)
    z = w / (2.0 + w)
    power = 2.0 * z
    total = w * z
    for j in range(3, 60, 2):
        power *= z * z
        shorter = total - power / j
        if shorter == total:
            break
        total = shorter
    return total


@njit(cache=True, nogil=True)
def _exp_gap(s: float) -> float:
    """exp(-s) - 1 + s."""
    if abs(s) > 0.5:
        return math.expm1(-s) + s
    term = 0.5 * s * s
    total = term
    for j in range(3, 30):
        term *= -s / j
        longer = total + term
        if longer == total:
            break
        total = longer
    return total


@njit(cache=True, nogil=True)
def _curve(s: float, share: float) -> float:
    """log(1 - share + share × exp(-s)) + share × s, exact however small s is; share at most a half."""
    if abs(s) > 1.0:
        return math.log1p(share * math.expm1(-s)) + share * s
    return share * _exp_gap(s) - _log_gap(share * math.expm1(-s))


@njit(cache=True, nogil=True)
def _fall(s: float, slope: float, total: float, share: float, side: float) -> float:
    """How far the log of the integrand has fallen at s."""
    if total < 0.0:  # Poisson: `share` is the mean
        return slope * s + share * _exp_gap(side * s)
    return slope * s + total * _curve(side * s, share)


@njit(cache=True, nogil=True)
def tail_integral(slope: float, rate: float, total: float, share: float, side: float) -> float:
    """Integral from 0 to infinity of exp(-slope s - total × curve(side s)): a tail over (count × chance of the count).

    slope    how fast the integrand falls at 0; below nought where it first rises
    rate     any number that its fall per s does not outgrow by much; it sets the scale of the search for the end
    total    count + size of a negative-binomial law; below nought for a Poisson law
    share    1 - 1 / dispersion or 1 / dispersion, whichever is less; for a Poisson law, its mean
    side     1 for the upper tail, -1 for the lower; the other way round where `share` is 1 / dispersion
    The tail is the incomplete beta (gamma) integral with logarithms of odds (of the mean) as its variable.
    """
    end = NEGLIGIBLE / rate
    while _fall(end, slope, total, share, side) < NEGLIGIBLE:
        end *= 1.3
    panels = 3 + int(end / 5.0)
    half = 0.5 * end / panels
    area = 0.0
    for panel in range(panels):
        centre = (2 * panel + 1) * half
        for node in range(NODES.size):
            s = centre + half * NODES[node]
            area += WEIGHTS[node] * math.exp(-_fall(s, slope, total, share, side))
    return area * half
