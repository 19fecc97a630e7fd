"""The rows of a long file of counts: a series in one period a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tocsin.periods import at_ordinal, ordinal, unit_of
from tocsin.reading.count_cells import LARGEST_COUNT, Troubles, count_in, denominator_in, fields_of, table_of
from tocsin.reading.setting_aside import Unusable

Floats = NDArray[np.float64]
Whole = NDArray[np.signedinteger[Any]]

CAREFUL_LINES = 64
PERIODS_ARE = "Write weeks as 2017-W11, months as 2018-07, quarters as 2017-Q4, or plain numbers; one kind a file."


@dataclass(frozen=True)
class Cells:
    """Counts with the number of their series, that of their period as written, and their line; n of each."""

    series: Whole
    periods: Whole
    counts: Floats
    denominators: Floats
    lines: Whole


@dataclass
class LongRows:
    """Rows kept as they come, series and periods numbered in order of first appearance."""

    has_denominators: bool
    troubles: Troubles
    series: dict[str, int] = field(default_factory=dict)
    periods: dict[str, int] = field(default_factory=dict)
    _blocks: list[Cells] = field(default_factory=list)

    def take(self, lines: Sequence[bytes], first_line: int) -> None:
        """Keeps the lines, the first of which is line `first_line` of the file."""
        kinds = [pa.string(), pa.string(), pa.int64(), *([pa.float64()] if self.has_denominators else [])]
        table = table_of(lines, kinds)
        if table is not None and self._take_table(table, first_line):
            return
        if len(lines) > CAREFUL_LINES:
            half = len(lines) // 2
            self.take(lines[:half], first_line)
            self.take(lines[half:], first_line + half)
            return
        rows = []
        for at, line in enumerate(lines):
            if line.strip():
                try:
                    rows.append((*self._read(line), first_line + at))
                except Unusable as unusable:
                    self.troubles.add(first_line + at, unusable)
        if rows:
            series, periods, counts, denominators, numbers = zip(*rows, strict=True)
            self._keep(np.array(series), np.array(periods), np.array(counts), np.array(denominators), np.array(numbers))

    def cells(self) -> Cells:
        """Every row kept, those of a second kind of period or given twice set aside; in order of the file."""
        if not self._blocks:
            nothing, none = np.empty(0), np.empty(0, dtype=np.int64)
            return Cells(none, none, nothing, nothing, none)
        names = ("series", "periods", "counts", "denominators", "lines")
        whole = Cells(*(np.concatenate([getattr(block, name) for block in self._blocks]) for name in names))
        self._blocks.clear()
        return self._once(self._of_one_kind(whole))

    def _take_table(self, table: pa.Table, first_line: int) -> bool:
        counts = table.column(2).to_numpy().astype(np.float64)
        denominators = table.column(3).to_numpy().astype(np.float64) if self.has_denominators else np.ones(len(counts))
        names, periods = (table.column(each).combine_chunks().dictionary_encode() for each in (0, 1))
        new_names = [name.strip() for name in names.dictionary.to_pylist()]
        new_periods = [period.strip() for period in periods.dictionary.to_pylist()]
        no_count = (counts < 0).any() or (counts > LARGEST_COUNT).any()
        if no_count or (denominators < 0).any() or np.isinf(denominators).any():
            return False
        if "" in new_names or not all(map(is_period, new_periods)):
            return False
        self._keep(
            np.array([self.series.setdefault(name, len(self.series)) for name in new_names])[names.indices.to_numpy()],
            np.array([self._number(period) for period in new_periods])[periods.indices.to_numpy()],
            counts,
            np.where(denominators > 0, denominators, np.nan),
            np.arange(first_line, first_line + len(counts)),
        )
        return True

    def _read(self, line: bytes) -> tuple[int, int, float, float]:
        cells = fields_of(line)
        expected = 4 if self.has_denominators else 3
        if len(cells) != expected:
            raise Unusable(
                f"the line has {len(cells)} fields, the header {expected}",
                "Give every line what the header names; put names that hold a comma in quotation marks.",
            )
        name, period = cells[0].strip(), cells[1].strip()
        if name == "":
            raise Unusable("the series has no name", "Name the series in the first field.")
        if not is_period(period):
            raise Unusable(f"{period[:40]!r} is no period", PERIODS_ARE)
        count = count_in(cells[2])
        denominator = denominator_in(cells[3]) if self.has_denominators else 1.0
        series = self.series.setdefault(name, len(self.series))
        return series, self._number(period), count, denominator

    def _number(self, period: str) -> int:
        """The number of the period, 007 and 7 being one."""
        return self.periods.setdefault(at_ordinal(unit_of(period), ordinal(period)), len(self.periods))

    def _keep(self, series: Whole, periods: Whole, counts: Floats, denominators: Floats, lines: Whole) -> None:
        self._blocks.append(
            Cells(series.astype(np.int32), periods.astype(np.int32), counts, denominators, lines.astype(np.int32))
        )

    def _of_one_kind(self, cells: Cells) -> Cells:
        """The cells whose period is of the commonest kind, the first met where two are as common."""
        kind_of = [unit_of(period) for period in self.periods]
        rows_of = np.bincount(cells.periods, minlength=len(kind_of))
        kinds: Counter[str] = Counter()
        for kind, rows in zip(kind_of, rows_of, strict=True):
            kinds[kind] += int(rows)
        commonest = kinds.most_common(1)[0][0]
        fits = np.array([kind == commonest for kind in kind_of])[cells.periods]
        written = list(self.periods)
        for at in np.flatnonzero(~fits):
            problem = f"{written[cells.periods[at]]} is not a {commonest}, as most periods here"
            self.troubles.add(int(cells.lines[at]), Unusable(problem, PERIODS_ARE))
        return cells if fits.all() else _only(cells, fits)

    def _once(self, cells: Cells) -> Cells:
        """The cells without those that give a series a second count for a period."""
        where = cells.series.astype(np.int64) * len(self.periods) + cells.periods
        order = np.argsort(where, kind="stable")
        again = np.zeros(len(where), dtype=bool)
        again[order[1:]] = where[order[1:]] == where[order[:-1]]
        if not again.any():
            return cells
        names, written = list(self.series), list(self.periods)
        for at in np.flatnonzero(again):
            name, period = names[cells.series[at]], written[cells.periods[at]]
            problem = f"{name[:80]!r} already has a count for {period} in an earlier line"
            self.troubles.add(int(cells.lines[at]), Unusable(problem, "Give each series one count a period."))
        return _only(cells, ~again)


def is_period(written: str) -> bool:
    """Whether that is a week, a month, a quarter or a plain number."""
    try:
        unit_of(written)
    except ValueError:
        return False
    return len(written) <= 9


def _only(cells: Cells, kept: NDArray[np.bool_]) -> Cells:
    return Cells(*(getattr(cells, name)[kept] for name in Cells.__dataclass_fields__))
