"""A Word file holds the whole paper as Word's own headings, lists and tables, and its marking on every page."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership.exports.as_docx import as_docx
from partnership.exports.paper import MADE_UP, NO_ROWS, OLD, Facts, Grid, Heading, Picture, Prose, said
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.ui.figure import Chart
from partnership.ui.prose import blocks, way

ASK_FIRST = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "Ask first.\nTell nobody.")
HOSTILE = (
    *("<script>alert(1)</script>", "]]><w:p/>", "&lt;b&gt; &amp;", "{ INCLUDETEXT c:\\x }", "=1+1", "_x0041_"),
    *("a\x00b\x1b[31m", "a\ud800b\ufffe", "\u202egnp.exe\u202c end", "x" * 10_000, "السلام عليكم", "a\u2028b\u2029c"),
)
# In which order Word asks for the properties of a table, a row and a paragraph; others may be left out.
ORDER = {
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "trPr": "cantSplit tblHeader",
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr bidi spacing ind contextualSpacing jc rPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs rtl cs lang",
}


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def texts(document, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def around(document) -> tuple[str, str]:
    section = document.sections[0]
    words = [
        " ".join("".join(one.text or "" for one in p._p.iter(qn("w:t"))) for p in part.paragraphs)
        for part in (section.header, section.footer)
    ]
    return words[0], words[1]


def all_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")


def test_the_marking_stands_above_and_below_every_page_with_its_number(about_of, paper_of):
    document = opened(as_docx(about_of(release=ASK_FIRST), paper_of(Prose("x"))))

    above, below = around(document)

    assert above == "OFFICIAL-SENSITIVE · handling C, conditions on page 1"
    assert below == "OFFICIAL-SENSITIVE Profile of Bradford · page 1 of 1"
    fields = [one.get(qn("w:instr")) for one in document.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Conditions: Ask first.\nTell nobody." in texts(document, "Normal")
    assert len(document.sections) == 1


def test_what_is_made_up_says_so_on_every_page_and_nothing_else_does(about_of, paper_of):
    made_up = as_docx(about_of(), paper_of(Prose("x"), is_synthetic=True))

    assert MADE_UP in around(opened(made_up))[0]
    assert MADE_UP in texts(opened(made_up), "Normal")
    assert MADE_UP not in all_text(as_docx(about_of(), paper_of(Prose("x"))))


def test_the_file_knows_its_title_its_language_and_its_moment(about_of, paper_of):
    data = as_docx(about_of(release=ASK_FIRST), paper_of(Prose("x")))
    document = opened(data)
    told = document.core_properties

    assert (told.title, told.subject, told.author) == ("Profile of Bradford", "Edition 2, draft", "Force")
    assert (told.language, told.category, told.comments) == ("en-GB", "OFFICIAL-SENSITIVE", "")
    assert told.created.isoformat() == "2026-11-24T10:15:30+00:00"
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert "thumbnail" not in all_text(data)
    assert [round(side.mm) for side in (document.sections[0].page_width, document.sections[0].page_height)] == [
        210,
        297,
    ]


def test_headings_are_headings_of_their_level(about_of, paper_of):
    told = (Heading("One"), Heading("Deep", 3), Prose("# Typed\n\n## Below"), Heading("Two"))

    document = opened(as_docx(about_of(), paper_of(*told)))

    assert texts(document, "Title") == ["Profile of Bradford"]
    assert texts(document, "Heading 1") == ["One", "Two", "About this copy"]
    assert (texts(document, "Heading 2"), texts(document, "Heading 3")) == (["Deep"], ["Typed"])
    assert texts(document, "Heading 4") == ["Below"]


def numbers(document) -> list[tuple[str, int, str | None]]:
    """Of each item of a list: its text, how deep it stands, and the number its list begins with."""
    starts = {}
    for one in document.part.numbering_part.element.findall(qn("w:num")):
        begun = [told.get(qn("w:val")) for told in one.iter(qn("w:startOverride"))]
        starts[one.get(qn("w:numId"))] = begun[0] if begun else None
    found = []
    for paragraph in document.paragraphs:
        told = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        if told is not None:
            found.append((paragraph.text, told.ilvl.val, starts[str(told.numId.val)]))
    return found


def test_lists_are_words_own_and_count_from_the_number_that_was_typed(about_of, paper_of):
    text = "- Leeds\n  1. Hyde Park\n  2. Harehills\n- Wakefield\n\n7. Who\n8. Why\n\n- a\n\n  b"

    document = opened(as_docx(about_of(), paper_of(Prose(text))))

    assert numbers(document) == [
        *[("Leeds", 0, None), ("Hyde Park", 1, "1"), ("Harehills", 1, "1"), ("Wakefield", 0, None)],
        *[("Who", 0, "7"), ("Why", 0, "7"), ("a", 0, None)],
    ]
    assert texts(document, "List Continue") == ["b"]
    assert texts(document, "List Bullet") == ["Leeds", "Wakefield", "a"]


def test_emphasis_is_kept_and_letters_too(about_of, paper_of):
    document = opened(as_docx(about_of(), paper_of(Prose("Seen *twice*,\n**never** before."))))

    (paragraph,) = (one for one in document.paragraphs if one.text.startswith("Seen"))
    assert paragraph.text == "Seen twice,\nnever before."
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        *[("Seen ", None, None), ("twice", None, True), (",\n", None, None), ("never", True, None)],
        (" before.", None, None),
    ]


def test_a_table_has_a_caption_a_head_that_is_repeated_and_a_note(about_of, paper_of):
    grid = Grid("Groups by type", ("Type", "Number"), (("Drugs", "3"), ("Fraud", "fewer than 5")), note="October 2026.")

    document = opened(as_docx(about_of(), paper_of(grid)))
    table = document.tables[0]

    assert cells(table) == [["Type", "Number"], ["Drugs", "3"], ["Fraud", "fewer than 5"]]
    assert [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [
        True,
        False,
        False,
    ]
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Groups by type"
    assert texts(document, "Caption") == ["Groups by type"]
    assert "October 2026." in texts(document, "Normal")


def test_a_table_without_rows_says_so(about_of, paper_of):
    document = opened(as_docx(about_of(), paper_of(Grid("Groups", ("Type", "Number"), ()))))

    assert NO_ROWS in texts(document, "Normal")
    assert len(document.tables) == 1  # about this copy


def test_a_picture_says_what_it_shows_and_has_its_table(about_of, paper_of, chart):
    data = as_docx(about_of(), paper_of(Picture(chart)))
    document = opened(data)

    (shape,) = document.inline_shapes
    told = shape._inline.docPr
    assert (told.get("title"), told.get("descr")) == ("Reports rose in July", "Reports a month, with the usual range")
    assert shape.width.mm == pytest.approx(115, abs=1)
    assert shape.height < shape.width
    assert len(cells(document.tables[0])) == 13
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.read("word/media/image1.png").startswith(b"\x89PNG")


def test_older_evidence_is_grey_and_says_so_in_words(about_of, paper_of):
    document = opened(as_docx(about_of(), paper_of(Prose("Long ago", is_old=True), Prose("Today"))))

    colours = {one.text: one.runs[0].font.color.rgb for one in document.paragraphs if one.runs}
    assert str(colours["Long ago"]) == "595959"
    assert colours["Today"] is None
    assert texts(document, "Normal").count(f"○ {OLD}") == 1


def test_it_says_for_whom_why_when_and_by_whom_it_was_made(about_of, paper_of):
    document = opened(as_docx(about_of(release=ASK_FIRST), paper_of(Facts((("Period", "2015"),)))))

    first, last = document.tables
    assert cells(first) == [["Period", "2015"]]
    assert cells(last)[3:] == [
        ["Made for", "R. Cipient, Charity"],
        ["Because", "They run the refuge"],
        ["Made by", "Force"],
        ["Made on", "24 November 2026 at 10:15"],
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hostile_text_is_whole_and_only_text_wherever_it_stands(about_of, paper_of, chart, text):
    hostile_chart = Chart(text, text, chart.svg, (text, "b"), ((text, text),), (text,))
    told = (
        Heading(text),
        Facts(((text, text),)),
        Picture(hostile_chart),
        Grid(text, (text, "b"), ((text, text),), text),
    )
    release = Release(Marking.OFFICIAL, Handling.CONDITIONAL, text)
    about = about_of(release=release, recipient=text, because=text, note=text)

    document = opened(as_docx(about, paper_of(*told, title=text, standing=text)))

    assert texts(document, "Title") == texts(document, "Subtitle") == [said(text)]
    assert texts(document, "Heading 1")[0] == said(text)
    assert texts(document, "Caption") == [said(text)] * 2
    assert [cells(table)[-1][0] for table in document.tables[:3]] == [said(text)] * 3
    assert cells(document.tables[-1])[-1] == ["Read with care", said(text)]


def test_what_is_typed_right_to_left_stands_so(about_of, paper_of):
    document = opened(as_docx(about_of(), paper_of(Prose("السلام عليكم\n\nSeen"))))

    turned = {
        one.text: one._p.pPr is not None and one._p.pPr.find(qn("w:bidi")) is not None for one in document.paragraphs
    }
    assert turned["السلام عليكم"] is True
    assert turned["Seen"] is False


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), min_size=1, max_size=3))
@settings(deadline=None, max_examples=40)
def test_whatever_is_typed_the_file_can_be_opened_and_holds_it(about_of, paper_of, texts):
    told = [block for text in texts for block in (Prose(text), Heading(text), Grid(text, ("a",), ((text,),)))]

    data = as_docx(about_of(because=texts[0]), paper_of(*told, title=texts[0] or "x"))

    assert cells(opened(data).tables[0])[1] == [said(texts[0])]
    assert wrongly_ordered(data) == []


def wrongly_ordered(data: bytes) -> list[str]:
    """Properties that stand where Word does not look for them, or that it does not know."""
    found = []
    for one in opened(data).element.body.iter():
        name = one.tag.rpartition("}")[2]
        if name in ORDER:
            known = ORDER[name].split()
            told = [child.tag.rpartition("}")[2] for child in one]
            if not set(told) <= set(known) or sorted(told, key=known.index) != told:
                found.append(f"{name}: {told}")
    return found


def test_properties_stand_in_the_order_that_word_asks_for(about_of, paper_of, chart):
    text = "السلام *عليكم*\n\n- السلام\n  1. a\n\n# שלום"
    told = (Prose(text, is_old=True), Picture(chart), Grid("g", ("a", "b"), (("السلام", "b"),)), Heading("שלום"))

    assert wrongly_ordered(as_docx(about_of(), paper_of(*told))) == []


def test_the_same_paper_and_moment_give_the_same_bytes(about_of, paper_of, chart, monkeypatch):
    paper = paper_of(Heading("a"), Prose("- b\n- c"), Picture(chart), Grid("g", ("a",), (("b",),)))
    before = as_docx(about_of(), paper)
    monkeypatch.setattr("time.localtime", lambda *_: (2040, 1, 1, 0, 0, 0, 0, 1, 0))

    assert as_docx(about_of(), paper) == before
    assert as_docx(about_of(because="Another"), paper) != before


def test_it_leads_nowhere_and_runs_nothing(about_of, paper_of):
    data = as_docx(about_of(), paper_of(Prose("https://evil.example [x](https://evil.example)")))

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
    assert not [name for name in names if re.search("vba|macro|embed|activex", name, re.IGNORECASE)]
    assert "TargetMode" not in all_text(data)
    assert "<w:hyperlink" not in all_text(data)


def test_page_pdf_and_word_are_made_of_the_same_parts(about_of, paper_of):
    text = "Seen *twice*.\n\n- In Leeds\n- In Wakefield\n\n7. Then\n\n# Why\n\nשלום"
    document = opened(as_docx(about_of(), paper_of(Prose(text))))

    written = "\n".join(paragraph.text for paragraph in document.paragraphs)

    assert "Seen twice.\nIn Leeds\nIn Wakefield\nThen\nWhy\nשלום" in written
    assert len(blocks(text)) == 5
    assert way("שלום") == "rtl"
