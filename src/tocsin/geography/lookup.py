"""Look-up tables for counting: which district and force a small area lies in, and how many people live there."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import SourceUnreadable


@dataclass(frozen=True)
class Lookup:
    """Small-area code → district code, and small-area code → police force name as the file writes it.

    A small area whose district or force is blank in the file is missing from that mapping.
    """

    districts: Mapping[str, str]
    forces: Mapping[str, str]


def load_lookup(path: Path, *, small_area_column: str, area_column: str, force_column: str) -> Lookup:
    """The look-up in a CSV file with a header.

    Raises SourceUnreadable if the file cannot be read, lacks a column, or places one small area twice differently.
    """
    wanted = [small_area_column, area_column, force_column]
    districts: dict[str, str] = {}
    forces: dict[str, str] = {}
    for line, (small, district, force) in _rows(path, wanted):
        if not small:
            raise SourceUnreadable(
                f"{path}, line {line}: {small_area_column!r} is blank. Fill it in or delete the row."
            )
        if districts.get(small, district) != district:
            raise SourceUnreadable(
                f"{path}, line {line}: {small} is in {districts[small]} above and in {district} here. Keep one row."
            )
        if district:
            districts[small] = district
        if force:
            forces[small] = force
    return Lookup(districts, forces)


def load_population(path: Path, *, small_area_column: str, persons_column: str) -> Mapping[str, int]:
    """Persons by small-area code. Where the header repeats the column, the first is read (the total).

    Numbers may have thousands commas. Raises SourceUnreadable for a missing column or a figure that is no number.
    """
    persons: dict[str, int] = {}
    for line, (small, written) in _rows(path, [small_area_column, persons_column]):
        if not small:
            continue  # totals and footnotes carry no code
        number = written.replace(",", "")
        if not number.isdecimal():
            raise SourceUnreadable(
                f"{path}, line {line}: {persons_column!r} is {written!r}, not a whole number of persons. Correct it."
            )
        persons[small] = int(number)
    return persons


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line number and the wanted cells, stripped, of every row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = [cell.strip() for cell in next(reader, [])]
            at = [_position(path, header, column) for column in columns]
            for row in reader:
                if len(row) <= max(at):
                    raise SourceUnreadable(
                        f"{path}, line {reader.line_num}: {len(row)} cells, but the header has {len(header)}. "
                        "Complete or delete the row."
                    )
                yield reader.line_num, tuple(row[index].strip() for index in at)
    except OSError as error:
        raise SourceUnreadable(
            f"{path}: cannot be opened ({error.strerror}). Correct the path in the watch."
        ) from error
    except UnicodeDecodeError as error:
        raise SourceUnreadable(f"{path}: not valid UTF-8 ({error.reason}). Save the file as UTF-8.") from error
    except csv.Error as error:
        raise SourceUnreadable(f"{path}: not readable as CSV ({error}). Export it again as CSV.") from error


def _position(path: Path, header: list[str], column: str) -> int:
    if not header:
        raise SourceUnreadable(f"{path}: the file is empty. Fetch it again.")
    if column not in header:
        raise SourceUnreadable(
            f"{path}, line 1: no column {column!r}; the header has {', '.join(filter(None, header))}. "
            "Correct the header or the column's name in the watch."
        )
    return header.index(column)
