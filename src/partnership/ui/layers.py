"""Things in layers, the latest at the top, and lines down to what each rests on. Domain-free.

Boxes keep their layer; within one they are moved beside what they are tied to, so that few lines cross, and a line over
several layers bends round the boxes between.
Source of the method: Sugiyama, Tagawa and Toda (1981), IEEE Trans. Syst. Man Cybern. 11, 109-125 (layers, then the mean
place of the neighbours, to and fro).
"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from . import theme
from .drawing import LINK_TOKEN, draw
from .figure import Chart

WIDTH, MARGIN = 860, 132  # the names of the layers stand in the margin
BOX_HEIGHT, GAP, LEAST_GAP_DOWN = 62, 12, 42
WIDEST, NARROWEST, BEND = 220, 128, 16
LINES, LINE_HEIGHT, LETTER = 3, 17, 6.7
ACROSS = 5  # boxes of one layer; what is more stands in the table and in the last box
SWEEPS = 8
Row = dict[str, Any]


@dataclass(frozen=True)
class Box:
    """One thing. `number` is what the list beside the drawing calls it; `url` a path within this site."""

    key: str
    label: str
    number: int
    url: str
    is_start: bool = False


@dataclass(frozen=True)
class Layer:
    """Things of one kind, by the name that stands beside them. `left_out`: how many more there are than are drawn."""

    name: str
    boxes: tuple[Box, ...]
    left_out: int = 0


@dataclass(frozen=True)
class _Slot:
    """A place in a layer: a box, or where a longer line passes through."""

    key: str
    width: float


def layers(drawn: Sequence[Layer], ties: Sequence[tuple[str, str]], *, title: str, description: str) -> Chart:
    """ties  pairs of keys, the upper first; of two in one layer the line runs between their sides"""
    held = tuple(drawn)
    places, bends = _laid_out(held, tuple(ties))
    spec, addresses = _spec(held, places, bends)
    boxes = [(layer.name, box) for layer in held for box in layer.boxes]
    above, below = Counter(one for one, _ in ties), Counter(other for _, other in ties)
    return Chart(
        title=title,
        description=description,
        svg=draw(spec, alt=description or title, links=addresses),
        head=("Number", "Kind", "Name", "Rests on", "Carries"),
        rows=tuple((str(b.number), name, b.label, str(above[b.key]), str(below[b.key])) for name, b in boxes),
    )


@lru_cache(maxsize=64)
def _laid_out(
    held: tuple[Layer, ...], ties: tuple[tuple[str, str], ...]
) -> tuple[dict[str, tuple[float, float, float]], list[list[tuple[float, float]]]]:
    """By key the middle, top and width of each box; and each line as the points it runs through."""
    level = {box.key: n for n, layer in enumerate(held) for box in layer.boxes}
    slots: list[list[_Slot]] = [[_Slot(box.key, _width(layer)) for box in layer.boxes] for layer in held]
    chains = [_chain(tie, level, slots) for tie in ties if tie[0] in level and tie[1] in level]
    near: dict[str, list[str]] = defaultdict(list)
    for chain in chains:
        for one, other in pairwise(chain):
            near[one].append(other)
            near[other].append(one)
    across = _swept(slots, near)
    tops = _tops(slots)
    widths = {slot.key: slot.width for row in slots for slot in row}
    of = {slot.key: n for n, row in enumerate(slots) for slot in row}
    places = {key: (across[key], tops[of[key]], widths[key]) for key in level}
    return places, [_points(chain, across, tops, of, level) for chain in chains]


def _width(layer: Layer) -> float:
    many = max(1, len(layer.boxes))
    return max(NARROWEST, min(WIDEST, (WIDTH - MARGIN - GAP * (many - 1)) / many))


def _chain(tie: tuple[str, str], level: dict[str, int], slots: list[list[_Slot]]) -> list[str]:
    """The keys that a line runs through: its ends, and a bend of its own in each layer between."""
    upper, lower = sorted(tie, key=level.__getitem__)
    bends = [f"{upper} {lower} {n}" for n in range(level[upper] + 1, level[lower])]
    for n, bend in enumerate(bends, start=level[upper] + 1):
        if all(slot.key != bend for slot in slots[n]):
            slots[n].append(_Slot(bend, BEND))
    return [upper, *bends, lower]


def _swept(slots: list[list[_Slot]], near: dict[str, list[str]]) -> dict[str, float]:
    """How far across the middle of each slot stands. The rows are put in order as a side effect."""
    across = {slot.key: x for row in slots for slot, x in zip(row, _spread(row), strict=True)}
    for sweep in range(SWEEPS):
        for row in slots if sweep % 2 == 0 else reversed(slots):
            others = {slot.key: [across[key] for key in near[slot.key]] for slot in row}
            wanted = {key: sum(xs) / len(xs) if xs else across[key] for key, xs in others.items()}
            row.sort(key=lambda slot: (wanted[slot.key], across[slot.key]))
            across |= dict(zip((slot.key for slot in row), _spread(row), strict=True))
    return across


def _spread(row: Sequence[_Slot]) -> list[float]:
    """The middles of a row's slots, evenly over the width."""
    free = WIDTH - MARGIN - sum(slot.width for slot in row)
    gap = max(4.0, free / (len(row) + 1))
    found, at = [], MARGIN + gap
    for slot in row:
        found.append(at + slot.width / 2)
        at += slot.width + gap
    return found


def _tops(slots: Sequence[Sequence[_Slot]]) -> list[float]:
    """The upper edge of each layer; the more lines run below it, the more room there is for them."""
    tops, at = [], 4.0
    for row in slots:
        tops.append(at)
        at += BOX_HEIGHT + LEAST_GAP_DOWN + min(40, 2 * len(row))
    return tops


def _points(
    chain: Sequence[str],
    across: dict[str, float],
    tops: Sequence[float],
    of: dict[str, int],
    level: dict[str, int],
) -> list[tuple[float, float]]:
    first, last = chain[0], chain[-1]
    if level[first] == level[last]:
        middle = tops[level[first]] + BOX_HEIGHT / 2
        return [(across[first], middle), (across[last], middle)]
    points = [(across[first], tops[level[first]] + BOX_HEIGHT)]
    for bend in chain[1:-1]:
        points += [(across[bend], tops[of[bend]]), (across[bend], tops[of[bend]] + BOX_HEIGHT)]
    return [*points, (across[last], tops[level[last]])]


def _spec(
    held: Sequence[Layer], places: dict[str, tuple[float, float, float]], bends: Sequence[list[tuple[float, float]]]
) -> tuple[Row, tuple[tuple[str, str], ...]]:
    boxes = [(layer.name, box) for layer in held for box in layer.boxes]
    marks = [_mark(box, places[box.key], f"{LINK_TOKEN}{n}") for n, (_, box) in enumerate(boxes)]
    lines = [
        {"line": n, "step": m, "x": round(x, 1), "y": round(y, 1)}
        for n, points in enumerate(bends)
        for m, (x, y) in enumerate(points)
    ]
    height = max((top for _, top, _ in places.values()), default=0) + BOX_HEIGHT + 6
    spec = {
        "width": WIDTH,
        "height": height,
        "padding": 4,
        "layer": [_lines(lines), _rects(marks), *_words(boxes, places), _names(held, places)],
    }
    return spec, tuple((box.url, f"{box.number}, {name}: {box.label}") for name, box in boxes)


def _mark(box: Box, place: tuple[float, float, float], token: str) -> Row:
    middle, top, width = place
    edges = {"x": middle - width / 2, "x2": middle + width / 2, "y": top, "y2": top + BOX_HEIGHT}
    return {name: round(value, 1) for name, value in edges.items()} | {"href": token, "start": box.is_start}


def _lines(points: list[Row]) -> Row:
    at = {"x": _at("x"), "y": _at("y"), "detail": {"field": "line", "type": "nominal"}}
    mark = {"type": "line", "stroke": "#505a5f", "strokeWidth": 1.5, "interpolate": "monotone"}
    return {"data": {"values": points}, "mark": mark, "encoding": at | {"order": {"field": "step"}}}


def _rects(marks: list[Row]) -> Row:
    """White boxes, that no line shows through; the one that was asked about has a heavy edge."""
    edges = {"condition": {"test": "datum.start", "value": 4}, "value": 1.5}
    at = {"x": _at("x"), "y": _at("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return {
        "data": {"values": marks},
        "mark": {"type": "rect", "fill": "#ffffff", "stroke": theme.LINE, "cornerRadius": 3},
        "encoding": at | {"strokeWidth": edges, "href": {"field": "href", "type": "nominal"}},
    }


def _words(boxes: Sequence[tuple[str, Box]], places: dict[str, tuple[float, float, float]]) -> list[Row]:
    rows = []
    for _, box in boxes:
        middle, top, width = places[box.key]
        lines = _wrapped(f"{box.number}. {box.label}", int((width - 12) / LETTER))
        begin = top + BOX_HEIGHT / 2 - (len(lines) - 1) * LINE_HEIGHT / 2
        rows += [
            {"x": round(middle - width / 2 + 7, 1), "y": round(begin + n * LINE_HEIGHT, 1), "words": line}
            for n, line in enumerate(lines)
        ]
    mark = {"type": "text", "fontSize": 13, "baseline": "middle", "align": "left", "fill": theme.INK}
    place = {"x": _at("x"), "y": _at("y"), "text": {"field": "words", "type": "nominal"}}
    return [{"data": {"values": rows}, "mark": mark, "encoding": place}]


def _names(held: Sequence[Layer], places: dict[str, tuple[float, float, float]]) -> Row:
    rows = []
    for layer in held:
        top = places[layer.boxes[0].key][1]
        lines = _wrapped(layer.name, 17)[:2] + ([f"and {layer.left_out} more"] if layer.left_out else [])
        rows += [{"x": 0, "y": top + 16 + n * LINE_HEIGHT, "words": line} for n, line in enumerate(lines)]
    mark = {"type": "text", "fontSize": 13, "fontWeight": "bold", "baseline": "middle", "align": "left"}
    place = {"x": _at("x"), "y": _at("y"), "text": {"field": "words", "type": "nominal"}}
    return {"data": {"values": rows}, "mark": {**mark, "fill": theme.INK}, "encoding": place}


def _wrapped(text: str, letters: int) -> list[str]:
    lines = textwrap.wrap(text, letters) or [text]
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], f"{lines[LINES - 1][: letters - 1]}…"]


def _at(field: str) -> Row:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}
