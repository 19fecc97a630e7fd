"""The rows of a wide file of counts: a series a row, a period a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tocsin.reading.count_cells import LARGEST_COUNT, Troubles, count_in, fields_of, table_of
from tocsin.reading.setting_aside import Unusable

Floats = NDArray[np.float64]

# Lines that the careful path takes at once; a larger block is halved until the fast path takes what is clean.
CAREFUL_LINES = 64


@dataclass
class WideRows:
    """Rows laid out as they come.

    header    the periods as the header writes them; None where the column was set aside
    columns   which column of `counts` each goes to
    counts    as many rows as the file has lines at most × periods, filled with nan
    line_of   the line that gave each series, in order
    """

    header: Sequence[str | None]
    columns: NDArray[np.int64]
    counts: Floats
    troubles: Troubles
    line_of: dict[str, int] = field(default_factory=dict)

    def take(self, lines: Sequence[bytes], first_line: int) -> None:
        """Lays out the lines, the first of which is line `first_line` of the file."""
        kinds = [pa.string(), *(pa.string() if period is None else pa.int64() for period in self.header)]
        table = table_of(lines, kinds)
        if table is not None and self._take_table(table, first_line):
            return
        if len(lines) > CAREFUL_LINES:
            half = len(lines) // 2
            self.take(lines[:half], first_line)
            self.take(lines[half:], first_line + half)
            return
        for at, line in enumerate(lines):
            if line.strip():
                self._take_line(line, first_line + at)

    def _take_table(self, table: pa.Table, first_line: int) -> bool:
        names = [name.strip() for name in table.column(0).to_pylist()]
        if len(set(names)) < len(names) or "" in names or any(name in self.line_of for name in names):
            return False
        block = np.empty((table.num_rows, len(self.columns)))
        for to, column in enumerate(self._read_columns()):
            block[:, to] = table.column(int(column) + 1).to_numpy()
        if (block < 0).any() or (block > LARGEST_COUNT).any():
            return False
        start = len(self.line_of)
        self.counts[start : start + len(names), self.columns] = block
        self.line_of.update(zip(names, range(first_line, first_line + len(names)), strict=True))
        return True

    def _take_line(self, line: bytes, number: int) -> None:
        try:
            name, cells = self._cut(line)
        except Unusable as unusable:
            self.troubles.add(number, unusable)
            return
        row = np.full(len(self.columns), np.nan)
        for to, column in enumerate(self._read_columns()):
            try:
                row[to] = count_in(cells[column])
            except Unusable as unusable:
                problem = f"{self.header[column]} of {name[:80]!r}: {unusable.problem}"
                self.troubles.add(number, Unusable(problem, unusable.remedy))
        self.counts[len(self.line_of), self.columns] = row
        self.line_of[name] = number

    def _cut(self, line: bytes) -> tuple[str, list[str]]:
        name, *cells = fields_of(line)
        name = name.strip()
        if len(cells) != len(self.header):
            raise Unusable(
                f"the line has {len(cells) + 1} fields, the header {len(self.header) + 1}",
                "Give every series one cell a period; put names that hold a comma in quotation marks.",
            )
        if name == "":
            raise Unusable("the series has no name", "Name every series in the first column.")
        if name in self.line_of:
            raise Unusable(
                f"the series {name[:80]!r} was already given in line {self.line_of[name]}",
                "Give each series once; add the counts up, or give each its own name.",
            )
        return name, cells

    def _read_columns(self) -> Iterator[int]:
        return (at for at, period in enumerate(self.header) if period is not None)
