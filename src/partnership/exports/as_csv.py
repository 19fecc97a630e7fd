"""A CSV file: RFC 4180, every text in quotation marks, the marking in every row, since it has no other place."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from .rules import HELD_COLUMNS, About, Cell, Table, Told, as_told, neutral, printable


def as_csv(about: About, tables: Sequence[Table]) -> bytes:
    """One list. Where there are several tables, the first column names each row's, and the head holds all columns.

    Begins with a byte order mark: without it Excel reads UTF-8 in the machine's own code page and spoils names.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    columns = tuple(dict.fromkeys(column for table in tables for column in table.columns))
    is_mixed = len(tables) > 1
    writer.writerow((*(["table"] if is_mixed else []), *columns, *HELD_COLUMNS))
    for table in tables:
        for line in _lines(table, columns):
            writer.writerow([_field(cell) for cell in ((table.name, *line) if is_mixed else line)])
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8")


def _lines(table: Table, columns: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
    for line in table.lines:
        told = dict(zip(table.head, line, strict=True))
        yield tuple(told.get(column) for column in (*columns, *HELD_COLUMNS))


def _field(cell: Cell) -> Told:
    """A number stays one, without quotation marks: it may begin with a minus, and can say nothing but its value,
    because it was written here from a number and never from anybody's text."""
    told = as_told(cell)
    return neutral(printable(told)) if isinstance(told, str) else told
