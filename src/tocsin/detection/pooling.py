"""What many related series say together of each one: how common a feature is among them, and how far counts spread.

Empirical Bayes: the frequency of each possibility is learnt over the series, and each series then weighs its own
evidence against it. Rows are put in order of their values first, so that the order they came in changes nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats

ROUNDS = 40
# What is believed before any series is seen, in numbers of series.
PRIOR_SERIES = 2.0
PRIOR_SPREADS = 5.0
DISPERSIONS: Floats = np.exp(np.linspace(0.0, np.log(30.0), 52))
LEAST_SPREAD = 0.3  # an estimate below it says only that there are hardly any cases


def chances_of(log_factors: Floats, before: float, groups: NDArray[np.intp] | None) -> Floats:
    """Chance that each series has each of H features, at most one of which is true of it; S × H.

    log_factors  log of how much likelier its counts are with the feature than with none (Bayes factors), S × H
    before       chance of any feature before a series is seen
    groups       which series are pooled together: a number each, S; None to judge each series by itself
    """
    if groups is None:
        return _chances(log_factors, before, rounds=0)
    chances = np.empty_like(log_factors)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        chances[rows] = _chances(log_factors[rows], before, rounds=ROUNDS)
    return chances


def _chances(log_factors: Floats, before: float, *, rounds: int) -> Floats:
    features = log_factors.shape[1]
    order = np.lexsort(log_factors.T)
    logs = np.column_stack([np.zeros(len(order)), log_factors[order]])
    likely = np.exp(logs - logs.max(axis=1, keepdims=True))
    prior = np.concatenate([[1 - before], np.full(features, before / features)])
    shares = prior
    for _ in range(rounds):
        each = likely * shares
        each /= each.sum(axis=1, keepdims=True)
        shares = (each.sum(axis=0) + PRIOR_SERIES * prior) / (len(order) + PRIOR_SERIES)
    each = likely * shares
    each /= each.sum(axis=1, keepdims=True)
    chances = np.empty_like(log_factors)
    chances[order] = each[:, 1:]
    return chances


def pooled_dispersions(estimates: Floats, levels: Floats, periods: Floats, groups: NDArray[np.intp]) -> Floats:
    """Each series' variance over mean, drawn towards values common among series of its group at about its level, S.

    estimates  variance over mean of each series by itself (Pearson)
    levels     mean count of each
    periods    how many independent periods each estimate rests on
    How common each value is is learnt without assuming a shape (Laird 1978, J. Am. Statist. Assoc. 73, 805–811), at
    each doubling of the level with half the say of the doublings next to it.
    """
    pooled = np.empty_like(estimates)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        pooled[rows] = _pooled(estimates[rows], levels[rows], periods[rows])
    return pooled


def _pooled(estimates: Floats, levels: Floats, periods: Floats) -> Floats:
    order = np.lexsort((periods, estimates, levels))
    doublings = np.floor(np.log2(np.maximum(levels[order], 1e-3))).astype(np.intp)
    doublings -= doublings.min()
    likely = _likelihoods(estimates[order], levels[order], periods[order])
    starts = np.flatnonzero(np.diff(doublings, prepend=-1))
    prior = DISPERSIONS**-1.0
    prior /= prior.sum()
    shares = np.tile(prior, (doublings[-1] + 3, 1))  # one more doubling at either end, empty
    for _ in range(ROUNDS):
        each = likely * shares[doublings + 1]
        each /= each.sum(axis=1, keepdims=True)
        totals = np.zeros_like(shares)
        totals[doublings[starts] + 1] = np.add.reduceat(each, starts, axis=0)
        near = totals.copy()
        near[1:] += 0.5 * totals[:-1]
        near[:-1] += 0.5 * totals[1:]
        shares = near + PRIOR_SPREADS * prior
        shares /= shares.sum(axis=1, keepdims=True)
    each = likely * shares[doublings + 1]
    pooled = np.empty_like(estimates)
    pooled[order] = each @ DISPERSIONS / each.sum(axis=1)
    return pooled


def _likelihoods(estimates: Floats, levels: Floats, periods: Floats) -> Floats:
    """Of each estimate under each dispersion: log-normal, with the variance that a negative-binomial count gives it."""
    extra = 1 - 1 / DISPERSIONS
    excess = DISPERSIONS * (1 + 4 * extra + extra**2) / np.maximum(levels, 0.02)[:, None]
    variance = np.log1p((2 + excess) / np.maximum(periods, 1.0)[:, None])
    apart = np.log(np.maximum(estimates, LEAST_SPREAD))[:, None] - np.log(DISPERSIONS) + 0.5 * variance
    logs = -0.5 * apart**2 / variance - 0.5 * np.log(variance)
    return np.asarray(np.exp(logs - logs.max(axis=1, keepdims=True)))
