"""A figure of a section: a table as it stood on one day, with its source and its age. Kept as JSON, frozen with it.

What is read back may be older than this code, or hold what it does not know: it is shown as far as it goes. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .rules import is_old

Point = tuple[str, date, float]
WIDE = 6  # columns


@dataclass(frozen=True)
class Row:
    """A row as text. `dated`: how old what it says is, where that differs from row to row."""

    cells: tuple[str, ...]
    dated: date | None = None


@dataclass(frozen=True)
class Figure:
    """A table under a caption that says what it counts.

    kind    of sections.FIGURES
    as_of   how old the newest evidence in it is
    drawn   the day on which it was read
    unit    what the numbers are, for the picture of it
    points  of a series over time: each period in words, its first day and its count, oldest first
    bars    the column that is drawn as bars, if one is
    """

    kind: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    source: str
    drawn: date
    as_of: date | None = None
    note: str = ""
    unit: str = ""
    points: tuple[Point, ...] = ()
    bars: int | None = None

    @property
    def is_numeric(self) -> bool:
        """True if every cell but the first of each row is a number, or stands for one."""
        cells = [cell for row in self.rows for cell in row.cells[1:]]
        return bool(cells) and all(cell[:1].isdigit() or cell[:1] == "[" for cell in cells)

    @property
    def is_wide(self) -> bool:
        """True if its table needs more room than a page's column has."""
        return len(self.head) >= WIDE

    def is_old(self, today: date, months: int) -> bool:
        return is_old(self.as_of, today, months)

    @property
    def kept(self) -> dict[str, Any]:
        """As the database keeps it."""
        told = asdict(self) | {"as_of": _iso(self.as_of), "drawn": _iso(self.drawn)}
        told["rows"] = [{"cells": list(row.cells), "dated": _iso(row.dated)} for row in self.rows]
        told["points"] = [[label, start.isoformat(), value] for label, start, value in self.points]
        return told | {"head": list(self.head)}


def read_figures(kept: Any) -> tuple[Figure, ...]:
    """The figures that the database keeps, in their order; what is none of ours is left out."""
    return tuple(_read(one) for one in kept if isinstance(one, Mapping)) if isinstance(kept, list) else ()


def keep_figures(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    return [figure.kept for figure in figures]


def _read(told: Mapping[str, Any]) -> Figure:
    bars = told.get("bars")
    return Figure(
        kind=str(told.get("kind", "")),
        caption=str(told.get("caption", "")),
        head=tuple(str(words) for words in _list(told, "head")),
        rows=tuple(_row(row) for row in _list(told, "rows")),
        source=str(told.get("source", "")),
        drawn=_day(told.get("drawn")) or date.min,
        as_of=_day(told.get("as_of")),
        note=str(told.get("note", "")),
        unit=str(told.get("unit", "")),
        points=tuple(point for row in _list(told, "points") if (point := _point(row)) is not None),
        bars=bars if isinstance(bars, int) else None,
    )


def _row(told: Any) -> Row:
    if not isinstance(told, Mapping):
        return Row((str(told),))
    return Row(tuple(str(cell) for cell in _list(told, "cells")), _day(told.get("dated")))


def _point(told: Any) -> Point | None:
    if not isinstance(told, list) or len(told) != 3 or (start := _day(told[1])) is None:
        return None
    return (str(told[0]), start, float(told[2])) if isinstance(told[2], int | float) else None


def _list(told: Mapping[str, Any], name: str) -> list[Any]:
    held = told.get(name)
    return held if isinstance(held, list) else []


def _day(told: Any) -> date | None:
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
