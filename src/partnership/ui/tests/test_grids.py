"""Grids and bars: every mark is a link, no shade speaks alone, and what is unknown is no bar."""

from __future__ import annotations

import re

import pytest

from partnership.ui import theme
from partnership.ui.bars import Bar, bar_chart
from partnership.ui.grids import Cell, Look, Mark, heat_grid, mark_grid

HOSTILE = '</text><script>alert(1)</script> & "quoted" \x00'
ROWS, COLUMNS = ("Likely", "Unlikely"), ("None", "Minor", "Severe")
KEY = ((Look.FILLED, "High"), (Look.OUTLINED, "Moderate"), (Look.DASHED, "Low"))
TOLD = {
    "title": "The highest is fraud",
    "description": "A matrix",
    "head": ("Number", "What"),
    "table": [("1", "Fraud")],
}


def matrix(*marks):
    cells = [Cell(row, column, column, (str(column),)) for row in range(2) for column in range(3)]
    return mark_grid(marks, cells, rows=ROWS, columns=COLUMNS, axes=("Likelihood", "Impact"), key=KEY, **TOLD)


def mark(number, look=Look.FILLED, *, row=0, column=2, words=""):
    return Mark(number, row, column, look, f"/threats/{number}/", words or f"{number}. Something")


def words_in(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_each_mark_is_a_link_with_its_words_and_carries_its_number():
    chart = matrix(mark(1, Look.DASHED), mark(2, row=1, column=0))

    links = re.findall(r'<a[^>]* href="([^"]*)" aria-label="([^"]*)"', chart.svg)
    assert links == [("/threats/1/", "1. Something"), ("/threats/2/", "2. Something")]
    assert {"1", "2"} <= set(words_in(chart.svg))
    assert 'role="group"' in chart.svg


def test_looks_differ_without_colour():
    drawn = {look: matrix(mark(1, look)).svg.count("stroke-dasharray") for look in Look}

    assert drawn[Look.DASHED] > drawn[Look.FILLED] == drawn[Look.OUTLINED]
    assert matrix(mark(1, Look.OUTLINED)).svg != matrix(mark(1, Look.FILLED)).svg


def test_marks_of_one_cell_stand_beside_and_below_each_other():
    svg = matrix(*(mark(n) for n in range(1, 8))).svg

    places = re.findall(r"<a[^>]*>\s*<path[^>]*transform=\"translate\(([^)]*)\)\"", svg)
    assert len(set(places)) == 7


def test_a_row_grows_with_the_fullest_of_its_cells():
    def height(chart):
        return float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', chart.svg)[1])

    assert height(matrix(mark(1))) == height(matrix(mark(1), mark(2, row=1)))
    assert height(matrix(*(mark(n) for n in range(1, 8)))) > height(matrix(mark(1)))


def test_every_cell_of_a_heat_grid_says_in_words_what_its_shade_says():
    cells = [Cell(0, 0, 4, ("24", "Very high")), Cell(0, 1, 0, ("2", "Low")), Cell(0, 2, None, ("–",))]

    svg = heat_grid(cells, rows=["Fraud"], columns=COLUMNS, **TOLD).svg

    assert {"24", "Very high", "2", "Low", "–"} <= set(words_in(svg))
    assert f'fill="{theme.SHADES[4]}"' in svg
    assert f'fill="{theme.NOT_SHOWN}"' in svg


def test_long_names_are_wrapped_and_then_cut_short():
    rows = ["Money laundering and professional enablers", "Unbroken" * 20]

    told = words_in(heat_grid([Cell(0, 0, 1, ("1",)), Cell(1, 0, 1, ("1",))], rows=rows, columns=["A"], **TOLD).svg)

    assert "Money laundering" in " ".join(told)
    assert any(line.endswith("…") for line in told)


def test_hostile_words_draw_as_words():
    charts = (
        matrix(mark(1, words=HOSTILE)),
        heat_grid([Cell(0, 0, 1, (HOSTILE,))], rows=[HOSTILE], columns=[HOSTILE], **TOLD),
        bar_chart([Bar(HOSTILE, 2, HOSTILE)], top=4, title=HOSTILE, description=HOSTILE, head=("a", "b")),
    )

    assert ["<script" in chart.svg for chart in charts] == [False] * 3


@pytest.mark.parametrize(("value", "said"), [(None, "not known"), (0, "0"), (4, "4")])
def test_a_bar_says_its_value_and_one_that_is_unknown_is_none(value, said):
    chart = bar_chart(
        [Bar("Physical", value, "in words")], top=4, title="Harm", description="Bars", head=("Dimension", "Harm")
    )

    assert said in words_in(chart.svg)
    assert chart.rows == (("Physical", "in words"),)


def test_bars_stand_in_the_order_given():
    names = ["Physical", "Community", "Financial"]

    svg = bar_chart([Bar(name, 1, "1") for name in names], top=4, title="t", description="d", head=("a", "b")).svg

    assert [word for word in words_in(svg) if word in names] == names
