"""What a reader gets from a chart: a picture that is safe in a page, and its figures as a table."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from partnership.ui import drawing, theme
from partnership.ui.charts import BandPoint, Chart, band_chart, line_chart

HOSTILE = '</text><script>alert(1)</script> & "quoted" \x00'
TRIANGLES = f'fill="{theme.ABOVE}"'


def weeks(*observed: float, upper: float | None = 9) -> list[BandPoint]:
    first = date(2017, 1, 2)
    bounds = (None, None, None) if upper is None else (upper - 4, upper - 8, upper)
    return [BandPoint(f"week {i + 1}", first + timedelta(weeks=i), count, *bounds) for i, count in enumerate(observed)]


def band(points: list[BandPoint], *, unit: str = "articles a week") -> Chart:
    return band_chart(points, title="Reports rose", description="Weekly counts", unit=unit)


def test_a_band_chart_carries_every_value_in_its_table():
    chart = band(weeks(5, 6, 1234))

    assert chart.head == ("Period", "Recorded, articles a week", "Expected", "Usual range", "Above range")
    assert chart.rows[0] == ("week 1", "5", "5", "1 to 9", "No")
    assert chart.rows[-1] == ("week 3", "1,234", "5", "1 to 9", "Yes")


def test_a_triangle_stands_where_the_count_is_above_its_range_and_only_there():
    def triangles(*observed: float) -> int:
        return band(weeks(*observed)).svg.count(TRIANGLES)

    in_the_key = triangles(5, 6, 7, 9)

    assert triangles(5, 16, 7, 19) - in_the_key == 2


def test_a_range_known_for_the_last_period_alone_is_still_drawn():
    unbounded = weeks(5, 6, 7, upper=None)
    last = BandPoint("week 4", date(2017, 1, 23), 16, 5, 1, 9)

    shaded = [band(points).svg.count(f'fill="{theme.BAND}"') for points in (unbounded, [*unbounded, last])]

    assert shaded[1] > shaded[0]


def test_a_period_without_a_range_leaves_its_cells_empty():
    assert band(weeks(5, upper=None)).rows == (("week 1", "5", "", "", "No"),)


@pytest.mark.parametrize("points", [[], weeks(5), weeks(0, 0, 0), weeks(5, float("nan"), 7)])
def test_thin_series_are_drawn_all_the_same(points):
    assert band(points).svg.startswith("<svg ")


def test_a_line_chart_carries_its_table():
    points = [("2017", date(2017, 1, 1), 3.44), ("2018", date(2018, 1, 1), 12000)]

    chart = line_chart(points, title="Recorded crime rose", description="", unit="offences")

    assert (chart.head, chart.rows) == (("Period", "Offences"), (("2017", "3.4"), ("2018", "12,000")))
    assert 'aria-label="Recorded crime rose"' in chart.svg


def test_a_drawing_holds_nothing_that_a_strict_page_would_refuse():
    svg = band(weeks(*range(30))).svg

    for refused in ("style", "script", " id=", " class=", " on", "url(", "<image", "xlink", "display"):
        assert refused not in svg, refused


def test_a_drawing_is_as_wide_as_what_holds_it():
    root = re.match(r"<svg [^>]*>", band(weeks(5, 6)).svg)

    assert root is not None
    assert 'viewBox="0 0 440 300"' in root[0]
    assert " width=" not in root[0]


def test_a_drawing_works_from_a_specification_that_writes_hostile_text():
    svg = band(weeks(5, 6), unit=HOSTILE).svg

    assert "<script" not in svg
    assert "&lt;script&gt;alert(1)" in svg


def test_the_same_figures_give_the_same_drawing_on_every_thread():
    points = weeks(5, 6, 17)

    def drawn_afresh(_: int) -> str:
        drawing._draw.cache_clear()
        return band(points).svg

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(drawn_afresh, range(8)))) == 1


def test_data_at_an_address_are_never_fetched():
    spec = {"data": {"url": "http://127.0.0.1:9/x.csv"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}

    with pytest.raises(ValueError, match="not allowed"):
        drawing.draw(spec, alt="")


@pytest.mark.parametrize("url", ["https://example.test/", "//example.test/", "/\\example.test/", "javascript:alert(1)"])
def test_a_drawing_never_links_outside_the_site(url):
    with pytest.raises(ValueError, match="only within this site"):
        drawing.draw({}, alt="", links=[(url, "words")])


def test_where_only_what_was_expected_is_known_no_range_is_drawn_or_told():
    chart = band([BandPoint("week 1", date(2018, 1, 1), 5, 1.5, None, None)])

    assert chart.rows == (("week 1", "5", "1.5"),)
    assert "Usual range" not in chart.svg
    assert "Expected" in chart.svg
