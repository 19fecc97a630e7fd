"""The terms of one period, most unusual first, in the whole and in each area. Looks at nothing dated later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats
from tocsin.detection.emergence.candidates import Candidate
from tocsin.detection.emergence.corpus import NOWHERE, AreaCells, Corpus, area_cells_of, cells_of
from tocsin.detection.emergence.expectation import (
    Level,
    Window,
    chances,
    level_of_areas,
    level_of_whole,
    whole_rates,
    windows,
)
from tocsin.detection.emergence.inheriting import in_order, with_areas_of_raised, with_words_of_phrases
from tocsin.detection.emergence.merging import Merger
from tocsin.detection.emergence.novelty import Novelty, novelty_of
from tocsin.detection.emergence.settings import Settings
from tocsin.detection.emergence.spread import Apart, Spread, Surroundings
from tocsin.detection.multiplicity import q_values

LOOKED_INTO_P = 0.1  # a term less unusual than this is tested and counted, and no more
MOST_LOOKED_INTO = 500
PAST_RISE_P = 0.01  # a past count this unusual says nothing of how much a term usually varies


@dataclass(frozen=True)
class Ranked:
    """What was found for one period, among so many terms of the whole and so many pairs of a term and an area."""

    period: int
    whole: tuple[Candidate, ...]
    in_areas: tuple[Candidate, ...]
    tested: int
    tested_in_areas: int


@dataclass(frozen=True)
class _Screened:
    """Rows that hold enough documents, with the best of their windows; p is already corrected for choosing it."""

    rows: NDArray[np.int64]
    windows: NDArray[np.int64]
    p: Floats


class Ranking:
    """Goes through the periods once, oldest first, learning from each after it is assessed."""

    def __init__(self, corpus: Corpus, settings: Settings) -> None:
        self.corpus, self.settings = corpus, settings
        self.novelty: Novelty = novelty_of(corpus)
        self._cells = cells_of(corpus)
        self._columns = self._cells.tocsc()
        self._areas: AreaCells = area_cells_of(corpus, settings.min_documents)
        self._area_columns = self._areas.cells.tocsc()
        self._spread = Spread(corpus.terms.sizes)
        self._merger = Merger(corpus)

    def periods(self) -> Iterator[Ranked]:
        """What was found for each period with enough of a past, up to the last one that is fully in hand."""
        for last in range(len(self.corpus.periods) - self.settings.lag):
            possible = windows(self.settings, last)
            apart = Apart(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
            if possible:
                found, apart = self._assess(last, possible)
                yield found
            self._learn(last, apart)

    def _assess(self, last: int, possible: tuple[Window, ...]) -> tuple[Ranked, Apart]:
        begin = possible[0].first
        tested = float(self.novelty.tested(begin).sum())
        whole, apart = self._whole(possible, tested)
        open_areas = self.corpus.per_area[:, possible[-1].first : last + 1].sum(axis=1) > 0
        in_areas = self._in_areas(possible, tested * open_areas.sum())
        in_areas = with_areas_of_raised(in_areas, whole, int(open_areas.sum()), self.settings.q_limit)
        in_areas = [
            each
            for area in sorted({each.area for each in in_areas})
            for each in with_words_of_phrases([one for one in in_areas if one.area == area], self.settings.q_limit)
        ]
        pairs = round(tested * open_areas.sum())
        return Ranked(last, tuple(whole), tuple(in_order(in_areas)), round(tested), pairs), apart

    def _whole(self, possible: tuple[Window, ...], tested: float) -> tuple[list[Candidate], Apart]:
        last = possible[0].last
        rows = self._enough(self._columns, possible)
        series = self._cells[rows].toarray()[:, : last + 1].astype(np.float64)
        screened = self._screen(rows, [self._level_of_whole(series, rows, window) for window in possible], rows)
        chosen = _most_unusual(screened.p)
        groups = self._merger.groups(rows[chosen], int(self.corpus.starts[last + 1]))
        found = [self._candidate(group, NOWHERE, possible) for group in groups]
        merged = np.isin(rows, np.array([term for group in groups for term in group], dtype=np.int64))
        found = self._with_q(found, rows[~merged], screened.p[~merged], tested)
        apart = Apart(
            _terms(each for each in found if each.q <= self.settings.q_limit),
            _terms(each for each in found if each.p <= PAST_RISE_P or each.q <= self.settings.q_limit),
        )
        return with_words_of_phrases(found, self.settings.q_limit), apart

    def _in_areas(self, possible: tuple[Window, ...], tested: float) -> list[Candidate]:
        last = possible[0].last
        pairs = self._enough(self._area_columns, possible)
        if len(pairs) == 0:
            return []
        terms, areas = self._areas.term_of[pairs], self._areas.area_of[pairs]
        series = self._areas.cells[pairs].toarray()[:, : last + 1].astype(np.float64)
        of_whole = self._cells[terms].toarray()[:, : last + 1].astype(np.float64)
        levels = [self._level_of_areas(series, areas, of_whole, terms, window) for window in possible]
        screened = self._screen(pairs, levels, None)
        found: list[Candidate] = []
        known = int(self.corpus.starts[last + 1])
        chosen = _most_unusual(screened.p)
        merged = np.zeros(len(pairs), dtype=bool)
        for area in np.unique(areas[chosen]):
            groups = self._merger.groups(terms[chosen[areas[chosen] == area]], known)
            found += [self._candidate(group, int(area), possible) for group in groups]
            together = np.array([term for group in groups for term in group], dtype=np.int64)
            merged |= (areas == area) & np.isin(terms, together)
        return self._with_q(found, terms[~merged], screened.p[~merged], tested)

    def _with_q(
        self, found: list[Candidate], others: NDArray[np.int64], p_of_others: Floats, tested: float
    ) -> list[Candidate]:
        """The candidates, in order, with q among all tested; what is too rare to test counts as p = 1."""
        if not found:
            return []
        weights = self.novelty.weights(found[0].window.last)
        sizes = np.concatenate([[len(each.words) for each in found], self.corpus.terms.sizes[others]]).astype(np.int64)
        p = np.minimum(np.concatenate([[each.p for each in found], p_of_others]) * weights[sizes - 1], 1.0)
        q = np.minimum(q_values(p) * max(tested, len(p)) / len(p), 1.0)
        return in_order(replace(each, q=float(value)) for each, value in zip(found, q, strict=False))

    def _enough(self, columns: object, possible: tuple[Window, ...]) -> NDArray[np.int64]:
        """Rows with enough documents in any window."""
        longest = min(window.first for window in possible)
        sums = columns[:, longest : possible[0].last + 1].sum(axis=1)  # type: ignore[index]
        return np.flatnonzero(np.asarray(sums).ravel() >= self.settings.min_documents)

    def _granted(self, terms: NDArray[np.int64], window: Window) -> Floats:
        granted: Floats = self.novelty.granted[self.corpus.terms.sizes[terms] - 1, window.first]
        return granted

    def _level_of_whole(self, series: Floats, terms: NDArray[np.int64], window: Window) -> Level:
        granted = self._granted(terms, window)
        return level_of_whole(series, self.corpus.per_period, granted, window, self.settings.unit)

    def _level_of_areas(
        self, series: Floats, areas: NDArray[np.int64], of_whole: Floats, terms: NDArray[np.int64], window: Window
    ) -> Level:
        rates = whole_rates(of_whole, self.corpus.per_period, self._granted(terms, window), window)
        known = self.corpus.per_area[:, : window.first].sum(axis=1) > 0
        weight = self.corpus.per_period[window.start : window.first].sum() / max(int(known.sum()), 1)
        documents = self.corpus.per_area[areas]
        return level_of_areas(series, documents, rates, weight, window, self.settings.unit)

    def _screen(self, rows: NDArray[np.int64], levels: list[Level], terms: NDArray[np.int64] | None) -> _Screened:
        each = np.array([self._chances(level, terms) for level in levels])
        best = each.argmin(axis=0)
        p = np.minimum(each[best, np.arange(len(rows))] * len(levels), 1.0)
        return _Screened(rows, best, p)

    def _chances(self, level: Level, terms: NDArray[np.int64] | None) -> Floats:
        spread = self._spread.pooled(level.means) if terms is None else self._spread.of(terms, level.means)
        p = chances(level.counts, level.means, spread * level.widening)
        return np.where(level.counts >= self.settings.min_documents, p, 1.0)

    def _candidate(self, group: tuple[int, ...], area: int, possible: tuple[Window, ...]) -> Candidate:
        """The terms of the group counted as one, in the area."""
        corpus, last = self.corpus, possible[0].last
        anywhere = np.unique(np.concatenate([corpus.terms.documents(term) for term in group]))
        documents = anywhere if area == NOWHERE else anywhere[corpus.area_of[anywhere] == area]
        series = corpus.by_period(documents)[None, : last + 1]
        main = np.array(group[:1])
        if area == NOWHERE:
            levels = [self._level_of_whole(series, main, window) for window in possible]
        else:
            of_whole = corpus.by_period(anywhere)[None, : last + 1]
            levels = [self._level_of_areas(series, np.array([area]), of_whole, main, window) for window in possible]
        screened = self._screen(np.zeros(1, dtype=np.int64), levels, main if area == NOWHERE else None)
        at = int(screened.windows[0])
        window, mean = possible[at], float(levels[at].means[0])
        per = corpus.per_period if area == NOWHERE else corpus.per_area[area]
        return Candidate(
            terms=group,
            words=corpus.terms.written(group[0]),
            area=area,
            window=window,
            series=series[0],
            now=corpus.between(documents, window.first, last + 1),
            expected=mean,
            rate=mean / per[window.first : last + 1].sum(),
            p=float(screened.p[0]),
        )

    def _learn(self, period: int, apart: Apart) -> None:
        """Takes the period into the past: first what it shows of the spread, then its counts."""
        column = self._columns[:, [period]].tocoo()
        rows, counts = column.row.astype(np.int64), column.data.astype(np.float64)
        order = np.argsort(rows, kind="stable")
        rows, counts = rows[order], counts[order]
        start = max(0, period - self.settings.history)
        past = float(self.corpus.per_period[start:period].sum())
        now = float(self.corpus.per_period[period])
        if past > 0 and now > 0:
            around = Surroundings(now, past, self.novelty.granted[:, period], self.novelty.tested(period))
            self._spread.learn(rows, counts, around, apart)
        self._spread.known[rows] += counts.astype(np.int32)
        if period >= self.settings.history:
            gone = self._columns[:, [period - self.settings.history]].tocoo()
            self._spread.known[gone.row] -= gone.data.astype(np.int32)


def _terms(candidates: Iterable[Candidate]) -> NDArray[np.int64]:
    return np.unique(np.array([term for each in candidates for term in each.terms], dtype=np.int64))


def _most_unusual(p: Floats) -> NDArray[np.int64]:
    """Places of those worth looking into, most unusual first."""
    order = np.argsort(p, kind="stable")[:MOST_LOOKED_INTO]
    return order[p[order] <= LOOKED_INTO_P]
