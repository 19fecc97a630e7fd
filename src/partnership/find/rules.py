"""How words are cut and compared, and what somebody asks for. The same on every database: only what comes out of here
is indexed or looked up there.

Words are compared without case and accents, and without the ending of a plural. Nothing else is guessed: a star at the
end of a word finds whatever begins with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

LONGEST_WORD = 60
MOST_WORDS = 15_000  # of one record; PostgreSQL knows the place of no word beyond 16,383
LONGEST_QUERY = 200
MOST_TERMS = 20
MOST_SAVED = 30
# Letters and digits of any script, with the marks that some write above or below them, and apostrophes between them.
_LETTERS = "[^\\W_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff]"
WORD = re.compile(f"(?:{_LETTERS})+(?:['\u2019\u02bc](?:{_LETTERS})+)*")
_ASKED = re.compile(r'(?P<not>-?)"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]+)')
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\uff02", '"'))
# Too common to be worth a condition, unless nothing else is asked for.
STOP = frozenset(("a", "an", "and", "at", "by", "for", "in", "is", "of", "on", "or", "the", "to", "was", "with"))


@dataclass(frozen=True)
class Words:
    """What one record is found by: only what everybody who may see the record is shown on its page.

    dated  the day it is about, by which the newest come first
    """

    title: str
    body: tuple[str, ...] = ()
    state: str = ""
    dated: date | None = None

    @property
    def text(self) -> str:
        """The body, each part on a line of its own and closed with a full stop where it has no end."""
        parts = (part.strip() for part in self.body if part and part.strip())
        return "\n".join(part if part[-1] in ".!?…:;" else f"{part}." for part in parts)


@dataclass(frozen=True)
class Term:
    """Words that stand beside each other in this order; of the last, perhaps only the beginning."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True)
class Asked:
    """All of `wanted` and none of `unwanted`."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True if nothing is wanted: what is only not wanted finds nothing."""
        return not self.wanted


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether it answers what was asked."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Passage:
    """A few words of a text around the first that answers; the dots say where more stands."""

    pieces: tuple[Piece, ...] = ()
    more_before: bool = False
    more_after: bool = False


def stem(word: str) -> str:
    """The word without the ending of an English plural.

    Source: the S-stemmer of Harman (1991), How effective is suffixing?, J. Am. Soc. Inf. Sci. 42(1), 7-15; beside it,
    -ches, -shes, -sses, -xes and -zes lose both letters, so that boxes are found by box.

    >>> [stem(word) for word in ("groups", "properties", "boxes", "houses", "gas", "abuse", "series")]
    ['group', 'property', 'box', 'house', 'gas', 'abuse', 'sery']
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss")):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes", "zes")) else word[:-1]


@lru_cache(maxsize=50_000)
def folded(word: str, *, is_whole: bool = True) -> str:
    """How the word is compared: letters a to z and digits, a w before them; nothing if none are left.

    is_whole  False for the beginning of a word, whose ending is not yet known

    Other letters are written as their numbers, and no word begins with a digit, so that no database takes any of them
    for something else than a word.

    >>> folded("Café's"), folded("2e5"), folded("3x5x2", is_whole=False)
    ('wcafe', 'w2e5', 'w3x5x2')
    """
    parts = unicodedata.normalize("NFKD", word[: 4 * LONGEST_WORD]).casefold()
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", parts) if letter.isalnum())[:LONGEST_WORD]
    if not plain:
        return ""
    if plain.isascii():
        ending = stem(plain)
        # The beginning of a word may itself end like a plural: groups* finds group as well.
        return f"w{ending if is_whole or plain.startswith(ending) else plain}"
    return "w" + "".join(letter if letter.isascii() else f"u{ord(letter):x}u" for letter in plain)


def cut(text: str) -> Iterator[str]:
    """The words of a text as they are compared, in its order."""
    return (word for match in WORD.finditer(text) if (word := folded(match[0])))


def indexed(text: str) -> str:
    """The words of a text as the databases index them: with a blank between them, and not more than they take."""
    words = []
    for word in cut(text):
        words.append(word)
        if len(words) == MOST_WORDS:
            break
    return " ".join(words)


def read_query(text: str) -> Asked:
    """What was typed, understood: every word, "words beside each other", begin*, and -without.

    >>> read_query('cuckoo* "county lines" -closed').unwanted
    (Term(words=('wclosed',), is_prefix=False),)
    >>> read_query('-closed "').is_empty
    True
    """
    told = _Reading()
    for match in _ASKED.finditer(text[:LONGEST_QUERY].translate(_QUOTATION_MARKS)):
        if match["bare"] is None:
            told.take(match["phrase"], is_not=match["not"] == "-", is_quoted=True)
        else:
            told.take(match["bare"].removeprefix("-"), is_not=match["bare"].startswith("-"))
    wanted = told.wanted or told.common
    return Asked(tuple(wanted[:MOST_TERMS]), tuple(told.unwanted[:MOST_TERMS]))


@dataclass
class _Reading:
    """`common` are words that count only where nothing else is wanted."""

    wanted: list[Term] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    common: list[Term] = field(default_factory=list)

    def take(self, words: str, *, is_not: bool, is_quoted: bool = False) -> None:
        is_prefix = words.rstrip(".,;:!?)").endswith("*")
        found = [match[0] for match in WORD.finditer(words)]
        compared = [folded(word) for word in found[:-1]] + [folded(word, is_whole=not is_prefix) for word in found[-1:]]
        term = Term(tuple(word for word in compared if word), is_prefix)
        into = self.unwanted if is_not else self.wanted
        if not (is_quoted or is_not or is_prefix) and words.casefold() in STOP:
            into = self.common
        if term.words and term not in into:
            into.append(term)


def may_save(*, name: str, asked: Asked, held: Collection[str]) -> str | None:
    """None if a search may be kept under that name beside those held; otherwise why not, in words for the screen."""
    if asked.is_empty:
        return "Enter something to look for first"
    if not name.strip():
        return "Enter a name for this search"
    if name.strip() in held:
        return "You have a search of that name. Choose another name, or delete that one first"
    return (
        f"You have {MOST_SAVED} searches, which is as many as can be kept. Delete one first"
        if len(held) >= MOST_SAVED
        else None
    )


def pieces_of(text: str, asked: Asked) -> tuple[Piece, ...]:
    """The text in stretches, each marked where it answers what was asked; together they are the text."""
    words = [(match.start(), match.end(), folded(match[0])) for match in WORD.finditer(text)]
    hits = sorted(_hits(words, asked))
    found, at = [], 0
    for start, end in hits:
        if start < at:
            continue
        found += [Piece(text[at:start]), Piece(text[start:end], is_hit=True)]
        at = end
    return tuple(piece for piece in (*found, Piece(text[at:])) if piece.text)


def passage_of(text: str, asked: Asked, *, most: int = 36) -> Passage:
    """So many words of the text around the first that answers; its beginning where none does."""
    words = [(match.start(), match.end(), folded(match[0])) for match in WORD.finditer(text)]
    if not words:
        return Passage()
    first = min((start for start, _ in _hits(words, asked)), default=0)
    nearest = next(n for n, (start, _, _) in enumerate(words) if start >= first)
    begin = max(0, min(nearest - most // 3, len(words) - most))
    shown = words[begin : begin + most]
    start = 0 if begin == 0 else shown[0][0]
    end = len(text) if begin + most >= len(words) else shown[-1][1]
    return Passage(pieces_of(text[start:end], asked), more_before=begin > 0, more_after=end < len(text))


def _hits(words: list[tuple[int, int, str]], asked: Asked) -> Iterator[tuple[int, int]]:
    """Where each wanted term stands, from its first letter to its last."""
    for n in range(len(words)):
        for term in asked.wanted:
            beside = words[n : n + len(term.words)]
            if len(beside) == len(term.words) and _answers([word for _, _, word in beside], term):
                yield beside[0][0], beside[-1][1]


def _answers(words: list[str], term: Term) -> bool:
    *before, last = term.words
    return words[:-1] == before and (words[-1].startswith(last) if term.is_prefix else words[-1] == last)
