"""Small counts protected, so that what is shown gives no protected count away: not by a row, a column or a total.

First every count below the smallest that may be shown is protected, a total as well as a cell. Then others, as few as a
greedy search finds, until for each of the first at least as many values remain possible as the smallest count has. The
others are found along the cells and totals that could make up for a change: cycles of a network whose flows are the
counts. Pure: no Django, no clock.

Source: Cox (1995), Network models for complementary cell suppression, J. Am. Stat. Assoc. 90, 1453–1462.
It guards one table. Who sets two editions side by side may learn that a count rose by one.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIGN = "[c]"  # the Government Analysis Function's mark for what is confidential
_MARGIN, _GRAND = 100.0, 10_000.0  # what protecting a total costs, beside about 1 for a cell
_ENDLESS = 10**15

Count = int | None  # None where it is protected


@dataclass(frozen=True)
class Line:
    """Counts that add up to a total."""

    cells: tuple[Count, ...]
    total: Count


@dataclass(frozen=True)
class Grid:
    """Counts by row and column, with the totals of each and of all."""

    cells: tuple[tuple[Count, ...], ...]
    row_totals: tuple[Count, ...]
    column_totals: tuple[Count, ...]
    total: Count


@dataclass(frozen=True)
class _Edge:
    """A count as a flow from one place to another; `cost` of protecting it although it is not small."""

    start: int
    end: int
    value: int
    cost: float


def protect_line(counts: Sequence[int], *, smallest: int, protect_zero: bool = False) -> Line:
    """The counts and their total, with None for each that may not be shown.

    smallest      the smallest count that may be shown; 0 may be as well, unless `protect_zero`

    >>> protect_line([3, 9, 7, 0], smallest=5)
    Line(cells=(None, 9, None, 0), total=19)
    """
    total = sum(counts)
    cells = [_Edge(0, 1, value, 1 + value / max(total, 1)) for value in counts]
    shown = _shown([*cells, _Edge(1, 0, total, _GRAND)], smallest, protect_zero=protect_zero)
    return Line(shown[:-1], shown[-1])


def protect_grid(counts: Sequence[Sequence[int]], *, smallest: int, protect_zero: bool = False) -> Grid:
    """The same for rows and columns, of which every row is as long as the first.

    >>> protect_grid([[2, 9], [8, 20]], smallest=5).cells
    ((None, None), (None, None))
    """
    rows, columns = len(counts), len(counts[0]) if counts else 0
    edges = _edges_of(counts, rows, columns)
    shown = iter(_shown(edges, smallest, protect_zero=protect_zero))
    return Grid(
        cells=tuple(tuple(next(shown) for _ in range(columns)) for _ in range(rows)),
        row_totals=tuple(next(shown) for _ in range(rows)),
        column_totals=tuple(next(shown) for _ in range(columns)),
        total=next(shown),
    )


def _edges_of(counts: Sequence[Sequence[int]], rows: int, columns: int) -> list[_Edge]:
    """From each row to each column its cell; totals close the circle, through one place for all rows and one for all
    columns."""
    total = sum(map(sum, counts))
    all_rows, all_columns = rows + columns, rows + columns + 1
    cells = [
        _Edge(i, rows + j, value, 1 + value / max(total, 1))
        for i, row in enumerate(counts)
        for j, value in enumerate(row)
    ]
    across = [_Edge(all_rows, i, sum(row), _MARGIN) for i, row in enumerate(counts)]
    down = [_Edge(rows + j, all_columns, sum(row[j] for row in counts), _MARGIN) for j in range(columns)]
    return [*cells, *across, *down, _Edge(all_columns, all_rows, total, _GRAND)]


def _shown(edges: list[_Edge], smallest: int, *, protect_zero: bool) -> tuple[Count, ...]:
    if any(edge.value < 0 for edge in edges):
        raise ValueError("A count is below nothing. Count again.")
    # Where every 0 is shown, whoever reads the table knows that a protected count is at least 1.
    least = 0 if protect_zero else 1
    small = {n for n, edge in enumerate(edges) if least <= edge.value < smallest}
    hidden = _complement(edges, small, least, smallest - 1)
    return tuple(None if n in hidden else edge.value for n, edge in enumerate(edges))


def _complement(edges: list[_Edge], small: set[int], least: int, width: int) -> set[int]:
    """The small ones and what must be protected with them, by position."""
    hidden = set(small)
    for n in sorted(small, key=lambda n: (edges[n].value, n)):
        while not _is_safe(edges, hidden, n, least, width):
            more = _cheapest_way(edges, hidden, n, least) - hidden
            # What is left when no way leads round: protect all there is.
            hidden |= more or {n for n, edge in enumerate(edges) if edge.value >= least}
            if not more:
                break
    for n in sorted(hidden - small, key=lambda n: (-edges[n].cost, n)):
        if all(_is_safe(edges, hidden - {n}, one, least, width) for one in small):
            hidden.discard(n)
    return hidden


def _is_safe(edges: list[_Edge], hidden: set[int], n: int, least: int, width: int) -> bool:
    """True if the largest and the smallest value that the count could have are at least so far apart."""
    return width <= 0 or sum(_Residual(edges, hidden, n, least).room(way, width) for way in (1, -1)) >= width


def _cheapest_way(edges: list[_Edge], hidden: set[int], n: int, least: int) -> set[int]:
    """The counts along the cheapest way round by which that one could be changed further than it can be now."""
    for way in (1, -1):
        residual = _Residual(edges, hidden, n, least)
        residual.room(way, _ENDLESS)
        if found := residual.cheapest(way):
            return found
    return set()


class _Residual:
    """How far each count but one can still be changed, up and down, while every sum stays as it is.

    Arcs come in pairs: 2n adds to the count at that position, 2n + 1 takes from it.
    """

    def __init__(self, edges: list[_Edge], hidden: set[int], n: int, least: int) -> None:
        self.edge, self.edges, self.hidden = edges[n], edges, hidden
        self.least = least
        self.left: dict[int, int] = {}
        self.away: dict[int, list[int]] = {}
        for m, edge in enumerate(edges):
            if m != n and edge.value >= least:
                self.left[2 * m], self.left[2 * m + 1] = _ENDLESS, edge.value - least
                self.away.setdefault(edge.start, []).append(2 * m)
                self.away.setdefault(edge.end, []).append(2 * m + 1)

    def room(self, way: int, most: int) -> int:
        """How far the count can be raised (way 1) or lowered (-1) by changing only what is hidden; at most so far."""
        start, end = self._ends(way)
        limit = most if way == 1 else min(most, self.edge.value - self.least)
        found = 0
        while found < limit and (path := self._path(start, end, only_hidden=True)):
            step = min(limit - found, *(self.left[arc] for arc in path))
            for arc in path:
                self.left[arc] -= step
                self.left[arc ^ 1] += step
            found += step
        return found

    def cheapest(self, way: int) -> set[int]:
        return {arc // 2 for arc in self._path(*self._ends(way), only_hidden=False)}

    def _ends(self, way: int) -> tuple[int, int]:
        return (self.edge.end, self.edge.start) if way == 1 else (self.edge.start, self.edge.end)

    def _path(self, start: int, end: int, *, only_hidden: bool) -> list[int]:
        """Arcs of the cheapest way from one place to the other, or none. What is hidden costs nothing."""
        reached: dict[int, int] = {}
        waiting: list[tuple[float, int, int]] = [(0.0, start, -1)]
        while waiting:
            cost, place, by = heapq.heappop(waiting)
            if place in reached:
                continue
            reached[place] = by
            if place == end:
                return self._back(reached, end)
            for arc, there, more in self._onward(place, only_hidden=only_hidden):
                if there not in reached:
                    heapq.heappush(waiting, (cost + more, there, arc))
        return []

    def _onward(self, place: int, *, only_hidden: bool) -> Iterable[tuple[int, int, float]]:
        for arc in self.away.get(place, ()):
            edge, is_hidden = self.edges[arc // 2], arc // 2 in self.hidden
            if self.left[arc] > 0 and (is_hidden or not only_hidden):
                yield arc, edge.start if arc % 2 else edge.end, 0.0 if is_hidden else edge.cost

    def _back(self, reached: dict[int, int], end: int) -> list[int]:
        path, place = [], end
        while (arc := reached[place]) != -1:
            path.append(arc)
            edge = self.edges[arc // 2]
            place = edge.end if arc % 2 else edge.start
        return path[::-1]
