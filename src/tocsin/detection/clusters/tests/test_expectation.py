"""What a place is expected to count, from its own earlier periods."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.detection.clusters.expectation import expected_from_earlier, null_of


def learned(counts, *, longest=4, exposures=None, seasons=None):
    counts = np.asarray(counts, dtype=float)
    per = np.ones_like(counts) if exposures is None else exposures
    return expected_from_earlier(
        counts, per, np.arange(counts.shape[1]) % 12 if seasons is None else seasons, longest, 12
    )


def test_the_window_itself_is_no_part_of_what_is_expected_of_it():
    calm, risen = np.full((3, 16), 6.0), np.full((3, 16), 6.0)
    risen[1, -4:] = 60

    assert np.array_equal(learned(calm).expected, learned(risen).expected)
    assert learned(calm).expected == pytest.approx(6.0, rel=0.01)


def test_the_season_of_all_places_together_is_expected_again_after_two_years():
    year = np.array([4, 4, 4, 4, 4, 40, 4, 4, 4, 4, 4, 4])
    counts = np.tile(year, (5, 4))[:, :42]

    expected = learned(counts).expected

    # Periods 42, 41, 40, 39 newest first: the last is June, month 6 of the fourth year.
    assert expected[0] == pytest.approx([40, 4, 4, 4], rel=0.03)


def test_a_past_rise_does_not_hide_the_next():
    counts = np.random.default_rng(1).poisson(5.0, (20, 40)).astype(float)
    spoiled = counts.copy()
    spoiled[3, 10] = 80

    before, after = learned(counts), learned(spoiled)

    assert after.expected[3, 0] < 1.15 * before.expected[3, 0]
    assert after.dispersion[3] < 2.0


def test_twice_the_people_are_expected_to_count_twice_as_many():
    exposures = np.full((2, 20), 100.0)
    exposures[1, -4:] = 200.0

    expected = learned(np.full((2, 20), 10.0), exposures=exposures).expected

    assert expected[1] == pytest.approx(2 * expected[0])


def test_a_count_without_people_to_compare_it_per_takes_no_part():
    exposures = np.full((2, 20), 100.0)
    exposures[0, -1] = np.nan
    counts = np.full((2, 20), 10.0)

    null = null_of(counts, learned(counts, exposures=exposures))

    assert null.observed[0].tolist() == [0.0, 10.0, 10.0, 10.0]


def test_counts_that_vary_more_than_poisson_weigh_less_and_vary_as_much_in_replicas():
    generator = np.random.default_rng(3)
    counts = generator.poisson(generator.gamma(20 / 3, 3.0, (40, 60))).astype(float)

    found = learned(counts)
    drawn = np.stack([null_of(counts, found).draw(generator) for _ in range(300)])

    assert 3.2 < np.median(found.dispersion) < 4.8
    assert 3.5 < np.median(drawn.var(axis=0) / drawn.mean(axis=0)) < 6.0


def test_places_no_more_dispersed_than_poisson_are_taken_as_poisson():
    counts = np.random.default_rng(4).poisson(3.0, (30, 50)).astype(float)

    assert np.array_equal(learned(counts).dispersion, np.ones(30))


def test_a_count_that_is_not_known_takes_no_part():
    counts = np.full((2, 20), 8.0)
    counts[0, -2] = np.nan

    null = null_of(counts, learned(counts))

    assert null.expected[0, 1] == null.observed[0, 1] == 0.0
    assert null.expected[0, 0] == pytest.approx(8.0, rel=0.02)
