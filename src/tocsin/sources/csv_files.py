"""CSV files as a source: planned into slices of records, each slice read on its own."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tocsin.errors import SourceUnreadable
from tocsin.records import RAW
from tocsin.sources.csv_records import EXCERPT_BYTES, MAX_RECORD_BYTES, Record, records

csv.field_size_limit(MAX_RECORD_BYTES)


@dataclass(frozen=True)
class CsvSlice:
    """A run of whole records in one file: bytes [start, end), the first being record number `first_row`.

    sha256       of the header and the slice's own bytes: the same while only other parts of the file change
    file_sha256  of the whole file, for citing it
    """

    file: str
    file_sha256: str
    sha256: str
    start: int
    end: int
    first_row: int


def plan_csv(path: Path, *, encoding: str, wanted: Sequence[str], records_per_slice: int) -> list[CsvSlice]:
    """Slices that together hold every record of the file once.

    Raises SourceUnreadable if the file is missing, empty, or its header lacks a wanted column.
    """
    header, header_end = _read_header(path, encoding, wanted)
    whole = _sha256_of(path)
    about_header = hashlib.sha256(repr(header).encode())
    slices: list[CsvSlice] = []
    first_row, start, count, end, content = 1, header_end, 0, header_end, about_header.copy()

    def finish() -> None:
        slices.append(CsvSlice(str(path), whole, content.hexdigest(), start, end, first_row))

    for record in records(path, header_end):
        content.update(record.content)
        count, end = count + 1, record.end
        if count == records_per_slice:
            finish()
            first_row, start, count, content = first_row + count, end, 0, about_header.copy()
    if count:
        finish()
    if not slices:
        raise SourceUnreadable(f"{path}: no records after the header. Load a file with rows, or remove it.")
    return slices


def read_csv_slice(*, source: str, piece: CsvSlice, encoding: str, wanted: Sequence[str]) -> pa.Table:
    """The slice's records with the wanted columns only (schema RAW); a bad record carries its problem."""
    path = Path(piece.file)
    header, _ = _read_header(path, encoding, wanted)
    rows = [
        {"source": source, "file": path.name, "row": row, **_parse(record, header, encoding, wanted)}
        for row, record in _numbered(path, piece)
    ]
    return pa.Table.from_pylist(rows, schema=RAW)


def _numbered(path: Path, piece: CsvSlice) -> Iterator[tuple[int, Record]]:
    return enumerate(records(path, piece.start, piece.end), start=piece.first_row)


def _parse(record: Record, header: list[str], encoding: str, wanted: Sequence[str]) -> dict[str, object]:
    if record.too_long:
        return _set_aside(
            record,
            f"the record is longer than {MAX_RECORD_BYTES // 2**20} MiB, or a quote in it is never closed",
            "Check the quotes in this row, or split the text, and load the row again.",
        )
    try:
        text = record.content.decode(encoding)
    except UnicodeDecodeError as error:
        return _set_aside(
            record,
            f"byte {error.start + 1} of the record is not valid {encoding}",
            'Save the file as UTF-8, or set the source\'s encoding (for instance encoding = "windows-1252").',
        )
    try:
        values = next(csv.reader([text.rstrip("\r\n")], strict=True))
    except csv.Error as error:
        return _set_aside(record, f"the row is not CSV: {error}", "Check the quotes in this row.")
    if len(values) != len(header):
        return _set_aside(
            record,
            f"the row has {len(values)} fields where the header has {len(header)}",
            "Look for a missing or stray comma or quote in this row.",
        )
    named = dict(zip(header, values, strict=True))
    return {"fields": [(column, named[column]) for column in wanted], "problem": None, "remedy": None}


def _set_aside(record: Record, problem: str, remedy: str) -> dict[str, object]:
    excerpt = record.content[:EXCERPT_BYTES].decode("utf-8", errors="replace")
    return {"fields": [], "excerpt": excerpt, "problem": problem, "remedy": remedy}


def _read_header(path: Path, encoding: str, wanted: Sequence[str]) -> tuple[list[str], int]:
    try:
        first = next(records(path), None)
    except OSError as error:
        raise SourceUnreadable(
            f"{path}: cannot be opened ({error.strerror}). Check the path in the watch, or run `tocsin sample`."
        ) from error
    if first is None:
        raise SourceUnreadable(f"{path}: the file is empty. Load a CSV file with a header row and records.")
    if first.too_long:
        raise SourceUnreadable(
            f"{path}, row 1 (the header): longer than {MAX_RECORD_BYTES // 2**20} MiB or with a quote never closed. "
            "Is this a CSV file with a header row?"
        )
    try:
        header = next(csv.reader([first.content.decode(encoding).lstrip("\ufeff").rstrip("\r\n")]))
    except (UnicodeDecodeError, LookupError) as error:
        raise SourceUnreadable(
            f"{path}, row 1 (the header): not valid {encoding} ({error}). Set the source's encoding in the watch."
        ) from error
    missing = [column for column in wanted if column not in header]
    if missing:
        raise SourceUnreadable(
            f"{path}, row 1 (the header): lacks the column {', '.join(map(repr, missing))}; "
            f"it has {', '.join(map(repr, header))}. Correct the column's name in the watch, or the file."
        )
    return header, first.end


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
