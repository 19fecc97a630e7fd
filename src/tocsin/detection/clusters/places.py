"""Where places lie and which larger areas they lie in, from the rows of a file. No file is opened here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.detection.count_distribution import Floats
from tocsin.errors import PlacesUnreadable

GLOBE = ("lon", "lat")
PLANE = ("x", "y")
POPULATION = "population"
NEEDED = "It needs `place` (or the name in its first column), and `lat` and `lon` in degrees or `x` and `y`."

Row = Mapping[str, str]


@dataclass(frozen=True)
class SetAside:
    """Something that was left out: where it stood, why, and what to do."""

    where: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class Places:
    """P places.

    points       P × 3 unit vectors from the centre of the Earth if `on_globe`, else P × 2 (x, y)
    populations  P; nan where the file has none
    parents      for each larger kind of area, the one that each place lies in
    """

    names: tuple[str, ...]
    points: Floats
    on_globe: bool
    populations: Floats
    parents: Mapping[str, tuple[str, ...]]

    def only(self, rows: Sequence[int]) -> Places:
        """Those rows alone, in that order."""
        parents = {level: tuple(of_place[row] for row in rows) for level, of_place in self.parents.items()}
        names = tuple(self.names[row] for row in rows)
        return Places(names, self.points[rows], self.on_globe, self.populations[rows], parents)

    def drawn_at(self) -> Floats:
        """Where to draw each place, P × 2: degrees east and north, or x and y."""
        if not self.on_globe:
            return self.points
        x, y, z = self.points.T
        return np.asarray(np.degrees(np.stack([np.arctan2(y, x), np.arcsin(np.clip(z, -1, 1))], axis=1)))


class _Unusable(ValueError):
    """Why a row is set aside, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def places_of(
    header: Sequence[str], rows: Iterable[Row], chosen_levels: Sequence[str] = (), *, needs_points: bool = True
) -> tuple[Places, list[SetAside]]:
    """The places that the rows name, and the rows set aside.

    header         the columns; those besides place, coordinates and population name larger areas, nearest first
    chosen_levels  which of these to use; all if none is named
    needs_points   whether a place without coordinates is set aside (it need not be where neighbours are given)

    Raises PlacesUnreadable if a column is missing or no row can be used.
    """
    axes = next((pair for pair in (GLOBE, PLANE) if set(pair) <= set(header)), ())
    if not header or (not axes and needs_points):
        raise PlacesUnreadable(f"The places file has the columns {', '.join(header) or 'none'}. {NEEDED}")
    name_column = "place" if "place" in header else header[0]
    others = [each for each in header if each not in {name_column, *GLOBE, *PLANE, POPULATION}]
    if unknown := [each for each in chosen_levels if each not in others]:
        raise PlacesUnreadable(f"The places file has no column {unknown[0]!r}. Choose from {', '.join(others)}.")
    levels = list(chosen_levels) or others
    kept: dict[str, tuple[tuple[float, ...], float, tuple[str, ...]]] = {}
    aside: list[SetAside] = []
    for line, row in enumerate(rows, start=2):
        try:
            name = _name(row, name_column, kept)
            kept[name] = (_point(row, axes), _population(row), tuple(_cell(row, level) or name for level in levels))
        except _Unusable as unusable:
            aside.append(SetAside(f"places file, line {line}", unusable.problem, unusable.remedy))
    if not kept:
        raise PlacesUnreadable(f"The places file has no row that can be used. {aside[0].problem if aside else NEEDED}")
    points, populations, parents = zip(*kept.values(), strict=True)
    by_level = {level: tuple(each[at] for each in parents) for at, level in enumerate(levels)}
    on_globe = axes == GLOBE
    return Places(tuple(kept), np.array(points, dtype=np.float64), on_globe, np.array(populations), by_level), aside


def _name(row: Row, column: str, kept: Mapping[str, object]) -> str:
    name = _cell(row, column)
    if not name:
        raise _Unusable("the row names no place", "Write the name that the counts use.")
    if name in kept:
        raise _Unusable(f"{name!r} is named a second time", "Give each place one row.")
    return name


def _point(row: Row, axes: Sequence[str]) -> tuple[float, ...]:
    if not axes:
        return (0.0, 0.0)
    one, other = (_number(row, axis) for axis in axes)
    if tuple(axes) == PLANE:
        return one, other
    if abs(one) > 180 or abs(other) > 90:
        raise _Unusable(f"lat {other:g}, lon {one:g} lies nowhere on Earth", "Check that lat and lon are in degrees.")
    east, north = np.radians(one), np.radians(other)
    return float(np.cos(north) * np.cos(east)), float(np.cos(north) * np.sin(east)), float(np.sin(north))


def _number(row: Row, column: str) -> float:
    cell = _cell(row, column)
    try:
        number = float(cell)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise _Unusable(f"{column} is {cell[:40]!r}, which is no number", "Write it in digits, with a point.")
    return number


def _population(row: Row) -> float:
    if not _cell(row, POPULATION):
        return float("nan")
    people = _number(row, POPULATION)
    if people <= 0:
        raise _Unusable(f"the population is {people:g}", "Write a number above nought, or leave it empty.")
    return people


def _cell(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()
