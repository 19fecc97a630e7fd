"""The outlines that come with the package, and the script that made them."""

import csv
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from partnership import areas
from partnership.areas.rules import read_boundaries, square_kilometres

ROOT = Path(__file__).parents[4]
SHIPPED = Path(areas.__file__).parent / "data/west_yorkshire_districts.geojson"
OFFICIAL = ROOT.parent / "shared/data/gazetteer/west_yorkshire_5_districts_from_wards.geojson"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("derive_outlines", ROOT / "scripts/derive_outlines.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_they_are_the_five_districts_and_say_that_they_are_approximate():
    told = [feature["properties"] for feature in json.loads(SHIPPED.read_bytes())["features"]]

    assert [one["LAD_CD"] for one in told] == [f"E080000{n}" for n in range(32, 37)]
    assert all(one["approximate"] and "Open Government Licence v3.0" in one["licence"] for one in told)


def test_they_fit_together_without_gap_or_overlap():
    shapes = [shape(b.geometry) for b in read_boundaries(SHIPPED.read_bytes(), file=SHIPPED.name)]

    assert shapely.coverage_is_valid(shapes)
    assert SHIPPED.stat().st_size < 120_000


@pytest.mark.skipif(not OFFICIAL.exists(), reason="official outlines are not beside this checkout")
def test_they_overlap_the_official_ones_by_more_than_85_per_cent():
    official = {b.code: b.geometry for b in read_boundaries(OFFICIAL.read_bytes(), file=OFFICIAL.name)}

    for ours in read_boundaries(SHIPPED.read_bytes(), file=SHIPPED.name):
        mine, theirs = shape(ours.geometry), shape(official[ours.code])
        assert mine.intersection(theirs).area / mine.union(theirs).area > 0.85, ours.name
        assert square_kilometres(ours.geometry) == pytest.approx(square_kilometres(official[ours.code]), rel=0.1)


def test_a_stray_cell_goes_to_the_district_around_it(script):
    around = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 5, 5))
    districts = {
        "E08000032": around,
        "E08000035": shapely.union_all([shapely.box(10, 0, 20, 10), shapely.box(4, 4, 5, 5)]),
    }

    folded = script.fold_slivers(districts)

    assert folded["E08000032"].equals(shapely.box(0, 0, 10, 10))
    assert folded["E08000035"].equals(shapely.box(10, 0, 20, 10))


def test_each_district_owns_the_ground_nearest_its_points(script):
    lon, lat = np.meshgrid(np.linspace(-1.9, -1.4, 30), np.linspace(53.6, 53.9, 30))
    points = np.column_stack([lon.ravel(), lat.ravel()])
    fifth = np.minimum(((points[:, 0] + 1.9) / 0.1).astype(int), 4)
    codes = np.array(list(script.DISTRICTS))[fifth]

    outlines = script.derive(points, codes)

    assert list(outlines) == list(script.DISTRICTS)
    assert outlines["E08000032"].contains(shapely.Point(-1.85, 53.75))
    assert outlines["E08000036"].contains(shapely.Point(-1.45, 53.75))
    assert not outlines["E08000032"].touches(outlines["E08000036"])


def test_points_take_their_district_from_the_lsoa_table_and_blank_ones_are_left_out(script, tmp_path):
    _write(tmp_path / "PoliceforceLSOA.csv", ("LSOA Code", "Local authority code"), [("E01010646", "E08000032")])
    crimes = [("-1.9", "53.9", "E01010646"), ("-1.9", "53.9", "E01010646"), ("", "", ""), ("-1.8", "53.8", "E09")]
    _write(tmp_path / "2018-07-west-yorkshire-street.csv", ("Longitude", "Latitude", "LSOA code"), crimes)

    points, codes = script.read_points(tmp_path)

    assert points.tolist() == [[-1.9, 53.9]]
    assert codes.tolist() == ["E08000032"]


def test_a_folder_without_the_points_says_how_to_get_them(script, tmp_path):
    with pytest.raises(SystemExit, match="Run `tocsin sample`"):
        script.read_points(tmp_path)


def _write(file: Path, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with file.open("w", newline="") as text:
        csv.writer(text).writerows([head, *rows])
