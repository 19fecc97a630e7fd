"""Brain cancer in New Mexico, 1986–1989: the answers of the reference implementation (R `scanstatistics`)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tocsin.detection.clusters import expectation, permutation, population
from tocsin.detection.clusters.expectation import Expectation
from tocsin.detection.clusters.finding import Settings, find_clusters
from tocsin.detection.clusters.levels import Level
from tocsin.detection.clusters.nulls import newest_first
from tocsin.detection.clusters.replicas import added_up
from tocsin.detection.clusters.scanning import best_by_zone
from tocsin.detection.clusters.zones import Zones

DATA = Path(__file__).resolve().parents[6] / "shared" / "data" / "detection"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="shared/data/detection is not beside the checkout")

YEARS = 4
SETTINGS = Settings(replicas=999, seed=1, most_clusters=1)


def _table(name):
    with (DATA / name).open(newline="") as file:
        header, *rows = list(csv.reader(file))
    return header, rows


@pytest.fixture(scope="module")
def counties():
    header, rows = _table("scan_NM_counts_1986_89.csv")
    return header, np.array(rows, dtype=float).T


@pytest.fixture(scope="module")
def level(counties):
    _, rows = _table("scan_NM_knn15.csv")
    nearest = np.array(rows, dtype=np.int32) - 1
    return Level("county", tuple(counties[0]), np.arange(32), Zones(nearest, np.full(32, 15)))


@pytest.fixture(scope="module")
def nulls(counties):
    names, counts = counties
    _, baselines = _table("scan_NM_baselines_1986_89.csv")
    expected = newest_first(np.array(baselines, dtype=float).T, YEARS)
    _, people = _table("scan_NM_popcas.csv")
    population_of = {(row[1], int(row[0])): float(row[2]) for row in people}
    populations = np.array([[population_of[name, year] for year in range(1986, 1990)] for name in names])
    known = Expectation(expected, np.ones(32), np.zeros(32), np.full(32, np.inf))
    return {
        "expectation": expectation.null_of(counts, known),
        "population": population.null_of(counts, populations, YEARS),
        "permutation": permutation.null_of(counts, YEARS),
    }


@pytest.mark.parametrize(
    ("method", "places", "duration", "score", "p"),
    [
        ("expectation", {"losalamos", "santafe"}, 4, 9.18061699782842, 0.005),
        ("population", 15, 4, 7.46404312430647, 0.020),
        ("permutation", {"chaves", "eddy"}, 1, 1.7862412182993, 0.34),
    ],
)
def test_the_most_likely_cluster_and_its_score_are_the_reference_s(nulls, level, method, places, duration, score, p):
    (found,) = find_clusters(nulls[method], [level], SETTINGS)

    named = {level.areas[area] for area in found.areas}
    assert (named if isinstance(places, set) else len(named)) == places
    assert found.duration == duration
    assert found.score == pytest.approx(score, abs=1e-9)
    # Two Monte Carlo answers from 999 replicas each: four standard errors of their difference.
    assert found.p_monte_carlo == pytest.approx(p, abs=4 * np.sqrt(2 * p * (1 - p) / 999))
    assert found.p_gumbel == pytest.approx(p, abs=4 * np.sqrt(2 * p * (1 - p) / 999))


def test_every_zone_of_the_reference_s_table_scores_the_same(nulls, level):
    runs = {"EBP": "expectation", "PBP": "population", "STP_86_89": "permutation"}
    _, reference = _table("scan_reference_top.csv")
    compared = 0
    for _, duration, score, locations, run in reference:
        if run in runs:
            assert _score(nulls[runs[run]], level, set(locations.split("+")), int(duration)) == pytest.approx(
                float(score), abs=1e-9
            )
            compared += 1

    assert compared == 24


def _score(null, level, named, duration):
    """The score of one zone over one duration: of all zones it may be, only the one by that name."""
    counts, expected = added_up(null.observed, null.weights), added_up(null.expected, null.weights)
    column = slice(duration - 1, duration)
    for centre in range(32):
        zone = level.zones.neighbours[centre, : len(named)]
        if {level.areas[area] for area in zone} == named:
            zones = level.zones.neighbours[centre : centre + 1, : len(named)]
            rows, only = np.ascontiguousarray(zones), np.array([len(named)])
            one = np.arange(len(named), dtype=np.int32)[np.newaxis]
            scores, _ = best_by_zone(
                np.ascontiguousarray(counts[rows[0], column]),
                np.ascontiguousarray(expected[rows[0], column]),
                null.total,
                np.repeat(one, len(named), axis=0),
                np.repeat(only, len(named)),
            )
            return scores[0, -1]
    raise AssertionError(named)
