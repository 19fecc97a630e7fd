"""How much more than chance the counts of words vary, learnt from all terms together and from each by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats
from tocsin.detection.emergence.terms import LONGEST

BINS = 16
_FIRST_BIN = -4  # means below 2 to this power share a bin
OWN_FROM = 0.5  # a term's own variation can be read from means of this and above
MOST_OF_ONE = 10.0  # times its mean that one count may add to what all terms show
POOL_WEIGHT = 4.0  # how many periods of its own weigh as much as what all terms show
SHARED_WEIGHT = 20.0


def bin_of(means: Floats) -> NDArray[np.int64]:
    """Which bin of like means each belongs to: below 1/16, then one for each doubling."""
    powers = np.floor(np.log2(np.maximum(means, 2.0 ** (_FIRST_BIN - 1))))
    bins: NDArray[np.int64] = np.clip(powers - _FIRST_BIN + 1, 0, BINS - 1).astype(np.int64)
    return bins


@dataclass(frozen=True)
class Surroundings:
    """What one period's counts were compared with, for learning from them afterwards.

    documents  of the period;  past  documents before it
    granted    for terms of one, two and three words, the rate of one without a past (see Novelty)
    tested     how many terms of each length there were, those not used yet included
    """

    documents: float
    past: float
    granted: Floats
    tested: Floats


@dataclass(frozen=True)
class Apart:
    """Terms of a period to leave out: `raised` ones from what all show, `unusual` ones (a wider set) from their own."""

    raised: NDArray[np.int64]
    unusual: NDArray[np.int64]


class Spread:
    """Variance over mean, period by period: a term comes in bunches, since one event is told more than once.

    Learnt one period ahead: each period's counts against the level before it. What was raised is left out, so that an
    emergence does not make the next one look usual.
    """

    def __init__(self, sizes: NDArray[np.int8]) -> None:
        self.known = np.zeros(len(sizes), dtype=np.int32)  # documents in the past now looked back on
        self._place = sizes.astype(np.int64) - 1
        self._squares, self._means, self._cells = np.zeros(BINS), np.zeros(BINS), np.zeros(BINS)
        self._own = np.zeros(len(sizes), dtype=np.float32)
        self._own_periods = np.zeros(len(sizes), dtype=np.float32)

    def learn(self, rows: NDArray[np.int64], counts: Floats, around: Surroundings, apart: Apart) -> None:
        """Takes one period in: the terms with a count, and those to leave out. `known` must still end before it."""
        spare = 1 + around.documents / around.past
        # The first cells are terms without a past, by length; then those with 1, 2, 3 … documents in it.
        levels = np.arange(1, self.known.max(initial=0) + 1)
        rates = np.concatenate([around.granted, levels / around.past])
        means = around.documents * rates
        terms = self._terms_by_cell(around, len(rates), apart.raised)
        bins = bin_of(means)
        kept = np.isin(rows, apart.raised, invert=True)
        now, at = counts[kept], self._cell_of(rows[kept])
        # A zero deviates by its mean's square; each count that is there is put in the place of one zero.
        most = np.where(means >= OWN_FROM, MOST_OF_ONE * means, np.inf)
        none = np.minimum(means**2, most)
        deviations = np.bincount(bins, terms * none, minlength=BINS)
        deviations += np.bincount(bins[at], np.minimum((now - means[at]) ** 2, most[at]) - none[at], minlength=BINS)
        self._squares += deviations / spare
        self._means += np.bincount(bins, terms * means, minlength=BINS)
        self._cells += np.bincount(bins, terms, minlength=BINS)
        self._learn_own(rows, counts, around, apart.unusual)

    def _cell_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        known = self.known[rows]
        return np.where(known > 0, known + LONGEST - 1, self._place[rows])

    def _terms_by_cell(self, around: Surroundings, cells: int, left_out: NDArray[np.int64]) -> Floats:
        levels = np.bincount(self.known, minlength=cells - LONGEST + 1)[1:]
        with_past = np.bincount(self._place[self.known > 0], minlength=LONGEST)
        terms = np.concatenate([around.tested - with_past, levels.astype(np.float64)])
        fewer: Floats = terms - np.bincount(self._cell_of(left_out), minlength=cells)
        return np.maximum(fewer, 0.0)

    def _learn_own(
        self, rows: NDArray[np.int64], counts: Floats, around: Surroundings, left_out: NDArray[np.int64]
    ) -> None:
        of_one = around.documents / around.past
        common = np.flatnonzero(self.known * of_one >= OWN_FROM)
        common = np.setdiff1d(common, left_out, assume_unique=True)
        now = np.zeros(len(common))
        _, here, there = np.intersect1d(common, rows, assume_unique=True, return_indices=True)
        now[here] = counts[there]
        mean = self.known[common] * of_one
        deviation = np.minimum((now - mean) ** 2 / mean, MOST_OF_ONE) / (1 + of_one)
        self._own[common] += deviation.astype(np.float32)
        self._own_periods[common] += 1

    def pooled(self, means: Floats) -> Floats:
        """Variance over mean that terms with such a mean show."""
        counted = np.minimum(self._cells, self._means)
        each = self._squares / np.maximum(self._means, 1e-12)
        if counted.sum() == 0:
            return np.ones_like(means)
        shared = float(counted @ each / counted.sum())
        table = (counted * each + SHARED_WEIGHT * shared) / (counted + SHARED_WEIGHT)
        return np.maximum(table[bin_of(means)], 1.0)

    def of(self, terms: NDArray[np.int64], means: Floats) -> Floats:
        """Variance over mean of each term: what all terms show, drawn towards what it shows itself."""
        own, periods = self._own[terms], self._own_periods[terms]
        return np.maximum((POOL_WEIGHT * self.pooled(means) + own) / (POOL_WEIGHT + periods), 1.0)
