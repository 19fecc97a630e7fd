"""Scores, the bars that spare most of them, and the laws fitted to the highest."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tocsin.detection.clusters import expectation, permutation, population
from tocsin.detection.clusters.finding import Settings, find_clusters
from tocsin.detection.clusters.gumbel import maxima_of
from tocsin.detection.clusters.levels import Level
from tocsin.detection.clusters.replicas import added_up, highest_scores
from tocsin.detection.clusters.scanning import best_by_zone
from tocsin.detection.clusters.scores import bar_for, score_of
from tocsin.detection.clusters.zones import Reach, nearest


@pytest.mark.parametrize("total", [0.0, 50.0, 5_000.0])
@pytest.mark.parametrize("expected", [0.01, 1.0, 20.0, 45.0])
@pytest.mark.parametrize("score", [0.5, 4.0, 30.0])
def test_a_count_scores_more_than_the_bars_score_only_from_the_bar_on(score, expected, total):
    bar = bar_for(score, expected, total)

    counts = np.arange(np.ceil(expected), (total or 500) + 1)
    above = np.array([score_of(count, expected, total) > score for count in counts])

    assert not np.any(above & (counts < bar))
    assert np.all(above[counts > bar + 1])


def test_a_count_that_is_not_above_the_expected_scores_nothing():
    assert score_of(3.0, 3.0, 0.0) == score_of(2.0, 3.0, 100.0) == 0.0


@pytest.fixture(scope="module")
def level() -> Level:
    points = np.random.default_rng(5).random((30, 2))
    return Level("place", tuple(map(str, range(30))), np.arange(30), nearest(points, Reach(8), on_globe=False))


@pytest.fixture(scope="module")
def counts() -> np.ndarray:
    return np.random.default_rng(6).poisson(2.0, (30, 40)).astype(float)


@pytest.mark.parametrize("method", ["expectation", "permutation", "population"])
def test_the_quick_scan_of_replicas_finds_exactly_the_highest_score(level, counts, method):
    null = {
        "expectation": lambda: _learned(counts * 2.0 ** np.arange(30)[:, np.newaxis].clip(0, 2)),
        "permutation": lambda: permutation.null_of(counts, 6),
        "population": lambda: population.null_of(counts, np.full_like(counts, 7.0), 6),
    }[method]()

    quick = highest_scores(null, [level], 60, seed=1)[0]

    expected = added_up(null.expected, null.weights)
    for replica, score in enumerate(quick):
        drawn = added_up(null.draw(np.random.default_rng([1, replica])), null.weights)
        exact, _ = best_by_zone(drawn, expected, null.total, level.zones.neighbours, level.zones.sizes)
        assert score == exact.max()


def test_the_answer_is_the_same_whatever_the_number_of_threads(level, counts):
    null = _learned(counts)

    assert np.array_equal(
        highest_scores(null, [level], 40, seed=9), highest_scores(null, [level], 40, seed=9, workers=4)
    )


def test_drawing_by_case_and_by_cell_deal_the_same_margins():
    many = np.random.default_rng(2).poisson(400.0, (5, 12)).astype(float)
    few = np.random.default_rng(2).poisson(1.0, (30, 12)).astype(float)

    for counted in (many, few):
        drawn = permutation.null_of(counted, 12).draw(np.random.default_rng(1))
        assert_allclose(drawn.sum(axis=1), counted.sum(axis=1))
        assert_allclose(drawn.sum(axis=0), counted[:, ::-1].sum(axis=0))


def test_the_gumbel_p_of_the_law_s_own_quantiles_comes_back():
    chances = (np.arange(1, 400) - 0.5) / 399
    law = maxima_of(5.0 - 1.5 * np.log(-np.log(chances)))

    assert law.p_by_law(5.0 - 1.5 * np.log(-np.log(0.99))) == pytest.approx(0.01, rel=0.05)
    assert law.lies_beyond(50.0)
    assert law.p_by_rank(50.0) == 1 / 400
    assert not law.lies_beyond(5.0)


def test_a_calm_map_gives_every_p_as_often_as_it_says_even_after_eight_periods(level):
    chances = []
    for seed in range(60):
        counted = np.random.default_rng([4, seed]).poisson(3.0, (30, 14)).astype(float)
        (found,) = find_clusters(_learned(counted), [level], Settings(replicas=39, seed=seed, most_clusters=1))
        chances.append(found.p_gumbel)

    # Binomial(60, p): each bound is passed less than once in 200 times if p is as it says.
    assert np.count_nonzero(np.array(chances) <= 0.1) <= 13
    assert 19 <= np.count_nonzero(np.array(chances) <= 0.5) <= 41
    assert np.count_nonzero(np.array(chances) > 0.75) >= 6


def _learned(counts):
    seasons = np.zeros(counts.shape[1], dtype=np.int64)
    return expectation.null_of(counts, expectation.expected_from_earlier(counts, np.ones_like(counts), seasons, 6, 52))
