"""Space-time permutation scan: it needs no baseline, only the counts, and finds what place and period do not explain.

Source: Kulldorff, Heffernan, Hartman, Assunção & Mostashari (2005), PLoS Medicine 2, e59,
doi 10.1371/journal.pmed.0020059.
"""

from __future__ import annotations

import numpy as np

from tocsin.detection.clusters.nulls import Null, newest_first
from tocsin.detection.count_distribution import Floats

VERSION = "1"

# Drawing case by case costs this much less than drawing a whole cell, as measured; both have the same law.
CASES_A_CELL = 15


def null_of(counts: Floats, longest: int) -> Null:
    """Every place has its share of each period's count; replicas deal the periods out among the cases anew.

    counts  P × T, whole numbers, every one known
    """
    in_place, in_period = counts.sum(axis=1), counts.sum(axis=0)
    total = float(counts.sum())
    expected = np.outer(in_place, newest_first(in_period[np.newaxis], longest)[0]) / max(total, 1.0)
    held = in_place.astype(np.int64)
    wanted = in_period[::-1][:longest].astype(np.int64)
    cheap = total / 10 + wanted.sum() < CASES_A_CELL * expected.size
    place_of = np.repeat(np.arange(len(held)), held) if cheap else np.empty(0, dtype=np.int64)
    slot_of = np.repeat(np.arange(len(wanted)), wanted) if cheap else np.empty(0, dtype=np.int64)

    def by_case(generator: np.random.Generator) -> Floats:
        """Only the cases of the window are drawn; which period any other falls in makes no difference."""
        chosen = generator.choice(len(place_of), len(slot_of), replace=False)
        cells = place_of[chosen] * len(wanted) + slot_of
        return np.bincount(cells, minlength=expected.size).reshape(expected.shape).astype(np.float64)

    def by_cell(generator: np.random.Generator) -> Floats:
        left = held.copy()
        drawn = np.empty(expected.shape)
        for period, number in enumerate(wanted):
            taken = generator.multivariate_hypergeometric(left, int(number), method="marginals")
            left -= taken
            drawn[:, period] = taken
        return drawn

    return Null(newest_first(counts, longest), expected, np.ones(len(counts)), total, by_case if cheap else by_cell)
