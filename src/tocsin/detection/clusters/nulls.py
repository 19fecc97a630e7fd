"""What a map on which nothing stands out looks like: what is expected of it, and how one is drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tocsin.detection.count_distribution import Floats


@dataclass(frozen=True)
class Null:
    """P places over the D newest periods, newest first.

    observed  P × D; what was counted
    expected  P × D; what to expect if nothing had changed
    weights   P; 1 over how many times the variance of a place's counts exceeds their mean
    total     the sum of all counts if the method takes it as given, else 0
    draw      one map drawn at random, P × D
    """

    observed: Floats
    expected: Floats
    weights: Floats
    total: float
    draw: Callable[[np.random.Generator], Floats]


def newest_first(values: Floats, longest: int) -> Floats:
    """The newest columns of P × T, the newest first."""
    return np.ascontiguousarray(values[:, ::-1][:, :longest])
