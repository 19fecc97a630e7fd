"""Every cylinder of a map scored: the exact scan of what was counted, and the quick one of replicas."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.detection.clusters.scores import bar_for, score_of
from tocsin.detection.count_distribution import Floats

Rows = NDArray[np.int32]
Sizes = NDArray[np.int64]

# Arrays here: counts and expected are areas × durations, added up from the newest period back;
# neighbours is areas × K, each row a centre and its neighbours, of which the first `sizes[centre]` are used.


@njit(cache=True, nogil=True)
def best_by_zone(
    counts: Floats, expected: Floats, total: float, neighbours: Rows, sizes: Sizes
) -> tuple[Floats, Sizes]:
    """The highest score of each zone over all durations, and the duration (in periods) that has it; areas × K."""
    areas, durations = counts.shape
    scores = np.zeros(neighbours.shape)
    lasting = np.ones(neighbours.shape, dtype=np.int64)
    for centre in range(areas):
        observed = np.zeros(durations)
        usual = np.zeros(durations)
        for k in range(sizes[centre]):
            area = neighbours[centre, k]
            for d in range(durations):
                observed[d] += counts[area, d]
                usual[d] += expected[area, d]
                if observed[d] > usual[d]:
                    score = score_of(observed[d], usual[d], total)
                    if score > scores[centre, k]:
                        scores[centre, k] = score
                        lasting[centre, k] = d + 1
    return scores, lasting


@njit(cache=True, nogil=True)
def bars(score: float, expected: Floats, total: float, neighbours: Rows, sizes: Sizes) -> Floats:
    """The count each cylinder must reach to score more than `score`; areas × K × durations."""
    areas, durations = expected.shape
    found = np.full((areas, neighbours.shape[1], durations), np.inf)
    for centre in range(areas):
        usual = np.zeros(durations)
        for k in range(sizes[centre]):
            for d in range(durations):
                usual[d] += expected[neighbours[centre, k], d]
                found[centre, k, d] = bar_for(score, usual[d], total)
    return found


@njit(cache=True, nogil=True)
def highest_over(
    counts: Floats, expected: Floats, total: float, neighbours: Rows, sizes: Sizes, reached: Floats
) -> float:
    """The highest score among cylinders that reach their bar, exactly as `best_by_zone` has it; 0 if none does.

    What is expected is the same in every replica, so almost every cylinder costs an addition and a comparison, and no
    logarithm.
    """
    areas, durations = counts.shape
    highest = 0.0
    observed = np.zeros(durations)
    for centre in range(areas):
        observed[:] = 0.0
        for k in range(sizes[centre]):
            area = neighbours[centre, k]
            over = False
            for d in range(durations):
                observed[d] += counts[area, d]
                over |= observed[d] >= reached[centre, k, d]
            if over:
                zone = neighbours[centre, : k + 1]
                highest = max(highest, _best_of(observed, reached[centre, k], expected, zone, total))
    return highest


@njit(cache=True, nogil=True)
def _best_of(observed: Floats, reached: Floats, expected: Floats, zone: Rows, total: float) -> float:
    best = 0.0
    for d in range(len(observed)):
        if observed[d] >= reached[d]:
            usual = 0.0
            for area in zone:
                usual += expected[area, d]
            best = max(best, score_of(observed[d], usual, total))
    return best
