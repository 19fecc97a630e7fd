"""How many terms there are that nobody has used yet, and what a new one must be granted, learnt from rare terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.detection.count_distribution import Floats
from tocsin.detection.emergence.corpus import Corpus
from tocsin.detection.emergence.terms import LONGEST


@dataclass(frozen=True)
class Novelty:
    """Before each period, for terms of one, two and three words: those used so far, those not used yet, and their rate.

    A term without a past has no rate of its own. By Good and Turing, terms used once stand for those not used yet:
    together these will be met in as many documents as there are terms used once, per document so far.

    seen     lengths × (T + 1); different terms used before the period
    unseen   lengths × (T + 1); at least so many more exist
    granted  lengths × (T + 1); documents per document that hold one such term
    Source: Good (1953), Biometrika 40, 237–264; for the number unseen, Chao (1984), Scand. J. Statist. 11, 265–270.
    """

    seen: Floats
    unseen: Floats
    granted: Floats

    def tested(self, period: int) -> Floats:
        """Terms of each length that the period is tested for."""
        tested: Floats = self.seen[:, period] + self.unseen[:, period]
        return tested

    def weights(self, period: int) -> Floats:
        """What p is multiplied by, for each length, so that each has an equal part in what may be raised wrongly.

        Phrases are many and mostly repeat their words. Source: Genovese, Roeder & Wasserman (2006), Biometrika 93,
        509–524 (p-values weighted by what is known beforehand).
        """
        tested = self.tested(period)
        weights: Floats = LONGEST * tested / tested.sum()
        return weights


def novelty_of(corpus: Corpus) -> Novelty:
    """What each period could know about new terms before it began."""
    once, twice, thrice = (_by_period(corpus, nth) for nth in range(3))
    single = np.maximum(once - twice, 1.0)
    double = np.maximum(twice - thrice, 1.0)
    documents = np.maximum(corpus.starts.astype(np.float64), 1.0)
    each = np.minimum(2 * double / single, 1.0)
    return Novelty(once, single / each, each / documents)


def _by_period(corpus: Corpus, nth: int) -> Floats:
    """Lengths × (T + 1): terms whose nth document (from 0) lies before the period."""
    terms, periods = corpus.terms, len(corpus.periods)
    enough = np.flatnonzero(np.diff(terms.starts) > nth)
    when = corpus.period_of[terms.holders[terms.starts[enough] + nth]]
    cells = (terms.sizes[enough].astype(np.int64) - 1) * periods + when
    first = np.bincount(cells, minlength=LONGEST * periods).reshape(LONGEST, periods)
    return np.pad(np.cumsum(first, axis=1), ((0, 0), (1, 0))).astype(np.float64)
