"""Expectation-based scan: each place is compared with its own earlier periods, overdispersed counts included.

Source of the scan: Neill, Moore, Sabhnani & Daniel (2005), KDD-05, 218–227, doi 10.1145/1081870.1081897. Two things
are ours, and stated in docs/explanation/clusters.md: counts are weighted by 1 over their dispersion (quasi-likelihood),
and replicas carry the doubt that a mean of few earlier counts leaves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.clusters.nulls import Null, newest_first
from tocsin.detection.count_distribution import Floats

VERSION = "1"

LEAST_EARLIER = 6
# Older periods say little of today.
YEARS_BACK = 3
YEARS_FOR_A_SEASON = 2
# A place that counted nothing may yet count something: half a case is added to what it had.
HALF_A_CASE = 0.5
# An earlier count more than this many standard deviations up is taken as no more than that.
A_RISE = 4.0
# The dispersion of all places weighs as much as this many periods of a place's own.
PERIODS_OF_ALL = 10
# A variance of counts with long tails is known half as well as one of as many normal ones.
AS_GOOD_AS_NORMAL = 0.5
# All places together must be so many standard errors more dispersed than Poisson to be taken as such.
SURE = 2.0


@dataclass(frozen=True)
class Expectation:
    """What P places are expected to count in the D newest periods, newest first.

    expected    P × D; nan where a place cannot be compared
    dispersion  P; variance over mean, at least 1
    doubt       P; variance of the true mean over the square of `expected`; 0 if that is known
    freedom     P; degrees of freedom behind the dispersion; infinite if that is known
    """

    expected: Floats
    dispersion: Floats
    doubt: Floats
    freedom: Floats


@dataclass(frozen=True)
class _Dispersion:
    """Of each place: Pearson's own, the one drawn towards that of all and never below 1, and what that rests on."""

    own: Floats
    drawn: Floats
    freedom: Floats


def enough_earlier(counts: Floats, longest: int) -> NDArray[np.bool_]:
    """Whether each of P places has at least LEAST_EARLIER known counts before the `longest` newest periods."""
    known = np.isfinite(counts[:, : counts.shape[1] - longest])
    return np.asarray(known.sum(axis=1) >= LEAST_EARLIER)


def expected_from_earlier(
    counts: Floats, exposures: Floats, seasons: NDArray[np.int64], longest: int, a_year: int
) -> Expectation:
    """The mean of each place's earlier periods, at most three years of them, times the season of all places together.

    counts, exposures  P × T; the mean is per exposure; nan where not known
    seasons            T; which part of the year each period lies in, used where there are two years to learn it from
    """
    periods = counts.shape[1]
    first = max(0, periods - longest - YEARS_BACK * a_year)
    earlier = slice(first, periods - longest)
    known = np.isfinite(counts) & (exposures > 0)
    observed, exposed = np.where(known, counts, 0.0), np.where(known, exposures, 0.0)
    seasonal = np.ones(periods)
    if periods - longest - first >= YEARS_FOR_A_SEASON * a_year:
        seasonal = _season(observed[:, earlier], exposed[:, earlier], seasons[earlier])[seasons]
    weighed = exposed * seasonal
    past = _past_rises_cut(observed[:, earlier], weighed[:, earlier])
    usual = _rate(past, weighed[:, earlier])[:, np.newaxis] * weighed
    dispersion = _dispersion(past, usual[:, earlier])
    doubt = dispersion.drawn / (past.sum(axis=1) + HALF_A_CASE)
    return Expectation(newest_first(usual, longest), dispersion.drawn, doubt, dispersion.freedom)


def null_of(counts: Floats, expectation: Expectation) -> Null:
    """Counts vary about what is expected by a negative-binomial law (Poisson where the dispersion is 1).

    counts  P × T; those not known take no part, nor do those of which nothing is known to expect
    """
    newest = newest_first(counts, expectation.expected.shape[1])
    known = np.isfinite(newest) & (expectation.expected > 0)
    expected = np.where(known, expectation.expected, 0.0)

    def draw(generator: np.random.Generator) -> Floats:
        means = expected * _around_one(expectation.doubt, generator)[:, np.newaxis]
        extra = _likely_dispersion(expectation, generator)[:, np.newaxis] - 1
        if (extra > 0).any():
            spread = np.where(extra > 0, extra, 1.0)
            means = np.where(extra > 0, generator.gamma(means / spread) * spread, means)
        return generator.poisson(means).astype(np.float64)

    return Null(np.where(known, newest, 0.0), expected, 1 / expectation.dispersion, 0.0, draw)


def _around_one(doubt: Floats, generator: np.random.Generator) -> Floats:
    """How many times the expected mean each place's true one might be."""
    if not doubt.any():
        return np.ones_like(doubt)
    unsure = np.where(doubt > 0, doubt, 1.0)
    return np.where(doubt > 0, generator.gamma(1 / unsure, unsure), 1.0)


def _likely_dispersion(expectation: Expectation, generator: np.random.Generator) -> Floats:
    """What each place's true dispersion might be, given how little tells of it."""
    known = ~np.isfinite(expectation.freedom)
    if known.all():
        return expectation.dispersion
    freedom = np.where(known, 1.0, expectation.freedom)
    return np.where(known, 1.0, freedom / generator.chisquare(freedom)) * expectation.dispersion


def _season(observed: Floats, exposed: Floats, seasons: NDArray[np.int64]) -> Floats:
    """How many times the yearly mean all places together count in each part of the year."""
    rate = observed.sum(axis=1) / np.maximum(exposed.sum(axis=1), 1e-300)
    parts = int(seasons.max()) + 1
    counted = np.bincount(seasons, observed.sum(axis=0), parts)
    usual = np.bincount(seasons, (rate[:, np.newaxis] * exposed).sum(axis=0), parts)
    return np.asarray((counted + HALF_A_CASE) / (usual + HALF_A_CASE))


def _rate(observed: Floats, exposed: Floats) -> Floats:
    """What each place counts per exposure; nan where there was none."""
    seen, within = observed.sum(axis=1) + HALF_A_CASE, exposed.sum(axis=1)
    return np.asarray(np.divide(seen, within, out=np.full(len(seen), np.nan), where=within > 0))


def _past_rises_cut(observed: Floats, exposed: Floats) -> Floats:
    """The same counts, none more than a few standard deviations up, so that a past rise does not hide the next."""
    usual = _rate(observed, exposed)[:, np.newaxis] * exposed
    of_all = max(1.0, float(np.median(_dispersion(observed, usual).own)))
    return np.asarray(np.where(exposed > 0, np.minimum(observed, usual + A_RISE * np.sqrt(of_all * usual)), 0.0))


def _dispersion(observed: Floats, usual: Floats) -> _Dispersion:
    """Pearson's statistic by place; 1 for all, and known, where all together are no more dispersed than Poisson."""
    counted = usual > 0
    squares = np.where(counted, (observed - usual) ** 2 / np.where(counted, usual, 1.0), 0.0).sum(axis=1)
    free = np.maximum(counted.sum(axis=1) - 1.0, 0.0)
    own, in_all = squares / np.maximum(free, 1.0), max(float(free.sum()), 1.0)
    of_all = float(squares.sum()) / in_all
    if of_all <= 1 + SURE * np.sqrt(2 / in_all):
        return _Dispersion(own, np.ones_like(own), np.full_like(own, np.inf))
    drawn = np.maximum((squares + PERIODS_OF_ALL * of_all) / (free + PERIODS_OF_ALL), 1.0)
    return _Dispersion(own, drawn, AS_GOOD_AS_NORMAL * (free + PERIODS_OF_ALL))
