"""How far to believe one p-value among many."""

from __future__ import annotations

import numpy as np

from tocsin.detection.count_distribution import Floats


def q_values(p_values: Floats) -> Floats:
    """For each p-value, the false discovery rate at which it would just be called, in the order given.

    Source: Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57, 289–300.

    >>> q_values(np.array([0.01, 0.04, 0.03, 0.005])).tolist()
    [0.02, 0.04, 0.04, 0.02]
    """
    order = np.argsort(p_values, kind="stable")
    stepped = p_values[order] * len(p_values) / np.arange(1, len(p_values) + 1)
    q = np.empty_like(stepped)
    q[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return q
