"""Since when a term has been used more: the burst automaton of Kleinberg for counts by period."""

from __future__ import annotations

import numpy as np

from tocsin.detection.count_distribution import Floats

LEAST_TIMES = 2.0  # in a burst a term is used at least so many times as often
RELUCTANCE = 1.0  # how hard it is to enter one; multiplies the logarithm of the number of periods


def first_of_burst(counts: Floats, documents: Floats, rate: float, times: float = LEAST_TIMES) -> int | None:
    """The first period of the burst that is still on in the last one, or None if there is none.

    counts, documents  by period, oldest first
    rate               documents per document outside a burst
    times              how many times that it is inside one, at least LEAST_TIMES
    Source: Kleinberg (2003), Data Min. Knowl. Disc. 7, 373–397, doi 10.1023/A:1024940629314, two states, batched.

    >>> first_of_burst(np.array([1., 0, 1, 0, 6, 7]), np.full(6, 100.), 0.005)
    4
    """
    rates = np.clip([rate, max(times, LEAST_TIMES) * rate], 1e-12, 1 - 1e-9)
    # Binomial coefficients are the same in both states and change nothing.
    costs = -(np.outer(counts, np.log(rates)) + np.outer(documents - counts, np.log1p(-rates)))
    entering = RELUCTANCE * np.log(max(len(counts), 2))
    best = np.array([0.0, entering])
    came_from = np.zeros((len(counts), 2), dtype=np.int64)
    for period, cost in enumerate(costs):
        into = np.array([[best[0], best[1]], [best[0] + entering, best[1]]])
        came_from[period] = into.argmin(axis=1)
        best = into.min(axis=1) + cost
    state, first = int(best[1] < best[0]), None
    for period in range(len(counts) - 1, -1, -1):
        if state == 0:
            break
        first, state = period, int(came_from[period, 1])
    return first
