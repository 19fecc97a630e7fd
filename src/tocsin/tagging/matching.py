"""Which of a vocabulary's terms stand in a text, once their ambiguity is settled by the words around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from tocsin.geography.phrases import Found, Phrases, fold, longest
from tocsin.tagging.sentences import Sentence, sentences_of
from tocsin.tagging.vocabulary import KINDS, Term, Vocabulary


@dataclass(frozen=True)
class Hit:
    """A term in a text: where it stands and the number of its sentence."""

    start: int
    end: int
    term: Term
    sentence: int


@dataclass(frozen=True)
class _Index:
    phrases: Phrases
    terms: tuple[Term, ...]  # one for each phrase


@lru_cache(maxsize=2)
def _index(vocabulary: Vocabulary) -> _Index:
    """Built once a process. Of equal phrases of one threat, primary comes before secondary before facilitating."""
    pairs = [(fold(phrase), term) for term in vocabulary.terms for phrase in term.phrases]
    pairs.sort(key=lambda pair: KINDS.index(pair[1].kind))
    return _Index(Phrases(phrase for phrase, _ in pairs), tuple(term for _, term in pairs))


def hits_in(text: str, vocabulary: Vocabulary) -> tuple[list[Hit], list[Sentence]]:
    """The hits in reading order, and the text's sentences. Where hits of one threat overlap, the longest stands."""
    index = _index(vocabulary)
    folded = fold(text)
    found = index.phrases.find(folded)
    if not found:
        return [], []
    sentences = sentences_of(text)
    starts = [sentence.start for sentence in sentences]
    fits: dict[tuple[int, int], bool] = {}  # by term and sentence: a term repeated there is judged once
    by_threat: dict[str, list[Found]] = {}
    for each in found:
        term, at = index.terms[each.index], bisect_right(starts, each.start) - 1
        if (id(term), at) not in fits:
            fits[id(term), at] = _fits(term, folded, sentences, at)
        if fits[id(term), at]:
            by_threat.setdefault(term.threat, []).append(each)
    hits = [
        Hit(each.start, each.end, index.terms[each.index], bisect_right(starts, each.start) - 1)
        for of_threat in by_threat.values()
        for each in longest(of_threat)
    ]
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.term.indicator)), sentences


def _fits(term: Term, folded: str, sentences: list[Sentence], at: int) -> bool:
    """Do the sentence and its neighbours hold what the term needs, and nothing that shows another meaning?"""
    if not (term.needs or term.unless):
        return True
    around = folded[sentences[max(0, at - 1)].start : sentences[min(len(sentences) - 1, at + 1)].end]
    if term.needs and _any_of(term.needs).search(around) is None:
        return False
    return not term.unless or _any_of(term.unless).search(around) is None


@lru_cache(maxsize=512)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    ways = [re.escape(fold(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)")
