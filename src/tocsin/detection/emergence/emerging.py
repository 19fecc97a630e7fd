"""Emerging words and phrases in documents: the stage's entrance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from tocsin.detection.emergence.candidates import Candidate
from tocsin.detection.emergence.corpus import NOWHERE, Corpus, corpus_of
from tocsin.detection.emergence.explaining import Explainer
from tocsin.detection.emergence.folding import told_once
from tocsin.detection.emergence.guards import Look
from tocsin.detection.emergence.ranking import Ranked, Ranking
from tocsin.detection.emergence.rows import BELOW, OVERALL, RAISED, level_of
from tocsin.detection.emergence.settings import Settings
from tocsin.detection.emergence.words import names_who_people_are
from tocsin.periods import later
from tocsin.records import EMERGING

Progress = Callable[[str, int, int], None]
RECORDING_CHANGE = "possible recording change"
EXPLAINED_Q, EXPLAINED_RANKS = 0.2, 5  # a row above both is not explained: explaining takes longer than finding
CONSIDERED = 3  # times as many terms as are kept are looked at, since most are phrases of one another


@dataclass(frozen=True)
class Period:
    """What was done about one period.

    tested, tested_in_areas  terms, and pairs of term and area, that q is among
    raised, newly_raised     in the whole; newly: not raised in an earlier period
    names, protected         terms left out: may be a name; a word for ethnicity, nationality or religion
    """

    period: str
    raised_in: str
    documents: int
    tested: int
    tested_in_areas: int
    raised: int
    newly_raised: int
    names: int
    protected: int


@dataclass(frozen=True)
class Emergence:
    """Rows of schema EMERGING, by period and rank, and an account of each period."""

    rows: pa.Table
    periods: tuple[Period, ...]


def emerging(documents: pa.Table, settings: Settings) -> pa.Table:
    """Rows of schema EMERGING for documents of schema DOCUMENTS, each from what was in hand by `raised_in` alone."""
    return find_emerging(documents, settings).rows


def find_emerging(
    documents: pa.Table, settings: Settings, on_progress: Progress = lambda stage, done, total: None
) -> Emergence:
    """The terms of each period, most unusual first, with an account of each period."""
    if documents.num_rows == 0:
        return Emergence(EMERGING.empty_table(), ())
    total = documents.num_rows
    corpus = corpus_of(documents, settings.unit, lambda done: on_progress("read", done, total))
    teller = _Teller(corpus, settings)
    for ranked in Ranking(corpus, settings).periods():
        teller.tell(ranked)
        on_progress("assess", ranked.period + 1, len(corpus.periods) - settings.lag)
    return Emergence(pa.Table.from_pylist(teller.rows, schema=EMERGING), tuple(teller.periods))


class _Teller:
    """Turns what was found, period by period, into rows."""

    def __init__(self, corpus: Corpus, settings: Settings) -> None:
        self.corpus, self.settings = corpus, settings
        self.explainer = Explainer(corpus)
        self.rows: list[dict[str, Any]] = []
        self.periods: list[Period] = []
        self._first_raised: dict[tuple[int, tuple[str, ...]], str] = {}

    def tell(self, ranked: Ranked) -> None:
        period = self.corpus.periods[ranked.period]
        left_out: Counter[str] = Counter()
        rows = [*self._rows(ranked.whole, period, left_out), *self._rows(ranked.in_areas, period, left_out)]
        raised = [row for row in rows if row["area"] == OVERALL and row["level"] == RAISED]
        self.rows += rows
        self.periods.append(
            Period(
                period,
                later(period, self.settings.lag),
                int(self.corpus.per_period[ranked.period]),
                ranked.tested,
                ranked.tested_in_areas,
                len(raised),
                sum(row["first_raised"] == period for row in raised),
                left_out["names"],
                left_out["protected"],
            )
        )

    def _rows(self, candidates: Sequence[Candidate], period: str, left_out: Counter[str]) -> list[dict[str, Any]]:
        """Rows of the candidates given most unusual first: the first ones, and whatever may be raised."""
        told: list[tuple[Candidate, Look]] = []
        for area in sorted({each.area for each in candidates}):
            told += self._told_in_area([each for each in self._considered(candidates) if each.area == area], left_out)
        in_turn = sorted(told, key=lambda each: (each[0].q, each[0].p, each[0].area, each[0].words))
        kept = [each for place, each in enumerate(in_turn) if place < self.settings.top or self._may_rise(each[0])]
        ranks: Counter[int] = Counter()
        rows = []
        for candidate, look in sorted(kept, key=lambda each: each[0].area):
            ranks[candidate.area] += 1
            rows.append(self._row(candidate, period, ranks[candidate.area], look))
        return rows

    def _considered(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        first = self.settings.top * CONSIDERED
        return [each for place, each in enumerate(candidates) if place < first or self._may_rise(each)]

    def _may_rise(self, candidate: Candidate) -> bool:
        return candidate.q <= self.settings.q_limit

    def _told_in_area(self, candidates: Sequence[Candidate], left_out: Counter[str]) -> list[tuple[Candidate, Look]]:
        """Each emergence once. What is left out tells for nothing else, and is counted once itself."""
        protected = [each for each in candidates if names_who_people_are(each.term)]
        others = [each for each in candidates if not names_who_people_are(each.term)]
        looks = [self.explainer.look_of(each) for each in others]
        names = [each for each, look in zip(others, looks, strict=True) if look is Look.NAME]
        rest = [each for each, look in zip(others, looks, strict=True) if look is not Look.NAME]
        look_of = {each.terms: look for each, look in zip(others, looks, strict=True)}
        once = [told_once(names), told_once(rest, [each.words for each in (*names, *protected)])]
        left_out["protected"] += len(told_once(protected))
        left_out["names"] += len(once[0])
        told = once[1] + (once[0] if self.settings.keep_names else [])
        return [(each, look_of[each.terms]) for each in told]

    def _row(self, candidate: Candidate, period: str, rank: int, look: Look) -> dict[str, Any]:
        explainer, corpus = self.explainer, self.corpus
        groups, areas = explainer.groups(candidate), explainer.areas(candidate)
        voices = groups if groups is not None else (areas if candidate.area == NOWHERE else None)
        level = level_of(
            q=candidate.q,
            count=candidate.count,
            expected=candidate.expected,
            voices=voices,
            settings=self.settings,
        )
        stepped = level != BELOW and explainer.is_possible_recording_change(candidate)
        of = (candidate.area, candidate.words)
        if level == RAISED:
            self._first_raised.setdefault(of, period)
        window = candidate.window
        return {
            "term": candidate.term,
            "period": period,
            "area": OVERALL if candidate.area == NOWHERE else corpus.areas[candidate.area],
            "count": candidate.count,
            "expected": candidate.expected,
            "p": candidate.p,
            "q": candidate.q,
            "rank": rank,
            "first_excess": explainer.first_excess(candidate),
            "raised_in": later(period, self.settings.lag),
            "level": level,
            "flags": "; ".join([RECORDING_CHANGE] * stepped + [look.value] * (look is not Look.WORD)),
            "first_raised": self._first_raised.get(of),
            "periods_added": window.length,
            "documents": int(explainer.documents_of(candidate)[window.first : window.last + 1].sum()),
            "groups": groups,
            "areas": areas,
            "keyness": explainer.keyness(candidate),
            "variants": "; ".join(" ".join(corpus.terms.written(term)) for term in candidate.terms[1:]),
            **(self._explained(candidate) if candidate.q <= EXPLAINED_Q or rank <= EXPLAINED_RANKS else {}),
        }

    def _explained(self, candidate: Candidate) -> dict[str, Any]:
        return {
            "beside": "; ".join(self.explainer.words_beside(candidate)),
            "phrases": "; ".join(self.explainer.phrases(candidate)),
            **asdict(self.explainer.spreading(candidate)),
            "quotes": self.explainer.quotes(candidate),
        }
