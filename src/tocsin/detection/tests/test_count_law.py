"""The compiled law of one count against scipy, and where scipy loses digits against what is known exactly."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from scipy import stats

from tocsin.detection.count_law import (
    chance_at_least,
    chance_at_most,
    chance_exactly,
    highest_usual,
    lowest_usual,
)

MEANS = (1e-6, 0.05, 0.7, 3.0, 20.0, 300.0, 5_000.0)
DISPERSIONS = (0.5, 1.0, 1.01, 1.6, 5.0, 40.0)
LEVELS = (0.3, 0.05, 0.01, 0.005, 1e-3, 1e-6)


def law_of(mean: float, dispersion: float):
    if dispersion <= 1:
        return stats.poisson(mean)
    return stats.nbinom(mean / (dispersion - 1), 1 / dispersion)


def counts_about(mean: float, dispersion: float) -> list[float]:
    deviation = math.sqrt(mean * max(dispersion, 1))
    return sorted({max(0.0, math.ceil(mean + z * deviation)) for z in (-5, -2, -0.5, 0, 0.5, 2, 5, 12, 25)})


@pytest.mark.parametrize("mean", MEANS)
def test_chances_equal_those_of_scipy_in_both_tails(mean):
    for dispersion in DISPERSIONS:
        law = law_of(mean, dispersion)
        for count in counts_about(mean, dispersion):
            if law.logpmf(count) < -250:  # scipy itself has fewer digits there
                continue
            assert chance_exactly(count, mean, dispersion) == pytest.approx(law.pmf(count), rel=1e-12)
            assert chance_at_least(count, mean, dispersion) == pytest.approx(law.sf(count - 1), rel=1e-12)
            assert chance_at_most(count, mean, dispersion) == pytest.approx(law.cdf(count), rel=1e-12)


@pytest.mark.parametrize("mean", MEANS)
def test_bounds_equal_the_quantiles_of_scipy(mean):
    for dispersion, alpha in product(DISPERSIONS, LEVELS):
        law = law_of(mean, dispersion)

        assert highest_usual(mean, dispersion, alpha) == max(0, law.ppf(1 - alpha)), (dispersion, alpha)
        assert lowest_usual(mean, dispersion, alpha) == max(0, law.ppf(alpha)), (dispersion, alpha)


@pytest.mark.parametrize(
    ("count", "mean", "dispersion", "chance"),
    [  # worked out to 50 digits with mpmath 1.4: the integral of the beta (gamma) density
        (1e9 + 300_000, 1e9, 1.0, None),
        (1_000_100_000_000.0, 1e12, 1e6, 0.46004117183222687),
        (1_003_162_278.0, 1e9, 1e6, 0.4560329205313187),
        (176_827.0, 50.0, 1e6, 6.623338348360059e-05),
        (131_623.0, 1e5, 1e6, 0.15171781530211853),
    ],
)
def test_very_large_means_keep_their_digits(count, mean, dispersion, chance):
    if chance is None:  # nine deviations and a half above: between Mills' bounds for a nearly normal law
        z = (count - mean) / math.sqrt(mean)
        normal = stats.norm.sf(z)
        assert normal < chance_at_least(count, mean, dispersion) < 1.01 * normal
    else:
        assert chance_at_least(count, mean, dispersion) == pytest.approx(chance, rel=1e-13)


@pytest.mark.parametrize(("mean", "dispersion"), [(1e7, 1.0), (1e9, 3.0), (1e12, 1.0), (1e12, 1e4)])
def test_a_bound_of_a_very_large_mean_is_the_first_count_surprising_enough(mean, dispersion):
    upper, lower = highest_usual(mean, dispersion, 0.005), lowest_usual(mean, dispersion, 0.005)

    assert chance_at_least(upper + 1, mean, dispersion) <= 0.005 < chance_at_least(upper, mean, dispersion)
    assert chance_at_most(lower - 1, mean, dispersion) <= 0.005 < chance_at_most(lower, mean, dispersion)


def test_chances_of_a_count_and_of_more_add_up():
    for mean, dispersion, count in product((0.3, 7.0, 900.0, 1e8), (1.0, 1.2, 30.0), (1.0, 6.0, 950.0)):
        both = chance_exactly(count, mean, dispersion) + chance_at_least(count + 1, mean, dispersion)

        assert chance_at_least(count, mean, dispersion) == pytest.approx(both, rel=1e-12, abs=1e-300)


def test_without_a_mean_only_nought_can_happen():
    assert (chance_at_least(0.0, 0.0, 1.0), chance_at_least(1.0, 0.0, 2.0)) == (1.0, 0.0)
    assert (highest_usual(0.0, 1.0, 0.01), lowest_usual(0.0, 3.0, 0.01)) == (0.0, 0.0)


def test_what_is_not_known_stays_unknown():
    assert np.isnan(
        [chance_at_least(np.nan, 2.0, 1.0), highest_usual(np.nan, 1.0, 0.1), lowest_usual(1.0, np.nan, 0.1)]
    ).all()
