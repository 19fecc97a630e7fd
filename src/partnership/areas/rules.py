"""What a boundary file must hold, and an outline small enough to draw. Imports no Django."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import mapping, shape

# ONS names the column after the year of the districts: LAD11CD, LAD24CD. Others write LAD_CD.
CODE_NAME = re.compile(r"LAD(\d\d)?_?CD", re.IGNORECASE)
NAME_NAME = re.compile(r"LAD(\d\d)?_?NM", re.IGNORECASE)
WARD_NAME = re.compile(r"WD(\d\d)?_?CD", re.IGNORECASE)
CODE = re.compile(r"[A-Z]\d{8}")

TOLERANCE_DEGREES = 0.0005  # some 50 metres: finer than a line on a county's map
DECIMAL_PLACES = 5
KM_PER_DEGREE = 111.2  # of latitude; a degree of longitude is shorter by the cosine of the latitude
BRITISH_GRID = (700_000, 1_300_000)  # metres east and north

Geometry = dict[str, Any]


class UnusableBoundaries(Exception):
    """A boundary file cannot be used; the message names the file, the feature and the remedy."""


@dataclass(frozen=True)
class Boundary:
    """One district as a file draws it. `geometry` is a GeoJSON Polygon or MultiPolygon in WGS84."""

    code: str
    name: str
    geometry: Geometry


def read_boundaries(content: bytes, *, file: str) -> tuple[Boundary, ...]:
    """Every district in a GeoJSON file, in the file's order.

    Raises UnusableBoundaries at the first fault: half a set of outlines would leave gaps on the map.
    """
    features = _features_of(content, file=file)
    found = tuple(_boundary_of(feature, at=f"{file}, feature {n}") for n, feature in enumerate(features, start=1))
    twice = [code for code, times in Counter(boundary.code for boundary in found).items() if times > 1]
    if twice:
        raise UnusableBoundaries(f"{file} holds {twice[0]} more than once. Join its parts into one feature.")
    return found


def _features_of(content: bytes, *, file: str) -> list[Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise UnusableBoundaries(f"{file}, byte {fault.start + 1}: not UTF-8 text. Export it as GeoJSON.") from fault
    except json.JSONDecodeError as fault:
        raise UnusableBoundaries(f"{file}, line {fault.lineno}: not JSON. Export it as GeoJSON.") from fault
    except (ValueError, RecursionError) as fault:
        raise UnusableBoundaries(f"{file}: not a boundary file. Export it as GeoJSON.") from fault
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise UnusableBoundaries(f"{file} holds no features. Export a GeoJSON FeatureCollection of districts.")
    return features


def _boundary_of(feature: Any, *, at: str) -> Boundary:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise UnusableBoundaries(f"{at}: has no properties. Export it with its ONS code and name.")
    code, name = code_and_name(feature["properties"], at=at)
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise UnusableBoundaries(f"{at} ({name}): is not an area. Export Polygon or MultiPolygon geometry.")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    checked = [[_ring(ring, at=f"{at} ({name})") for ring in _list(p, at)] for p in _list(polygons, at)]
    clean: Geometry = {
        "type": geometry["type"],
        "coordinates": checked[0] if geometry["type"] == "Polygon" else checked,
    }
    if not shapely.is_valid(shape(clean)):
        raise UnusableBoundaries(
            f"{at} ({name}): the outline crosses itself ({shapely.is_valid_reason(shape(clean))}). "
            "Repair it, for example with “Fix geometries” in QGIS, and export it again."
        )
    return Boundary(code, name, clean)


def code_and_name(properties: Mapping[str, Any], *, at: str) -> tuple[str, str]:
    """The district's code and name by their ONS property names; the code stands in for a missing name.

    >>> code_and_name({"LAD23CD": "E08000032", "LAD23NM": "Bradford"}, at="row 1")
    ('E08000032', 'Bradford')
    """
    if any(WARD_NAME.fullmatch(key) for key in properties):
        raise UnusableBoundaries(f"{at}: is a ward. Use the Local Authority Districts file instead.")
    code = next((properties[key] for key in properties if CODE_NAME.fullmatch(key)), None)
    if not isinstance(code, str) or not CODE.fullmatch(code):
        held = ", ".join(sorted(properties)) or "nothing"
        raise UnusableBoundaries(
            f"{at}: has no district code. It needs a property such as LAD23CD holding a code such as E08000032; "
            f"it holds {held}."
        )
    name = next((properties[key] for key in properties if NAME_NAME.fullmatch(key)), None)
    return code, name if isinstance(name, str) and name.strip() else code


def _list(value: Any, at: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise UnusableBoundaries(f"{at}: its coordinates are missing or broken. Export it again.")
    return value


def _ring(ring: Any, *, at: str) -> list[list[float]]:
    points = [_position(point, at=at) for point in _list(ring, at)]
    if len(points) < 4 or points[0] != points[-1]:
        raise UnusableBoundaries(f"{at}: a ring is not closed or has fewer than four points. Export it again.")
    return points


def _position(point: Any, *, at: str) -> list[float]:
    """Longitude and latitude; a height, if there is one, is left out."""
    if not isinstance(point, list) or len(point) < 2 or not all(type(n) in {int, float} for n in point[:2]):
        raise UnusableBoundaries(f"{at}: a coordinate is not a pair of numbers. Export it again.")
    x, y = point[:2]
    if -180 <= x <= 180 and -90 <= y <= 90:
        return [float(x), float(y)]
    if 0 <= x <= BRITISH_GRID[0] and 0 <= y <= BRITISH_GRID[1]:
        raise UnusableBoundaries(
            f"{at}: its coordinates are British National Grid metres ({x:.0f}, {y:.0f}). "
            "Export as WGS84 (EPSG:4326) and import that file."
        )
    raise UnusableBoundaries(f"{at}: a coordinate is not a longitude and latitude. Export as WGS84 (EPSG:4326).")


def drawable(geometries: Sequence[Geometry]) -> list[Geometry]:
    """The same outlines with no more points than a map shows, exterior rings anticlockwise (RFC 7946).

    Where the outlines fit together, shared borders stay shared; where they do not, each is simplified alone.
    """
    shapes = [shape(geometry) for geometry in geometries]
    if shapely.coverage_is_valid(shapes):
        simple = shapely.coverage_simplify(shapes, TOLERANCE_DEGREES)
    else:
        simple = shapely.simplify(shapes, TOLERANCE_DEGREES, preserve_topology=True)
    rounded = shapely.set_precision(simple, 10**-DECIMAL_PLACES, mode="pointwise")
    # Rounding may close a spike into a line; then the finer outline is the better one.
    kept = [r if shapely.is_valid(r) and not shapely.is_empty(r) else s for r, s in zip(rounded, simple, strict=True)]
    return [_plain(mapping(outline)) for outline in shapely.orient_polygons(kept)]


def _plain(geometry: Mapping[str, Any]) -> Geometry:
    plain: Geometry = json.loads(json.dumps(geometry))
    return plain


def square_kilometres(geometry: Geometry) -> float:
    """Size on the ground, true to one in a hundred for anything no larger than a county.

    >>> square = [[-1.8, 53.7], [-1.7, 53.7], [-1.7, 53.8], [-1.8, 53.8], [-1.8, 53.7]]
    >>> round(square_kilometres({"type": "Polygon", "coordinates": [square]}))
    73
    """
    outline = shape(geometry)
    _, south, _, north = outline.bounds
    return float(outline.area) * KM_PER_DEGREE**2 * math.cos(math.radians((south + north) / 2))


def codes_above(code: str, parent_of: Mapping[str, str | None]) -> tuple[str, ...]:
    """Codes of the areas that hold this one, nearest first. An unknown code has none.

    >>> codes_above("E08000032", {"E08000032": "E23000010", "E23000010": "WORLD", "WORLD": None})
    ('E23000010', 'WORLD')
    """
    above: list[str] = []
    parent = parent_of.get(code)
    while parent is not None and parent not in above:
        above.append(parent)
        parent = parent_of.get(parent)
    return tuple(above)


def codes_seen(posted: Iterable[str], parent_of: Mapping[str, str | None]) -> frozenset[str]:
    """The posted codes and every code above them; never a sibling, never one below."""
    known = [code for code in posted if code in parent_of]
    return frozenset(known) | {above for code in known for above in codes_above(code, parent_of)}
