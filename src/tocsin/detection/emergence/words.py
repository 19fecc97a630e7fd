"""What counts as a word, and the lists of words that say nothing, that name people, or that name who people are."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# A word runs through inner hyphens and apostrophes: "u-47700", "don't". Anything else but a space ends a phrase.
PIECES = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|[^\w\s]|_|\n\s*\n")
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None})


def pieces_of(text: str) -> list[str]:
    """Words in small letters, and the marks between them, in order.

    >>> pieces_of("Heroin, U-47700 and Ethanol's use")
    ['heroin', ',', 'u-47700', 'and', "ethanol's", 'use']
    """
    return PIECES.findall(even(text).lower())


def even(text: str) -> str:
    """The text with one kind of apostrophe and hyphen."""
    return text.translate(_ALIKE)


def plain(word: str) -> str:
    """The word without the English possessive."""
    return word[:-2] if word.endswith("'s") and len(word) > 3 else word


def is_word(piece: str) -> bool:
    """Whether there is a letter in it; numbers and marks have none."""
    return any(letter.isalpha() for letter in piece)


@cache
def stop_words() -> frozenset[str]:
    """Words that a term neither begins nor ends with, of every language known here."""
    return frozenset(word for words in _list("stop_words.toml").values() for word in words.split())


def is_empty(word: str) -> bool:
    """Whether the word says nothing by itself: a stop word, or a single letter."""
    return len(word) < 2 or word in stop_words()


@dataclass(frozen=True)
class NameWords:
    """Words by which a person's name is known: what stands before one, and given names."""

    titles: frozenset[str]
    given: frozenset[str]


@cache
def name_words() -> NameWords:
    """The list in words/name_words.toml."""
    table = _list("name_words.toml")
    return NameWords(frozenset(table["titles"].split()), frozenset(table["given"].split()))


@cache
def _protected() -> re.Pattern[str]:
    table = _list("protected_words.toml")
    every = sorted({*table["words"], *table["phrases"]})
    written = (re.escape(each).replace(r"\*", r"\w*") for each in every)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")


def names_who_people_are(term: str) -> bool:
    """Whether the term holds a word for ethnicity, nationality or religion.

    >>> names_who_people_are("romanian gang"), names_who_people_are("black market")
    (True, False)
    """
    return _protected().search(term) is not None


def _list(file: str) -> dict[str, str]:
    text = files(__package__).joinpath("words", file).read_text(encoding="utf-8")
    return tomllib.loads(text)
