"""Which terms are one word in two spellings or forms. Different short words and different drugs must stay apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import lru_cache

ENDINGS = ("s", "es", "n", "en", "ern")
SHORTEST_STEM = 4
SHORTEST_MISSPELT = 6
LONG = 8  # in words of this length and above, one vowel for another is a slip of the pen
TIMES_RARER = 20
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
_VOWELS = "aeiouy"
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))

Words = tuple[str, ...]


class Kind(Enum):
    """How two writings of a word differ."""

    SPELLING = "spelling"  # hyphen, space, umlaut: one word whatever the counts
    INFLECTION = "inflection"  # a plural or case ending: one word whatever the counts
    MISSPELLING = "misspelling"  # one slip: one word only while one of the two is rare


def may_merge(kind: Kind, one: float, other: float) -> bool:
    """Whether two writings in so many documents each are one term.

    A slip is rare beside the word meant. Two words that differ by a letter and are both in use are two words
    (or two drugs), so they stay apart.

    >>> may_merge(Kind.MISSPELLING, 2, 60), may_merge(Kind.MISSPELLING, 20, 60)
    (True, False)
    """
    return kind is not Kind.MISSPELLING or min(one, other) * TIMES_RARER <= max(one, other)


def variants_of(words: Words, known: Callable[[str], bool]) -> Iterator[tuple[Words, Kind]]:
    """Other writings of the term whose words are all known; each may or may not be in use as a term.

    >>> sorted({" ".join(w) for w, _ in variants_of(("fentanyl",), {"fentanly", "fentanyls", "fentan"}.__contains__)})
    ['fentanly', 'fentanyls']
    """
    told = {words}
    for other, kind in _possible_variants(words):
        if other not in told and all(map(known, other)):
            told.add(other)
            yield other, kind


def _possible_variants(words: Words) -> Iterator[tuple[Words, Kind]]:
    yield from ((spelt, Kind.SPELLING) for spelt in _joined_or_split(words))
    for place, word in enumerate(words):
        for other, kind in _forms(word):
            yield (*words[:place], other, *words[place + 1 :]), kind


def _joined_or_split(words: Words) -> Iterator[Words]:
    if len(words) == 1:
        (word,) = words
        if "-" in word:
            yield tuple(part for part in word.split("-") if part)
            yield (word.replace("-", ""),)
        for cut in range(3, len(word) - 2):
            yield (word[:cut], word[cut:])
            yield (f"{word[:cut]}-{word[cut:]}",)
    else:
        for at in range(len(words) - 1):
            for link in ("", "-"):
                yield (*words[:at], words[at] + link + words[at + 1], *words[at + 2 :])


@lru_cache(maxsize=200_000)
def _forms(word: str) -> tuple[tuple[str, Kind], ...]:
    """Every other writing that could be meant by the word, whether or not anybody uses it."""
    found: dict[str, Kind] = {}
    for other, kind in _possible_forms(word):
        if other != word:
            found.setdefault(other, kind)
    return tuple(found.items())


def _possible_forms(word: str) -> Iterator[tuple[str, Kind]]:
    for one, two in _UMLAUTS:
        yield word.replace(one, two), Kind.SPELLING
        yield word.replace(two, one), Kind.SPELLING
    if not word.replace("-", "").isalpha():
        return  # a number in a name tells drugs apart: jwh-018, jwh-019
    yield from ((other, Kind.INFLECTION) for other in _inflections(word))
    if len(word) >= SHORTEST_MISSPELT:
        yield from ((other, Kind.MISSPELLING) for other in _slips(word) if len(other) >= SHORTEST_MISSPELT)


def _inflections(word: str) -> Iterable[str]:
    for ending in ENDINGS:
        if len(word) >= SHORTEST_STEM:
            yield word + ending
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            yield word[: -len(ending)]
    if len(word) > SHORTEST_STEM and word.endswith("y"):
        yield word[:-1] + "ies"
    if len(word) > SHORTEST_STEM + 2 and word.endswith("ies"):
        yield word[:-3] + "y"


def _slips(word: str) -> Iterable[str]:
    """One letter left out, put in, or changed places with its neighbour; the first letter is always right."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if len(word) >= LONG and word[at] in _VOWELS:
            yield from (word[:at] + vowel + word[at + 1 :] for vowel in _VOWELS)
    for at in range(1, len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in _LETTERS)
