"""A document as its slice hands it over: blocks in order, from which the PDF and the Word file are both made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from partnership.ui import prose
from partnership.ui.figure import Chart
from partnership.ui.wording import moment

from .rules import About, printable

OLD = "Older evidence"  # in words, since grey alone says nothing
MADE_UP = "Synthetic: made up for demonstration"
NO_ROWS = "Nothing to show."
LETTERS_ACROSS = 88  # of a line as wide as the page
FEWEST_LETTERS, LONGEST_WORD, LONGEST_LINE = 8, 22, 60  # that a column is made wide enough for
LONGEST_READ = 2000  # letters of a cell that are looked at for it


@dataclass(frozen=True)
class Heading:
    """level  1 for a chapter, 2 and 3 below it; the title of the paper stands above them all"""

    text: str
    level: int = 1
    starts_page: bool = False


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

    def __post_init__(self) -> None:
        if odd := [n for n, row in enumerate(self.rows) if len(row) != len(self.head)]:
            raise ValueError(f"Row {odd[0]} of the table has not as many cells as there are columns.")


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
    names_reader the first page says for whom the copy is made; the last does always
    """

    title: str
    standing: str
    blocks: tuple[Block, ...]
    is_synthetic: bool = False
    names_reader: bool = False


def said(text: str) -> str:
    """The text as a document can hold it, each of its lines ended in the same way."""
    return prose.LINE_ENDS.sub("\n", printable(text))


def placed(blocks: Iterable[Block]) -> Iterator[tuple[Block, int]]:
    """Each block with the depth of the heading that it is or stands under, so counted that no level is skipped.

    0 is right under the paper's title, 1 in a chapter.

    >>> [depth for _, depth in placed([Heading("a"), Heading("b", 3), Heading("c", 3), Heading("d", 2)])]
    [1, 2, 2, 2]
    """
    above: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
        yield block, len(above)


def shares_of_width(head: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[int, ...]:
    """How much of a table's width each column gets, in hundredths: room for its longest word, then as its lines ask.

    >>> shares_of_width(("Crime type", "Groups"), [("Modern slavery and human trafficking", "12")])
    (82, 18)
    """
    if not head:
        return ()
    words, lines = [FEWEST_LETTERS] * len(head), [FEWEST_LETTERS] * len(head)
    for row in (head, *rows):
        for n, cell in enumerate(row[: len(head)]):
            told = cell[:LONGEST_READ]
            words[n] = max(words[n], min(max(map(len, told.split()), default=0) + 2, LONGEST_WORD))
            lines[n] = max(lines[n], min(max(map(len, told.splitlines()), default=0), LONGEST_LINE))
    asked = [max(pair) for pair in zip(words, lines, strict=True)]
    given = asked if sum(asked) <= LETTERS_ACROSS else _shared_out(words, asked)
    *shares, _ = (round(100 * letters / sum(given)) for letters in given)
    return (*shares, 100 - sum(shares))


def _shared_out(words: Sequence[int], asked: Sequence[int]) -> list[float]:
    """What each column needs for its words, and of what is left over as much as it asks for more."""
    left, more = max(0, LETTERS_ACROSS - sum(words)), sum(asked) - sum(words)
    return [word + left * (ask - word) / max(1, more) for word, ask in zip(words, asked, strict=True)]


def handling_lines(about: About, paper: Paper) -> tuple[str, ...]:
    """What stands at the top of a paper: how it may be handled, on which conditions, and perhaps for whom it is."""
    conditions = about.release.conditions
    told = (f"Handling {about.release.handling.label}.", *((f"Conditions: {conditions}",) if conditions else ()))
    return (*told, f"Made for {about.recipient}.") if paper.names_reader else told


def about_copy(about: About) -> Facts:
    """What stands at the end: whose copy it is, made when, by whom and why."""
    rows = [
        ("Marking", about.release.marking.value),
        ("Handling", about.release.handling.label),
        ("Conditions", about.release.conditions or "None"),
        ("Made for", about.recipient),
        ("Because", about.because),
        ("Made by", about.agency),
        ("Made on", moment(localtime(about.at))),
    ]
    if about.left_out:
        rows.append(("Left out", f"{about.left_out} that whoever made it sees and may not export"))
    if about.note:
        rows.append(("Read with care", about.note))
    return Facts(tuple(rows))
