"""A user's own file of counts (CSV) into series by period. What cannot be used is set aside, and the rest goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import CountsUnreadable
from tocsin.periods import A_YEAR, at_ordinal, ordinal, unit_of
from tocsin.reading.count_cells import Trouble, Troubles, fields_of
from tocsin.reading.long_counts import PERIODS_ARE, LongRows, is_period
from tocsin.reading.setting_aside import Unusable
from tocsin.reading.wide_counts import WideRows

Floats = NDArray[np.float64]

LONG = ["series", "period", "count"]
BLOCK_BYTES = 4 * 1024 * 1024
LONGEST_HEADER_BYTES = 4 * 1024 * 1024
# A mistyped period (20170311 among 1, 2, 3) must not claim the machine's memory.
MOST_PERIODS = 20_000
MOST_CELLS = 250_000_000
SHAPES = "Begin it with `series,` and the periods (a row a series), or with `series,period,count[,denominator]`."


@dataclass(frozen=True)
class CountFile:
    """S series over T periods, oldest first, every period between the first and the last present.

    names            in order of first appearance
    counts           S × T; nan where the count is not known
    denominators     S × T, nan where there is none above nought; None if the file has no such column
    set_aside        what could not be used, in order of the file, told up to 10,000 of
    set_aside_total  how many there were
    """

    names: tuple[str, ...]
    periods: tuple[str, ...]
    counts: Floats
    denominators: Floats | None
    set_aside: list[Trouble]
    set_aside_total: int

    @property
    def a_year(self) -> int:
        """Periods in a year; plain numbers are taken as weeks."""
        return A_YEAR[unit_of(self.periods[0])]


class _Rows(Protocol):
    def take(self, lines: Sequence[bytes], first_line: int) -> None: ...


def read_counts(path: Path) -> CountFile:
    """The counts that a CSV file holds, whichever of the two shapes it has.

    wide  header `series,<period>,<period>,…`, a row a series
    long  header `series,period,count` or `series,period,count,denominator`, a row a series in one period
    Periods are ISO weeks, months, calendar quarters or plain numbers, in any order; UTF-8, with or without a byte
    order mark. An empty cell (or NA) is a count that is not known, never nought.

    Raises CountsUnreadable if the file cannot be opened, has another header, or holds no count that can be used.
    """
    troubles = Troubles()
    header = _header(path)
    if [cell.lower() for cell in header[:3]] == LONG and len(header) <= 4:
        if len(header) == 4 and header[3].lower() != "denominator":
            raise CountsUnreadable(f"{path}: the fourth column is {header[3][:40]!r}, not `denominator`. {SHAPES}")
        return _long(path, LongRows(len(header) == 4, troubles))
    if header[0].lower() == "series" and len(header) > 1:
        return _wide(path, header[1:], troubles)
    raise CountsUnreadable(f"{path}: the header begins with {','.join(header)[:60]!r}. {SHAPES}")


def _wide(path: Path, header: Sequence[str], troubles: Troubles) -> CountFile:
    written = _periods_of(header, troubles)
    known = [period for period in written if period is not None]
    if not known:
        raise CountsUnreadable(f"{path}: the header names no period. {PERIODS_ARE}")
    periods = _every(path, known)
    start = ordinal(periods[0])
    counts = np.full((_roomy(path, _lines_in(path), len(periods)), len(periods)), np.nan)
    rows = WideRows(written, np.array([ordinal(period) - start for period in known]), counts, troubles)
    _feed(path, rows)
    return _file(path, tuple(rows.line_of), periods, (rows.counts[: len(rows.line_of)], None), troubles)


def _long(path: Path, rows: LongRows) -> CountFile:
    _feed(path, rows)
    cells = rows.cells()
    written = list(rows.periods)
    used = np.unique(cells.periods)
    if len(used) == 0:
        return _file(path, (), (), (np.empty((0, 0)), None), rows.troubles)
    periods = _every(path, [written[each] for each in used])
    start = ordinal(periods[0])
    columns = np.zeros(len(written), dtype=np.int64)
    columns[used] = [ordinal(written[each]) - start for each in used]
    # A series all of whose lines were set aside is not there.
    named, row_of = np.unique(cells.series, return_inverse=True)
    names = list(rows.series)
    laid_out = []
    for values in (cells.counts, cells.denominators)[: 1 + rows.has_denominators]:
        array = np.full((_roomy(path, len(named), len(periods)), len(periods)), np.nan)
        array[row_of, columns[cells.periods]] = values
        laid_out.append(array)
    counts, denominators = laid_out if rows.has_denominators else (laid_out[0], None)
    return _file(path, tuple(names[each] for each in named), periods, (counts, denominators), rows.troubles)


def _file(
    path: Path,
    names: tuple[str, ...],
    periods: tuple[str, ...],
    arrays: tuple[Floats, Floats | None],
    troubles: Troubles,
) -> CountFile:
    if not names:
        first = f" Line {troubles.told[0].line}: {troubles.told[0].problem}." if troubles.told else ""
        raise CountsUnreadable(f"{path}: no series that can be used.{first} {SHAPES}")
    told = sorted(troubles.told, key=lambda trouble: trouble.line)
    return CountFile(names, periods, *arrays, told, troubles.total)


def _header(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            line = file.readline(LONGEST_HEADER_BYTES)
        return [cell.strip() for cell in fields_of(line.removeprefix(b"\xef\xbb\xbf"))] or [""]
    except OSError as error:
        raise CountsUnreadable(f"{path} cannot be opened: {error.strerror}. Check the path.") from error
    except Unusable as unusable:
        raise CountsUnreadable(f"{path}, line 1: {unusable.problem}. {unusable.remedy}") from unusable


def _periods_of(header: Sequence[str], troubles: Troubles) -> list[str | None]:
    """The header's periods of the commonest kind; None for a column that is set aside."""
    kinds = Counter(unit_of(cell) for cell in header if is_period(cell))
    seen: set[int] = set()
    written: list[str | None] = []
    for at, cell in enumerate(header, start=2):
        try:
            written.append(_period(cell, at, kinds.most_common(1)[0][0] if kinds else "", seen))
        except Unusable as unusable:
            troubles.add(1, unusable)
            written.append(None)
    return written


def _period(cell: str, column: int, kind: str, seen: set[int]) -> str:
    if not is_period(cell):
        raise Unusable(f"column {column} is headed {cell[:40]!r}, which is no period", PERIODS_ARE)
    if unit_of(cell) != kind:
        raise Unusable(f"column {column} is headed {cell}, not a {kind} as most columns", PERIODS_ARE)
    if ordinal(cell) in seen:
        raise Unusable(f"column {column} is headed {cell}, as an earlier one is", "Give each period one column.")
    seen.add(ordinal(cell))
    return cell


def _every(path: Path, periods: Sequence[str]) -> tuple[str, ...]:
    """Every period from the first to the last of those given, as the calendar writes them."""
    unit = unit_of(periods[0])
    numbers = [ordinal(period) for period in periods]
    first, last = min(numbers), max(numbers)
    if last - first >= MOST_PERIODS:
        raise CountsUnreadable(
            f"{path} runs from {at_ordinal(unit, first)} to {at_ordinal(unit, last)}, more than {MOST_PERIODS:,} "
            "periods. Check the first and the last of them; numbers must follow on from each other."
        )
    return tuple(at_ordinal(unit, number) for number in range(first, last + 1))


def _roomy(path: Path, series: int, periods: int) -> int:
    if series * periods > MOST_CELLS:
        raise CountsUnreadable(
            f"{path} holds {series:,} series over {periods:,} periods, more than {MOST_CELLS:,} counts. "
            "Cut it into several files of whole series."
        )
    return series


def _lines_in(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK_BYTES), b""))


def _feed(path: Path, rows: _Rows) -> None:
    """Every line after the header, a block at a time."""
    number = 2
    for lines in _blocks(path):
        rows.take(lines, number)
        number += len(lines)


def _blocks(path: Path) -> Iterator[list[bytes]]:
    with path.open("rb") as file:
        file.readline()
        while lines := file.readlines(BLOCK_BYTES):
            yield lines
