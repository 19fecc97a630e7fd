"""Which areas lie about each: zones grown from a centre by distance, or from neighbour to neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tocsin.detection.clusters.scanning import Rows, Sizes
from tocsin.detection.count_distribution import Floats

# Looked up beyond the number asked for, so that areas equally far away are taken in the order of the file.
SPARE = 8
EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True)
class Zones:
    """For each of A areas itself and its neighbours, nearest first; the first n of a row are one zone.

    neighbours  A × K
    sizes       A; how many of a row are used
    """

    neighbours: Rows
    sizes: Sizes

    def at_most(self, share: float, weights: Floats) -> Zones:
        """The same, each row cut where its areas would hold more than that share of all weights; itself stays."""
        held = np.cumsum(weights[self.neighbours], axis=1)
        fitting = np.minimum(self.sizes, (held <= share * weights.sum()).sum(axis=1))
        return Zones(self.neighbours, np.maximum(fitting, 1))


@dataclass(frozen=True)
class Reach:
    """How far zones may grow: `most` areas, and no area beyond `radius` of the centre.

    The radius is in kilometres for longitude and latitude, else in the unit of x and y.
    """

    most: int
    radius: float | None = None


def nearest(points: Floats, reach: Reach, *, on_globe: bool) -> Zones:
    """Zones of the areas nearest to each; areas equally far away in the order given.

    points  A × 2 (x, y), or A × 3 unit vectors from the centre of the Earth if `on_globe`
    """
    areas = len(points)
    most = min(reach.most, areas)
    found = cKDTree(points).query(points, k=np.arange(1, min(areas, most + SPARE) + 1))
    distances, rows = np.asarray(found[0]), np.asarray(found[1])
    # Rounded: a distance of the same length must not differ in its last digit.
    rounded = np.round(distances / max(float(distances.max()), 1e-300), 9)
    # The centre itself is first even where another area lies on the same spot.
    rounded[rows == np.arange(areas)[:, np.newaxis]] = -1.0
    order = np.lexsort((rows, rounded), axis=1)[:, :most]
    distances, rows = np.take_along_axis(distances, order, 1), np.take_along_axis(rows, order, 1)
    if on_globe:
        distances = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(distances / 2, 1.0))
    near = most if reach.radius is None else (distances <= reach.radius).sum(axis=1)
    sizes = np.maximum(np.broadcast_to(near, areas), 1)
    return Zones(_with_centre_first(rows).astype(np.int32), sizes.astype(np.int64))


def _with_centre_first(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same rows; a centre crowded out by areas on its very spot takes the first place."""
    out = rows.copy()
    for centre in np.flatnonzero(rows[:, 0] != np.arange(len(rows))):
        out[centre, 1:] = rows[centre, :-1]
        out[centre, 0] = centre
    return out


def touching(pairs: Sequence[tuple[int, int]], areas: int, reach: Reach) -> Zones:
    """Zones grown by steps from neighbour to neighbour; areas as many steps away in the order given.

    Every zone hangs together. An area without neighbours is a zone by itself.
    """
    beside: list[set[int]] = [set() for _ in range(areas)]
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    ordered = [sorted(each) for each in beside]
    most = min(reach.most, areas)
    neighbours = np.repeat(np.arange(areas, dtype=np.int32)[:, np.newaxis], most, axis=1)
    sizes = np.ones(areas, dtype=np.int64)
    for centre in range(areas):
        grown = _grown(centre, ordered, most)
        neighbours[centre, : len(grown)] = grown
        sizes[centre] = len(grown)
    return Zones(neighbours, sizes)


def _grown(centre: int, beside: Sequence[Sequence[int]], most: int) -> list[int]:
    """The centre and what can be reached from it, ring by ring and in order within a ring, until there are `most`."""
    grown: list[int] = []
    seen, ring = {centre}, [centre]
    while ring and len(grown) < most:
        grown += ring
        ring = sorted({other for area in ring for other in beside[area]} - seen)
        seen.update(ring)
    return grown[:most]
