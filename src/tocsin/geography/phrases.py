"""Finding many phrases at once in a text, as whole words only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

# One character for one, so that a position in the folded text is the same position in the text.
_PLAIN = str.maketrans({**dict.fromkeys("‐‑‒–—-\t\n\r\u00a0\u2009\u202f", " "), "’": "'", "‘": "'"})


@dataclass(frozen=True, order=True)
class Found:
    """One phrase found: first character, one past the last, and the phrase's place in the list."""

    start: int
    end: int
    index: int


def fold(text: str) -> str:
    """Lower case, with dashes and odd spaces as spaces and straight apostrophes; the same length as `text`.

    >>> fold("Money‑Laundering")
    'money laundering'
    """
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals, such as the dotted İ, become two characters
        lower = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    return lower.translate(_PLAIN)


class Phrases:
    """An automaton over a list of phrases, which are matched exactly as given: fold them first if need be."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._automaton = AhoCorasick(list(phrases), implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> list[Found]:
        """Every phrase that stands in the text as whole words, overlapping ones included, in reading order."""
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted(Found(start, end, index) for index, start, end in hits if _stands_alone(text, start, end))


def _stands_alone(text: str, start: int, end: int) -> bool:
    opens = start == 0 or not _in_word(text[start - 1])
    return opens and (end == len(text) or not _in_word(text[end]))


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def longest(found: Iterable[Found]) -> list[Found]:
    """Without those that overlap a longer one; of equals the leftmost, then the first listed. In reading order."""
    kept: list[Found] = []
    reach = -1
    cluster: list[Found] = []
    for each in sorted(found):
        if cluster and each.start >= reach:
            kept += _longest_of(cluster)
            cluster, reach = [], -1
        cluster.append(each)
        reach = max(reach, each.end)
    return sorted(kept + _longest_of(cluster))


def _longest_of(cluster: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for each in sorted(cluster, key=lambda one: (one.start - one.end, one.start, one.index)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return kept
