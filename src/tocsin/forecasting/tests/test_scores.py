"""Scores and laws of forecasts, against what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from tocsin.forecasting.predictive import means, quantiles, spread
from tocsin.forecasting.scores import inside, shares_of, usual_change, weighted_interval_score


def test_the_interval_score_is_that_worked_out_by_hand():
    truth = np.array([12.0])
    quantile = np.array([[9.0], [5.0], [11.0], [2.0], [20.0]])

    # |12 − 9| / 2, then .1 × 6 + 1 (outside by one), then .025 × 18; over 2.5
    assert weighted_interval_score(truth, quantile, (80, 95)) == pytest.approx([(1.5 + 0.6 + 1 + 0.45) / 2.5])


def test_the_interval_score_is_twice_the_mean_pinball_loss():
    random = np.random.default_rng(1)
    levels = (50, 80, 95)
    shares = shares_of(levels)
    order = np.argsort(shares)
    quantile = np.empty((7, 5))
    quantile[order] = np.sort(random.normal(10, 3, (7, 5)), axis=0)
    truth = random.normal(10, 5, 5)

    above = truth - quantile
    pinball = np.where(above >= 0, shares[:, None] * above, (shares[:, None] - 1) * above)

    assert weighted_interval_score(truth, quantile, levels) == pytest.approx(2 * pinball.mean(axis=0))


def test_the_ends_of_an_interval_are_inside_it_and_the_unknown_is_neither():
    found = inside(np.array([2.0, 4.0, 5.0, np.nan]), np.array([[3.0] * 4, [2.0] * 4, [4.0] * 4]), 0)

    assert found[:3].tolist() == [1, 1, 0]
    assert np.isnan(found[3])


def test_the_usual_change_is_from_the_same_period_a_year_before():
    assert usual_change(np.array([1.0, 2.0, 3.0, 4.0, 8.0, np.nan]), 4) == 7


def test_quantiles_are_those_of_a_negative_binomial_law_with_that_mean_and_variance():
    log, deviation = np.array([np.log(101.0)]), np.array([0.3])
    mean = 101 * np.exp(0.045) - 1
    variance = np.expm1(0.09) * (mean + 1) ** 2

    found = quantiles(log, deviation, np.array([0.1, 0.9]))

    size = mean**2 / (variance - mean)
    assert means(log, deviation) == pytest.approx([mean])
    assert found[:, 0].tolist() == nbinom.ppf([0.1, 0.9], size, size / (size + mean)).tolist()


def test_no_forecast_is_surer_than_poisson_chance():
    found = quantiles(np.array([np.log(101.0)]), np.array([0.0]), np.array([0.1, 0.9]))

    assert found[:, 0].tolist() == poisson.ppf([0.1, 0.9], 100).tolist()


def test_the_spread_grows_with_the_distance_as_the_errors_did():
    random = np.random.default_rng(2)
    true = np.sqrt(0.01 + 0.005 * np.arange(12))
    errors = random.normal(0, true, (4000, 12))
    errors[2000:, 6:] = np.nan

    assert spread(errors) == pytest.approx(true, rel=0.05)


def test_errors_that_shrink_with_the_distance_leave_the_spread_level():
    assert spread(np.array([[0.4, 0.2, 0.1]])) == pytest.approx([np.sqrt(0.07)] * 3)
