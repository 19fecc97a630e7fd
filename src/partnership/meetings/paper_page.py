"""Blocks of a paper as a page shows them, so that what is read on the screen is what is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from partnership.exports.paper import Block, Facts, Grid, Heading, Picture, Prose, placed
from partnership.ui import prose
from partnership.ui.figure import Chart

NO_HTML = SafeString("")


@dataclass(frozen=True)
class Part:
    """level  of a heading: 2 for a chapter, since the page's own title is the first"""

    kind: str
    text: str = ""
    level: int = 0
    html: SafeString = NO_HTML
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    chart: Chart | None = None


def parts_of(blocks: Iterable[Block]) -> list[Part]:
    return [_part(block, depth) for block, depth in placed(blocks)]


def _part(block: Block, depth: int) -> Part:
    match block:
        case Heading():
            return Part("heading", text=block.text, level=min(depth + 1, 4))
        case Prose():
            return Part("prose", html=prose.as_html(prose.blocks(block.text), top=min(depth + 2, 6)))
        case Grid():
            return Part("grid", text=block.caption, head=block.head, rows=block.rows, note=block.note)
        case Picture():
            return Part("picture", chart=block.chart)
        case Facts():
            return Part("facts", rows=block.rows)
