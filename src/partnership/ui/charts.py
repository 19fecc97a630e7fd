"""Series drawn over time. Maps are in ui.maps; both give a ui.figure.Chart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import theme
from .drawing import draw
from .figure import Chart
from .maps import Shape, area_map
from .wording import plain_number

__all__ = ["BandPoint", "Chart", "Shape", "area_map", "band_chart", "line_chart"]

HEIGHT = 300
MOST_POINTS_MARKED = 60
Row = dict[str, Any]


@dataclass(frozen=True)
class BandPoint:
    """One period of a series: what was recorded and, where it is known, what was expected.

    label  the period in words, for the table
    start  its first day, for the axis
    """

    label: str
    start: date
    observed: float
    expected: float | None
    lower: float | None
    upper: float | None

    @property
    def is_above(self) -> bool:
        return self.upper is not None and self.observed > self.upper


def band_chart(points: Sequence[BandPoint], *, title: str, description: str, unit: str) -> Chart:
    """The recorded line over the shaded usual range, a triangle wherever it rises above.

    points  oldest first; lower, upper and expected in the same unit as observed. Where something is expected and
            nowhere a range is known, the range is neither drawn nor told.
    """
    rows = _band_rows(points)
    is_ranged = any(point.upper is not None for point in points) or all(point.expected is None for point in points)
    layers = [*_range_layers(), *_observed_layers(len(points))]
    head = ("Period", f"Recorded, {unit}", "Expected", "Usual range", "Above range")
    spec = _over_time(rows, layers if is_ranged else [layers[2], *layers[4:6]], unit)
    return Chart(
        title=title,
        description=description,
        svg=draw(spec, alt=description or title),
        head=head if is_ranged else head[:3],
        rows=tuple(_band_cells(point)[: len(head) if is_ranged else 3] for point in points),
    )


def line_chart(points: Sequence[tuple[str, date, float]], *, title: str, description: str, unit: str) -> Chart:
    """A plain line. points: (period in words, its first day, value), oldest first."""
    rows = [{"start": start.isoformat(), "observed": _finite(value)} for _, start, value in points]
    spec = _over_time(rows, _line_and_points(len(points)), unit)
    return Chart(
        title=title,
        description=description,
        svg=draw(spec, alt=description or title),
        head=("Period", unit[:1].upper() + unit[1:]),
        rows=tuple((label, plain_number(value)) for label, _, value in points),
    )


def _band_rows(points: Sequence[BandPoint]) -> list[Row]:
    bounded = [point.upper is not None for point in points]
    return [
        {
            "start": point.start.isoformat(),
            "observed": _finite(point.observed),
            "expected": _finite(point.expected),
            "lower": _finite(0 if point.lower is None and point.upper is not None else point.lower),
            "upper": _finite(point.upper),
            "above": point.is_above,
            # An area through a single point has no width, so such a point gets a bar of its own.
            "alone": bounded[i] and not any(bounded[max(i - 1, 0) : i] + bounded[i + 1 : i + 2]),
        }
        for i, point in enumerate(points)
    ]


def _band_cells(point: BandPoint) -> tuple[str, ...]:
    usual = "" if point.upper is None else f"{plain_number(point.lower or 0)} to {plain_number(point.upper)}"
    expected = "" if point.expected is None else plain_number(point.expected)
    return point.label, plain_number(point.observed), expected, usual, "Yes" if point.is_above else "No"


def _over_time(rows: list[Row], layers: list[Row], unit: str) -> Row:
    starts = [date.fromisoformat(row["start"]) for row in rows]
    time_axis = {"title": None, "grid": False, "labelFlush": True, "labelOverlap": "greedy", **ticks_over(starts)}
    count_axis = {
        "title": unit,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleBaseline": "bottom",
        "titleX": 0,
        "titleY": -10,
        "tickCount": 5,
        "domain": False,
        "ticks": False,
    }
    return {
        "width": theme.WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": rows},
        "encoding": {
            "x": {"field": "start", "type": "temporal", "scale": {"type": "utc"}, "axis": time_axis},
            "y": {"type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": count_axis},
        },
        "layer": layers,
        "resolve": {"scale": {"stroke": "independent"}},
    }


def ticks_over(starts: Sequence[date]) -> Row:
    """Axis labels that suit the span: days for a season, months for a few years, then years."""
    days = (max(starts) - min(starts)).days if starts else 0
    if days < 150:
        return {"format": "%-d %b %Y", "tickCount": 3}
    return {"format": "%b %Y", "tickCount": 4} if days < 3.5 * 365 else {"format": "%Y", "tickCount": 6}


def _range_layers() -> list[Row]:
    bounds = {"y": {"field": "lower", "type": "quantitative"}, "y2": {"field": "upper"}}
    known = {"filter": "isValid(datum.upper)"}
    shaded = _key("fill", "Usual range", theme.BAND, symbolType="square", symbolSize=200)
    expected = _key("stroke", "Expected", theme.EXPECTED, symbolType="stroke", symbolSize=200, symbolDash=[5, 4])
    dash = {"color": theme.EXPECTED, "strokeWidth": 2}
    expected_y = {"y": {"field": "expected", "type": "quantitative"}}
    alone = {"filter": "datum.alone"}
    return [
        {"mark": {"type": "area"}, "transform": [known], "encoding": {**bounds, **shaded}},
        {"mark": {"type": "bar", "width": 16, "color": theme.BAND}, "transform": [alone], "encoding": bounds},
        {"mark": {"type": "line", "strokeDash": [5, 4], **dash}, "encoding": {**expected_y, **expected}},
        {
            "mark": {"type": "tick", "width": 16, "thickness": 2, "color": theme.EXPECTED},
            "transform": [alone],
            "encoding": expected_y,
        },
    ]


def _line_and_points(n: int) -> list[Row]:
    y = {"y": {"field": "observed", "type": "quantitative"}}
    dot = {"type": "point", "filled": True, "size": 36 if n <= MOST_POINTS_MARKED else 8, "opacity": 1}
    return [
        {"mark": {"type": "line", "color": theme.LINE, "strokeWidth": 2, "strokeJoin": "round"}, "encoding": y},
        {"mark": {**dot, "color": theme.LINE}, "encoding": y},
    ]


def _observed_layers(n: int) -> list[Row]:
    line, dots = _line_and_points(n)
    recorded = _key("stroke", "Recorded", theme.LINE, symbolType="stroke", symbolSize=200, symbolStrokeWidth=3)
    above = _key("shape", "Above range", "triangle-up", symbolFillColor=theme.ABOVE, symbolSize=200)
    triangle = {"type": "point", "filled": True, "fill": theme.ABOVE, "stroke": theme.INK, "size": 150, "opacity": 1}
    return [
        {**line, "encoding": {**line["encoding"], **recorded}},
        dots,
        {
            "mark": triangle,
            "transform": [{"filter": "datum.above"}],
            "encoding": {**line["encoding"], **above},
        },
    ]


def _key(channel: str, words: str, look: str, **symbol: Any) -> Row:
    """The entry that a layer has in the drawing's key."""
    return {channel: {"datum": words, "scale": {"domain": [words], "range": [look]}, "legend": symbol}}


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
