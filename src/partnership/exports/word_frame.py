"""A Word file's frame: page, styles, language, the marking above and below every page, and how it is packed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from .paper import MADE_UP, Paper, said
from .rules import About

FONT, LANGUAGE = "Arial", "en-GB"
INK, BLUE, GREY = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x12, 0x43, 0x6D), RGBColor(0x59, 0x59, 0x59)
SIZES = {
    "Normal": 10.5,
    "Title": 20,
    "Subtitle": 12,
    "Heading 1": 15,
    "Heading 2": 12.5,
    "Heading 3": 11,
    "Caption": 10,
}
SIZES |= {"Heading 4": 11, "Heading 5": 11, "Header": 9, "Footer": 9}
FIRST_DAY = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the oldest a ZIP file can tell: the same for all, so that equal papers are equal files
LONGEST_FOOT = 90


def new_document(about: About, paper: Paper) -> Document:
    """An empty A4 document with everything around its text."""
    document = docx.Document()
    _drop_thumbnail(document)
    _set_page(document)
    _set_fonts(document)
    for name, size in SIZES.items():
        _set_style(document, name, size)
    _set_language(document)
    _set_properties(document, about, paper)
    _write_around(document, about, paper)
    return document


def packed(document: Document) -> bytes:
    """The document's bytes, with no moment in them but the one that it states."""
    written, again = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIRST_DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()


def element(tag: str, **attributes: str) -> Any:
    """An element of Word's own, such as element("w:tblHeader") or element("w:lang", val="en-GB")."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _drop_thumbnail(document: Document) -> None:
    """The library's template shows a small picture of an empty page, which would stand for this one."""
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(24)
    section.header_distance = section.footer_distance = Mm(10)


def _set_fonts(document: Document) -> None:
    """One kind of letters everywhere, in place of those that the template's theme names."""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
    for border in list(document.styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _set_style(document: Document, name: str, size: float) -> None:
    """The style, and the one of letters that the template ties to it."""
    for told in (name, f"{name} Char"):
        if told in document.styles:
            font = document.styles[told].font
            font.size, font.italic = Pt(size), False
            font.color.rgb = BLUE if name == "Heading 1" else INK
            font.bold = name not in {"Normal", "Subtitle", "Header", "Footer"}
    space = document.styles[name].paragraph_format
    if name == "Normal":
        space.space_after, space.line_spacing = Pt(7), 1.15
    if name == "Caption":
        space.space_before, space.space_after, space.keep_with_next = Pt(8), Pt(4), True
    if name.startswith("Heading"):
        space.space_before, space.space_after = Pt(14), Pt(5)


def _set_language(document: Document) -> None:
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:val"), LANGUAGE)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # or Word opens the file as one of an older Word


def _set_properties(document: Document, about: About, paper: Paper) -> None:
    told = document.core_properties
    told.title, told.subject, told.language = shortened(paper.title), shortened(paper.standing), LANGUAGE
    told.author = told.last_modified_by = shortened(about.agency)
    told.category = told.keywords = about.release.marking.value
    told.comments = MADE_UP if paper.is_synthetic else ""
    told.created = told.modified = about.at.replace(microsecond=0)


def shortened(text: str, longest: int = 255) -> str:
    """The text as a property of the file or an attribute can hold it."""
    plain = " ".join(said(text).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def _write_around(document: Document, about: About, paper: Paper) -> None:
    section = document.sections[0]
    marking = about.release.marking.value
    top = _centred(section.header.paragraphs[0])
    top.add_run(marking).bold = True
    if about.release.conditions:
        top.add_run(f" · handling {about.release.handling.value}, conditions on page 1")
    if paper.is_synthetic:
        _centred(section.header.add_paragraph(style="Header")).add_run(MADE_UP)
    bottom = _centred(section.footer.paragraphs[0])
    bottom.add_run(marking).bold = True
    line = _centred(section.footer.add_paragraph(style="Footer"))
    line.add_run(f"{shortened(paper.title, LONGEST_FOOT)} · page ")
    _add_field(line, "PAGE")
    line.add_run(" of ")
    _add_field(line, "NUMPAGES")


def _centred(paragraph: Paragraph) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _add_field(paragraph: Paragraph, what: str) -> None:
    """A number that Word works out itself whenever it lays the page out."""
    field = element("w:fldSimple", instr=what)
    run = element("w:r")
    text = element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
