"""The documents in order of date: in which period, from which source group and area, and with which terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse

from tocsin.detection.count_distribution import Floats
from tocsin.detection.emergence.settings import Unit
from tocsin.detection.emergence.terms import Terms, terms_of
from tocsin.periods import every, holding, ordinal

DOCUMENTS = pa.schema(
    [
        ("doc_id", pa.string()),
        ("published", pa.date32()),
        ("text", pa.string()),
        ("source_group", pa.string()),  # null where sources are not known
        ("area_code", pa.string()),  # null where the document names no place
    ]
)

NOWHERE = -1


@dataclass(frozen=True)
class Corpus:
    """D documents over T periods, oldest first.

    period_of   D; place of each document's period, rising
    starts      T + 1; where each period's documents begin
    group_of    D; number of the source group, -1 where it is not known
    area_of     D; number of the area, -1 where there is none
    per_period  T; documents in each period
    per_area    areas × T; the same in each area
    """

    periods: tuple[str, ...]
    doc_ids: tuple[str, ...]
    texts: pa.Array
    period_of: NDArray[np.int64]
    starts: NDArray[np.int64]
    groups: tuple[str, ...]
    group_of: NDArray[np.int64]
    areas: tuple[str, ...]
    area_of: NDArray[np.int64]
    per_period: Floats
    per_area: Floats
    terms: Terms

    def text(self, document: int) -> str:
        return str(self.texts[document].as_py())

    def between(self, documents: NDArray[np.int32], first: int, end: int) -> NDArray[np.int32]:
        """Those of the documents, given in rising order, that are dated from period `first` up to before `end`."""
        low, high = np.searchsorted(documents, [self.starts[first], self.starts[end]])
        return documents[low:high]

    def by_period(self, documents: NDArray[np.int32]) -> Floats:
        """How many of the documents there are in each period."""
        return np.bincount(self.period_of[documents], minlength=len(self.periods)).astype(np.float64)


def corpus_of(documents: pa.Table, unit: Unit, on_progress: Callable[[int], None] = lambda done: None) -> Corpus:
    """The documents (schema DOCUMENTS, at least one row) by date and then as given, with their terms."""
    order = pc.sort_indices(documents.column("published"))
    table = documents.take(order)
    days: list[date] = table.column("published").to_pylist()
    names = {day: holding(day, unit) for day in set(days)}
    periods = every(names[days[0]], names[days[-1]])
    place = {day: ordinal(name) - ordinal(periods[0]) for day, name in names.items()}
    period_of = np.array([place[day] for day in days])
    groups, group_of = _numbered(table.column("source_group").to_pylist())
    areas, area_of = _numbered(table.column("area_code").to_pylist())
    per_period = np.bincount(period_of, minlength=len(periods))
    placed = area_of != NOWHERE
    cells = area_of[placed] * len(periods) + period_of[placed]
    per_area = np.bincount(cells, minlength=len(areas) * len(periods)).reshape(len(areas), len(periods))
    texts = table.column("text").cast(pa.large_string()).combine_chunks()
    return Corpus(
        periods,
        tuple(table.column("doc_id").to_pylist()),
        texts,
        period_of,
        np.append(0, np.cumsum(per_period)),
        groups,
        group_of,
        areas,
        area_of,
        per_period.astype(np.float64),
        per_area.astype(np.float64),
        terms_of((str(text) for text in texts), on_progress),
    )


def cells_of(corpus: Corpus) -> sparse.csr_array:
    """Documents that hold each term, terms × periods."""
    terms = corpus.terms
    rows = np.repeat(np.arange(len(terms.keys)), np.diff(terms.starts))
    columns = corpus.period_of[terms.holders]
    ones = np.ones(len(rows), dtype=np.int32)
    return sparse.coo_array((ones, (rows, columns)), shape=(len(terms.keys), len(corpus.periods))).tocsr()


@dataclass(frozen=True)
class AreaCells:
    """P pairs of a term and an area: how many documents of each period of the area hold the term."""

    term_of: NDArray[np.int64]
    area_of: NDArray[np.int64]
    cells: sparse.csr_array


def area_cells_of(corpus: Corpus, at_least: int) -> AreaCells:
    """Every pair with that many documents in all: one with fewer is never tested."""
    terms = corpus.terms
    often = np.diff(terms.starts) >= at_least
    rows = np.repeat(np.arange(len(terms.keys)), np.diff(terms.starts))
    areas = corpus.area_of[terms.holders]
    kept = often[rows] & (areas != NOWHERE)
    pairs = rows[kept] * max(len(corpus.areas), 1) + areas[kept]
    columns = corpus.period_of[terms.holders[kept]]
    different, pair_of, totals = np.unique(pairs, return_inverse=True, return_counts=True)
    ones = np.ones(len(pairs), dtype=np.int32)
    cells = sparse.coo_array((ones, (pair_of, columns)), shape=(len(different), len(corpus.periods))).tocsr()
    enough = np.flatnonzero(totals >= at_least)
    term_of, area_of = np.divmod(different[enough], max(len(corpus.areas), 1))
    return AreaCells(term_of, area_of, cells[enough])


def _numbered(names: Sequence[str | None]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    known = {name: number for number, name in enumerate(dict.fromkeys(name for name in names if name))}
    return tuple(known), np.array([known[name] if name else NOWHERE for name in names], dtype=np.int64)
