"""A user's own file of driver series (CSV). What cannot be used is set aside, and the rest goes on."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tocsin.errors import DriversUnreadable
from tocsin.forecasting.series import Driver
from tocsin.periods import Unit, ordinal, unit_of

KINDS = ("political", "economic", "social", "technological", "environmental", "legal")
# PESTEL has two E's; alone, it says no more than that.
BY_LETTER = {"p": KINDS[0], "s": KINDS[2], "t": KINDS[3], "l": KINDS[5], "e": f"{KINDS[1]} or {KINDS[4]}"}
NOT_KNOWN = ("", "na", "nan")
SHAPES = "Begin it with `driver,period,value[,kind]`, or with `driver[,kind]` and the periods (a row a driver)."
AS_NUMBER = (
    "Write a number with a point before the decimals and no separators, as in 8421.5; leave it empty if unknown."
)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
MOST_TOLD = 10_000


@dataclass(frozen=True)
class SetAside:
    """A line, or part of one, that was not used: which (the header is line 1), why, and what to do."""

    line: int
    problem: str
    remedy: str


@dataclass(frozen=True)
class DriverFile:
    """The drivers in order of first appearance, and what could not be used, told up to 10,000 of."""

    drivers: tuple[Driver, ...]
    set_aside: tuple[SetAside, ...]


@dataclass
class _Gathered:
    """What was read so far."""

    unit: Unit
    values: dict[str, dict[str, float]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)

    def aside(self, line: int, problem: str, remedy: str) -> None:
        if len(self.set_aside) < MOST_TOLD:
            self.set_aside.append(SetAside(line, problem, remedy))

    def take(self, line: int, driver: str, period: str, value: str) -> None:
        if reason := _period_problem(period, self.unit):
            self.aside(line, reason, f"Give every driver by {self.unit}, as the counts are.")
        elif value.lower() not in NOT_KNOWN and not _is_number(value):
            self.aside(line, f"the value {value[:40]!r} is not a number", AS_NUMBER)
        elif period in self.values.setdefault(driver, {}):
            self.aside(line, f"{driver[:80]!r} has a value for {period} already", "Keep one of the two.")
        elif value.lower() not in NOT_KNOWN:
            self.values[driver][period] = float(value)

    def take_kind(self, line: int, driver: str, written: str) -> None:
        kind = _kind_of(written)
        if kind is None:
            self.aside(
                line,
                f"the kind {written[:40]!r} is none of PESTEL's; the values were used without it",
                f"Write {', '.join(KINDS)}, or leave it empty.",
            )
        elif kind:
            self.kinds.setdefault(driver, kind)


def read_drivers(path: Path, unit: Unit) -> DriverFile:
    """The drivers that a CSV file holds, whichever of the two shapes it has.

    long  header `driver,period,value` or `driver,period,value,kind`, a row a driver in one period
    wide  header `driver,<period>,…` or `driver,kind,<period>,…`, a row a driver
    unit  what the periods must be, since drivers are set beside counts period by period

    Raises DriversUnreadable if the file cannot be opened, has another header, or holds no value that can be used.
    """
    lines = _lines(path)
    header = [cell.lower() for cell in _fields(lines[0]) or []] if lines else []
    gathered = _Gathered(unit)
    if header[:3] == ["driver", "period", "value"] and header[3:] in ([], ["kind"]):
        _read_long(lines, len(header), gathered)
    elif header[:1] == ["driver"] and any(_period_problem(cell.upper(), unit) is None for cell in header[1:]):
        _read_wide(lines, [cell.upper() for cell in header], gathered)
    else:
        raise DriversUnreadable(f"{path}: the header does not name periods by {unit}. {SHAPES}")
    drivers = tuple(
        Driver(name, gathered.kinds.get(name, ""), tuple(values), np.array(list(values.values())))
        for name, values in gathered.values.items()
        if values
    )
    if not drivers:
        first = f" Line {gathered.set_aside[0].line}: {gathered.set_aside[0].problem}." if gathered.set_aside else ""
        raise DriversUnreadable(f"{path} holds no value that can be used.{first} {SHAPES}")
    return DriverFile(drivers, tuple(gathered.set_aside))


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        raise DriversUnreadable(f"{path} cannot be opened: {error.strerror}. Check the path.") from error


def _read_long(lines: Sequence[bytes], width: int, gathered: _Gathered) -> None:
    for number, line in enumerate(lines[1:], start=2):
        if (cells := _row(number, line, width, gathered)) is not None:
            gathered.take(number, cells[0], _tidy(cells[1]), cells[2])
            if width > 3:
                gathered.take_kind(number, cells[0], cells[3])


def _read_wide(lines: Sequence[bytes], header: Sequence[str], gathered: _Gathered) -> None:
    start = 2 if header[1] == "KIND" else 1
    for number, line in enumerate(lines[1:], start=2):
        if (cells := _row(number, line, len(header), gathered)) is None:
            continue
        if start == 2:
            gathered.take_kind(number, cells[0], cells[1])
        for period, value in zip(header[start:], cells[start:], strict=True):
            gathered.take(number, cells[0], _tidy(period), value)


def _row(number: int, line: bytes, width: int, gathered: _Gathered) -> list[str] | None:
    """The line's cells; None, and told, if it cannot be used. A blank line is passed over."""
    if not line.strip():
        return None
    cells = _fields(line)
    if cells is None:
        gathered.aside(number, "the line is not UTF-8, or a quotation mark is not closed", "Save it as CSV UTF-8.")
    elif len(cells) != width:
        gathered.aside(number, f"{len(cells)} cells, where the header has {width}", "Write a cell for each column.")
    elif not cells[0]:
        gathered.aside(number, "no driver is named", "Name the driver in the first column.")
    else:
        return cells
    return None


def _fields(line: bytes) -> list[str] | None:
    try:
        return [cell.strip() for cell in next(csv.reader([line.decode()], strict=True), [])]
    except (UnicodeDecodeError, csv.Error):
        return None


def _tidy(period: str) -> str:
    return str(int(period)) if re.fullmatch(r"\d{1,9}", period, re.ASCII) else period.upper()


def _period_problem(period: str, unit: Unit) -> str | None:
    try:
        its = unit_of(period)
        ordinal(period)
    except ValueError:
        return f"{period[:40]!r} is no period"
    return None if its == unit else f"{period[:40]!r} is a {its}, and the counts are by {unit}"


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None and math.isfinite(float(value))


def _kind_of(written: str) -> str | None:
    """The kind in full, empty if none is given, None if it is not one."""
    kind = written.lower()
    if kind == "" or kind in KINDS:
        return kind
    return BY_LETTER.get(kind)
