"""What a reader gets from a map: shapes, names, numbers, ways in, and a table."""

import re

import pytest

from partnership.ui import theme
from partnership.ui.drawing import still
from partnership.ui.maps import Shape, area_map


def square(west: float, south: float, size: float = 0.2) -> dict:
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def reversed_rings(geometry: dict) -> dict:
    return {**geometry, "coordinates": [ring[::-1] for ring in geometry["coordinates"]]}


def shape(name: str, value: float | None, geometry: dict, url: str | None = None, note: str = "") -> Shape:
    return Shape(name.lower(), name, geometry, value, url, note)


def drawn(*shapes: Shape):
    return area_map(shapes, title="Leeds has most", description="Two districts", unit="open signals")


def paths(svg: str) -> list[str]:
    return re.findall(r' d="([^"]+)"', svg)


def fills(svg: str) -> list[str]:
    return re.findall(r'<path [^>]*fill="([^"]+)"', svg)


def test_each_shape_is_named_numbered_and_in_the_table():
    chart = drawn(shape("Bradford", 1234, square(-2, 53.7)), shape("Leeds", 2, square(-1.8, 53.7)))

    assert ">Bradford</text>" in chart.svg
    assert ">1,234</text>" in chart.svg
    assert (chart.head, chart.rows) == (("Area", "Open signals"), (("Bradford", "1,234"), ("Leeds", "2")))


def test_more_is_darker_and_none_is_the_lightest():
    places = [shape(name, value, square(x, 53.7)) for name, value, x in (("A", 0, -2), ("B", 1, -1.8), ("C", 9, -1.6))]

    assert fills(drawn(*places).svg) == [theme.SHADES[0], theme.SHADES[1], theme.SHADES[-1]]


def test_a_map_of_nothing_but_zeros_is_drawn():
    assert fills(drawn(shape("Bradford", 0, square(-2, 53.7))).svg) == [theme.SHADES[0]]


def test_a_shape_with_an_address_is_a_named_link_and_a_shape_without_is_not():
    svg = drawn(
        shape("Bradford", 1, square(-2, 53.7)),
        shape("Leeds", 12, square(-1.8, 53.7), url='/boards/E08000035/?a=1&b="'),
    ).svg

    assert svg.count("<a ") == 1
    assert '<a href="/boards/E08000035/?a=1&amp;b=&quot;" aria-label="Leeds: 12 open signals">' in svg
    assert 'role="group"' in svg


def test_in_a_document_a_drawing_leads_nowhere_and_has_a_title():
    svg = drawn(shape("Leeds", 12, square(-1.8, 53.7), url="/boards/E08000035/")).svg

    told = still(svg, title="Leeds & \x00 <more>")

    assert "href" in svg
    assert "href" not in told
    assert "<a " not in told
    assert "<title>Leeds &amp;  &lt;more&gt;</title>" in told
    assert told.count('xmlns="http://www.w3.org/2000/svg"') == 1


def test_a_map_without_links_is_one_picture_to_a_screen_reader():
    assert 'role="img" aria-label="Two districts"' in drawn(shape("Leeds", 1, square(-2, 53.7))).svg


def test_a_ring_wound_either_way_covers_the_same_ground():
    one, other = square(-2, 53.7), reversed_rings(square(-2, 53.7))

    corners = [set(re.split("[MLZ]", paths(drawn(shape("A", 1, g)).svg)[0])) for g in (one, other)]

    assert corners[0] == corners[1]


def test_a_shape_in_two_parts_is_drawn_in_two_parts_and_labelled_once():
    two = {"type": "MultiPolygon", "coordinates": [square(-2, 53)["coordinates"], square(-1, 53)["coordinates"]]}

    svg = drawn(shape("Islands", 3, two)).svg

    assert paths(svg)[0].count("M") == 2
    assert len(set(re.findall(r'translate\(([^)]+)\)"[^>]*>Islands<', svg))) == 1


def test_a_square_of_degrees_looks_taller_than_wide_at_this_latitude():
    svg = drawn(shape("Leeds", 1, square(-2, 53.7))).svg
    x, y = zip(*[map(float, at.split(",")) for at in re.findall(r"[\d.]+,[\d.]+", paths(svg)[0])], strict=True)

    assert (max(x) - min(x)) / (max(y) - min(y)) == pytest.approx(0.59, abs=0.01)


def test_what_must_be_known_of_the_outlines_is_said_once_and_stands_in_the_table():
    note = "Approximate outline"

    chart = drawn(shape("A", 1, square(-2, 53.7), note=note), shape("B", 2, square(-1.8, 53.7), note=note))

    assert chart.notes.count(note) == 1
    assert chart.head[-1] == "Note"
    assert [row[-1] for row in chart.rows] == [note, note]


def test_a_hostile_name_is_only_ever_text():
    svg = drawn(shape('<script>"\x00', 1, square(-2, 53.7), url="/x/")).svg

    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize("kind", ["Point", "FeatureCollection", None])
def test_an_outline_that_is_no_area_is_refused_by_code(kind):
    with pytest.raises(ValueError, match=f"leeds has a {kind}"):
        drawn(shape("Leeds", 1, {"type": kind}))


def test_a_map_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one shape"):
        drawn()


def test_an_area_without_a_value_is_grey_and_says_nothing_of_how_many():
    chart = drawn(shape("Bradford", 3, square(-2, 53.7)), shape("Leeds", None, square(-1.8, 53.7)))

    assert fills(chart.svg)[1] == theme.NOT_SHOWN
    assert ">Leeds</text>" in chart.svg
    assert chart.rows[1] == ("Leeds", "Not shown")
