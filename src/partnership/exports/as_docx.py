"""A Word document to work on further: real headings, lists and tables, the marking above and below every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.shared import Mm, Pt
from docx.table import Table

from partnership.ui import prose
from partnership.ui.figure import Chart
from partnership.ui.prose import Run

from .paper import (
    MADE_UP,
    NO_ROWS,
    OLD,
    Block,
    Facts,
    Grid,
    Heading,
    Paper,
    Picture,
    Prose,
    about_copy,
    handling_lines,
    placed,
    shares_of_width,
)
from .pictures import as_png, words_for
from .rules import About
from .word_frame import element, new_document, packed, shortened
from .word_text import Writer, write_runs

ACROSS = 170  # millimetres of text on the page
PICTURE = 115
SPLIT_FROM = 1500  # letters of a row that may be parted between two pages
WORDS_SHARE = 27  # hundredths of the width, for the words beside facts
BETWEEN = "120"  # twentieths of a point, between one column and the next
LINE = {"val": "single", "sz": "4", "space": "0", "color": "B1B4B6"}
BEFORE_LOOK = ("w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription")


def as_docx(about: About, paper: Paper) -> bytes:
    """The same bytes for the same paper and moment."""
    document = new_document(about, paper)
    page = Page(document)
    page.begin(about, paper)
    for block, depth in placed(paper.blocks):
        page.add(block, depth)
    page.writer.heading((Run("About this copy"),), 1)
    page.add(about_copy(about), 1)
    return packed(document)


class Page:
    """Writes block after block."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.writer = Writer(document)

    def begin(self, about: About, paper: Paper) -> None:
        self.writer.paragraph(paper.title, style="Title")
        if paper.standing:
            self.writer.paragraph(paper.standing, style="Subtitle")
        if paper.is_synthetic:
            self.writer.paragraph(MADE_UP, is_bold=True)
        for line in handling_lines(about, paper):
            self.writer.paragraph(line)

    def add(self, block: Block, depth: int) -> None:
        if getattr(block, "is_old", False):
            self.writer.paragraph(f"○ {OLD}", is_grey=True, is_bold=True).paragraph_format.keep_with_next = True
        match block:
            case Heading():
                made = self.writer.heading((Run(block.text),), depth)
                made.paragraph_format.page_break_before = block.starts_page or None
            case Prose():
                self.writer.blocks(prose.blocks(block.text), depth=depth + 1, is_grey=block.is_old)
            case Grid():
                self.writer.paragraph(block.caption, style="Caption", is_grey=block.is_old)
                self._grid(block.head, block.rows, block.caption, is_grey=block.is_old)
                self._notes((block.note,) if block.note else ())
            case Picture():
                self._picture(block.chart)
            case Facts():
                self._facts(block)

    def _picture(self, chart: Chart) -> None:
        self.writer.paragraph(chart.title, style="Caption")
        png, height = as_png(chart)
        shape = self.document.add_picture(io.BytesIO(png), width=Mm(PICTURE), height=Mm(PICTURE * height))
        told = shape._inline.docPr
        told.set("descr", shortened(words_for(chart), 2000))
        told.set("title", shortened(chart.title))
        self._grid(chart.head, chart.rows, chart.title, size=8.5)
        self._notes(chart.notes)

    def _grid(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        caption: str,
        *,
        is_grey: bool = False,
        size: float | None = None,
    ) -> None:
        if not rows:
            self.writer.paragraph(NO_ROWS, is_grey=is_grey)
            return
        table = self._table(shares_of_width(head, rows), caption, has_head=True)
        for n, row in enumerate((head, *rows)):
            made = table.add_row()
            if sum(map(len, row)) < SPLIT_FROM:
                made._tr.get_or_add_trPr().append(element("w:cantSplit"))
            if n == 0:
                made._tr.get_or_add_trPr().append(element("w:tblHeader"))
            for cell, text in zip(made.cells, row, strict=False):
                _write_cell(cell, text, is_bold=n == 0, is_grey=is_grey, size=size)
        self._finish(table)

    def _facts(self, facts: Facts) -> None:
        if not facts.rows:
            return
        table = self._table((WORDS_SHARE, 100 - WORDS_SHARE), "", has_head=False)
        for words, value in facts.rows:
            first, second = table.add_row().cells
            _write_cell(first, words, is_bold=True)
            _write_cell(second, value)
        self._finish(table)

    def _table(self, widths: Sequence[int], caption: str, *, has_head: bool) -> Table:
        """An empty table with a line under each row, known to screen readers by its caption and by its heads."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        for column, share in zip(table.columns, widths, strict=True):
            column.width = Mm(ACROSS * share / 100)
        told = table._tbl.tblPr
        lines = element("w:tblBorders")
        for side in ("w:bottom", "w:insideH"):
            lines.append(element(side, **LINE))
        told.insert_element_before(lines, *BEFORE_LOOK)
        room = element("w:tblCellMar")
        room.append(element("w:left", w="0", type="dxa"))
        room.append(element("w:right", w=BETWEEN, type="dxa"))
        told.insert_element_before(room, *BEFORE_LOOK[2:])
        look = told.find(f"{{{told.nsmap['w']}}}tblLook")
        for name, is_so in (("firstRow", has_head), ("firstColumn", True), ("noHBand", True), ("noVBand", True)):
            look.set(f"{{{told.nsmap['w']}}}{name}", str(int(is_so)))
        if caption:
            told.append(element("w:tblCaption", val=shortened(caption)))
        return table

    def _finish(self, table: Table) -> None:
        for column in table.columns:
            for cell in column.cells:
                cell.width = column.width
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _notes(self, notes: Sequence[str]) -> None:
        for note in notes:
            self.writer.paragraph(note, is_grey=True)


def _write_cell(
    cell: Any, text: str, *, is_bold: bool = False, is_grey: bool = False, size: float | None = None
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    write_runs(paragraph, (Run(text, strong=is_bold),), is_grey=is_grey)
    if size is not None:
        for run in paragraph.runs:
            run.font.size = Pt(size)
