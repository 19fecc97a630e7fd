"""A paper's parts, and how closely what holds one is held."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from partnership.exports import pdf_engine
from partnership.exports.contents import Contents
from partnership.exports.forms import ExportForm
from partnership.exports.paper import LETTERS_ACROSS, Heading, Prose, about_copy, placed, shares_of_width
from partnership.exports.rules import Format, may_export
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")
TABULAR, PAPERS = (Format.CSV, Format.XLSX, Format.JSON), (Format.PDF, Format.DOCX)


class Held:
    """A record, as far as a file of it asks."""

    def __init__(self, release: Release) -> None:
        self.release = release


def contents(*records, tables=(), paper=None):
    told = {"heading": "", "title": "", "did": "", "named": (), "back": ("", ""), "area_code": ""}
    return Contents(**told, records=records, tables=tables, paper=paper)


@pytest.mark.parametrize(
    ("levels", "depths"),
    [([1, 2, 3], [1, 2, 3]), ([2, 2], [1, 1]), ([1, 3, 3, 2, 1], [1, 2, 2, 2, 1]), ([3, 1, 2], [1, 1, 2])],
)
def test_headings_skip_no_level_whatever_a_slice_says(levels, depths):
    assert [depth for _, depth in placed(Heading("x", level) for level in levels)] == depths


def test_text_stands_under_the_heading_before_it():
    assert [depth for _, depth in placed([Prose("x"), Heading("a"), Heading("b", 2), Prose("y")])] == [0, 1, 2, 2]


@pytest.mark.parametrize(
    "rows", [[], [("x" * 5000, "", "y")], [("a", "b", "c")] * 50, [("", "", "")], [("one\ntwo", "b", "c")]]
)
def test_columns_fill_the_width_and_none_is_too_narrow_to_read(rows):
    shares = shares_of_width(("First", "Second", "Third"), rows)

    assert sum(shares) == 100
    assert min(shares) >= 9


def test_a_column_has_room_for_its_longest_word_beside_long_texts():
    rows = [("x" * 400, "many words " * 40, "24 September 2026")]

    _, _, last = shares_of_width(("Action", "Why", "By when"), rows)

    assert last * LETTERS_ACROSS / 100 >= len("September") + 1


def test_what_can_be_written_decides_which_formats_are_offered(table_of, paper_of):
    table, paper = (table_of(["x"]),), paper_of(Prose("x"))

    assert contents(tables=table).formats == TABULAR
    assert contents(paper=paper).formats == PAPERS
    assert contents(tables=table, paper=paper).formats == (*TABULAR, *PAPERS)


def test_the_form_offers_no_other(paper_of):
    held = contents(Held(OPEN), paper=paper_of(Prose("x")))
    told = {"format": "csv", "recipient": "R", "agency": "A", "because": "B"}

    form = ExportForm(told, release=held.release, formats=held.formats)

    assert list(form.errors) == ["format"]
    assert ExportForm(told | {"format": "docx"}, release=held.release, formats=held.formats).is_valid()


def test_without_pango_a_pdf_is_not_offered_and_the_page_can_say_why(paper_of, monkeypatch):
    monkeypatch.setattr(pdf_engine, "IS_POSSIBLE", False)
    held = contents(Held(OPEN), paper=paper_of(Prose("x")))

    assert held.formats == (Format.DOCX,)
    assert held.lacks_pdf is True
    assert contents(Held(OPEN), tables=()).lacks_pdf is False


def test_a_paper_is_held_as_the_strictest_of_its_records_and_rows(table_of, paper_of):
    paper = paper_of(Prose("x"))

    assert contents(Held(OPEN), Held(CLOSE), Held(ASK_FIRST), paper=paper).release == Release(
        Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask first."
    )
    assert contents(Held(OPEN), tables=(table_of(["x"], release=CLOSE),), paper=paper).release == CLOSE
    assert contents(Held(OPEN), paper=paper).release == OPEN


def test_a_paper_of_nothing_is_held_as_closely_as_can_be(paper_of):
    assert contents(paper=paper_of(Prose("x"))).release == Release()


def test_conditions_of_a_paper_have_to_be_kept_too(paper_of):
    held = contents(Held(ASK_FIRST), paper=paper_of(Prose("x")))
    form = ExportForm(
        {"format": "docx", "recipient": "R", "agency": "A", "because": "B"}, release=held.release, formats=held.formats
    )

    assert list(form.errors) == ["keeps_conditions"]
    form.cleaned_data |= {"format": Format.DOCX, "recipient": "R", "agency": "A", "because": "B"}
    assert may_export(form.disclosure, held.release) == "Say that the conditions will be kept, or export nothing"


def test_a_copy_says_whose_it_is(about_of):
    told = dict(about_copy(about_of(release=ASK_FIRST, left_out=2, note="Take care.")).rows)

    assert told == {
        "Marking": "OFFICIAL",
        "Handling": "C: lawful sharing permitted with conditions",
        "Conditions": "Ask first.",
        "Made for": "R. Cipient, Charity",
        "Because": "They run the refuge",
        "Made by": "Force",
        "Made on": "24 November 2026 at 10:15",
        "Left out": "2 that whoever made it sees and may not export",
        "Read with care": "Take care.",
    }


def test_without_pango_the_site_starts_and_only_pdf_is_missing(tmp_path):
    """In a process of its own, where the library cannot be loaded."""
    (tmp_path / "weasyprint.py").write_text("print('how to install it')\nraise OSError('cannot load library')\n")
    told = "from partnership.exports import pdf_engine; print(pdf_engine.IS_POSSIBLE)"
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
    assert "how to install it" in done.stderr
