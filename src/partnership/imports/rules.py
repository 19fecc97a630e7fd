"""Reading a CSV file that somebody made by hand: letters, columns, lines, and how each is held. No clock here."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from partnership.exports.rules import could_be_formula
from partnership.people.rules import AboveOfficial, Marking, read_marking
from partnership.records.rules import UNSTATED, Handling, Release

LARGEST = 1_000_000  # bytes
MOST_ROWS = 5_000
LONGEST_CONDITIONS = 2_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
HELD = ("marking", "handling", "conditions")
OURS = ("agency", "error", "table")  # columns that exports and corrections bring along, and that are not taken in
YES = frozenset({"true", "yes", "1"})
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SAY_COLUMNS = "The first line must name the columns"


class Unreadable(ValueError):
    """A file that cannot be read at all; the message says why and what to do, in words for the screen."""


@dataclass(frozen=True)
class Text:
    """A file's letters, and in words how they were written, where that is not plain."""

    text: str
    was: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the file: where it begins, and its cells by the name of their column, as they were typed."""

    line: int
    cells: Mapping[str, str]
    extra: int = 0  # cells beyond the last column


@dataclass(frozen=True)
class Sheet:
    """What a file holds. aside: rows of other tables, as an export of several has them."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str = ","
    aside: int = 0

    def lacks(self, names: Collection[str]) -> list[str]:
        return [name for name in names if name not in self.head]


def read_letters(data: bytes) -> Text:
    """The file's text. UTF-8, with or without a mark before it; or what Excel writes where it is not told otherwise."""
    if len(data) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 1_000_000} MB. Split it, and import the parts")
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable("This is an Excel workbook. In Excel, save it as “CSV UTF-8”, and choose that file")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("This file is in UTF-16. Save it as “CSV UTF-8”, and choose that file")
    try:
        return Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    try:
        was = "Windows-1252, as Excel writes it. Look whether £, accents and quotation marks are right below"
        return Text(data.decode("cp1252"), was)
    except UnicodeDecodeError:
        raise Unreadable("This is no text that can be read. Save it as “CSV UTF-8”, and choose that file") from None


def read_sheet(text: str, columns: Collection[str], *, needed: Collection[str], table: str = "") -> Sheet:
    """The rows under the columns that the first line names. Raises Unreadable, in words for the screen.

    table  of a file with several tables, the one whose rows are read; the others are counted
    """
    clean = HIDDEN.sub("", text)
    separator = max(SEPARATORS, key=lambda one: len({*columns, *HELD} & {*_names(clean, one)}))
    lines = _lines(clean, separator)
    _, first = next(lines, (1, []))
    head = tuple(map(plain_name, first))
    _check_head(head, needed)
    rows, aside = [], 0
    for line, fields in lines:
        cells = {name: as_typed(field).strip() for name, field in zip(head, fields, strict=False) if name}
        if not any(cells.values()):
            continue
        if table and cells.get("table", table) != table:
            aside += 1
            continue
        rows.append(Row(line, cells, extra=sum(bool(field.strip()) for field in fields[len(head) :])))
    if not rows:
        raise Unreadable("There is no line below the columns’ names")
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"The file has {len(rows):,} lines; {MOST_ROWS:,} can be imported at once. Split it")
    return Sheet(head, tuple(rows), separator, aside)


def read_release(cells: Mapping[str, str]) -> Release:
    """How the row is to be held: as it says, and as closely as can be where it does not say.

    A row without a marking is held as closely as can be, whatever else it says, and keeps its conditions.
    Raises AboveOfficial for a marking that may not be held here, and ValueError, in words, for what makes no sense.

    >>> read_release({"marking": "Official", "handling": "p"}).handling.value
    'P'
    """
    conditions = cells.get("conditions", "").replace("\r\n", "\n").strip()
    if len(conditions) > LONGEST_CONDITIONS:
        raise ValueError(f"The conditions are longer than {LONGEST_CONDITIONS:,} characters. Shorten them")
    said, code = cells.get("marking", "").strip(), _handling(cells.get("handling", ""))
    if not said:
        return Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, conditions or UNSTATED)
    release = Release(read_marking(said), code or Handling.CONDITIONAL, conditions)
    if release.handling is Handling.CONDITIONAL and not conditions:
        return Release(release.marking, Handling.CONDITIONAL, UNSTATED)
    if refusal := release.refusal:
        raise ValueError(refusal)
    return release


def is_above_official(cells: Mapping[str, str]) -> bool:
    """True if the row may not be here at all: then not even its words are shown again."""
    said = cells.get("marking", "").strip()
    if not said:
        return False
    try:
        read_marking(said)
    except AboveOfficial:
        return True
    return False


def plain_name(field: str) -> str:
    """The column's name as we write it, whether typed with capitals, blanks or hyphens.

    >>> plain_name(" Code name")
    'code_name'
    """
    return re.sub(r"[\s-]+", "_", as_typed(field.lstrip("\ufeff")).strip().casefold())


def as_typed(field: str) -> str:
    """The text without the apostrophe that our own exports put before what a spreadsheet could run.

    >>> as_typed("'=1+1"), as_typed("'quoted'")
    ('=1+1', "'quoted'")
    """
    return field[1:] if field[:1] == "'" and could_be_formula(field[1:]) else field


def several(cell: str) -> list[str]:
    """The words of a cell that may hold several: one a line, or with semicolons between."""
    return [word.strip() for word in re.split(r"[\n;]", cell) if word.strip()]


def _handling(said: str) -> Handling | None:
    code = said.strip().upper()[:1] if re.fullmatch(r"\s*[PpCc]\s*(:.*)?", said, re.DOTALL) else said.strip()
    if not code:
        return None
    try:
        return Handling(code)
    except ValueError:
        raise ValueError(f"“{said.strip()[:40]}” is no handling code. Write P or C") from None


def _names(text: str, separator: str) -> list[str]:
    try:
        return [plain_name(field) for field in next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])]
    except csv.Error:
        return []


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begun = 1
    try:
        for fields in reader:
            yield begun, fields
            begun = reader.line_num + 1
    except csv.Error as fault:
        raise Unreadable(
            f"Line {begun} cannot be read ({fault}). Look for a quotation mark that is not closed, or not doubled"
        ) from None


def _check_head(head: tuple[str, ...], needed: Collection[str]) -> None:
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if twice:
        raise Unreadable(f"{SAY_COLUMNS}, and names {', '.join(twice)} twice. Take one of them out")
    if missing := [name for name in needed if name not in head]:
        raise Unreadable(f"{SAY_COLUMNS}. Not found: {', '.join(missing)}. The template has them all")
