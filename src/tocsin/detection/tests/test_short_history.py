"""The window of earlier counts: what it needs, what it leaves out, and that many series at once change nothing."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.detection.count_distribution import CountDistribution
from tocsin.detection.grid import Grid
from tocsin.detection.negative_binomial import EXTRAS, known, learn_without_outliers
from tocsin.detection.short_history import ShortHistory, assess, assess_and_leave_out


def grid(counts, exposures=None) -> Grid:
    array = np.array(counts, dtype=np.float64)
    per = np.ones_like(array) if exposures is None else np.array(exposures, dtype=np.float64)
    series, periods = array.shape
    return Grid(tuple(map(str, range(series))), tuple(map(str, range(1, periods + 1))), array, per, 52)


def flat(seed: int, series: int = 12, periods: int = 40, mean: float = 7.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.negative_binomial(4, 4 / (4 + mean), (series, periods)).astype(np.float64)


def by_itself(counts: np.ndarray, exposures: np.ndarray, at: int, settings: ShortHistory) -> CountDistribution:
    """The law of one count, learnt from its references one by one."""
    held = [each for each in range(at - settings.left_out) if not np.isnan(counts[each] + exposures[each])]
    held = held[-settings.most :]
    law, _ = learn_without_outliers(known(counts[held], exposures[held]))
    return law.expect(np.full_like(EXTRAS, exposures[at]), np.zeros_like(EXTRAS))


@pytest.mark.parametrize("per_head", [False, True])
def test_many_series_at_once_say_what_each_says_by_itself(per_head):
    counts = flat(3)
    counts[np.random.default_rng(4).random(counts.shape) < 0.1] = np.nan
    counts[:, 20] *= 9
    exposures = np.random.default_rng(5).uniform(50, 200, counts.shape) if per_head else np.ones_like(counts)
    settings = ShortHistory()

    found = assess(grid(counts, exposures), 38, settings)

    for row, column in np.argwhere(~np.isnan(counts[:, 38:])):
        law = by_itself(counts[row], exposures[row], 38 + column, settings)
        assert found.expected[row, column] == pytest.approx(law.expected, rel=1e-9)
        assert found.p[row, column] == pytest.approx(law.at_least(int(counts[row, 38 + column])), rel=1e-8)
        assert (found.lower[row, column], found.upper[row, column]) == (
            law.lowest_usual(settings.alpha),
            law.highest_usual(settings.alpha),
        )
    assert np.isnan(found.upper[np.isnan(counts[:, 38:])]).all()


def test_six_known_counts_are_needed_and_the_one_just_before_is_not_among_them():
    found = assess(grid([[5, 4, 6, 5, 4, 6, 9, 5]]), 0, ShortHistory())

    assert np.isnan(found.upper[0]).tolist() == [True] * 7 + [False]


def test_only_the_last_year_of_weeks_is_looked_back_on():
    counts = flat(7, series=1, periods=90)
    other = counts.copy()
    other[0, :36] = 500

    settings = ShortHistory()
    np.testing.assert_array_equal(assess(grid(counts), 89, settings).upper, assess(grid(other), 89, settings).upper)


def test_an_outbreak_of_the_past_is_left_out_and_counted():
    counts = np.random.default_rng(9).poisson(7, (1, 40)).astype(np.float64)
    counts[0, 11] = 90

    _, left_out = assess_and_leave_out(grid(counts), 39, ShortHistory())

    assert left_out[0, 0] == 1


def test_flat_weeks_pass_their_bound_about_as_seldom_as_asked():
    found = assess(grid(flat(1, series=4000)), 39, ShortHistory())

    counts = flat(1, series=4000)[:, 39:]
    assert 0.004 < (counts > found.upper).mean() < 0.02
