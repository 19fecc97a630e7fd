"""The files that an import hands out: the template, and the rows that have to be corrected."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

from partnership.exports.rules import neutral, printable
from partnership.people.rules import Marking

from .checking import Checked
from .rules import Row, Sheet
from .spec import Spec


def template_of(spec: Spec) -> bytes:
    """The columns' names, and one example."""
    columns = spec.all_columns
    return _csv([[column.name for column in columns], [column.example for column in columns]])


def rows_to_correct(sheet: Sheet, faulty: Iterable[Checked]) -> str:
    """Those rows as they were, with what is wrong in a last column: to correct, and to import again."""
    head = [name for name in sheet.head if name and name != "error"]
    rows = ([*(one.row.cells.get(name, "") for name in head), f"Line {one.line}. {one.error}"] for one in faulty)
    return _csv([[*head, "error"], *rows]).decode("utf-8-sig")


def highest_stated(rows: Iterable[Row]) -> Marking:
    """The marking of a file with those rows. What states none, or one that it may not, counts as the highest."""
    plain = all(row.cells.get("marking", "").replace(" ", "").upper() == Marking.OFFICIAL for row in rows)
    return Marking.OFFICIAL if plain else Marking.OFFICIAL_SENSITIVE


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([neutral(printable(cell)) for cell in line] for line in lines)
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8")
