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

from tocsin.detection import gamma_poisson
from tocsin.detection.count_distribution import CountDistribution, Floats

VERSION = "1"

# Plausible spreads of a factor, as standard deviations: from none to twice the mean.
SPREADS = np.concatenate([[0.0], np.geomspace(0.01, 2.0, 25)])
EXTRAS = SPREADS**2
# Half-Cauchy of scale 1: wide enough that few references still give about the nominal share of false alarms, which
# the simulations in tests/test_stage.py hold to bounds.
PRIOR = np.gradient(SPREADS) / (1 + SPREADS**2)

# A reference that this rarely comes of the law of the others is left out, and never more than two of them.
IMPLAUSIBLE = 0.005
MOST_LEFT_OUT = 2
FEWEST_KEPT = 3


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
    return Law(*gamma_poisson.learn_law(*_as_arrays(references), EXTRAS, PRIOR))


def learn_without_outliers(references: References) -> tuple[Law, int]:
    """The law of the references without those that the rest make implausible, and how many were left out."""
    law, left_out = gamma_poisson.learn_law_without_outliers(
        *_as_arrays(references), EXTRAS, PRIOR, IMPLAUSIBLE, most_left_out(len(references.counts))
    )
    return Law(*law), int(left_out.sum())


def most_left_out(references: int) -> int:
    """How many of so many references may be left out."""
    return max(0, min(MOST_LEFT_OUT, (references - FEWEST_KEPT + 1) // 2))


def surprises(references: References, law: Law) -> Floats:
    """Twice the smaller tail of each reference's count, roughly: at the law's mean values, not over its mixture."""
    counts, _, exposures, doubts = _as_arrays(references)
    return gamma_poisson.surprises_of(counts, exposures, doubts, EXTRAS, (law.rates, law.doubts, law.weights))


def _as_arrays(references: References) -> tuple[Floats, Floats, Floats, Floats]:
    counts = np.ascontiguousarray(references.counts, dtype=np.float64)
    exposures, doubts = (np.ascontiguousarray(each) for each in (references.exposures, references.doubts))
    return counts, np.ones(len(counts)), exposures, doubts
