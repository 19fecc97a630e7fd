"""A PDF file holds the whole paper, says on each page how closely it is held, can be read aloud, asks for nothing."""

from __future__ import annotations

import io
import logging
import re
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from partnership.exports import as_pdf as writer
from partnership.exports.as_pdf import Unfetchable, as_pdf
from partnership.exports.paper import MADE_UP, OLD, Facts, Grid, Heading, Picture, Prose
from partnership.exports.rules import printable
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.ui.figure import Chart

ASK_FIRST = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask first.\nTell nobody.")
HOSTILE = (
    *(
        "<script>alert(1)</script>",
        "</title></head><body onload=x>",
        "&lt;b&gt; &amp;",
        "'; DROP TABLE",
        "{{ 7|add:7 }}",
    ),
    *("<img src='https://evil.example/x.png'>", "<link rel=attachment href=file:///etc/passwd>", "<style>@import 'x'"),
    *(
        "a\x00b\x1b[31m",
        "a\ud800b\ufffe",
        "\u202egnp.exe\u202c end",
        "x" * 10_000,
        "</svg><a href=//evil>",
        "%PDF-1.4 endobj",
    ),
)
MARKDOWN = (
    "Seen *twice*, **never** before.\n\n- In Leeds\n  1. In Hyde Park\n- In Wakefield\n\n# Gaps\n\n7. Who\n8. Why"
)


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data), strict=True)


def pages_of(data: bytes) -> list[str]:
    """Without the zeros that pypdf puts between letters where a font holds some of another alphabet."""
    return [page.extract_text().replace("\0", "") for page in read(data).pages]


def letters(text: str) -> str:
    """Without blanks, breaks and marks of direction, which a page lays out in its own way."""
    return "".join(one for one in text if not one.isspace() and unicodedata.category(one) not in {"Cf", "Zs"})


def parts_of(data: bytes) -> Iterator[dict[str, Any]]:
    """What the file says it is made of, in order, for those who have it read aloud."""

    def walk(node: Any) -> Iterator[dict[str, Any]]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            yield node
            node = node.get("/K", [])
        for one in node if isinstance(node, list) else ():
            yield from walk(one)

    return walk(read(data).trailer["/Root"]["/StructTreeRoot"]["/K"])


def structure(data: bytes) -> list[str]:
    return [str(part.get("/S")) for part in parts_of(data)]


def alternatives(data: bytes) -> list[str]:
    return [str(part["/Alt"]) for part in parts_of(data) if "/Alt" in part]


def test_every_page_carries_its_marking_above_and_below_and_its_number(about_of, paper_of):
    paper = paper_of(*(Prose("Words and words. " * 200) for _ in range(4)))

    pages = pages_of(as_pdf(about_of(release=ASK_FIRST), paper))

    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert text.count("OFFICIAL-SENSITIVE") >= 2
        assert "handling C, conditions on page 1" in text
        assert f"page {number} of {len(pages)}" in text
    assert "Ask first.\nTell nobody." in pages[0]


def test_what_is_made_up_says_so_on_every_page_and_nothing_else_does(about_of, paper_of):
    text = Prose("Words and words. " * 600)

    assert all(MADE_UP in page for page in pages_of(as_pdf(about_of(), paper_of(text, is_synthetic=True))))
    assert not any(MADE_UP in page for page in pages_of(as_pdf(about_of(), paper_of(text))))


def test_it_says_for_whom_why_when_and_by_whom_it_was_made(about_of, paper_of):
    last = pages_of(as_pdf(about_of(release=ASK_FIRST, note="Take care."), paper_of(Prose("x"))))[-1]

    for words in ("R. Cipient, Charity", "They run the refuge", "24 November 2026 at 10:15", "Force", "Take care."):
        assert words in last


def test_the_file_knows_its_title_its_language_and_its_moment(about_of, paper_of):
    told = read(as_pdf(about_of(release=ASK_FIRST), paper_of(Prose("x"))))
    root = told.trailer["/Root"]

    assert told.metadata.title == "Profile of Bradford"
    assert (told.metadata.author, told.metadata.subject) == ("Force", "Edition 2, draft")
    assert told.metadata["/Keywords"] == "OFFICIAL-SENSITIVE"
    assert told.metadata.creation_date.isoformat() == "2026-11-24T10:15:30+00:00"
    assert root["/Lang"] == "en-GB"
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"]) is True
    assert re.search(rb"pdfuaid:part\D+1\b", root["/Metadata"].get_data())


def test_it_is_a4(about_of, paper_of):
    box = read(as_pdf(about_of(), paper_of(Prose("x")))).pages[0].mediabox

    assert (round(box.width), round(box.height)) == (595, 842)


def test_headings_lists_and_tables_are_tagged_as_what_they_are(about_of, paper_of):
    grid = Grid("Groups", ("Type", "Number"), (("Drugs", "3"),), note="October 2026.")
    blocks = (Heading("Picture"), Prose(MARKDOWN), Heading("Deep", 3), grid, Facts((("Period", "2015"),)))

    kinds = structure(as_pdf(about_of(), paper_of(*blocks)))

    assert [kind for kind in kinds if kind and kind[1:2] == "H" and kind[2:].isdigit()] == [
        "/H1",
        "/H2",
        "/H3",
        "/H3",
        "/H2",
    ]
    assert (kinds.count("/L"), kinds.count("/LI")) == (3, 5)
    assert kinds.count("/Table") == 3
    assert {"/THead", "/TBody", "/TH", "/TD"} <= set(kinds)


def test_a_reader_jumps_to_its_headings(about_of, paper_of):
    blocks = (Heading("One"), Heading("Below", 2), Heading("Two"))

    (title, below) = read(as_pdf(about_of(), paper_of(*blocks))).outline

    assert title.title == "Profile of Bradford"
    assert [one.title for one in below if not isinstance(one, list)] == ["One", "Two", "About this copy"]


def test_a_picture_says_what_it_shows_and_has_its_table(about_of, paper_of, chart):
    data = as_pdf(about_of(), paper_of(Picture(chart)))

    text = "\n".join(pages_of(data))
    assert structure(data).count("/Figure") == 1
    assert b"Reports a month, with the usual range" in data or any("usual range" in alt for alt in alternatives(data))
    assert "Reports rose in July" in text
    assert text.count("month ") >= 12


def test_a_long_tables_head_stands_on_every_page_of_it(about_of, paper_of):
    grid = Grid("Groups", ("Crime type", "Number"), tuple((f"Type {n}", str(n)) for n in range(120)))

    pages = [page for page in pages_of(as_pdf(about_of(), paper_of(grid))) if "Type " in page]

    assert len(pages) > 2
    assert all("Crime type" in page for page in pages)


def test_older_evidence_says_so_in_words(about_of, paper_of):
    data = as_pdf(about_of(), paper_of(Prose("Long ago", is_old=True), Grid("x", ("a",), (("b",),), is_old=True)))

    assert "\n".join(pages_of(data)).count(OLD) == 2


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hostile_text_is_whole_and_only_text_wherever_it_stands(about_of, paper_of, chart, text):
    hostile_chart = Chart(text, text, chart.svg, (text, "b"), ((text, text),), (text,))
    blocks = (
        *(Heading(text), Prose(text), Prose(text, is_old=True), Facts(((text, text),)), Picture(hostile_chart)),
        Grid(text, (text, "b"), ((text, text),), note=text),
    )
    about = about_of(
        release=Release(Marking.OFFICIAL, Handling.CONDITIONAL, text), recipient=text, because=text, note=text
    )

    data = as_pdf(about, paper_of(*blocks, title=text, standing=text))

    told, wanted = letters("".join(pages_of(data))), letters(printable(text))[:40]
    assert wanted in told or ("gnp.exe" in text and "exe.png" in told)  # as it is read, turned around
    assert b"/URI" not in data
    assert b"/EmbeddedFile" not in data
    assert b"/JavaScript" not in data
    assert "root:x:0" not in told


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), min_size=1, max_size=3))
@settings(deadline=None, max_examples=25)
def test_whatever_is_typed_the_file_can_be_opened(about_of, paper_of, texts):
    blocks = [block for text in texts for block in (Prose(text), Heading(text), Grid(text, ("a",), ((text,),)))]

    data = as_pdf(about_of(because=texts[0]), paper_of(*blocks, title=texts[0] or "x"))

    assert "OFFICIAL" in pages_of(data)[0]


def test_it_asks_for_no_address(about_of, paper_of, chart, monkeypatch):
    asked = []
    monkeypatch.setattr(writer, "_fetch_nothing", lambda url, **_: asked.append(url) or writer_refuses())
    outside = chart.svg.replace("<g", '<image href="https://evil.example/x.png"/><g', 1)

    as_pdf(about_of(), paper_of(Prose("![x](https://evil.example/y.png)"), Picture(Chart("t", "d", chart.svg, (), ()))))
    assert asked == []

    as_pdf(about_of(), paper_of(Picture(Chart("t", "d", outside, (), ()))))
    assert asked == ["https://evil.example/x.png"]


def writer_refuses():
    raise Unfetchable


def test_a_fetch_would_be_refused():
    with pytest.raises(Unfetchable):
        writer._fetch_nothing("file:///etc/passwd")


def test_the_same_paper_and_moment_give_the_same_bytes(about_of, paper_of, chart):
    paper = paper_of(Heading("a"), Prose(MARKDOWN), Picture(chart), Grid("g", ("a",), (("b",),)))

    assert as_pdf(about_of(), paper) == as_pdf(about_of(), paper)
    assert as_pdf(about_of(), paper) != as_pdf(about_of(because="Another"), paper)


@pytest.mark.parametrize(
    "text", ["Many words stand here. " * 2000, "x" * 50_000, "السلام" * 5000], ids=["words", "x", "ar"]
)
def test_a_long_text_takes_seconds_and_not_minutes_in_a_table_too(about_of, paper_of, text):
    began = time.monotonic()

    as_pdf(about_of(), paper_of(Prose(text), Grid("g", ("a", "b"), ((text, "x"),))))

    assert time.monotonic() - began < 20


def test_no_word_of_a_paper_goes_into_the_log(about_of, paper_of, caplog, settings):
    levels = settings.LOGGING["loggers"]

    assert {name: levels[name]["level"] for name in ("weasyprint", "fontTools")} == dict.fromkeys(
        ("weasyprint", "fontTools"), "CRITICAL"
    )
    with caplog.at_level(logging.DEBUG, logger=""):
        as_pdf(about_of(), paper_of(Prose("\U0001f9d9 secretword \u16a0")))
    assert not re.search("secretword|\U0001f9d9", caplog.text)
