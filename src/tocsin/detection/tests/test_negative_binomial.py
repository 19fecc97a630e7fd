"""The predictive law of a count, given its references."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from tocsin.detection.count_distribution import CountDistribution
from tocsin.detection.negative_binomial import EXTRAS, known, learn, learn_without_outliers

ONE, SURE = np.ones_like(EXTRAS), np.zeros_like(EXTRAS)


def upper_after(counts: list[float]) -> int:
    law, _ = learn_without_outliers(known(np.array(counts), np.ones(len(counts))))
    return law.expect(ONE, SURE).highest_usual(0.01)


def test_without_extra_variance_it_is_the_gamma_poisson_law_of_the_textbook():
    # Gelman et al. (2013), Bayesian Data Analysis, section 2.6: 10 cases in exposure 5 under Jeffreys' prior
    law = learn(known(np.array([3.0, 1.0, 4.0, 2.0]), np.array([1.0, 1.0, 2.0, 1.0])))
    poisson = CountDistribution(law.rates[:1], law.doubts[:1], np.ones(1))

    assert law.rates[0] == pytest.approx(10.5 / 5)
    assert poisson.at_least(6) == pytest.approx(nbinom.sf(5, 10.5, 5 / 6), rel=1e-9)


def test_bounds_are_where_the_tails_cross_alpha():
    usual = CountDistribution(np.array([12.0]), np.array([0.2]), np.array([1.0]))
    size, chance = 5.0, 5.0 / 17.0

    assert usual.highest_usual(0.01) == nbinom.isf(0.01, size, chance)
    assert usual.lowest_usual(0.01) == nbinom.ppf(0.01, size, chance)


def test_fewer_references_give_a_wider_bound():
    assert upper_after([10.0] * 4) > upper_after([10.0] * 8) > upper_after([10.0] * 40)


def test_the_bound_is_never_tighter_than_poisson():
    poisson = CountDistribution(np.array([10.0]), np.array([0.0]), np.array([1.0]))

    assert upper_after([10.0] * 40) >= poisson.highest_usual(0.01)


@pytest.mark.parametrize("outliers", [[300.0], [300.0, 280.0], [0.0, 300.0]])
def test_one_or_two_outliers_among_twelve_references_do_not_hide_a_rise(outliers):
    rest = [52.0, 47.0, 55.0, 49.0, 61.0, 44.0, 50.0, 53.0, 46.0, 58.0]

    assert upper_after(rest + outliers) < 1.15 * upper_after([*rest, 51.0, 48.0])


def test_a_reference_set_of_noughts_expects_little_but_not_nothing():
    law = learn(known(np.zeros(12), np.ones(12)))

    assert 0 < law.expect(ONE, SURE).expected < 0.1
