"""Why a term stands out: since when, beside which words, in which passages, and how it spreads."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tocsin.detection.count_distribution import Floats
from tocsin.detection.emergence.bursts import first_of_burst
from tocsin.detection.emergence.candidates import Candidate
from tocsin.detection.emergence.corpus import NOWHERE, Corpus
from tocsin.detection.emergence.guards import Look, NameGuard, pattern_of
from tocsin.detection.emergence.keyness import signed_keyness
from tocsin.detection.emergence.words import names_who_people_are

WORDS_BESIDE = 5
QUOTES = 3
QUOTE_LENGTH = 240
TIME_WEIGHT = 0.05  # how much less each earlier period weighs (Yoon's)
LEAST_IN_PART = 5  # documents for an area or source group to count as one that could have stepped
PARTS, STEPPED = 4, 0.75


@dataclass(frozen=True)
class Spreading:
    """How visible a term is and how widely it is used, and by how many doublings either has grown.

    visibility  share of documents; diffusion  share of source groups (areas where sources are not known); recent
    periods weigh more.
    Source: Yoon (2012), Expert Systems with Applications 39, 12543–12550; shares in place of raw frequencies.
    """

    visibility: float
    visibility_growth: float
    diffusion: float
    diffusion_growth: float


class Explainer:
    """Answers about one term at a time, from the documents up to its period."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._names = NameGuard(corpus)
        self._spoken: dict[int, Floats] = {}
        terms = corpus.terms
        single = np.flatnonzero((terms.keys & (1 << 42) - 1) == 0)
        documents = [terms.documents(int(term)) for term in single]
        lengths = np.array([0, *map(len, documents)], dtype=np.int64)
        held = np.concatenate(documents) if documents else np.zeros(0, dtype=np.int32)
        ones = np.ones(len(held), dtype=np.int32)
        shape = (len(single), len(corpus.doc_ids))
        self._words = [terms.written(int(term))[0] for term in single]
        self._by_document = sparse.csr_array((ones, held, np.cumsum(lengths)), shape=shape).T.tocsr()

    def documents_of(self, candidate: Candidate) -> Floats:
        """Documents by period of the area, or of the whole."""
        corpus = self.corpus
        return corpus.per_period if candidate.area == NOWHERE else corpus.per_area[candidate.area]

    def first_excess(self, candidate: Candidate) -> str:
        """The first period of the burst that is on; where the automaton sees none, the first of the window."""
        window = candidate.window
        counted = slice(window.start, window.last + 1)
        # Halfway, in doublings, between the former level and the present one: a stray use long ago begins no burst.
        times = math.sqrt(candidate.count / candidate.expected)
        documents = self.documents_of(candidate)[counted]
        first = first_of_burst(candidate.series[counted], documents, candidate.rate, times)
        return self.corpus.periods[window.first if first is None else min(window.start + first, window.last)]

    def keyness(self, candidate: Candidate) -> float:
        """Signed G² of the term in the window against the past."""
        window, documents = candidate.window, self.documents_of(candidate)
        before = slice(window.start, window.first)
        here = float(documents[window.first : window.last + 1].sum())
        there = float(documents[before].sum())
        past = np.array([candidate.series[before].sum()])
        return float(signed_keyness(np.array([float(candidate.count)]), here, past, there)[0]) if there else math.nan

    def words_beside(self, candidate: Candidate) -> tuple[str, ...]:
        """Words most telling of the documents with the term, against the window's others."""
        every = self._window_documents(candidate)
        here = self._by_document[candidate.now].sum(axis=0).astype(np.float64)
        places = np.flatnonzero(here >= 2)
        both = self._by_document[every][:, places].sum(axis=0).astype(np.float64)
        others = len(every) - len(candidate.now)
        if others == 0 or len(places) == 0:
            return ()
        keyness = signed_keyness(here[places], float(len(candidate.now)), both - here[places], float(others))
        found: list[str] = []
        for place in np.argsort(-keyness, kind="stable")[: 4 * WORDS_BESIDE]:
            word = self._words[int(places[place])]
            if keyness[place] <= 0 or len(found) == WORDS_BESIDE:
                break
            if word not in candidate.words and not self._is_kept_back((word,), candidate):
                found.append(word)
        return tuple(found)

    def quotes(self, candidate: Candidate) -> list[dict[str, str]]:
        """A few passages, each from another source group or area while there is one, the earliest first."""
        chosen, heard = [], set()
        for document in candidate.now.tolist():
            voice = (int(self.corpus.group_of[document]), int(self.corpus.area_of[document]))
            chosen.append((voice in heard, document))
            heard.add(voice)
        documents = sorted(document for _, document in sorted(chosen)[:QUOTES])
        found = ({"doc_id": self.corpus.doc_ids[each], "quote": self._passage(candidate, each)} for each in documents)
        return [each for each in found if each["quote"]]

    def groups(self, candidate: Candidate) -> int | None:
        """Independent source groups in the window; None where no source is known."""
        return _different(self.corpus.group_of[candidate.now]) if self.corpus.groups else None

    def areas(self, candidate: Candidate) -> int | None:
        """Areas in the window; None where no place is known."""
        return _different(self.corpus.area_of[candidate.now]) if self.corpus.areas else None

    def spreading(self, candidate: Candidate) -> Spreading:
        """How visible and how widespread the term is, and how that grew from the past to the window."""
        corpus, window = self.corpus, candidate.window
        series, documents = candidate.series, self.documents_of(candidate)[: window.last + 1]
        voices = corpus.group_of if corpus.groups else corpus.area_of
        held = np.unique(np.concatenate([corpus.terms.documents(term) for term in candidate.terms]))
        if candidate.area != NOWHERE:
            held = held[corpus.area_of[held] == candidate.area]
        using = self._voices(voices, corpus.between(held, window.start, window.last + 1))[: window.last + 1]
        speaking = self._speaking(candidate.area)[: window.last + 1]
        visible, visible_growth = _time_weighted(series, documents, window.start, window.first)
        diffuse, diffuse_growth = _time_weighted(using, speaking, window.start, window.first)
        return Spreading(visible, visible_growth, diffuse, diffuse_growth)

    def is_possible_recording_change(self, candidate: Candidate) -> bool:
        """Whether most areas stepped up together, or source groups where no area is known: then see how it is put."""
        parts = self.corpus.area_of if self.corpus.areas else self.corpus.group_of
        every = self._window_documents(candidate)
        of, size = parts[every], max(len(self.corpus.areas), len(self.corpus.groups))
        documents = np.bincount(of[of != NOWHERE], minlength=size)
        of = parts[candidate.now]
        counts = np.bincount(of[of != NOWHERE], minlength=size)
        large = documents >= LEAST_IN_PART
        if candidate.area != NOWHERE or large.sum() < PARTS:
            return False
        return bool((counts[large] > candidate.rate * documents[large]).mean() >= STEPPED)

    def look_of(self, candidate: Candidate) -> Look:
        """Whether the term may name a person, by how the window's documents write it."""
        return self._look_of(candidate.words, candidate)

    def phrases(self, candidate: Candidate) -> tuple[str, ...]:
        """The phrases that this row tells, without those that are kept back themselves."""
        return tuple(" ".join(words) for words in candidate.tells if not self._is_kept_back(words, candidate))

    def _is_kept_back(self, words: tuple[str, ...], candidate: Candidate) -> bool:
        return names_who_people_are(" ".join(words)) or self._look_of(words, candidate) is not Look.WORD

    def _look_of(self, words: tuple[str, ...], candidate: Candidate) -> Look:
        known = int(self.corpus.starts[candidate.window.last + 1])
        return self._names.look_of(words, candidate.now, known)

    def _window_documents(self, candidate: Candidate) -> NDArray[np.int64]:
        starts = self.corpus.starts
        every = np.arange(starts[candidate.window.first], starts[candidate.window.last + 1])
        return every if candidate.area == NOWHERE else every[self.corpus.area_of[every] == candidate.area]

    def _passage(self, candidate: Candidate, document: int) -> str:
        text = self._names.written(document).text
        for term in candidate.terms:
            match = pattern_of(self.corpus.terms.written(term)).search(text)
            if match:
                return _around(text, match.start(), match.end())
        return ""

    def _speaking(self, area: int) -> Floats:
        """Different voices of the area, or of the whole, by period."""
        if area not in self._spoken:
            every = np.arange(len(self.corpus.doc_ids), dtype=np.int32)
            voices = self.corpus.group_of if self.corpus.groups else self.corpus.area_of
            self._spoken[area] = self._voices(voices, every if area == NOWHERE else every[self.corpus.area_of == area])
        return self._spoken[area]

    def _voices(self, voices: NDArray[np.int64], documents: NDArray[np.int32]) -> Floats:
        """Different voices among the documents, by period."""
        known = documents[voices[documents] != NOWHERE]
        periods, size = len(self.corpus.periods), max(len(self.corpus.groups), len(self.corpus.areas), 1)
        pairs = np.unique(self.corpus.period_of[known] * size + voices[known])
        return np.bincount(pairs // size, minlength=periods).astype(np.float64)


def _different(numbers: NDArray[np.int64]) -> int:
    return len(np.unique(numbers[numbers != NOWHERE]))


def _around(text: str, start: int, end: int) -> str:
    """The sentence or line that holds the place, cut to a passage."""
    breaks = ".!?\n"
    first = max(text.rfind(each, 0, start) for each in breaks) + 1
    last = min((at for each in breaks if (at := text.find(each, end)) >= 0), default=len(text))
    first, last = max(first, start - QUOTE_LENGTH // 2), min(last + 1, end + QUOTE_LENGTH // 2)
    return " ".join(text[first:last].split())


def _time_weighted(held: Floats, of: Floats, start: int, first: int) -> tuple[float, float]:
    """Share of each period, recent ones weighing more; and doublings of the share from the past to the window."""
    shares = held[start:] / np.maximum(of[start:], 1.0)
    weights = np.maximum(1 - TIME_WEIGHT * np.arange(len(shares))[::-1], 0.0)
    now = (held[first:].sum() + 0.5) / (of[first:].sum() + 1)
    before = (held[start:first].sum() + 0.5) / (of[start:first].sum() + 1)
    return float(weights @ shares / weights.sum()), float(np.log2(now / before))
