"""A cluster is found where and since when it is, and told at the level that explains it."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.detection.clusters.finding import Candidate, Settings, plainest
from tocsin.detection.clusters.reporting import names_of, rows_of


def told(outcome):
    return [
        (outcome.levels[each.level].name, sorted(names_of(outcome, each)), each.duration)
        for each in outcome.clusters
        if each.stands_out
    ]


@pytest.mark.parametrize("method", ["expectation", "permutation", "population"])
def test_an_injected_cluster_is_found_at_its_places_and_periods(scan, rise, method):
    outcome = scan([rise([14, 15, 16], 3, 3.0)], method=method)

    assert told(outcome)[0] == ("place", ["p14", "p15", "p16"], 3)
    (row, *_) = rows_of(outcome, 49)
    assert (row["from"], row["to"], row["extrapolated"], row["p_monte_carlo"]) == ("38", "40", True, 1 / 50)
    assert row["observed"] == outcome.null.observed[[14, 15, 16], :3].sum()


def test_two_rises_far_apart_are_two_clusters(scan, rise):
    outcome = scan([rise([4, 5], 2, 4.0), rise([33, 34, 35], 4, 3.0)])

    assert sorted(told(outcome)) == [("place", ["p33", "p34", "p35"], 4), ("place", ["p4", "p5"], 2)]
    assert [each.rank for each in outcome.clusters] == [1, 2]


def test_a_calm_map_reports_the_most_unusual_and_that_it_does_not_stand_out(scan):
    outcome = scan()

    (only,) = outcome.clusters
    assert not only.stands_out
    assert only.p_gumbel > 0.05


def test_a_rise_over_a_whole_force_is_told_of_the_force(scan, rise):
    assert told(scan([rise(range(10, 20), 4, 1.5)])) == [("force", ["force1"], 4)]


def test_a_rise_in_a_single_ward_is_told_of_the_ward_and_not_of_its_force(scan, rise):
    assert told(scan([rise([15], 4, 4.0)])) == [("place", ["p15"], 4)]


def test_a_ward_that_rose_more_than_its_risen_force_is_told_beside_it(scan, rise):
    outcome = scan([rise(range(10, 20), 4, 1.6), rise([15], 4, 3.0)])

    assert sorted(each[:2] for each in told(outcome)) == [("force", ["force1"]), ("place", ["p15"])]
    # Together they explain what was counted: the ward's expectation has the force's rise in it, or the reverse.
    later = outcome.clusters[1]
    assert later.expected > 1.2 * outcome.null.expected[later.places, : later.duration].sum()


def test_clusters_of_one_level_share_no_place_however_uneven_the_rise(scan, rise):
    outcome = scan([rise([20, 21, 22, 23, 24], 6, 3.0), rise([22], 1, 4.0), rise([2], 2, 5.0)], usual=15.0)

    wards = [place for level, areas, _ in told(outcome) if level == "place" for place in areas]
    assert len(wards) == len(set(wards))
    assert {"p22", "p2"} <= set(wards)


def candidate(level, areas, score):
    return Candidate(level, np.arange(areas), 4, score)


@pytest.mark.parametrize(
    ("ward", "force", "told_of"),
    [
        (candidate(0, 1, 12.0), candidate(1, 1, 13.0), 0),
        (candidate(0, 1, 12.0), candidate(1, 1, 16.0), 1),
        (candidate(0, 9, 12.0), candidate(1, 1, 10.0), 1),
        (candidate(0, 9, 12.0), candidate(1, 1, 8.0), 0),
    ],
)
def test_as_good_an_explanation_is_told_by_fewest_names_and_then_at_the_most_specific_level(ward, force, told_of):
    assert plainest([force, ward]).level == told_of


@pytest.mark.parametrize("method", ["expectation", "permutation"])
def test_zones_by_neighbours_and_by_distance_agree_where_they_are_the_same(scan, rise, method):
    beside = [(f"p{place}", f"p{place + 1}") for place in range(39)]
    rises = [rise([20, 21, 22, 23], 2, 2.5)]

    by_distance, by_neighbours = scan(rises, method=method), scan(rises, method=method, pairs=beside)

    assert rows_of(by_distance, 49) == rows_of(by_neighbours, 49)
    assert np.array_equal(by_distance.levels[0].zones.neighbours[6:-6], by_neighbours.levels[0].zones.neighbours[6:-6])


def test_the_same_seed_gives_the_same_answer_on_any_number_of_threads(scan, rise):
    rises = [rise([7, 8], 3, 2.0)]

    alone, together = (scan(rises, settings=Settings(replicas=49, seed=3, workers=workers)) for workers in (1, 3))

    assert rows_of(alone, 49) == rows_of(together, 49)
