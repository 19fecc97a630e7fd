"""Two-way grids: shaded cells with words in them, and marks that stand in cells. Each gives a ui.figure.Chart."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from . import theme
from .drawing import LINK_TOKEN, draw
from .figure import Chart

LABELS = 112  # for the names of the rows, at the left
NAMES = LABELS - 6  # of which the names fill
WIDE = 400  # of a grid with marks: narrower than a chart, so that its letters stay large on a phone
MOST_LINES = 4
HEAD = 40  # for the names of the columns, above
LINE = 16
MARK = 28  # the room that one mark takes
SIDE = 22  # of a mark
KEY = 30
SMALL = 11
ROWS = 13  # the letters of the rows' names
WIDTH_OF_LETTER = 0.48  # of its height, on average
Row = dict[str, Any]


class Look(StrEnum):
    """How a mark is drawn, so that no two can be mistaken in black and white."""

    FILLED = "filled"  # a filled circle
    OUTLINED = "outlined"  # a square in outline
    DASHED = "dashed"  # a circle in dashes


@dataclass(frozen=True)
class Mark:
    """A numbered mark in a cell. `words` are those of its link, and say all that the mark shows."""

    number: int
    row: int
    column: int
    look: Look
    url: str
    words: str


@dataclass(frozen=True)
class Cell:
    """A cell of a grid. `shade` is a step of the theme's, None for one that is empty; `lines` stand in it."""

    row: int
    column: int
    shade: int | None
    lines: tuple[str, ...] = ()


def mark_grid(
    marks: Sequence[Mark],
    cells: Sequence[Cell],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    axes: tuple[str, str],
    key: Sequence[tuple[Look, str]],
    **told: Any,
) -> Chart:
    """Marks in the cells of a grid, the key of their looks below. Rows grow with the fullest of their cells.

    cells  every cell; the words of each stand small in its corner
    axes   what the rows are, and what the columns are
    told   title, description, head, rows as `table` and notes of the chart
    """
    wide = (WIDE - LABELS) / len(columns)
    across = max(1, int(wide // MARK))
    by_cell: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        by_cell[mark.row, mark.column].append(mark)
    fullest = [max((len(found) for (r, _), found in by_cell.items() if r == n), default=0) for n in range(len(rows))]
    heights = [LINE + MARK * max(1, math.ceil(most / across)) for most in fullest]
    grid = _Grid(tuple(rows), tuple(columns), tuple(heights), axes, WIDE)
    placed = [
        _placed(mark, grid, n % across, n // across) for found in by_cell.values() for n, mark in enumerate(found)
    ]
    links = tuple((mark.url, mark.words) for found in by_cell.values() for mark in found)
    for n, row in enumerate(placed):
        row["href"] = f"{LINK_TOKEN}{n}"
    layers = [*grid.layers(cells, corner=True), *_marks(placed), *_marks(_key(key, grid.bottom), linked=False)]
    layers.append(_key_words(key, grid.bottom))
    return _chart(layers, (WIDE, grid.bottom + KEY), links, **told)


def heat_grid(cells: Sequence[Cell], *, rows: Sequence[str], columns: Sequence[str], **told: Any) -> Chart:
    """Shaded cells with up to two lines of words in each, so that shade never speaks alone.

    told  title, description, head, rows as `table` and notes of the chart
    """
    heights = [max(44, 10 + LINE * len(_wrapped(row, NAMES))) for row in rows]
    grid = _Grid(tuple(rows), tuple(columns), tuple(heights))
    return _chart(grid.layers(cells, corner=False), (theme.WIDTH, grid.bottom + 2), (), **told)


@dataclass(frozen=True)
class _Grid:
    """Where rows and columns lie, in drawing units from the top left."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    heights: tuple[int, ...]
    axes: tuple[str, str] = ("", "")
    width: int = theme.WIDTH

    @property
    def wide(self) -> float:
        return (self.width - LABELS) / len(self.columns)

    @property
    def font(self) -> int:
        """Of the columns' names, as large as their width allows."""
        return 12 if self.wide > 56 else SMALL

    @property
    def bottom(self) -> int:
        return HEAD + sum(self.heights)

    def corner(self, row: int, column: int) -> tuple[float, float]:
        return LABELS + column * self.wide, HEAD + sum(self.heights[:row])

    def layers(self, cells: Sequence[Cell], *, corner: bool) -> list[Row]:
        shapes = [
            {"x": x, "y": y, "x2": x + self.wide, "y2": y + self.heights[cell.row], "fill": _fill(cell)}
            for cell in cells
            for x, y in [self.corner(cell.row, cell.column)]
        ]
        words = list(self._corner_words(cells) if corner else self._cell_words(cells))
        names = [_text(list(self._row_names()), size=ROWS), _text(list(self._column_names()), size=self.font)]
        return [_rectangles(shapes), *names, _text(words, size=SMALL)]

    def _row_names(self) -> Iterable[Row]:
        for n, name in enumerate(self.rows):
            _, top = self.corner(n, 0)
            yield from _lines(_wrapped(name, NAMES), 0, top + self.heights[n] / 2, align="left")
        if self.axes != ("", ""):
            yield {"x": LABELS - 8, "y": 12, "words": f"{self.axes[1]} →", "align": "right", "ink": theme.INK}
            yield {"x": 0, "y": HEAD - 9, "words": f"{self.axes[0]} ↓", "align": "left", "ink": theme.INK}

    def _column_names(self) -> Iterable[Row]:
        for n, name in enumerate(self.columns):
            left, _ = self.corner(0, n)
            yield from _lines(_wrapped(name, self.wide, self.font), left + self.wide / 2, HEAD / 2, align="center")

    def _corner_words(self, cells: Iterable[Cell]) -> Iterable[Row]:
        for cell in cells:
            x, y = self.corner(cell.row, cell.column)
            for line in cell.lines[:1]:
                yield {"x": x + 4, "y": y + 9, "words": line, "align": "left", "ink": _ink(cell)}

    def _cell_words(self, cells: Iterable[Cell]) -> Iterable[Row]:
        for cell in cells:
            x, y = self.corner(cell.row, cell.column)
            middle = y + self.heights[cell.row] / 2
            yield from _lines(cell.lines[:2], x + self.wide / 2, middle, align="center", ink=_ink(cell))


def _chart(
    layers: list[Row],
    size: tuple[float, float],
    links: tuple[tuple[str, str], ...],
    *,
    title: str,
    description: str,
    head: tuple[str, ...],
    table: Sequence[tuple[str, ...]],
    notes: tuple[str, ...] = (),
) -> Chart:
    spec = {"width": size[0], "height": size[1], "padding": 0, "layer": layers}
    return Chart(title, description, draw(spec, alt=description or title, links=links), head, tuple(table), notes)


def _rectangles(rows: list[Row]) -> Row:
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2},
        "encoding": {
            **{name: _at(name) for name in ("x", "y", "x2", "y2")},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def _marks(rows: list[Row], *, linked: bool = True) -> list[Row]:
    """The shapes, the numbers on them and, over both, what takes the pointer and the keyboard to the page."""
    numbers = [row | {"words": str(row["number"])} for row in rows if row["number"]]
    layers = [*(_shapes(rows, look) for look in Look), _text(numbers, size=13, weight="bold")]
    return [*layers, _links(sorted(rows, key=lambda row: row["number"]))] if linked else layers


def _shapes(rows: list[Row], look: Look) -> Row:
    drawn = {
        Look.FILLED: {"shape": "circle", "fill": theme.INK, "stroke": "#ffffff"},
        Look.OUTLINED: {"shape": "square", "fill": "#ffffff", "stroke": theme.INK},
        Look.DASHED: {"shape": "circle", "fill": "#ffffff", "stroke": theme.INK, "strokeDash": [4, 3]},
    }[look]
    return _points([row for row in rows if row["look"] == look], **drawn)


def _links(rows: list[Row]) -> Row:
    """Nothing to see until one has the focus, in the order of the numbers."""
    layer = _points(rows, shape="circle", fill="#ffffff", fillOpacity=0, stroke="transparent")
    layer["encoding"] |= {"href": {"field": "href", "type": "nominal"}}
    return layer


def _points(rows: list[Row], **drawn: Any) -> Row:
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "size": SIDE * SIDE, "strokeWidth": 2, "opacity": 1, **drawn},
        "encoding": {"x": _at("x"), "y": _at("y")},
    }


def _placed(mark: Mark, grid: _Grid, across: int, down: int) -> Row:
    x, y = grid.corner(mark.row, mark.column)
    ink = "#ffffff" if mark.look is Look.FILLED else theme.INK
    place = {"x": x + MARK / 2 + across * MARK, "y": y + LINE + MARK / 2 - 2 + down * MARK}
    return place | {"look": mark.look, "number": mark.number, "ink": ink, "align": "center"}


def _key(key: Sequence[tuple[Look, str]], bottom: float) -> list[Row]:
    wide = WIDE / max(1, len(key))
    return [
        {"x": n * wide + SIDE / 2 + 2, "y": bottom + 18, "look": look, "number": 0} for n, (look, _) in enumerate(key)
    ]


def _key_words(key: Sequence[tuple[Look, str]], bottom: float) -> Row:
    wide = WIDE / max(1, len(key))
    rows = [
        {"x": n * wide + SIDE + 8, "y": bottom + 18, "words": words, "align": "left", "ink": theme.INK}
        for n, (_, words) in enumerate(key)
    ]
    return _text(rows, size=12)


def _text(rows: list[Row], *, size: int = 12, weight: str = "normal") -> Row:
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "fontSize": size,
            "fontWeight": weight,
            "baseline": "middle",
            "align": {"expr": "datum.align"},
        },
        "encoding": {
            "x": _at("x"),
            "y": _at("y"),
            "text": {"field": "words", "type": "nominal"},
            "fill": {"field": "ink", "type": "nominal", "scale": None},
        },
    }


def _lines(lines: Sequence[str], x: float, middle: float, *, align: str, ink: str = theme.INK) -> Iterable[Row]:
    top = middle - LINE * (len(lines) - 1) / 2
    return ({"x": x, "y": top + n * LINE, "words": line, "align": align, "ink": ink} for n, line in enumerate(lines))


def _wrapped(words: str, wide: float, font: int = ROWS) -> tuple[str, ...]:
    """The words on as many lines as that width asks for, four at most; what is still too long is cut short."""
    most = max(4, int(wide / (font * WIDTH_OF_LETTER)))
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])]
    return tuple(line if len(line) <= most else f"{line[: most - 1]}…" for line in lines)


def _at(name: str) -> Row:
    return {"field": name, "type": "quantitative", **({"scale": None, "axis": None} if len(name) == 1 else {})}


def _fill(cell: Cell) -> str:
    return theme.NOT_SHOWN if cell.shade is None else theme.SHADES[min(cell.shade, len(theme.SHADES) - 1)]


def _ink(cell: Cell) -> str:
    return "#ffffff" if cell.shade is not None and cell.shade >= theme.FIRST_DARK_SHADE else theme.INK
