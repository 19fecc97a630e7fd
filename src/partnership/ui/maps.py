"""Areas shaded by a value, each labelled with its name and number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import affinity, geometry

from . import theme
from .drawing import LINK_TOKEN, draw
from .figure import Chart
from .wording import plain_number

MOST_HEIGHT = 520
MARGIN = 4
SIMPLIFIED_WITHIN = 0.3
# Narrower than a chart, since a map stands in a side column: its letters stay large enough to read there.
WIDTH = 340


@dataclass(frozen=True)
class Shape:
    """One area of a map.

    geometry  GeoJSON Polygon or MultiPolygon, WGS84 degrees, wound either way
    value     None where the reader may not see it: drawn grey, without a number
    url       path within this site that the area leads to, if any
    note      what the reader must know of this outline, such as "Approximate outline"
    """

    code: str
    name: str
    geometry: dict[str, Any]
    value: float | None
    url: str | None
    note: str


def area_map(shapes: Sequence[Shape], *, title: str, description: str, unit: str) -> Chart:
    """A map of the shapes, darker for more; the number stands in each, so that shade never speaks alone.

    Raises ValueError if a geometry is neither a Polygon nor a MultiPolygon, or if there are no shapes.
    """
    outlines, height = _to_page([_outline(shape) for shape in shapes])
    links = tuple((s.url, f"{s.name}: {plain_number(s.value)} {unit}") for s in shapes if s.url is not None)
    spec = {
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "layer": [_areas(shapes, outlines), *_labels(shapes, outlines)],
    }
    notes = tuple(dict.fromkeys(shape.note for shape in shapes if shape.note))
    return Chart(
        title=title,
        description=description,
        svg=draw(spec, alt=description or title, links=links),
        head=("Area", unit[:1].upper() + unit[1:], *(("Note",) if notes else ())),
        rows=tuple((s.name, _told(s), *((s.note,) if notes else ())) for s in shapes),
        notes=(f"The number in each area counts {unit}. Darker means more.", *notes),
    )


def _outline(shape: Shape) -> shapely.Geometry:
    kind = shape.geometry.get("type")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"{shape.code} has a {kind} for an outline; a map needs a Polygon or MultiPolygon.")
    return geometry.shape(shape.geometry)


def _to_page(outlines: Sequence[shapely.Geometry]) -> tuple[list[shapely.Geometry], float]:
    """Outlines in drawing units, y downward, and the height they fill.

    A degree of longitude is shortened by the cosine of the middle latitude, so that shapes look as on
    the ground; on the scale of a county this is within a drawing's line width of a proper projection.
    """
    if not outlines:
        raise ValueError("A map needs at least one shape.")
    west, south, east, north = shapely.total_bounds(outlines)
    squeeze = math.cos(math.radians((south + north) / 2))
    across, down = (east - west) * squeeze, north - south
    scale = min((WIDTH - 2 * MARGIN) / across, (MOST_HEIGHT - 2 * MARGIN) / down)
    left = (WIDTH - across * scale) / 2
    matrix = [scale * squeeze, 0, 0, -scale, left - west * squeeze * scale, MARGIN + north * scale]
    placed = [affinity.affine_transform(outline, matrix) for outline in outlines]
    return [outline.simplify(SIMPLIFIED_WITHIN) for outline in placed], round(down * scale + 2 * MARGIN)


def _areas(shapes: Sequence[Shape], outlines: Sequence[shapely.Geometry]) -> dict[str, Any]:
    linked = [shape.code for shape in shapes if shape.url is not None]
    rows = [
        {
            "type": "Feature",
            "geometry": geometry.mapping(shapely.set_precision(outline, 0.1, mode="pointwise")),
            "fill": _fill(shape, shapes),
            "href": None if shape.url is None else f"{LINK_TOKEN}{linked.index(shape.code)}",
        }
        for shape, outline in zip(shapes, outlines, strict=True)
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "geoshape", "stroke": theme.INK, "strokeWidth": 1, "strokeJoin": "round"},
        "encoding": {
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "href": {"field": "href", "type": "nominal"},
        },
    }


def _labels(shapes: Sequence[Shape], outlines: Sequence[shapely.Geometry]) -> list[dict[str, Any]]:
    """The names and numbers: first a halo in the area's own shade, then the letters."""
    labels = zip(shapes, outlines, strict=True)
    rows = [row for shape, outline in labels for row in _lines(shape, outline, _fill(shape, shapes))]
    mark = {"type": "text", "fontSize": theme.FONT_SIZE, "baseline": "middle", "strokeJoin": "round"}
    mark |= {"dy": {"expr": "datum.lift"}, "fontWeight": {"expr": "datum.weight"}}
    letters = {
        "x": {"field": "x", "type": "quantitative", "scale": None, "axis": None},
        "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
        "text": {"field": "words", "type": "nominal"},
        "fill": {"field": "ink", "type": "nominal", "scale": None},
    }
    halo = {"stroke": {"field": "halo", "type": "nominal", "scale": None}}
    return [
        {"data": {"values": rows}, "mark": {**mark, "strokeWidth": 4}, "encoding": {**letters, **halo}},
        {"data": {"values": rows}, "mark": mark, "encoding": letters},
    ]


def _lines(shape: Shape, outline: shapely.Geometry, fill: str) -> list[dict[str, Any]]:
    at = _middle(outline)
    ink = "#ffffff" if fill in theme.SHADES[theme.FIRST_DARK_SHADE :] else theme.INK
    line = {"x": round(at.x, 1), "y": round(at.y, 1), "halo": fill, "ink": ink}
    if shape.value is None:
        return [{**line, "words": shape.name, "lift": 0, "weight": "normal"}]
    return [
        {**line, "words": shape.name, "lift": -9, "weight": "normal"},
        {**line, "words": plain_number(shape.value), "lift": 9, "weight": "bold"},
    ]


def _told(shape: Shape) -> str:
    return "Not shown" if shape.value is None else plain_number(shape.value)


def _fill(shape: Shape, shapes: Sequence[Shape]) -> str:
    """One of the theme's shades: the lightest for none, the others by equal steps up to the most."""
    if shape.value is None:
        return theme.NOT_SHOWN
    if shape.value <= 0:
        return theme.SHADES[0]
    most = max(other.value for other in shapes if other.value is not None)
    return theme.SHADES[math.ceil(shape.value / most * (len(theme.SHADES) - 1))]


def _middle(outline: shapely.Geometry) -> geometry.Point:
    """The point furthest inside the outline's largest part."""
    parts = outline.buffer(0)
    largest = max(getattr(parts, "geoms", [parts]), key=lambda part: part.area)
    return geometry.Point(shapely.maximum_inscribed_circle(largest, 1).coords[0])
