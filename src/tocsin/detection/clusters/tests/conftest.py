"""Small maps: a row of places, each with its own usual count, and rises put into them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from tocsin.detection.clusters.finding import Settings
from tocsin.detection.clusters.mapping import Choice, Outcome, scan_map
from tocsin.detection.clusters.places import Places
from tocsin.detection.clusters.zones import Reach
from tocsin.detection.grid import Grid

FEW = Settings(replicas=49, seed=3)


@dataclass(frozen=True)
class Rise:
    """These places count `times` as many over the newest `periods`."""

    places: Sequence[int]
    periods: int
    times: float


def made_up(
    rises: Sequence[Rise] = (), *, places: int = 40, periods: int = 40, usual: float = 5.0, seed: int = 1
) -> tuple[Grid, Places]:
    """Places in a row, called p0, p1 …, ten to a force (force0 …); Poisson counts by week number."""
    generator = np.random.default_rng(seed)
    means = np.full((places, periods), usual)
    for rise in rises:
        means[np.ix_(list(rise.places), np.arange(periods - rise.periods, periods))] *= rise.times
    names = tuple(f"p{place}" for place in range(places))
    numbered = tuple(str(period) for period in range(1, periods + 1))
    grid = Grid(names, numbered, generator.poisson(means).astype(float), np.ones_like(means), 52)
    points = np.stack([np.arange(places, dtype=float), np.zeros(places)], axis=1)
    force = {"force": tuple(f"force{place // 10}" for place in range(places))}
    return grid, Places(names, points, False, np.full(places, 1_000.0), force)


@pytest.fixture(scope="session")
def scan() -> Callable[..., Outcome]:
    """scan(rises, method=…, pairs=…, **made_up): what is found in a small map."""

    def scanned(rises: Sequence[Rise] = (), *, method: str = "expectation", pairs=None, settings=FEW, **how) -> Outcome:
        grid, places = made_up(rises, **how)
        choice = Choice(method=method, longest=6, reach=Reach(12), settings=settings)
        return scan_map(grid, places, choice, pairs=pairs)

    return scanned


@pytest.fixture(scope="session")
def rise() -> type[Rise]:
    return Rise
