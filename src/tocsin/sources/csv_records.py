"""Cutting a CSV file into records by bytes, so that one bad record costs that record and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MAX_RECORD_BYTES = 4 * 1024 * 1024
EXCERPT_BYTES = 300


@dataclass(frozen=True)
class Record:
    """One record's bytes with its place in the file; `too_long` when only its beginning was kept."""

    start: int
    end: int
    content: bytes
    too_long: bool = False


def records(path: Path, start: int = 0, end: int | None = None) -> Iterator[Record]:
    """Each record from byte `start` up to byte `end`, quoted line breaks kept inside their record.

    A record ends at a line break outside double quotes (RFC 4180). One longer than MAX_RECORD_BYTES is
    yielded as `too_long`: a single endless line is skipped whole; a quote never closed costs only its own
    line, and reading goes on with the next.
    """
    with path.open("rb") as file:
        file.seek(start)
        position = start
        while end is None or position < end:
            record = _next_record(file, position)
            if record is None:
                return
            position = record.end
            if record.content.strip(b"\r\n"):
                yield record


def _next_record(file: BinaryIO, position: int) -> Record | None:
    first = file.readline(MAX_RECORD_BYTES)
    if first == b"":
        return None
    if len(first) == MAX_RECORD_BYTES and not first.endswith(b"\n"):
        end = _skip_line(file)
        return Record(position, end, first[:EXCERPT_BYTES], too_long=True)
    lines = [first]
    size = len(first)
    open_quote = first.count(b'"') % 2 == 1
    while open_quote:
        line = file.readline(MAX_RECORD_BYTES)
        size += len(line)
        if line == b"" or size > MAX_RECORD_BYTES:
            after_first = position + len(first)
            file.seek(after_first)
            return Record(position, after_first, first[:EXCERPT_BYTES], too_long=True)
        lines.append(line)
        open_quote ^= line.count(b'"') % 2 == 1
    return Record(position, position + size, b"".join(lines))


def _skip_line(file: BinaryIO) -> int:
    while (piece := file.readline(MAX_RECORD_BYTES)) != b"" and not piece.endswith(b"\n"):
        pass
    return file.tell()
