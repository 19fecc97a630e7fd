"""The picture of a map's clusters: places as dots sized by count, those of a cluster coloured and numbered."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.detection.clusters import reporting
from tocsin.detection.clusters.labelling import Box, places_for
from tocsin.detection.clusters.mapping import Outcome
from tocsin.detection.count_distribution import Floats

WIDTH, TALLEST, SHORTEST, MARGIN = 640.0, 760.0, 240.0, 30.0
QUIET = "#b3b8bd"
# Dark on white and apart in lightness; the number beside each dot says the same without colour.
COLOURS = ("#c22a1f", "#1f6fb4", "#6b3fa0", "#8a5a00", "#00695c")
NO_CLUSTER = "no cluster"
SMALLEST_DOT, LARGEST_DOT = 10.0, 700.0
MOST_NAMED, MOST_LABELLED = 20, 300


def picture_of(outcome: Outcome, replicas: int) -> dict[str, Any]:
    """A Vega-Lite specification. Further clusters than there are colours stay grey and are in the file only."""
    points, height = _on_the_sheet(outcome)
    dots = _dots(outcome, points)
    present = {each["key"] for each in dots}
    keys = [key for key in [*(_key(outcome, at) for at in range(_shown(outcome))), NO_CLUSTER] if key in present]
    colours = [COLOURS[int(key.split(".")[0]) - 1] if key != NO_CLUSTER else QUIET for key in keys]
    return {
        "title": {"text": _title(outcome), "subtitle": _subtitle(outcome, replicas)},
        "width": WIDTH,
        "height": height,
        "layer": [
            {
                "data": {"values": dots},
                "mark": {"type": "circle", "opacity": 0.85, "stroke": "white", "strokeWidth": 0.6},
                "encoding": {**_axes(height), "color": _colour(keys, colours), "size": _size(outcome)},
            },
            {
                "data": {"values": _labels(dots, height)},
                "mark": {"type": "text", "align": "center", "baseline": "middle", "fontSize": 11, "color": "#1b1b1b"},
                "encoding": {**_axes(height), "text": {"field": "label"}},
            },
        ],
    }


def _title(outcome: Outcome) -> str:
    if not outcome.clusters:
        return "Nothing stands out: no count is above what was expected"
    first = outcome.clusters[0]
    told = reporting.found(outcome, first)
    return told if first.stands_out else f"Nothing stands out. The most unusual: {told}"


def _subtitle(outcome: Outcome, replicas: int) -> list[str]:
    if not outcome.clusters:
        return []
    return [f"{reporting.chance(outcome.clusters[0], replicas)}. The number beside a dot is its cluster's."]


def _shown(outcome: Outcome) -> int:
    return min(len(outcome.clusters), len(COLOURS))


def _key(outcome: Outcome, at: int) -> str:
    return f"{at + 1}. {reporting.found(outcome, outcome.clusters[at])}"


def _axes(height: float) -> dict[str, Any]:
    return {
        axis: {
            "field": axis,
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, length], "range": [0, length], "nice": False},
        }
        for axis, length in (("x", WIDTH), ("y", height))
    }


def _colour(keys: list[str], colours: list[str]) -> dict[str, Any]:
    return {
        "field": "key",
        "type": "nominal",
        "title": None,
        "scale": {"domain": keys, "range": colours},
        "legend": {"orient": "bottom", "direction": "vertical", "labelLimit": WIDTH, "symbolOpacity": 1},
    }


def _size(outcome: Outcome) -> dict[str, Any]:
    when = reporting.since(outcome, outcome.clusters[0]) if outcome.clusters else ""
    return {
        "field": "count",
        "type": "quantitative",
        "title": f"counted {when}".strip(),
        "scale": {"domain": [0, _most(outcome)], "range": [SMALLEST_DOT, LARGEST_DOT]},
        "legend": {
            "orient": "bottom",
            "titleLimit": WIDTH,
            "symbolFillColor": QUIET,
            "symbolStrokeColor": QUIET,
            "tickCount": 4,
        },
    }


def _counts(outcome: Outcome) -> Floats:
    """What each place counted over the periods of the first cluster."""
    duration = outcome.clusters[0].duration if outcome.clusters else outcome.null.observed.shape[1]
    return np.asarray(outcome.null.observed[:, :duration].sum(axis=1))


def _most(outcome: Outcome) -> float:
    return max(float(_counts(outcome).max()), 1.0)


def _dots(outcome: Outcome, points: Floats) -> list[dict[str, Any]]:
    """A dot a place, the quiet ones first so that the coloured lie on top."""
    at = [-1] * len(outcome.places.names)
    for number in reversed(range(_shown(outcome))):
        for place in outcome.clusters[number].places:
            at[place] = number
    coloured = sum(number >= 0 for number in at)
    counts, most = _counts(outcome), _most(outcome)
    order = sorted(range(len(at)), key=lambda place: (at[place] >= 0, -counts[place], place))
    return [
        {
            "x": float(points[place, 0]),
            "y": float(points[place, 1]),
            "across": float(np.sqrt(SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * counts[place] / most)),
            "count": float(counts[place]),
            "key": NO_CLUSTER if at[place] < 0 else _key(outcome, at[place]),
            "number": "" if at[place] < 0 or coloured > MOST_LABELLED else f"{at[place] + 1}",
            "name": outcome.places.names[place] if at[place] >= 0 and coloured <= MOST_NAMED else "",
        }
        for place in order
    ]


def _labels(dots: list[dict[str, Any]], height: float) -> list[dict[str, Any]]:
    """Number and name where there is room, else the number alone, else nothing."""
    boxes = [Box(dot["x"], dot["y"], dot["across"], dot["across"]) for dot in dots]
    sheet = (WIDTH, height)
    words = [f"{dot['number']} {dot['name']}".strip() for dot in dots]
    placed = places_for(boxes, words, sheet)
    numbers = places_for(
        boxes, [dot["number"] if box is None else "" for dot, box in zip(dots, placed, strict=True)], sheet
    )
    return [
        {"x": box.x, "y": box.y, "label": word}
        for box, word in [*zip(placed, words, strict=True), *zip(numbers, (dot["number"] for dot in dots), strict=True)]
        if box is not None
    ]


def _on_the_sheet(outcome: Outcome) -> tuple[Floats, float]:
    """Each place in pixels from the top left, and the height of the sheet, as wide as it is on the ground."""
    points = outcome.places.drawn_at().copy()
    if outcome.places.on_globe:
        points[:, 0] *= np.cos(np.radians(points[:, 1].mean()))
    low, extent = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-9)
    height = float(np.clip((WIDTH - 2 * MARGIN) * extent[1] / extent[0] + 2 * MARGIN, SHORTEST, TALLEST))
    scale = min((WIDTH - 2 * MARGIN) / extent[0], (height - 2 * MARGIN) / extent[1])
    middle = low + extent / 2
    x = WIDTH / 2 + (points[:, 0] - middle[0]) * scale
    y = height / 2 - (points[:, 1] - middle[1]) * scale
    return np.stack([x, y], axis=1), height
