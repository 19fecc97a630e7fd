"""Text as somebody typed it, read as a plain part of Markdown: paragraphs, lists, emphasis, small headings.

A page, a PDF and a Word file are all made of the same `blocks`, so that they agree. Links, pictures, HTML and all else
that Markdown knows stay the characters that were typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

TOP = 4  # the level of a typed "# heading": the page's own headings stand above it
LOWEST = 6
DEEPEST = 40  # parts inside each other; what is nested deeper is taken as plain paragraphs, so that nothing is dropped
LONGEST_EMPHASIS = 2000  # marks of emphasis in a text; with more, reading them would take too long
READS = ("heading", "list", "newline", "escape", "emphasis")
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
UNDRAWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LINE_END = SafeString("<br>")

_markdown = MarkdownIt("zero", {"maxNesting": DEEPEST}).enable(list(READS))


@dataclass(frozen=True)
class Run:
    """Letters that look alike. A line end in it is one that was typed."""

    text: str
    strong: bool = False
    em: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Para:
    runs: Runs


@dataclass(frozen=True)
class Subhead:
    """depth  0 for the highest kind of heading that the text uses, 1 and 2 for those below it"""

    runs: Runs
    depth: int = 0


@dataclass(frozen=True)
class Items:
    """A list, each item of which holds blocks. start: the number of its first item; None for bullets."""

    items: tuple[tuple[Para | Subhead | Items, ...], ...]
    start: int | None = None


Block = Para | Subhead | Items


def blocks(text: str) -> tuple[Block, ...]:
    """The text's parts, in order. Every visible character of it is in them, but for the marks that were read.

    >>> blocks("Seen *twice*.")
    (Para(runs=(Run(text='Seen ', strong=False, em=False), Run(text='twice', strong=False, em=True),
     Run(text='.', strong=False, em=False))),)
    """
    plain = UNDRAWN.sub("\N{REPLACEMENT CHARACTER}", LINE_ENDS.sub("\n", text))
    if plain.count("*") + plain.count("_") > LONGEST_EMPHASIS:
        return _unread(plain)
    tokens = _markdown.parse(plain)
    if any(token.level >= DEEPEST - 2 for token in tokens) or not any(token.content.strip() for token in tokens):
        return _unread(plain)
    marks = sorted({token.markup for token in tokens if token.type == "heading_open"})
    return _blocks(iter(tokens), {mark: min(n, LOWEST - TOP) for n, mark in enumerate(marks)})


def as_html(parts: Iterable[Block], *, top: int = TOP) -> SafeString:
    """The parts as HTML with the design system's classes. top: the level of their highest headings."""
    return format_html_join("\n", "{}", ((_html(part, top),) for part in parts))


def as_plain(parts: Iterable[Block]) -> str:
    """The parts as text without any marks, one line each, for where nothing else fits."""
    return "\n".join(_plain(part) for part in parts)


def changed(parts: Iterable[Block], change: Callable[[str], str]) -> tuple[Block, ...]:
    """The same parts, with that change made to the letters of each run."""
    return tuple(_changed(part, change) for part in parts)


def way(text: str) -> str:
    """Which way the text runs, "ltr" or "rtl": as its first letter that has a direction, which is what dir="auto" does.

    Said in words, because what makes a PDF does not know "auto".

    >>> way("12: السلام"), way("12: seen")
    ('rtl', 'ltr')
    """
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return "ltr" if next((one for one in ways if one in {"L", "R", "AL"}), "L") == "L" else "rtl"


def _unread(text: str) -> tuple[Block, ...]:
    """Paragraphs where lines are left empty, and nothing else."""
    return tuple(Para((Run(part.strip("\n")),)) for part in re.split(r"\n\s*\n", text) if part.strip())


def _blocks(tokens: Iterator[Token], depths: Mapping[str, int], until: str = "") -> tuple[Block, ...]:
    """The blocks up to the token that ends them. depths: of each kind of heading, by its mark."""
    found: list[Block] = []
    for token in tokens:
        if token.type == until:
            break
        if token.type == "paragraph_open":
            found.append(Para(_runs(next(tokens))))
        elif token.type == "heading_open":
            runs = _runs(next(tokens))
            found.append(Subhead(runs, depths[token.markup]) if runs else Para((Run(token.markup),)))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            found.extend(_lists(token.type.removesuffix("_open"), tokens, depths))
    return tuple(found)


def _lists(kind: str, tokens: Iterator[Token], depths: Mapping[str, int]) -> Iterator[Items]:
    """The list that has just begun; in pieces where its numbers jump, so that each keeps the number that was typed."""
    items: list[tuple[Block, ...]] = []
    start: int | None = None
    typed: int | None = None
    for token in tokens:
        if token.type == f"{kind}_close":
            break
        if token.type != "list_item_open":
            continue
        before, typed = typed, int(token.info) if token.info else None
        if not items:
            start = typed
        elif typed not in {before, None if before is None else before + 1}:  # the same again counts on, by custom
            yield Items(tuple(items), start)
            items, start = [], typed
        items.append(_blocks(tokens, depths, until="list_item_close"))
    yield Items(tuple(items), start)


def _runs(inline: Token) -> Runs:
    runs: list[Run] = []
    strong = em = 0
    for child in inline.children or []:
        turn = {"_open": 1, "_close": -1}.get(child.type[child.type.rfind("_") :], 0)
        if child.type.startswith("strong_"):
            strong += turn
        elif child.type.startswith("em_"):
            em += turn
        else:
            text = "\n" if child.type in {"softbreak", "hardbreak"} else child.content
            if text:
                runs.append(Run(text, strong > 0, em > 0))
    return tuple(_joined(runs))


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """The same runs, with neighbours that look alike made one."""
    held: Run | None = None
    for run in runs:
        if held is not None and (held.strong, held.em) == (run.strong, run.em):
            held = Run(held.text + run.text, held.strong, held.em)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


def _changed(part: Block, change: Callable[[str], str]) -> Block:
    if isinstance(part, Items):
        return replace(part, items=tuple(changed(item, change) for item in part.items))
    return replace(part, runs=tuple(replace(run, text=change(run.text)) for run in part.runs))


def _html(part: Block, top: int) -> SafeString:
    if isinstance(part, Para):
        return format_html('<p class="govuk-body" dir="{}">{}</p>', way(_plain(part)), _runs_html(part.runs))
    if isinstance(part, Subhead):
        level = min(top + part.depth, LOWEST)
        told = (level, way(_plain(part)), _runs_html(part.runs), level)
        return format_html('<h{} class="govuk-heading-s" dir="{}">{}</h{}>', *told)
    items = format_html_join("", "<li>{}</li>", ((_item_html(item, top),) for item in part.items))
    if part.start is None:
        return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
    start = "" if part.start == 1 else format_html(' start="{}"', part.start)
    return format_html('<ol class="govuk-list govuk-list--number"{}>{}</ol>', start, items)


def _item_html(item: Sequence[Block], top: int) -> SafeString:
    """A single paragraph stands in its item as it is; several keep theirs."""
    first, *others = item or (Para(()),)
    if isinstance(first, Para) and not any(isinstance(other, Para) for other in others):
        told = (way(_plain(first)), _runs_html(first.runs), as_html(others, top=top))
        return format_html('<span dir="{}">{}</span>{}', *told)
    return as_html(item, top=top)


def _runs_html(runs: Runs) -> SafeString:
    return format_html_join("", "{}", ((_run_html(run),) for run in runs))


def _run_html(run: Run) -> Any:
    told: Any = format_html_join(LINE_END, "{}", ((line,) for line in run.text.split("\n")))
    if run.em:
        told = format_html("<em>{}</em>", told)
    return format_html("<strong>{}</strong>", told) if run.strong else told


def _plain(part: Block) -> str:
    if isinstance(part, Items):
        return "\n".join(as_plain(item) for item in part.items)
    return "".join(run.text for run in part.runs)
