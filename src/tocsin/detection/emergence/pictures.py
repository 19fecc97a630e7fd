"""The picture of emergence: how visible each raised term is, against how fast it grows (Yoon's map)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

MOST_NAMED = 25
WIDTH, HEIGHT = 720, 420
LINE, LETTER = 13, 6.5  # pixels a line of names is high and a letter is wide, about
TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]


def emergence_map(rows: Sequence[Mapping[str, Any]], *, title: str) -> dict[str, Any]:
    """A Vega-Lite specification: visibility across, growth upwards, a point for each term, named.

    A little-used term that grows fast, upper left, is a weak signal; a much-used one that grows, upper right, a strong
    one. Source of the map: Yoon (2012), Expert Systems with Applications 39, 12543–12550.
    """
    points = [_point(row) for row in list(rows)[:MOST_NAMED]]
    across = {"field": "share", "type": "quantitative", "title": "Share of documents, recent periods weighing more (%)"}
    scale = {"scale": {"type": "log", "nice": False, "padding": 30}, "axis": {"values": TICKS, "format": "~g"}}
    up = {"type": "quantitative", "title": "Doublings of that share since before", "scale": {"zero": False}}
    kind = {"field": "kind", "type": "nominal", "title": None}
    subtitle = "Upper left: little used and growing fast. Upper right: much used and growing."
    point = {
        "mark": {"type": "point", "filled": True, "size": 60},
        "encoding": {"y": {**up, "field": "growth"}, "shape": kind, "color": {**kind, "scale": {"scheme": "dark2"}}},
    }
    name = {
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 11},
        "encoding": {"y": {**up, "field": "name_at"}, "text": {"field": "term"}},
    }
    return {
        "title": {"text": title, "subtitle": subtitle},
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": _names_apart(points)},
        "encoding": {"x": {**across, **scale}},
        "layer": [point, name],
    }


def _point(row: Mapping[str, Any]) -> dict[str, Any]:
    share = max(100 * row["visibility"], 0.01)
    kind = "possible recording change" if "recording" in row["flags"] else row["level"]
    return {"term": row["term"], "share": share, "growth": row["visibility_growth"], "kind": kind}


def _names_apart(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points, each name moved down until it covers no name above it."""
    if not points:
        return []
    growths = [point["growth"] for point in points]
    line = max(max(growths) - min(growths), 1.0) * LINE / HEIGHT
    shares = [math.log(point["share"]) for point in points]
    letter = max(max(shares) - min(shares), 1.0) * LETTER / WIDTH
    placed: list[tuple[float, float, float]] = []
    named = []
    for point in sorted(points, key=lambda each: -each["growth"]):
        left, at = math.log(point["share"]), point["growth"]
        right = left + letter * (len(point["term"]) + 3)
        while any(abs(at - other) < line and left < end and start < right for start, end, other in placed):
            at -= line / 4
        placed.append((left, right, at))
        named.append({**point, "name_at": at})
    return named
