"""Derives approximate outlines of the five West Yorkshire districts from open street-crime points.

    python scripts/derive_outlines.py DATA_FOLDER [--out FILE] [--compare OFFICIAL.geojson]

Each unique point owns the ground nearest to it (its Voronoi cell) and carries the district of its LSOA.
Cells of one district are joined, cut to a hull round the points, and simplified as one coverage, so that
neighbours keep a common border. Police.uk moves every point to a nearby street, and moorland has few
points, so the outer edge runs inside the true one: the result is labelled approximate.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from scipy.spatial import Voronoi
from shapely.geometry import mapping, shape

DISTRICTS = {
    "E08000032": "Bradford",
    "E08000033": "Calderdale",
    "E08000034": "Kirklees",
    "E08000035": "Leeds",
    "E08000036": "Wakefield",
}
LABELS = "PoliceforceLSOA.csv"
POINTS = "*-west-yorkshire-street.csv"
OUT = Path(__file__).parent.parent / "src/partnership/areas/data/west_yorkshire_districts.geojson"

# Kilometres to a degree at 53.7° north: flat ground is near enough true across one county.
KM_PER_DEGREE = np.array([111.32 * np.cos(np.radians(53.7)), 111.32])
HULL_RATIO = 0.3  # 0 hugs every point, 1 is the convex hull; overlap is flat between 0.2 and 0.4
HULL_MARGIN_KM = 0.2
SMALLEST_PART_KM2 = 2.0
TOLERANCE_KM = 0.12
DECIMAL_PLACES = 5


def read_points(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Unique points as an n × 2 array of longitude and latitude, sorted, and each one's district code."""
    district_of = {row["LSOA Code"]: row["Local authority code"] for row in _rows(folder, LABELS)}
    found = {
        (float(row["Longitude"]), float(row["Latitude"])): district_of[row["LSOA code"]]
        for row in _rows(folder, POINTS)
        if row["Longitude"] and row["LSOA code"] in district_of
    }
    places = sorted(found)
    return np.array(places), np.array([found[place] for place in places])


def _rows(folder: Path, pattern: str) -> Iterator[dict[str, str]]:
    files = sorted(folder.rglob(pattern))
    if not files:
        sys.exit(f"{folder}: no file called {pattern}. Run `tocsin sample`, then give its data folder.")
    for file in files:
        with file.open(newline="", encoding="utf-8") as text:
            yield from csv.DictReader(text)


def cells_of(points: np.ndarray) -> np.ndarray:
    """One closed Voronoi cell a point, in the order of the points."""
    low, high = points.min(axis=0) - 50, points.max(axis=0) + 50
    corners = [low, (low[0], high[1]), (high[0], low[1]), high]  # far off, so that every real cell closes
    diagram = Voronoi(np.vstack([points, corners]))
    regions = (diagram.regions[index] for index in diagram.point_region[: len(points)])
    return np.array([shapely.Polygon(diagram.vertices[region]) for region in regions])


def fold_slivers(districts: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Gives each small detached part to the district it borders most; drops those that touch none."""
    parts = [(code, part) for code, whole in districts.items() for part in shapely.get_parts(whole)]
    kept = [(code, part) for code, part in parts if part.area >= SMALLEST_PART_KM2]
    grown: dict[str, list[shapely.Geometry]] = {code: [p for c, p in kept if c == code] for code in districts}
    for _, sliver in (item for item in parts if item[1].area < SMALLEST_PART_KM2):
        borders = [(sliver.intersection(part).length, code) for code, part in kept]
        length, code = max(borders)
        if length > 0:
            grown[code].append(sliver)
    return {code: shapely.coverage_union_all(found) for code, found in grown.items()}


def derive(lon_lat: np.ndarray, codes: np.ndarray) -> dict[str, shapely.Geometry]:
    """Outline of each district in WGS84; neighbours share their borders vertex for vertex."""
    plane = lon_lat * KM_PER_DEGREE
    cells = cells_of(plane)
    ours = np.isin(codes, list(DISTRICTS))
    hull = shapely.concave_hull(shapely.MultiPoint(plane[ours]), ratio=HULL_RATIO).buffer(HULL_MARGIN_KM)
    # A fixed grid, so that two districts cut at the same place on the hull get the same vertex.
    clipped = {
        code: shapely.intersection(shapely.coverage_union_all(cells[codes == code]), hull, grid_size=1e-5)
        for code in DISTRICTS
    }
    whole = list(fold_slivers(clipped).values())
    simple = shapely.coverage_simplify(whole, TOLERANCE_KM)
    degrees = shapely.transform(simple, lambda xy: np.round(xy / KM_PER_DEGREE, DECIMAL_PLACES))
    if not (shapely.is_valid(degrees).all() and shapely.coverage_is_valid(degrees)):
        sys.exit("The simplified outlines overlap or cross themselves. Lower TOLERANCE_KM.")
    return dict(zip(DISTRICTS, shapely.orient_polygons(degrees), strict=True))


def as_geojson(outlines: dict[str, shapely.Geometry]) -> str:
    """The outlines as a GeoJSON FeatureCollection with ONS property names, one feature a line."""
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {
                    "LAD_CD": code,
                    "LAD_NM": DISTRICTS[code],
                    "approximate": True,
                    "source": "Derived from police.uk street-level crime points, July 2016, 2017 and 2018",
                    "licence": "Contains police.uk data, Open Government Licence v3.0",
                },
                "geometry": mapping(outline),
            },
            separators=(",", ":"),
        )
        for code, outline in outlines.items()
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def compare(outlines: dict[str, shapely.Geometry], official: Path) -> None:
    """Prints, for each district, the shared area over the joint area (1 is a perfect match)."""
    features = json.loads(official.read_text(encoding="utf-8"))["features"]
    for feature in features:
        code = next(value for value in feature["properties"].values() if value in outlines)
        ours, theirs = (
            shapely.transform(geometry, lambda xy: xy * KM_PER_DEGREE)
            for geometry in (outlines[code], shape(feature["geometry"]))
        )
        overlap = ours.intersection(theirs).area / ours.union(theirs).area
        print(f"{code} {DISTRICTS[code]:<11} overlap {overlap:.3f}  {ours.area:.0f} of {theirs.area:.0f} km²")


def main() -> None:
    """Reads the folder, writes the outlines and, if asked, prints how well they match official ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the data folder that `tocsin sample` filled")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--compare", type=Path, metavar="FILE", help="official outlines (GeoJSON, WGS84)")
    chosen = parser.parse_args()
    outlines = derive(*read_points(chosen.folder))
    chosen.out.write_text(as_geojson(outlines), encoding="utf-8")
    if chosen.compare is not None:
        compare(outlines, chosen.compare)


if __name__ == "__main__":
    main()
