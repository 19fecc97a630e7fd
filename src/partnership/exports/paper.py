"""A document as its slice hands it over: blocks in order, from which the PDF and the Word file are both made."""

from __future__ import annotations

from dataclasses import dataclass

from partnership.ui.figure import Chart


@dataclass(frozen=True)
class Heading:
    """level  1 for a chapter, 2 and 3 below it; the title of the paper stands above them all"""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Prose:
    """Text as somebody typed it, in the plain part of Markdown that ui.prose lets through.

    is_old  greyed: what it says is older than the set age
    """

    text: str
    is_old: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with its caption above and its note (source, age, what is protected) below."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    is_old: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing, with its table in small after it."""

    chart: Chart


@dataclass(frozen=True)
class Facts:
    """Words and values in two columns, such as what stands at the top of a paper."""

    rows: tuple[tuple[str, str], ...]


Block = Heading | Prose | Grid | Picture | Facts


@dataclass(frozen=True)
class Paper:
    """The marking, handling and conditions come from the records it is made of, and stand on every page.

    standing     what it is an edition of and how it stands, such as "Edition 2, draft"
    is_synthetic every page says so
    """

    title: str
    standing: str
    blocks: tuple[Block, ...]
    is_synthetic: bool = False
