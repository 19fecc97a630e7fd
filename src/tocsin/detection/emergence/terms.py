"""Every term of one to three words in the documents, and which documents hold it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.emergence.words import is_empty, is_word, pieces_of, plain
from tocsin.errors import DocumentsUnreadable

LONGEST = 3
DOCUMENTS_A_BLOCK = 20_000
_BITS = 21  # three words of this many bits make one whole number
MOST_WORDS = 2**_BITS - 1

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Terms:
    """V terms, and the documents that hold each; words are numbered from 1 in order of first use.

    words    number to word; 0 stands for none
    keys     V; the numbers of a term's words packed into one, in rising order
    starts   V + 1; where each term's documents begin in `holders`
    holders  documents that hold each term, each once, in rising order
    """

    words: tuple[str, ...]
    number_of: dict[str, int]
    keys: Integers
    starts: Integers
    holders: NDArray[np.int32]

    @cached_property
    def sizes(self) -> NDArray[np.int8]:
        """How many words each term has."""
        second, third = (self.keys >> _BITS & MOST_WORDS) > 0, (self.keys & MOST_WORDS) > 0
        sizes: NDArray[np.int8] = (
            np.ones(len(self.keys), dtype=np.int8) + second.astype(np.int8) + third.astype(np.int8)
        )
        return sizes

    def documents(self, term: int) -> NDArray[np.int32]:
        """The documents that hold the term, in rising order."""
        return self.holders[self.starts[term] : self.starts[term + 1]]

    def written(self, term: int) -> tuple[str, ...]:
        """The term's words."""
        key = int(self.keys[term])
        numbers = (key >> 2 * _BITS, key >> _BITS & MOST_WORDS, key & MOST_WORDS)
        return tuple(self.words[number] for number in numbers if number)

    def is_known(self, word: str) -> bool:
        """Whether any document uses the word."""
        return word in self.number_of

    def find(self, words: Sequence[str]) -> int | None:
        """The term of those words, or None if no document holds it."""
        if len(words) > LONGEST:
            return None
        key = 0
        for place in range(LONGEST):
            number = self.number_of.get(words[place]) if place < len(words) else 0
            if number is None:
                return None
            key = key << _BITS | number
        at = int(np.searchsorted(self.keys, key))
        return at if at < len(self.keys) and self.keys[at] == key else None


def terms_of(texts: Iterable[str], on_progress: Callable[[int], None] = lambda done: None) -> Terms:
    """Every term of the texts, a text's number being its place.

    A term begins and ends with a word that says something by itself; numbers, marks and empty lines end it.

    Raises DocumentsUnreadable if there are more than two million different words.
    """
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = lambda: len(numbers) + 1
    blocks: list[tuple[Integers, Integers]] = []
    pieces, lengths = array("i"), array("i")
    done = 0
    for done, text in enumerate(texts, start=1):
        found = list(map(numbers.__getitem__, pieces_of(text)))
        pieces.extend(found)
        lengths.append(len(found))
        if done % DOCUMENTS_A_BLOCK == 0:
            blocks.append(_block(pieces, lengths, done - len(lengths)))
            pieces, lengths = array("i"), array("i")
            on_progress(done)
    blocks.append(_block(pieces, lengths, done - len(lengths)))
    on_progress(done)
    return _gathered(list(numbers), blocks)


def _block(pieces: array[int], lengths: array[int], first: int) -> tuple[Integers, Integers]:
    """Pieces as an array with a 0 after each document, and the document of each."""
    counts = np.frombuffer(lengths, dtype=np.int32).astype(np.int64) if lengths else np.zeros(0, dtype=np.int64)
    documents = np.repeat(np.arange(first, first + len(counts)), counts)
    laid_out = np.frombuffer(pieces, dtype=np.int32).astype(np.int64) if pieces else np.zeros(0, dtype=np.int64)
    ends = np.cumsum(counts)
    return np.insert(laid_out, ends, 0), np.insert(documents, ends, np.arange(first, first + len(counts)))


def _gathered(pieces: list[str], blocks: list[tuple[Integers, Integers]]) -> Terms:
    words, number_of_piece = _numbered(pieces)
    empty = np.array([True] + [is_empty(word) for word in words[1:]])
    pairs = [_pairs(number_of_piece[numbers], documents, empty) for numbers, documents in blocks]
    keys = np.concatenate([keys for keys, _ in pairs])
    documents = np.concatenate([documents for _, documents in pairs]).astype(np.int32)
    order = np.argsort(keys, kind="stable")  # documents stay in rising order within a key
    keys, documents = keys[order], documents[order]
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    starts = np.append(begins, len(keys))
    number_of = {word: number for number, word in enumerate(words) if number}
    return Terms(tuple(words), number_of, keys[begins], starts, documents)


def _numbered(pieces: list[str]) -> tuple[list[str], Integers]:
    """The words, without possessives and marks, and which word each piece is (0 for none)."""
    number_of: dict[str, int] = {}
    number_of_piece = np.zeros(len(pieces) + 1, dtype=np.int64)
    for at, piece in enumerate(pieces, start=1):
        if is_word(piece):
            number_of_piece[at] = number_of.setdefault(plain(piece), len(number_of) + 1)
    if len(number_of) > MOST_WORDS:
        raise DocumentsUnreadable(
            f"The documents hold {len(number_of):,} different words; at most {MOST_WORDS:,} can be told apart. "
            "Is this text? Give fewer documents, or another column."
        )
    return ["", *number_of], number_of_piece


def _pairs(numbers: Integers, documents: Integers, empty: NDArray[np.bool_]) -> tuple[Integers, Integers]:
    """Each different term of each document, as keys and documents, documents rising."""
    says = ~empty[numbers]
    found_keys, found_documents = [], []
    for length in range(1, LONGEST + 1):
        last = len(numbers) - length + 1
        if last < 1:
            continue
        fits = says[:last] & says[length - 1 : length - 1 + last]
        key = np.zeros(last, dtype=np.int64)
        for place in range(LONGEST):
            word = numbers[place : place + last] if place < length else np.zeros(last, dtype=np.int64)
            fits &= (word > 0) | (place >= length)
            key = key << _BITS | word
        found_keys.append(key[fits])
        found_documents.append(documents[:last][fits])
    keys = np.concatenate(found_keys) if found_keys else np.zeros(0, dtype=np.int64)
    held_by = np.concatenate(found_documents) if found_documents else np.zeros(0, dtype=np.int64)
    order = np.lexsort((keys, held_by))
    keys, held_by = keys[order], held_by[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (held_by[1:] != held_by[:-1])
    return keys[first], held_by[first]
