"""What a mean, its standard error and a dispersion say of one count, in the three ways of Farrington Flexible."""

from __future__ import annotations

import math

from numba import njit

from tocsin.detection.count_law import chance_at_least, highest_usual, lowest_usual

NB_PLUGIN, DELTA, MUAN = 0, 1, 2
BOUNDS = {"nbPlugin": NB_PLUGIN, "delta": DELTA, "muan": MUAN}


@njit(cache=True, nogil=True, error_model="numpy")
def bounds_of(
    count: float, mean: float, dispersion: float, variance: float, rule: tuple[int, float, float, float]
) -> tuple[float, float, float]:
    """Lower and upper bound, and the chance p of at least this count; nan where the upper bound is not finite.

    variance  of the log mean
    rule      which bound, alpha, the normal deviate of 1 - alpha, and the power that makes counts about normal
    nbPlugin  a negative-binomial law about the mean; whole bounds
    muan      the same about the mean raised to its own upper limit; so p is for the raised mean, as R's is. The lower
              bound is taken about the mean lowered to its lower limit
    delta     counts raised to the power are normal, with a variance that adds that of the mean; bounds are not whole
    """
    kind, alpha, deviate, power = rule
    if kind == DELTA:
        spread = power * mean ** (power - 0.5) * math.sqrt(dispersion + variance * mean)
        centre = mean**power
        lower = max(0.0, centre - deviate * spread) ** (1.0 / power)
        upper = (centre + deviate * spread) ** (1.0 / power)
        return lower, upper, 0.5 * math.erfc((count**power - centre) / (spread * math.sqrt(2.0)))
    raised = lowered = mean
    if kind == MUAN:
        sway = math.exp(deviate * math.sqrt(variance))
        raised, lowered = mean * sway, mean / sway
    if not math.isfinite(raised):
        return math.nan, math.nan, math.nan
    lower = lowest_usual(lowered, dispersion, alpha)
    return lower, highest_usual(raised, dispersion, alpha), chance_at_least(count, raised, dispersion)
