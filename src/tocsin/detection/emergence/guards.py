"""Which terms may be a person's name. The scanner holds nothing about persons, so these are counted and left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.emergence.corpus import Corpus
from tocsin.detection.emergence.variants import Words
from tocsin.detection.emergence.words import even, is_empty, name_words

# A text with next to no capitals, or nearly all, says nothing by them. For one word alone, only a text that keeps them
# for names does: German gives every noun one, and so do many lists of substances.
FEWEST_CAPITALS, MOST_CAPITALS, MOST_CAPITALS_FOR_ONE = 0.02, 0.7, 0.4
LEAST_TELLING = 0.25
MOSTLY = 0.8
OFTEN = 0.2
# A word written small this often is written both ways by habit, as substances are: its capital does not say name.
BOTH_WAYS, BOTH_WAYS_FOR_ONE = (0.02, 0.5), (0.02, 0.15)
TEXTS_LOOKED_AT = 40
TEXTS_FOR_HABIT = 300
TEXTS_KEPT = 20_000
PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "le", "van", "von", "zu")
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_BEFORE = re.compile(r"([^\W\d_]+(?:[-'][^\W\d_]+)*)(\.?)[ \t'\"‘’“”]+$")
_AFTER = re.compile(r"^[ \t'\"‘’“”]+([^\W\d_]+)")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:;|\n])[\s\"'“”„(]*$")


@lru_cache(maxsize=50_000)
def pattern_of(words: Words) -> re.Pattern[str]:
    """Finds the term in a text as it was written (made even), whatever its capitals."""
    together = r"\s+".join(map(re.escape, words))
    return re.compile(rf"(?<!\w){together}(?:'s)?(?!\w)", re.IGNORECASE)


class Look(Enum):
    """How a term looks, by its capitals: as any word, as some proper noun, or as a person may be named."""

    WORD = "word"
    PROPER_NOUN = "proper noun"
    NAME = "may be a name"


@dataclass(frozen=True)
class Written:
    """A text with one kind of apostrophe and hyphen, and what share of its telling words have a capital."""

    text: str
    capitals: float


@dataclass
class _Seen:
    """In how many texts a term stood where capitals tell something, and in how many of these it looked like a name."""

    telling: int = 0
    capital: int = 0
    paired: int = 0  # straight after another word with a capital
    called: int = 0  # straight after a title or a given name


class NameGuard:
    """Says whether a term may name a person, by how the documents write it."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._written_small: dict[tuple[str, int], float] = {}
        self.written = lru_cache(maxsize=TEXTS_KEPT)(self._written)

    def _written(self, document: int) -> Written:
        text = even(self._corpus.text(document))
        return Written(text, _share_of_capitals([word for word in _WORD.findall(text) if not is_empty(word.lower())]))

    def look_of(self, words: Words, documents: NDArray[np.int32], known: int) -> Look:
        """NAME where the term may name a person; a single word that always has a capital is at least a PROPER_NOUN.

        Several words: two with capitals side by side nearly wherever capitals tell something, or a given name and what
        follows it, or a word in it that is a name by itself. One word: with a capital, and after a title, a given name
        or another capital often enough; or a given name itself. Names of organisations and places look the same and
        are left out with them.

        documents  where to look at the term;  known  how many documents, from the first on, are in hand
        """
        look = self._look_of_all(words, documents, known)
        if look is Look.NAME or len(words) == 1:
            return look
        each = (self._look_of_all((word,), documents, known) for word in words if not is_empty(word))
        if Look.NAME not in each or any(self._is_written_both_ways(word, known, False) for word in words):
            return look
        return Look.NAME

    def _look_of_all(self, words: Words, documents: NDArray[np.int32], known: int) -> Look:
        seen = _Seen()
        looked_at = documents[:TEXTS_LOOKED_AT].tolist()
        for document in looked_at:
            _look(words, self.written(document), seen)
        if seen.telling < max(2, LEAST_TELLING * len(looked_at)):
            return Look.NAME if _holds_a_given_name(words) else Look.WORD
        if seen.capital < MOSTLY * seen.telling:
            return Look.WORD
        if _holds_a_given_name(words) or _often(seen.called, seen):
            return Look.NAME
        alone = len(words) == 1
        if any(self._is_written_both_ways(each, known, alone) for each in words):
            return Look.WORD
        return Look.PROPER_NOUN if alone and not _often(seen.paired, seen) else Look.NAME

    def _is_written_both_ways(self, word: str, known: int, alone: bool) -> bool:
        if is_empty(word):
            return False
        if (word, known) not in self._written_small:
            self._written_small[word, known] = self._share_written_small(word, known)
        least, most = BOTH_WAYS_FOR_ONE if alone else BOTH_WAYS
        return least <= self._written_small[word, known] <= most

    def _share_written_small(self, word: str, known: int) -> float:
        term = self._corpus.terms.find((word,))
        if term is None:
            return 0.0
        documents = self._corpus.terms.documents(term)
        latest = documents[: np.searchsorted(documents, known)][-TEXTS_FOR_HABIT:]
        small = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        found = sum(small.search(self.written(each).text) is not None for each in latest.tolist())
        return found / len(latest) if found > 1 else 0.0


def _often(count: int, seen: _Seen) -> bool:
    return count >= OFTEN * seen.telling


def _look(words: Words, written: Written, seen: _Seen) -> None:
    text, share = written.text, written.capitals
    match = pattern_of(words).search(text) if share >= FEWEST_CAPITALS else None
    if match is None:
        return
    if len(words) > 1:
        if share <= MOST_CAPITALS:
            seen.telling += 1
            seen.capital += _has_capital_pair(match.group().split())
    elif share <= MOST_CAPITALS_FOR_ONE and not _ENDS_SENTENCE.search(text[: match.start()]):
        seen.telling += 1
        seen.capital += match.group()[0].isupper()
        _look_beside(text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40], seen)


def _share_of_capitals(words: Sequence[str]) -> float:
    return sum(word[0].isupper() for word in words) / max(len(words), 1)


def _look_beside(before: str, after: str, seen: _Seen) -> None:
    paired = (match := _AFTER.search(after)) is not None and _is_name_like(match[1])
    if (match := _BEFORE.search(before)) is not None:
        known, lower = name_words(), match[1].lower()
        seen.called += lower in known.titles or (match[1][0].isupper() and lower in known.given)
        paired |= _is_name_like(match[1]) and match[2] == ""
    seen.paired += paired


def _is_name_like(word: str) -> bool:
    return word[0].isupper() and not is_empty(word.lower())


def _has_capital_pair(found: Sequence[str]) -> bool:
    """Whether two words with capitals stand side by side, particles such as "van" passed over."""
    kept = [word for word in found if word.lower() not in PARTICLES]
    capital = [_is_name_like(word) for word in kept]
    return any(one and other for one, other in pairwise(capital))


def _holds_a_given_name(words: Words) -> bool:
    given = name_words().given
    return words[0] in given if len(words) == 1 else any(word in given for word in words[:-1])
