"""A PDF file to print and to read: A4, tagged for screen readers (PDF/UA-1), the marking on every page.

It fetches nothing and leads nowhere: no picture, font, style or address from outside comes into it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, NoReturn

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from partnership.ui import prose

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
    said,
    shares_of_width,
)
from .pdf_engine import weasyprint
from .pictures import as_still
from .rules import About

STYLE = Path(__file__).with_name("paper.css")
LONGEST_FOOT = 90  # letters of the title at the foot of each page
UNBROKEN, PIECE = re.compile(r"\S{300,}"), re.compile(".{10}")
NO_HTML = SafeString("")
HIGHEST = 6  # HTML has six levels of headings


class Unfetchable(ValueError):
    """Something in a paper asked for an address. What draws the PDF takes note, and goes on without it."""


@dataclass(frozen=True)
class Part:
    """One block as the template writes it."""

    kind: str
    text: str = ""
    level: int = 0
    html: SafeString = NO_HTML
    head: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    is_old: bool = False
    starts_page: bool = False


def as_pdf(about: About, paper: Paper) -> bytes:
    """The same bytes for the same paper and moment. What asks for an address is left out of it."""
    told = render_to_string("exports/paper.html", _page(about, paper))
    page = weasyprint.HTML(string=told, url_fetcher=_fetch_nothing, media_type="print")
    style = weasyprint.CSS(string=STYLE.read_text(), url_fetcher=_fetch_nothing)
    identifier = hashlib.sha256(told.encode()).digest()[:16]
    return bytes(page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1", pdf_identifier=identifier))


def _fetch_nothing(url: str, *_: Any, **__: Any) -> NoReturn:
    raise Unfetchable("A paper fetches nothing. Hand over what it shows as text or as a drawing.")


def _page(about: About, paper: Paper) -> dict[str, Any]:
    title = _fitted(paper.title)
    return {
        "title": title,
        "foot": Truncator(title).chars(LONGEST_FOOT),
        "standing": _fitted(paper.standing),
        "about": about,
        "agency": _fitted(about.agency),
        "made_at": about.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "made_up": MADE_UP if paper.is_synthetic else "",
        "handling": [_fitted(line) for line in handling_lines(about, paper)],
        "parts": [_part(block, depth) for block, depth in placed(paper.blocks)],
        "copy": _facts(about_copy(about)),
        "old": OLD,
        "no_rows": NO_ROWS,
    }


def _part(block: Block, depth: int) -> Part:
    match block:
        case Heading():
            level = min(depth + 1, HIGHEST)
            return Part("heading", text=_fitted(block.text), level=level, starts_page=block.starts_page)
        case Prose():
            read = prose.changed(prose.blocks(block.text), _fitted)
            return Part("prose", html=prose.as_html(read, top=min(depth + 2, HIGHEST)), is_old=block.is_old)
        case Grid():
            told = _table(block.head, block.rows, (block.note,) if block.note else ())
            return Part("grid", text=_fitted(block.caption), is_old=block.is_old, **told)
        case Picture():
            chart = block.chart
            told = _table(chart.head, chart.rows, chart.notes)
            return Part("picture", text=_fitted(chart.title), html=SafeString(as_still(chart)), **told)
    return _facts(block)


def _facts(block: Facts) -> Part:
    return Part("facts", rows=tuple(map(_row, block.rows)))


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], notes: tuple[str, ...]) -> dict[str, Any]:
    """Widths too: left to find them out, what draws the PDF would take minutes over a long cell."""
    told = tuple(map(_row, rows))
    return {"head": _row(head), "rows": told, "widths": shares_of_width(head, told), "notes": _row(notes)}


def _fitted(text: str) -> str:
    """The text with places to break where there are none: what draws the PDF is slow over a line that has none."""
    return UNBROKEN.sub(lambda found: PIECE.sub("\\g<0>\u200b", found[0]), said(text))


def _row(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_fitted(cell) for cell in cells)
