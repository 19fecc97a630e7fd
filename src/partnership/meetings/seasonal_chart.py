"""Counts against the season as a drawing: one row a series, its ratio and how far chance could move it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partnership.ui import theme
from partnership.ui.drawing import draw
from partnership.ui.figure import Chart

from .seasonal import Norm

LEAST, MOST = 0.2, 5.0  # what lies beyond is drawn at the edge; the table tells it
STEPS = [0.2, 0.5, 1, 2, 5]
HEAD = ("What was counted", "Newest", "Same part of earlier years", "Ratio and 95 % interval", "Reading")
Row = tuple[str, Norm]


def seasonal_chart(rows: Sequence[Row]) -> Chart:
    """rows  what was counted and from whom, and how it stands"""
    more = sum(norm.is_more for _, norm in rows)
    dots = [
        {"row": str(n), "at": _inside(norm.ratio[0]), "low": _inside(norm.ratio[1]), "high": _inside(norm.ratio[2])}
        for n, (_, norm) in enumerate(rows, start=1)
    ]
    are = "is" if more == 1 else "are"
    return Chart(
        title=f"{more} of {len(rows)} counts {are} above what the season leads to expect",
        description="For each count, how many times what the same part of earlier years had: a dot, and a line over "
        "the 95 % interval. Right of 1 is more than usual.",
        svg=draw(_spec(dots), alt="Counts against the same part of earlier years, with 95 % intervals."),
        head=HEAD,
        rows=tuple(_cells(n, what, norm) for n, (what, norm) in enumerate(rows, start=1)),
        notes=("The number of each row is that in the table. Where a line crosses 1, chance alone could explain it.",),
    )


def _cells(n: int, what: str, norm: Norm) -> tuple[str, ...]:
    earlier = ", ".join(f"{count:,}" for count in norm.earlier)
    years = "year before" if len(norm.earlier) == 1 else f"{len(norm.earlier)} years before, newest first"
    return f"{n}. {what}", f"{norm.count:,} ({norm.periods})", f"{earlier} ({years})", norm.ratio_words, norm.words


def _spec(dots: list[dict[str, Any]]) -> dict[str, Any]:
    axis = {
        "field": "at",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [LEAST, MOST], "nice": False},
        "axis": {"title": "Times what the season leads to expect", "values": STEPS, "grid": False, "format": "~g"},
    }
    names = {
        "field": "row",
        "type": "nominal",
        "axis": {"title": None, "domain": False, "ticks": False},
        "scale": {"domain": [dot["row"] for dot in dots]},
    }
    data = {"values": dots}
    reach = {"x": axis | {"field": "low"}, "x2": {"field": "high"}, "y": names}
    return {
        "width": theme.WIDTH,
        "height": 26 * max(1, len(dots)) + 20,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": [
            {
                "data": {"values": [{"at": 1}]},
                "mark": {"type": "rule", "stroke": theme.EXPECTED, "strokeDash": [4, 4]},
                "encoding": {"x": axis},
            },
            {"data": data, "mark": {"type": "rule", "strokeWidth": 4, "stroke": "#8fa9c2"}, "encoding": reach},
            {
                "data": data,
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1, "fill": theme.LINE},
                "encoding": {"x": axis, "y": names},
            },
        ],
    }


def _inside(value: float) -> float:
    return min(MOST, max(LEAST, value))
