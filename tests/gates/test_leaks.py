"""A word hidden anywhere in what is sent is found: in a page, a header, a cookie, and in files that are packed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from partnership.exports.as_docx import as_docx
from partnership.exports.as_pdf import as_pdf
from partnership.exports.as_xlsx import as_xlsx
from partnership.exports.paper import Facts, Grid, Heading, Paper, Picture, Prose
from partnership.exports.rules import About, Row, Table
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.ui.charts import line_chart
from partnership.ui.figure import Chart

from .leaks import numbers_in, text_of

MOMENT = datetime(2027, 3, 2, 12, tzinfo=UTC)
TURNED = "\u06c0"  # a letter after which pypdf tells the others apart with zeros


def word(number: int) -> str:
    return f"qz{number:05}zq"


def paper() -> tuple[About, Paper]:
    """One with a different canary in everything that it can hold, 1 to 16."""
    chart = line_chart([("month", date(2027, 1, 1), 3.0)], title="x", description="x", unit="x")
    told = Chart(word(1), word(2), chart.svg, (word(3), "b"), ((word(4), "c"),), (word(5),))
    blocks = (
        *(Heading(word(6)), Prose(f"{TURNED} *{word(7)}*\n\n- {word(8)}", is_old=True), Facts(((word(9), word(10)),))),
        *(Picture(told), Grid(word(11), (word(12),), ((word(13),),), note=word(14))),
    )
    release = Release(Marking.OFFICIAL, Handling.CONDITIONAL, word(15))
    about = About("x", release, "x", word(16), "x", MOMENT, {})
    return about, Paper("A title", "A standing", blocks)


@pytest.mark.parametrize("write", [as_pdf, as_docx])
def test_every_word_of_a_paper_is_found(write):
    assert numbers_in(text_of(HttpResponse(write(*paper())))) == set(range(1, 17))


@pytest.mark.parametrize("write", [as_pdf, as_docx])
def test_a_word_that_stands_only_in_what_a_paper_says_of_itself_is_found(write):
    about, plain = paper()
    hidden = Paper(word(30), word(31), ())

    assert {30, 31} <= numbers_in(text_of(HttpResponse(write(about, hidden))))
    assert not {30, 31} & numbers_in(text_of(HttpResponse(write(about, plain))))


def test_a_word_broken_by_a_line_too_long_is_found():
    about, _ = paper()
    long = Paper("x", "x", (Prose("y" * 295 + word(40) + "y" * 300),))

    assert 40 in numbers_in(text_of(HttpResponse(as_pdf(about, long))))


def test_a_word_broken_at_the_edge_of_a_column_is_found():
    about, _ = paper()
    heads = tuple(f"{'head ' * 9}{n}" for n in range(12))
    narrow = Paper("x", "x", (Grid("x", heads, (("y" * 12 + word(41),) * 12,)),))

    assert 41 in numbers_in(text_of(HttpResponse(as_pdf(about, narrow))))


def test_a_word_in_a_spreadsheet_is_found():
    about, _ = paper()
    table = Table("things", ("a",), (Row((word(50),), about.release),))

    assert numbers_in(text_of(HttpResponse(as_xlsx(about, [table])))) == {15, 16, 50}


def test_a_word_in_a_header_a_cookie_and_a_stream_is_found():
    answer = StreamingHttpResponse([b"qz000", b"60zq"], headers={"X-Told": word(61)})
    answer.set_cookie("told", word(62))

    assert numbers_in(text_of(answer)) == {60, 61, 62}
