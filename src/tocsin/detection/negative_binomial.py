"""What count to expect, given a reference set of counts with exposures, when history is too short for a season.

Each reference count is Poisson about rate × exposure × a factor of its own; factors are gamma with mean 1, so that
counts are negative binomial. How much factors vary (`extra`, the variance of a factor) is learnt from the reference
set and never taken as known: the answer is a mixture over its plausible values, and at each value the rate has a
gamma law as wide as the reference set leaves it. The tail is therefore wider for four references than for forty.

Source: the gamma-Poisson predictive law with Jeffreys' prior for a rate, in Gelman et al. (2013), Bayesian Data
Analysis, 3rd ed., section 2.6; the half-Cauchy prior for a spread among few groups, in Gelman (2006), Bayesian
Analysis 1, 515–534; the gamma approximation of the rate's law is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

from tocsin.detection.count_distribution import CountDistribution, Floats, chance_of_at_least

VERSION = "1"

# Plausible spreads of a factor, as standard deviations: from none to twice the mean.
SPREADS = np.concatenate([[0.0], np.geomspace(0.01, 2.0, 25)])
EXTRAS = SPREADS**2
# Half-Cauchy of scale 1: wide enough that few references still give about the nominal share of false alarms, which
# the simulations in tests/test_stage.py hold to bounds.
_PRIOR = np.gradient(SPREADS) / (1 + SPREADS**2)

# A reference that this rarely comes of the law of the others is left out, and never more than two of them.
IMPLAUSIBLE = 0.005
MOST_LEFT_OUT = 2
FEWEST_KEPT = 3
MOST_STEPS = 50


@dataclass(frozen=True)
class References:
    """What the assessed count is compared with; n references, g plausible values of `extra`.

    counts     n
    exposures  g × n, so that they may depend on `extra`
    doubts     g × n; the variance of each exposure over its square, 0 where the exposure is known
    """

    counts: Floats
    exposures: Floats
    doubts: Floats

    def only(self, kept: list[int]) -> References:
        return References(self.counts[kept], self.exposures[:, kept], self.doubts[:, kept])

    def without(self, left_out: list[int]) -> References:
        return self.only([each for each in range(len(self.counts)) if each not in left_out])


@dataclass(frozen=True)
class Law:
    """What a reference set says, one entry for each value of EXTRAS."""

    rates: Floats
    doubts: Floats  # variance of the rate over its square
    weights: Floats

    @property
    def rate(self) -> float:
        return float(self.weights @ self.rates)

    @property
    def extra(self) -> float:
        return float(self.weights @ EXTRAS)

    def expect(self, exposures: Floats, doubts: Floats) -> CountDistribution:
        """The counts to expect of one more factor, for an exposure given at each value of EXTRAS."""
        extras = (1 + EXTRAS) * (1 + doubts) * (1 + self.doubts) - 1
        return CountDistribution(self.rates * exposures, extras, self.weights)


def known(counts: Floats, exposures: Floats) -> References:
    """References whose exposures are known."""
    everywhere = np.broadcast_to(exposures, (len(EXTRAS), len(counts)))
    return References(counts, everywhere, np.zeros_like(everywhere))


def learn(references: References) -> Law:
    """The law of the references, each taken at its word."""
    extras = (1 + EXTRAS[:, None]) * (1 + references.doubts) - 1
    share = references.exposures / references.exposures.sum(axis=1, keepdims=True)
    # Jeffreys' half a case, spread over the references: a reference set of noughts leaves a small rate, not none.
    counts = references.counts + 0.5 * share
    rates = counts.sum(axis=1) / references.exposures.sum(axis=1)
    for _ in range(MOST_STEPS):
        means = rates[:, None] * references.exposures
        damped = 1 + extras * means
        slope = (means * (1 + extras * counts) / damped**2).sum(axis=1)
        step = np.clip(((counts - means) / damped).sum(axis=1) / slope, -1, 1)
        rates = rates * np.exp(step)
        if np.abs(step).max() < 1e-9:
            break
    means = rates[:, None] * references.exposures
    information = (means / (1 + extras * means)).sum(axis=1)
    fit = _log_chance(references.counts, means, extras).sum(axis=1)
    log_weights = fit + 0.5 * np.log(means.sum(axis=1)) - 0.5 * np.log(information)
    weights = _PRIOR * np.exp(log_weights - log_weights.max())
    return Law(rates, 1 / information, weights / weights.sum())


def learn_without_outliers(references: References) -> tuple[Law, list[int]]:
    """The law of the references without those that the rest make implausible, and which were left out.

    The most surprising one or two are set apart first, so that two outliers cannot vouch for each other, then let
    back in, the less surprising first, unless their count is too high or too low for the law of the rest.
    """
    whole = learn(references)
    most = min(MOST_LEFT_OUT, (len(references.counts) - FEWEST_KEPT + 1) // 2)
    suspects = [int(each) for each in np.argsort(surprises(references, whole), kind="stable")[:most]]
    left_out = list(suspects)
    for suspect in reversed(suspects):
        rest = learn(references.without(left_out))
        usual = rest.expect(references.exposures[:, suspect], references.doubts[:, suspect])
        count = int(references.counts[suspect])
        if 2 * min(usual.at_least(count), 1 - usual.at_least(count + 1)) >= IMPLAUSIBLE:
            left_out.remove(suspect)
    return (learn(references.without(left_out)) if left_out else whole), left_out


def surprises(references: References, law: Law) -> Floats:
    """Twice the smaller tail of each reference's count, roughly: at the law's mean values, not over its mixture."""
    means = law.weights @ (law.rates[:, None] * references.exposures)
    extras = (1 + law.extra) * (1 + law.weights @ references.doubts) * (1 + law.weights @ law.doubts) - 1
    high = chance_of_at_least(references.counts, means, extras)
    return 2 * np.minimum(high, 1 - chance_of_at_least(references.counts + 1, means, extras))


def _log_chance(counts: Floats, means: Floats, extras: Floats) -> Floats:
    """Logarithm of the chance of each count, but for a term that only the count decides; Poisson where extra is 0."""
    spread = extras > 0
    size = 1 / np.where(spread, extras, 1.0)
    wide = (
        gammaln(counts + size) - gammaln(size) - size * np.log1p(means / size) + xlogy(counts, means / (means + size))
    )
    return np.where(spread, wide, xlogy(counts, means) - means)
