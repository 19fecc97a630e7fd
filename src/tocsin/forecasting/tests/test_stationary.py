"""What two series may share without having to do with each other is taken out of both."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.forecasting.stationary import changes, filtered, log_if_positive, log_rates, whitening


def test_whatever_recurs_each_month_and_a_steady_trend_leave_no_trace():
    random = np.random.default_rng(1)
    noise = random.normal(size=84)
    season = np.tile(random.normal(0, 50, 12), 7)

    assert changes(noise + season + 3 * np.arange(84), 12) == pytest.approx(changes(noise, 12))


def test_memory_is_filtered_out_and_nothing_is_where_there_is_none():
    random = np.random.default_rng(2)
    surprises = random.normal(size=400)
    moves = surprises.copy()
    for at in range(1, 400):
        moves[at] += 0.8 * moves[at - 1]

    left = filtered(moves, whitening(moves))

    assert abs(np.corrcoef(left[1:], left[:-1])[0, 1]) < 0.1
    assert np.corrcoef(left, surprises[-len(left) :])[0, 1] > 0.98
    assert whitening(np.zeros(50)).tolist() == [1.0]


def test_counts_become_rates_where_there_is_a_denominator_and_only_values_above_nought_logarithms():
    assert log_rates(np.array([9.0]), None) == pytest.approx([np.log(10)])
    assert log_rates(np.array([9.0]), np.array([100.0])) == pytest.approx([np.log(0.1)])
    assert log_if_positive(np.array([1.0, np.nan, 0.0])).tolist()[::2] == [1.0, 0.0]
    assert log_if_positive(np.array([1.0, np.e])) == pytest.approx([0.0, 1.0])
