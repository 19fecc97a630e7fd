"""Compiled loops of the gamma-Poisson law: learning it from references, and the tails of its mixture.

What the law is, and where it comes from, stands in negative_binomial. Everywhere n references (or n kinds of them,
each `times` over), g plausible values of `extra`, the variance of a factor that a reference has of its own.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from tocsin.detection.count_distribution import Floats
from tocsin.detection.count_law import chance_at_least, chance_exactly

MOST_STEPS = 50
SETTLED = 1e-9
# Below, log Γ(count + size) - log Γ(size) is the logarithm of a product; above, the product might overflow.
LARGEST_PRODUCT = 64
# A value of `extra` less plausible than this beside the others changes no chance by more than this.
NEGLIGIBLE = 1e-14


@njit(cache=True, nogil=True)
def learn_law(
    counts: Floats, times: Floats, exposures: Floats, doubts: Floats, extras: Floats, prior: Floats
) -> tuple[Floats, Floats, Floats]:
    """Rate, variance of the rate over its square, and weight of each value of `extras`.

    counts, times  n
    exposures      g × n; doubts too, the variance of each exposure over its square
    """
    rates, rate_doubts, weights = np.empty(len(extras)), np.empty(len(extras)), np.empty(len(extras))
    for k in range(len(extras)):
        rates[k] = _rate(counts, times, exposures[k], doubts[k], extras[k])
        cases, information, fit = 0.0, 0.0, 0.0
        last_mean, last_extra, log_share, log_none = -1.0, -1.0, 0.0, 0.0
        for i in range(len(counts)):
            if times[i] == 0.0:
                continue
            extra = (1.0 + extras[k]) * (1.0 + doubts[k, i]) - 1.0
            mean = rates[k] * exposures[k, i]
            if mean != last_mean or extra != last_extra:
                last_mean, last_extra = mean, extra
                damped = extra * mean
                log_none = -math.log1p(damped) / extra if extra > 0.0 else -mean
                log_share = math.log(damped / (1.0 + damped)) if extra > 0.0 else math.log(mean)
            cases += times[i] * mean
            information += times[i] * mean / (1.0 + extra * mean)
            fit += times[i] * (_log_ways(counts[i], extra) + log_none + counts[i] * log_share)
        rate_doubts[k] = 1.0 / information
        weights[k] = fit + 0.5 * math.log(cases) - 0.5 * math.log(information)
    weights = prior * np.exp(weights - weights.max())
    weights /= weights.sum()
    weights = np.where(weights < NEGLIGIBLE, 0.0, weights)
    return rates, rate_doubts, weights / weights.sum()


@njit(cache=True, nogil=True)
def _rate(counts: Floats, times: Floats, exposures: Floats, doubts: Floats, extra: float) -> float:
    """The likeliest rate, by Newton's steps on its logarithm.

    Jeffreys' half a case is spread over the references: a reference set of noughts leaves a small rate, not none.
    """
    exposure, cases = 0.0, 0.5
    for i in range(len(counts)):
        exposure += times[i] * exposures[i]
        cases += times[i] * counts[i]
    rate, half = cases / exposure, 0.5 / exposure
    for _ in range(MOST_STEPS):
        gap, slope = 0.0, 0.0
        for i in range(len(counts)):
            wide = (1.0 + extra) * (1.0 + doubts[i]) - 1.0
            mean = rate * exposures[i]
            count = counts[i] + half * exposures[i]
            damped = 1.0 + wide * mean
            gap += times[i] * (count - mean) / damped
            slope += times[i] * mean * (1.0 + wide * count) / (damped * damped)
        step = min(1.0, max(-1.0, gap / slope))
        rate *= math.exp(step)
        if abs(step) < SETTLED:
            break
    return rate


@njit(cache=True, nogil=True)
def _log_ways(count: float, extra: float) -> float:
    """log Γ(count + 1/extra) - log Γ(1/extra); 0 for a Poisson, in which the count alone decides it."""
    if extra <= 0.0 or count <= 0.0:
        return 0.0
    size = 1.0 / extra
    if count > LARGEST_PRODUCT:
        return math.lgamma(count + size) - math.lgamma(size)
    ways = 1.0
    for j in range(int(count)):
        ways *= size + j
    return math.log(ways)


@njit(cache=True, nogil=True)
def mixture_at_least(count: float, means: Floats, extras: Floats, weights: Floats) -> float:
    """Chance of that count or more, each component negative binomial with its mean and extra variance."""
    total = 0.0
    for k in range(len(means)):
        if weights[k] > 0.0:
            total += weights[k] * chance_at_least(count, means[k], 1.0 + extras[k] * means[k])
    return min(total, 1.0)


@njit(cache=True, nogil=True)
def lowest_within(limit: float, near: float, means: Floats, extras: Floats, weights: Floats) -> float:
    """The lowest count such that the chance of more is at most `limit`, sought outwards from `near`.

    Between two counts either side, the next is guessed along the logit of the chance, which is nearly straight.
    """
    sought = _logit(limit)
    below, above, at, step = -1.0, math.inf, max(0.0, near), max(1.0, math.floor(0.03 * near))
    over, under = math.inf, -math.inf
    while above - below > 1.0:
        tail = mixture_at_least(at + 1.0, means, extras, weights)
        if tail > limit:
            below, over = at, _logit(tail)
        else:
            above, under = at, _logit(tail)
        if above == math.inf:
            at, step = below + step, 2.0 * step
        elif below < 0.0 and above - step >= 0.0:
            at, step = above - step, 2.0 * step
        else:
            share = (over - sought) / (over - under) if -math.inf < under and over < math.inf else 0.5
            # At least a tenth of the way from either end, so that a curve ends it as surely as a line.
            guess = math.floor(below + min(0.9, max(0.1, share)) * (above - below))
            at = min(above - 1.0, max(below + 1.0, guess))
    return above


@njit(cache=True, nogil=True)
def _logit(chance: float) -> float:
    if chance <= 0.0:
        return -math.inf
    return math.inf if chance >= 1.0 else math.log(chance) - math.log1p(-chance)


@njit(cache=True, nogil=True)
def widened(law_doubts: Floats, extras: Floats, doubts: Floats) -> Floats:
    """The extra variance of one more count of the law, its exposure and the rate being in doubt."""
    return (1.0 + extras) * (1.0 + doubts) * (1.0 + law_doubts) - 1.0


@njit(cache=True, nogil=True)
def surprises_of(
    counts: Floats,
    exposures: Floats,
    doubts: Floats,
    extras: Floats,
    law: tuple[Floats, Floats, Floats],
) -> Floats:
    """Twice the smaller tail of each reference's count, roughly: at the law's mean values, not over its mixture."""
    rates, law_doubts, weights = law
    extra, law_doubt = np.sum(weights * extras), np.sum(weights * law_doubts)
    surprises = np.empty(len(counts))
    for i in range(len(counts)):
        mean, doubt = np.sum(weights * rates * exposures[:, i]), np.sum(weights * doubts[:, i])
        dispersion = 1.0 + ((1.0 + extra) * (1.0 + doubt) * (1.0 + law_doubt) - 1.0) * mean
        at_least = chance_at_least(counts[i], mean, dispersion)
        surprises[i] = 2.0 * min(at_least, 1.0 - at_least + chance_exactly(counts[i], mean, dispersion))
    return surprises


@njit(cache=True, nogil=True)
def learn_law_without_outliers(
    counts: Floats,
    times: Floats,
    exposures: Floats,
    doubts: Floats,
    extras: Floats,
    prior: Floats,
    implausible: float,
    most: int,
) -> tuple[tuple[Floats, Floats, Floats], Floats]:
    """The law of the references without those that the rest make implausible, and how many of each were left out.

    The `most` most surprising are set apart first, so that they cannot vouch for each other, then let back in, the
    less surprising first, unless their count is too high or too low for the law of the rest.
    """
    law = learn_law(counts, times, exposures, doubts, extras, prior)
    left_out = np.zeros(len(counts))
    if most <= 0:
        return law, left_out
    order = np.argsort(surprises_of(counts, exposures, doubts, extras, law), kind="mergesort")
    suspects = np.empty(most, dtype=np.int64)
    found, at = 0, 0
    while found < most:
        if left_out[order[at]] < times[order[at]]:
            left_out[order[at]] += 1.0
            suspects[found] = order[at]
            found += 1
        else:
            at += 1
    whole = law
    learnt = False
    for each in range(most - 1, -1, -1):
        i = suspects[each]
        if not learnt:
            law = learn_law(counts, times - left_out, exposures, doubts, extras, prior)
            learnt = True
        means, wide = law[0] * exposures[:, i], widened(law[1], extras, doubts[:, i])
        at_least = mixture_at_least(counts[i], means, wide, law[2])
        more = mixture_at_least(counts[i] + 1.0, means, wide, law[2])
        if 2.0 * min(at_least, 1.0 - more) >= implausible:
            left_out[i] -= 1.0
            learnt = False
    if left_out.sum() == 0.0:
        return whole, left_out
    return (law if learnt else learn_law(counts, times - left_out, exposures, doubts, extras, prior)), left_out
