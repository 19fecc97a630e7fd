"""Which periods Farrington Flexible compares with: runs of periods, each of one season of the year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats

Whole = NDArray[np.int64]


class Runs(NamedTuple):
    """A baseline as runs of neighbouring periods; positions count from its first period, `span` is the assessed one.

    Seasons are numbered 0, 1, 2 …; the last is the assessed period's. `season_of` is -1 where a period is no baseline.
    `lengths` and `steps` are the different lengths and distances to the next run; `length_at`, `step_at` point there.
    """

    start: Whole
    length: Whole
    season: Whole
    length_at: Whole
    lengths: Whole
    step_at: Whole
    steps: Floats
    season_of: Whole
    in_season: Whole
    span: int
    centre: float


@dataclass(frozen=True)
class Shape:
    """What decides the baseline, in periods; house names as in `Farrington`."""

    a_year: int
    years_back: int
    half_window: int
    seasons: int
    left_out: int


def baseline_of(shape: Shape) -> Runs:
    """The runs that a period is compared with, the same for every period but for their place.

    Raises ValueError where a season would hold no period, or windows of two years overlap though seasons are asked for.
    """
    season_of = _seasons(shape)
    if shape.seasons - 1 not in season_of:
        raise ValueError("No period of the same season is left to compare with. Widen the window or leave out less.")
    _, season_of = _renumbered(season_of)
    edges = np.flatnonzero(np.diff(season_of, prepend=-2, append=-2))
    is_baseline = season_of[edges[:-1]] >= 0
    start, length = edges[:-1][is_baseline], np.diff(edges)[is_baseline]
    lengths, length_at = np.unique(length, return_inverse=True)
    steps, step_at = np.unique(np.diff(start, append=start[-1] + length[-1]), return_inverse=True)
    return Runs(
        start,
        length,
        season_of[start],
        length_at,
        lengths,
        step_at,
        steps.astype(np.float64),
        season_of,
        np.bincount(season_of[season_of >= 0]),
        len(season_of) - 1,
        float(len(season_of) // 2),
    )


def _seasons(shape: Shape) -> Whole:
    """The season of each period up to the assessed one, which comes last; -1 for one that is no baseline.

    Each year between two windows is shared out to the other seasons, the earlier ones longer by one if need be.
    """
    half, others = shape.half_window, shape.seasons - 1
    now = shape.years_back * shape.a_year + half
    between = shape.a_year - 2 * half - 1
    if others > max(between, 0):
        raise ValueError(
            f"{shape.seasons} seasons do not fit into {shape.a_year} periods with windows of {2 * half + 1}. "
            "Choose fewer seasons or a smaller window."
        )
    season_of = np.full(now + 1, -1, dtype=np.int64)
    season_of[now - half :] = others
    for year in range(1, shape.years_back + 1):
        same = now - year * shape.a_year
        season_of[same - half : same + half + 1] = others
        if others > 0:
            lengths = np.full(others, between // others)
            lengths[: between % others] += 1
            season_of[same + half + 1 : same + shape.a_year - half] = np.repeat(np.arange(others), lengths)
    season_of[max(0, now - shape.left_out) :] = -1
    return season_of


def _renumbered(season_of: Whole) -> tuple[int, Whole]:
    """How many seasons hold a period, and those numbered without a gap."""
    held = np.unique(season_of[season_of >= 0])
    numbers = np.full(season_of.max() + 2, -1, dtype=np.int64)
    numbers[held] = np.arange(len(held))
    return len(held), numbers[season_of]
