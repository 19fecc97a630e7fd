"""A count series beside what was expected of it: the picture of a rise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.periods import days_of, unit_of

# Dark enough on white to read, unlike in lightness as well as in hue, and each beside a mark of its own.
OBSERVED, EXPECTED, BAND, ALARM = "#1b1b1b", "#1f6fb4", "#9fc5e8", "#c22a1f"
WIDTH, HEIGHT = 720, 260
SMALL_WIDTH, SMALL_HEIGHT = 300, 120
COLUMNS = 2
KEY = "Black line: observed. Dashed blue: expected. Blue band: what would be unsurprising. Red triangles: alarms."

# Dots, since a count between two gaps has no line.
_DOT: dict[str, Any] = {"size": 8, "color": OBSERVED}
_TRIANGLE: dict[str, Any] = {
    "type": "point",
    "shape": "triangle-up",
    "filled": True,
    "size": 90,
    "color": ALARM,
    "opacity": 1,
}
_NUMBERED: dict[str, Any] = {
    "type": "quantitative",
    "title": "Period",
    "scale": {"zero": False, "nice": False},
    "axis": {"grid": False, "labelOverlap": True, "tickMinStep": 1, "format": "d"},
}
_DATED: dict[str, Any] = {
    "type": "temporal",
    "title": None,
    "scale": {"type": "utc"},
    "axis": {"grid": False, "labelOverlap": True, "tickCount": 6, "format": "%b %Y"},
}


@dataclass(frozen=True)
class Drawn:
    """One series to draw, period by period: `expected`, `lower` and `upper` are None where it was not assessed."""

    name: str
    periods: Sequence[str]
    observed: Sequence[float | None]
    expected: Sequence[float | None]
    lower: Sequence[float | None]
    upper: Sequence[float | None]
    alarms: Sequence[bool]


def series_with_bounds(
    every: Sequence[Drawn], *, title: str, subtitle: str = "", counted: str = "Count"
) -> dict[str, Any]:
    """A Vega-Lite specification: observed counts, those expected, the band of unsurprising ones, and alarms as points.

    One series fills the picture; several stand side by side, each with its own scale and its name above.
    title  the finding, as a sentence
    """
    numbers = unit_of(every[0].periods[0]) == "number"
    small = len(every) > 1
    plots = [_plot(each, numbers=numbers, small=small, counted=counted) for each in every]
    heading = {"text": title, "subtitle": [subtitle, KEY] if subtitle else [KEY]}
    if small:
        return {"title": heading, "concat": plots, "columns": COLUMNS, "spacing": 24}
    return {"title": heading, **plots[0]}


def _plot(drawn: Drawn, *, numbers: bool, small: bool, counted: str) -> dict[str, Any]:
    where = {"field": "period", **(_NUMBERED if numbers else _DATED)}
    count = {"type": "quantitative", "title": counted, "scale": {"zero": True}}
    plot: dict[str, Any] = {
        "width": SMALL_WIDTH if small else WIDTH,
        "height": SMALL_HEIGHT if small else HEIGHT,
        "data": {"values": _points(drawn, numbers=numbers)},
        "encoding": {"x": where},
        "layer": [
            _layer({"type": "area", "interpolate": "step", "color": BAND, "opacity": 0.6}, count, "lower", top="upper"),
            _layer({"type": "line", "interpolate": "step", "color": BAND, "strokeWidth": 1}, count, "upper"),
            _layer({"type": "line", "strokeDash": [5, 3], "color": EXPECTED, "strokeWidth": 1.5}, count, "expected"),
            _layer({"type": "line", "color": OBSERVED, "strokeWidth": 1.2, "point": _DOT}, count, "observed"),
            {
                "transform": [{"filter": "datum.alarm"}],
                **_layer(
                    {"type": "point", "shape": "triangle-up", "filled": True, "size": 90, "color": ALARM, "opacity": 1},
                    count,
                    "observed",
                ),
            },
        ],
    }
    return {**plot, "title": {"text": drawn.name, "fontSize": 12, "offset": 4}} if small else plot


def _layer(mark: dict[str, Any], count: dict[str, Any], field: str, *, top: str | None = None) -> dict[str, Any]:
    upwards = {"y2": {"field": top}} if top is not None else {}
    return {"mark": mark, "encoding": {"y": {**count, "field": field}, **upwards}}


def _points(drawn: Drawn, *, numbers: bool) -> list[dict[str, Any]]:
    # Midnight at Greenwich, so that the same week stands at the same place on every machine.
    at = [int(each) if numbers else f"{days_of(each)[0].isoformat()}T00:00:00Z" for each in drawn.periods]
    columns = (at, drawn.observed, drawn.expected, drawn.lower, drawn.upper, drawn.alarms)
    names = ("period", "observed", "expected", "lower", "upper", "alarm")
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
