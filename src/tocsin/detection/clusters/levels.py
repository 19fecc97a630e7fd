"""The levels of area a map is scanned at: the places themselves, and each kind of larger area they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tocsin.detection.clusters.places import Places
from tocsin.detection.clusters.zones import Reach, Zones, nearest, touching
from tocsin.detection.count_distribution import Floats

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Level:
    """One kind of area: A areas, and which of them each of P places lies in (`area_of`)."""

    name: str
    areas: tuple[str, ...]
    area_of: NDArray[np.int64]
    zones: Zones

    def summed(self, values: Floats) -> Floats:
        """Values of the areas, from those of the places (P × D)."""
        places, areas = len(self.area_of), len(self.areas)
        if places == areas:
            return values
        within = csr_array((np.ones(places), (self.area_of, np.arange(places))), shape=(areas, places))
        return np.ascontiguousarray(within @ values)


def levels_of(
    places: Places, reach: Reach, *, pairs: Pairs | None = None, share: float | None = None, weights: Floats
) -> tuple[Level, ...]:
    """The places, then each larger kind of area, in the order of the file.

    pairs    neighbouring places, by their rows; zones then grow by steps instead of distance
    share    the largest share of all `weights` (one a place) that a zone may hold
    A level that groups the places no differently from an earlier one says nothing new and is left out.
    """
    levels: list[Level] = []
    seen: set[bytes] = set()
    for name, of_place in (("place", places.names), *places.parents.items()):
        areas = tuple(dict.fromkeys(of_place))
        row_of = {area: row for row, area in enumerate(areas)}
        area_of = np.array([row_of[area] for area in of_place], dtype=np.int64)
        if area_of.tobytes() in seen:
            continue
        seen.add(area_of.tobytes())
        zones = _zones(places, area_of, reach, pairs)
        if share is not None:
            zones = zones.at_most(share, np.bincount(area_of, weights).astype(np.float64))
        levels.append(Level(name, areas, area_of, zones))
    return tuple(levels)


def _zones(places: Places, area_of: NDArray[np.int64], reach: Reach, pairs: Pairs | None) -> Zones:
    areas = int(area_of.max()) + 1
    if pairs is not None:
        between = {(int(area_of[one]), int(area_of[other])) for one, other in pairs}
        return touching(sorted((one, other) for one, other in between if one != other), areas, reach)
    # An area lies at the mean of its places.
    sums = np.stack([np.bincount(area_of, column) for column in places.points.T], axis=1)
    middle = sums / np.bincount(area_of)[:, np.newaxis]
    if places.on_globe:
        middle /= np.maximum(np.linalg.norm(middle, axis=1, keepdims=True), 1e-12)
    return nearest(middle, reach, on_globe=places.on_globe)
