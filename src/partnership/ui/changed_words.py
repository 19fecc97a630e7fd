"""What changed from one text to another, word by word. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

How = Literal["same", "gone", "new"]
LONGEST = 20_000  # letters of both sides together that are compared word by word; longer ones, line by line only
LIKE = 0.5  # below this share of words in common, two passages are one that went and another that came
HAS_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Run:
    """Words in a row that stayed, went or came."""

    how: How
    text: str


def changed_words(before: str, after: str) -> tuple[Run, ...]:
    """Both texts in reading order: what is the same, and of the rest first the words that went, then those that came.

    >>> [(run.how, run.text) for run in changed_words("Two car washes", "Three car washes")]
    [('gone', 'Two'), ('new', 'Three'), ('same', ' car washes')]
    """
    runs: list[Run] = []
    for how, was, now in _stretches(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        runs += [Run("same", now)] if how == "same" else _words_changed(was, now)
    return tuple(runs)


def _words_changed(was: str, now: str) -> Iterator[Run]:
    """A changed passage: words that stayed, and between them what went and what came.

    What stays between two changes and holds no word, such as a blank, belongs to both: otherwise words take turns.
    """
    before, after = _words(was), _words(now)
    is_like = len(was) + len(now) <= LONGEST and _share(before, after) >= LIKE
    gone = new = ""
    for how, old, fresh in _stretches(before, after) if is_like else [("changed", was, now)]:
        if how == "same" and (HAS_WORD.search(fresh) or not (gone or new)):
            yield from _told(gone, new)
            yield Run("same", fresh)
            gone = new = ""
        else:
            gone, new = gone + old, new + fresh
    yield from _told(gone, new)


def _told(gone: str, new: str) -> Iterator[Run]:
    """What went and what came; an ending that both share stayed."""
    tail = ""
    while gone and new and gone[-1] == new[-1] and not HAS_WORD.match(new[-1]):
        gone, new, tail = gone[:-1], new[:-1], new[-1] + tail
    parts: tuple[tuple[How, str], ...] = (("gone", gone), ("new", new), ("same", tail))
    yield from (Run(how, text) for how, text in parts if text)


def _share(before: Sequence[str], after: Sequence[str]) -> float:
    """How much of their words two passages have in common, from 0 to 1."""
    ours, theirs = ([word for word in words if HAS_WORD.match(word)] for words in (before, after))
    return difflib.SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _stretches(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each stretch that is the same or is not, with both sides of it."""
    for how, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        yield "same" if how == "equal" else "changed", "".join(was[a:b]), "".join(now[c:d])
