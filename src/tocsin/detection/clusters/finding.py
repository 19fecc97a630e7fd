"""The clusters of a map: the best at any level, then the best of what it leaves unexplained, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.clusters.gumbel import Maxima, maxima_of
from tocsin.detection.clusters.levels import Level
from tocsin.detection.clusters.nulls import Null
from tocsin.detection.clusters.replicas import OnProgress, added_up, highest_scores
from tocsin.detection.clusters.scanning import best_by_zone
from tocsin.detection.count_distribution import Floats

# Log-likelihoods nearer than this (20 times as likely) explain the counts as well as each other.
AS_GOOD = 3.0


@dataclass(frozen=True)
class Settings:
    """How many replicas, from which seed, on how many threads; and which p still counts as standing out."""

    replicas: int = 199
    seed: int = 1
    workers: int = 1
    alpha: float = 0.05
    most_clusters: int = 20


@dataclass(frozen=True)
class Cluster:
    """Areas of one level that stand out together over the newest `duration` periods.

    level          which level, by its position
    rank           1 for the first found at that level
    areas          the centre first, then by distance; their rows in the level
    places         rows of the places in these areas
    expected       with what the clusters found before it explain taken in
    relative_risk  observed over expected; where the total is given, over the same of all that lies outside
    p_gumbel       from the law fitted to the replicas, beyond the highest of them if `extrapolated`
    stands_out     whether p_gumbel is at most alpha, shared among the levels
    """

    level: int
    rank: int
    areas: NDArray[np.int64]
    places: NDArray[np.int64]
    duration: int
    observed: float
    expected: float
    relative_risk: float
    score: float
    p_gumbel: float
    p_monte_carlo: float
    extrapolated: bool
    stands_out: bool


@dataclass(frozen=True)
class Candidate:
    """The best cylinder of a level, by the rows of its areas."""

    level: int
    areas: NDArray[np.int64]
    duration: int
    score: float


def find_clusters(
    null: Null, levels: Sequence[Level], settings: Settings, on_progress: OnProgress | None = None
) -> list[Cluster]:
    """The clusters that stand out, the best first; the best alone, marked so, if none does.

    Each in turn becomes part of what is expected, and everything is scanned again: what a later one reports is what
    those before it do not explain. Clusters of one level share no area.
    """
    highest = highest_scores(
        null, levels, settings.replicas, seed=settings.seed, workers=settings.workers, on_progress=on_progress
    )
    maxima = [maxima_of(each) for each in highest]
    expected, taken = null.expected, [np.zeros(len(level.areas), dtype=np.bool_) for level in levels]
    found: list[Cluster] = []
    while len(found) < settings.most_clusters:
        every = [
            _best(null, expected, at, level, taken=busy)
            for at, (level, busy) in enumerate(zip(levels, taken, strict=True))
        ]
        standing_out = [
            each
            for each in every
            if each.score > 0 and maxima[each.level].p_by_law(each.score) <= settings.alpha / len(levels)
        ]
        if not standing_out and (found or max(each.score for each in every) <= 0):
            break
        chosen = plainest(standing_out or every)
        rank = 1 + sum(each.level == chosen.level for each in found)
        found.append(
            _described(null, expected, levels[chosen.level], maxima[chosen.level], chosen, rank, bool(standing_out))
        )
        if not standing_out:
            break
        taken[chosen.level][chosen.areas] = True
        expected = _with_it_explained(null, expected, found[-1])
    return found


def plainest(candidates: Sequence[Candidate]) -> Candidate:
    """Of those that explain the counts as well as the best does, the one with fewest names, then the most specific."""
    best = max(each.score for each in candidates)
    as_good = [each for each in candidates if each.score >= best - AS_GOOD]
    return min(as_good, key=lambda each: (len(each.areas), each.level, -each.score))


def _best(null: Null, expected: Floats, at: int, level: Level, taken: NDArray[np.bool_]) -> Candidate:
    """The best cylinder of a level among zones that hold no area already taken."""
    zones = level.zones
    counts = level.summed(added_up(null.observed, null.weights))
    usual = level.summed(added_up(expected, null.weights))
    scores, lasting = best_by_zone(counts, usual, null.total, zones.neighbours, zones.sizes)
    scores[np.logical_or.accumulate(taken[zones.neighbours], axis=1)] = 0.0
    centre, last = np.unravel_index(int(scores.argmax()), scores.shape)
    areas = zones.neighbours[centre, : last + 1].astype(np.int64)
    return Candidate(at, areas, int(lasting[centre, last]), float(scores[centre, last]))


def _described(
    null: Null, expected: Floats, level: Level, maxima: Maxima, chosen: Candidate, rank: int, stands_out: bool
) -> Cluster:
    places = np.flatnonzero(np.isin(level.area_of, chosen.areas))
    observed = float(null.observed[places, : chosen.duration].sum())
    usual = float(expected[places, : chosen.duration].sum())
    risk = observed / usual if usual > 0 else float("nan")
    if null.total > observed:
        risk /= (null.total - observed) / (null.total - usual)
    return Cluster(
        level=chosen.level,
        rank=rank,
        areas=chosen.areas,
        places=places,
        duration=chosen.duration,
        observed=observed,
        expected=usual,
        relative_risk=risk,
        score=chosen.score,
        p_gumbel=maxima.p_by_law(chosen.score),
        p_monte_carlo=maxima.p_by_rank(chosen.score),
        extrapolated=maxima.lies_beyond(chosen.score),
        stands_out=stands_out,
    )


def _with_it_explained(null: Null, expected: Floats, cluster: Cluster) -> Floats:
    """What to expect if the cluster's rise is as it was found, and nothing else has changed."""
    inside = np.ix_(cluster.places, np.arange(cluster.duration))
    weights = null.weights[cluster.places][:, np.newaxis]
    counted, usual = float((null.observed[inside] * weights).sum()), float((expected[inside] * weights).sum())
    explained = expected.copy()
    if null.total > 0:
        explained *= (null.total - counted) / (null.total - usual)
    explained[inside] = expected[inside] * (counted / usual)
    return explained
