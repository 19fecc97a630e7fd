import pytest

from partnership.areas.rules import (
    UnusableBoundaries,
    code_and_name,
    codes_above,
    codes_seen,
    drawable,
    read_boundaries,
)

PARENTS = {"E08000032": "E23000010", "E08000036": "E23000010", "E23000010": "K02000001", "K02000001": None}


@pytest.mark.parametrize("code_key", ["LAD11CD", "LAD17CD", "LAD24CD", "LAD_CD", "lad23cd"])
def test_a_district_is_known_by_the_ons_name_of_any_year(code_key):
    name_key = code_key.replace("CD", "NM").replace("cd", "nm")

    assert code_and_name({"FID": 7, code_key: "E08000032", name_key: "Bradford"}, at="") == ("E08000032", "Bradford")


def test_a_district_without_a_name_goes_by_its_code():
    assert code_and_name({"LAD23CD": "E08000032"}, at="") == ("E08000032", "E08000032")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"properties": None}, "has no properties"),
        ({"properties": {"name": "Bradford"}}, "LAD23CD holding a code such as E08000032; it holds name"),
        ({"properties": {"LAD23CD": 32}}, "has no district code"),
        ({"properties": {"WD23CD": "E05001341", "LAD23CD": "E08000032"}}, "is a ward. Use the Local Authority"),
        ({"geometry": None}, "is not an area"),
        ({"geometry": {"type": "Point", "coordinates": [1, 53]}}, "is not an area"),
        ({"geometry": {"type": "Polygon", "coordinates": []}}, "missing or broken"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [0, 50]]]}}, "fewer than four"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [1, 51], [0, 51]]]}}, "not closed"),
        ({"geometry": {"type": "Polygon", "coordinates": [[["0", 50]] * 4]}}, "not a pair of numbers"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[True, 50]] * 4]}}, "not a pair of numbers"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[-181, 50]] * 4]}}, "not a longitude and latitude"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[float("nan"), 50]] * 4]}}, "not a longitude"),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[416_000, 433_000]] * 4]}},
            r"British National Grid metres \(416000, 433000\). Export as WGS84 \(EPSG:4326\)",
        ),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[0, 50], [1, 51], [1, 50], [0, 51], [0, 50]]]}},
            "crosses itself .*Fix geometries",
        ),
    ],
)
def test_a_faulty_feature_is_named_with_its_remedy(feature_of, file_of, changes, says):
    content = file_of(feature_of(), feature_of(**changes))

    with pytest.raises(UnusableBoundaries, match=f"new.geojson, feature 2.*{says}"):
        read_boundaries(content, file="new.geojson")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "new.geojson, line 1: not JSON"),
        (b"{\n\nno", "new.geojson, line 3: not JSON"),
        (b'{"type": "\xff"}', "new.geojson, byte 11: not UTF-8"),
        (b"[" * 100_000, "new.geojson: not a boundary file"),
        (b"9" * 5_000, "new.geojson: not a boundary file"),
        (b"[1, 2]", "new.geojson holds no features"),
        (b'{"type": "FeatureCollection", "features": []}', "new.geojson holds no features"),
    ],
)
def test_a_file_that_is_no_boundary_file_is_refused(content, says):
    with pytest.raises(UnusableBoundaries, match=says):
        read_boundaries(content, file="new.geojson")


def test_a_district_drawn_twice_is_refused(feature_of, file_of):
    with pytest.raises(UnusableBoundaries, match="E08000032 more than once"):
        read_boundaries(file_of(feature_of(), feature_of()), file="new.geojson")


def test_heights_are_left_out(feature_of, file_of, square_at):
    flat = square_at(-1.9, 53.7)
    high = {"type": "Polygon", "coordinates": [[[*point, 120.5] for point in flat["coordinates"][0]]]}

    assert read_boundaries(file_of(feature_of(geometry=high)), file="")[0].geometry == flat


def test_neighbours_keep_their_common_border_when_simplified():
    wiggle = [[0.1, n / 1000] if n % 2 else [0.1001, n / 1000] for n in range(101)]
    west = [[0.0, 0.0], *wiggle, [0.0, 0.1], [0.0, 0.0]]
    east = [[0.2, 0.1], *reversed(wiggle), [0.2, 0.0], [0.2, 0.1]]

    left, right = drawable([{"type": "Polygon", "coordinates": [ring]} for ring in (west, east)])

    borders = [{tuple(p) for p in side["coordinates"][0] if 0.05 < p[0] < 0.15} for side in (left, right)]
    assert borders[0] == borders[1]
    assert len(borders[0]) < 20


def test_the_viewer_sees_upwards_but_never_a_sibling():
    assert codes_seen(["E08000032"], PARENTS) == {"E08000032", "E23000010", "K02000001"}
    assert codes_seen(["E23000010"], PARENTS) == {"E23000010", "K02000001"}


def test_a_code_nobody_knows_opens_nothing():
    assert codes_seen(["E99999999"], PARENTS) == frozenset()
    assert codes_above("E99999999", PARENTS) == ()
