"""Paragraphs, letters and lists of a Word file. Lists are Word's own, and numbers begin where they were typed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from partnership.ui.prose import Block, Items, Para, Run, Subhead, way

from .paper import said
from .word_frame import GREY, element

INDENT = 7  # millimetres for each list inside another
DEEPEST_LIST, DEEPEST_HEADING = 8, 9  # Word's own limits: nine of each, the first of lists being 0
BULLETS = "•◦▪"


class Writer:
    """Writes text at the end of the document, one paragraph after another."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbering = document.part.numbering_part.element
        self.bullets = self._define(is_numbered=False)
        self.numbers = self._define(is_numbered=True)
        self.one_bullets = self._begin(self.bullets, None, 0)

    def paragraph(self, text: str, *, style: str = "Normal", is_grey: bool = False, is_bold: bool = False) -> Paragraph:
        return self._written(self.document.add_paragraph(style=style), (Run(text, strong=is_bold),), is_grey)

    def heading(self, runs: Iterable[Run], depth: int, *, is_grey: bool = False) -> Paragraph:
        """depth  1 for a chapter"""
        paragraph = self.document.add_paragraph(style=f"Heading {min(depth, DEEPEST_HEADING)}")
        return self._written(paragraph, runs, is_grey)

    def blocks(self, blocks: Iterable[Block], *, depth: int, is_grey: bool = False) -> None:
        """What somebody typed. depth: of the headings in it."""
        for block in blocks:
            if isinstance(block, Para):
                self._written(self.document.add_paragraph(), block.runs, is_grey)
            elif isinstance(block, Subhead):
                self.heading(block.runs, depth + block.depth, is_grey=is_grey)
            else:
                self._items(block, 0, is_grey)

    def _items(self, told: Items, level: int, is_grey: bool) -> None:
        number = self.one_bullets if told.start is None else self._begin(self.numbers, told.start, level)
        style = "List Bullet" if told.start is None else "List Number"
        for item in told.items:
            is_first = True
            for block in item or (Para(()),):
                if isinstance(block, Items):
                    self._items(block, min(level + 1, DEEPEST_LIST), is_grey)
                    continue
                paragraph = self.document.add_paragraph(style=style if is_first else "List Continue")
                if is_first:
                    _number(paragraph, number, level)
                else:
                    paragraph.paragraph_format.left_indent = Mm(INDENT * (level + 1))
                self._written(paragraph, block.runs, is_grey)
                is_first = False

    def _written(self, paragraph: Paragraph, runs: Iterable[Run], is_grey: bool) -> Paragraph:
        write_runs(paragraph, runs, is_grey=is_grey)
        return paragraph

    def _define(self, *, is_numbered: bool) -> int:
        """The number of a new kind of list with nine levels."""
        known = [int(one.get(qn("w:abstractNumId"))) for one in self.numbering.findall(qn("w:abstractNum"))]
        kind = max(known, default=-1) + 1
        told = element("w:abstractNum", abstractNumId=str(kind))
        told.append(element("w:multiLevelType", val="multilevel"))
        for level in range(DEEPEST_LIST + 1):
            told.append(_level(level, is_numbered=is_numbered))
        self.numbering.insert(len(known), told)  # all kinds stand before all lists
        return kind

    def _begin(self, kind: int, start: int | None, level: int) -> int:
        """The number of a new list of that kind, which counts from `start`."""
        made = self.numbering.add_num(kind)
        if start is not None:
            made.add_lvlOverride(level).add_startOverride(start)
        return int(made.numId)


def write_runs(paragraph: Paragraph, runs: Iterable[Run], *, is_grey: bool = False) -> None:
    told = tuple(runs)
    is_turned = way("".join(run.text for run in told)) == "rtl"
    if is_turned:
        # Where Word asks for it: what must follow it in the list of a paragraph's properties is named.
        paragraph._p.get_or_add_pPr().insert_element_before(element("w:bidi"), *_AFTER_BIDI)
    for run in told:
        letters = paragraph.add_run(said(run.text))
        letters.bold, letters.italic = run.strong or None, run.em or None
        if is_grey:
            letters.font.color.rgb = GREY
        if is_turned:
            letters.font.rtl = True
            letters.font.cs_bold, letters.font.cs_italic = letters.bold, letters.italic


_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


def _level(level: int, *, is_numbered: bool) -> Any:
    told = element("w:lvl", ilvl=str(level))
    sign = f"%{level + 1}." if is_numbered else BULLETS[level % len(BULLETS)]
    for tag, value in (
        ("w:start", "1"),
        ("w:numFmt", "decimal" if is_numbered else "bullet"),
        ("w:lvlText", sign),
        ("w:lvlJc", "left"),
    ):
        told.append(element(tag, val=value))
    place = element("w:pPr")
    left = round(Mm(INDENT * (level + 1)).twips)
    place.append(element("w:ind", left=str(left), hanging=str(round(Mm(INDENT).twips))))
    told.append(place)
    return told


def _number(paragraph: Paragraph, number: int, level: int) -> None:
    told = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    told.get_or_add_ilvl().val = level
    told.get_or_add_numId().val = number
