"""How far a count stands above what was expected, and the least count that would stand so far."""

from __future__ import annotations

import math

from numba import njit

MOST_STEPS = 50
# A bar may lie this much (of itself) too low: what passes it is scored exactly, so nothing is lost.
SLACK = 1e-9


@njit(cache=True, nogil=True)
def score_of(count: float, expected: float, total: float) -> float:
    """Log-likelihood ratio of a Poisson rate raised within a cylinder; 0 where the count is not above the expected.

    total  the sum of all counts where the method takes it as given (Kulldorff 1997, 2001, 2005), or 0 where the
           expectation alone is compared with (Neill et al. 2005)
    """
    if count <= expected or expected <= 0.0:
        return 0.0
    inside = count * math.log(count / expected)
    if total == 0.0:
        return inside + (expected - count)
    if total > count:
        inside += (total - count) * math.log((total - count) / (total - expected))
    return inside


@njit(cache=True, nogil=True)
def bar_for(score: float, expected: float, total: float) -> float:
    """A count just below the least one that scores more than `score`; infinite if none does.

    Newton's method on a convex function, from a point above the root (Bernstein's inequality).
    """
    if expected <= 0.0:
        return math.inf
    count = expected + score / 3 + math.sqrt(score * score / 9 + 2 * score * expected)
    if total > 0.0:
        if score_of(total, expected, total) <= score:
            return math.inf
        # Nearer the total than half a case the derivative has no end; only the total itself lies beyond.
        if score_of(total - 0.5, expected, total) <= score:
            return total - 0.5
        count = min(count, total - 0.5)
    for _ in range(MOST_STEPS):
        slope = math.log(count / expected)
        if total > 0.0:
            slope -= math.log((total - count) / (total - expected))
        if slope <= 0.0:
            break
        step = (score_of(count, expected, total) - score) / slope
        count -= step
        if step < SLACK * count:
            break
    return count * (1 - 2 * SLACK)
