"""The rule of levels, and nothing else: docs/explanation/levels.md says why it is this one."""

from __future__ import annotations

from math import log10
from typing import Literal

# The least that all independent groups together must say: three to one.
LEAST_STRENGTH = log10(3)


def level_of(*, groups: int, q: float, largest_q: float, strength: float) -> Literal["watch", "signal"]:
    """How high a scan may raise an excess. A *warning* is never raised here: that takes a person.

    groups     independent source groups that stand behind it
    q          its q-value, and the largest that the watch allows a signal
    strength   log10 of the fused evidence ratio
    """
    borne_out = groups >= 2
    return "signal" if borne_out and q <= largest_q and strength >= LEAST_STRENGTH else "watch"
