"""Population-based scan: each place's share of all counts is compared with its share of the population.

Source: Kulldorff (2001), J. R. Statist. Soc. A 164, 61–72, doi 10.1111/1467-985X.00186.
"""

from __future__ import annotations

import numpy as np

from tocsin.detection.clusters.nulls import Null, newest_first
from tocsin.detection.count_distribution import Floats

VERSION = "1"


def null_of(counts: Floats, populations: Floats, longest: int) -> Null:
    """Every period has the same number, shared by population; replicas share the total out at random.

    counts       P × T, whole numbers, all periods that the total is taken over; nan where not known
    populations  P × T, above nought; nan where not known
    A cell without either takes no part.
    """
    known = np.isfinite(counts) & (populations > 0)
    observed = np.where(known, counts, 0.0)
    people = np.where(known, populations, 0.0)
    in_period = people.sum(axis=0)
    total = float(observed.sum())
    shares = np.divide(people, in_period, out=np.zeros_like(people), where=in_period > 0)
    shares /= shares.sum()
    within = newest_first(shares, longest)

    def draw(generator: np.random.Generator) -> Floats:
        chances = np.append(within.ravel(), max(0.0, 1 - within.sum()))
        drawn = generator.multinomial(int(total), chances / chances.sum())
        return drawn[:-1].reshape(within.shape).astype(np.float64)

    return Null(newest_first(observed, longest), within * total, np.ones(len(counts)), total, draw)
