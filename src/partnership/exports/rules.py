"""What leaves as a file: its tables, how closely it is held, what it is called, and when it may go. No clock here."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release, strictest

Cell = str | int | float | date | None  # a datetime is a date as well
Told = str | int | float | None  # a cell as text files tell it

HELD_COLUMNS = ("marking", "handling", "conditions", "agency")
LONGEST_SHEET = 1_048_576 - 1  # rows below the head; the limit is Excel's
FORMULA_STARTS = "=+-@\N{MINUS SIGN}"
SAY_WHO = "Enter who the file is for"
SAY_WHERE = "Enter the agency they work for"
SAY_WHY = "Enter why they need it"
KEEP = "Say that the conditions will be kept, or export nothing"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PDF = "pdf"
    DOCX = "docx"
    STIX = "stix"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_paper(self) -> bool:
        """True for what holds a document; the others hold tables."""
        return self in {Format.PDF, Format.DOCX}

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def ending(self) -> str:
        """What the name of a file ends in."""
        return "stix.json" if self is Format.STIX else self.value


_LABELS = {
    Format.CSV: "CSV: one list, for any spreadsheet or program",
    Format.XLSX: "XLSX: an Excel workbook with a first sheet that says what it is",
    Format.JSON: "JSON: for programs, with every character exactly as it is held",
    Format.PDF: "PDF: to print and to read as it is",
    Format.DOCX: "DOCX: a Word document, to work on further",
    Format.STIX: "STIX 2.1: a bundle for another intelligence system, checked before it leaves",
}
_CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.STIX: "application/stix+json;version=2.1",
}


@dataclass(frozen=True)
class Row:
    """One row, with how closely the record that it comes from is held, and the agency it came from."""

    cells: tuple[Cell, ...]
    release: Release
    agency: str = ""

    @property
    def held(self) -> tuple[Cell, ...]:
        return (self.release.marking.value, self.release.handling.value, self.release.conditions, self.agency)


@dataclass(frozen=True)
class Table:
    """Rows under named columns. However it is written, each row carries its own marking: see `head` and `lines`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if odd := [n for n, row in enumerate(self.rows) if len(row.cells) != len(self.columns)]:
            raise ValueError(f"Row {odd[0]} of {self.name} has not as many cells as there are columns.")

    @property
    def head(self) -> tuple[str, ...]:
        return (*self.columns, *HELD_COLUMNS)

    @property
    def lines(self) -> Iterator[tuple[Cell, ...]]:
        return ((*row.cells, *row.held) for row in self.rows)


@dataclass(frozen=True)
class Disclosure:
    """What whoever exports has to say: for whom, why, and that the conditions, if there are any, will be kept."""

    format: Format
    recipient: str
    agency: str
    because: str
    keeps_conditions: bool = False

    @property
    def to(self) -> str:
        return f"{self.recipient.strip()}, {self.agency.strip()}"


@dataclass(frozen=True)
class About:
    """What a file says of itself.

    agency    the one whose member exported it
    rows      how many, by table
    left_out  rows that whoever exported it may see and may not export; never one that they may not see
    """

    title: str
    release: Release
    recipient: str
    because: str
    agency: str
    at: datetime
    rows: dict[str, int]
    left_out: int = 0
    note: str = ""

    @property
    def told(self) -> dict[str, Told]:
        release = self.release
        told: dict[str, Told] = {"title": self.title, "marking": release.marking.value}
        told |= {"handling": release.handling.value, "conditions": release.conditions}
        told |= {"recipient": self.recipient, "because": self.because, "exported_by": self.agency}
        told["exported_at"] = as_told(self.at)
        told |= {f"rows_in_{name}": number for name, number in self.rows.items()}
        if self.left_out:
            told["rows_left_out"] = self.left_out
        if self.note:
            told["read_with_care"] = self.note
        return told


@dataclass(frozen=True)
class File:
    name: str
    format: Format
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def release_of(tables: Iterable[Table]) -> Release:
    """How a file with those tables is held: as the strictest of its rows. One that tells nothing is open."""
    releases = {row.release for table in tables for row in table.rows}
    return strictest(*sorted(releases, key=lambda release: release.conditions)) if releases else OPEN


def may_export(disclosure: Disclosure, release: Release, *, longest: int = 0) -> str | None:
    """None if what is held so may leave; otherwise why not, in words for the screen. longest: rows of one table."""
    if not disclosure.recipient.strip():
        return SAY_WHO
    if not disclosure.agency.strip():
        return SAY_WHERE
    if not disclosure.because.strip():
        return SAY_WHY
    if release.handling is Handling.CONDITIONAL and not disclosure.keeps_conditions:
        return KEEP
    if disclosure.format is Format.XLSX and longest > LONGEST_SHEET:
        return f"A spreadsheet holds {LONGEST_SHEET:,} rows, and these are {longest:,}. Choose CSV or JSON"
    return None


def could_be_formula(text: str) -> bool:
    """True if a spreadsheet that opens the text as a cell might run it.

    Full-width and small forms count, and so does what stands behind blanks, quotation marks or characters that
    nobody sees, because some spreadsheets drop those first. Source: OWASP, CSV Injection.

    >>> could_be_formula("=1+1"), could_be_formula(' "＠SUM(1)'), could_be_formula("1-1")
    (True, True, False)
    """
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    first = next((letter for letter in text if not _is_dropped(letter)), "")
    return first != "" and unicodedata.normalize("NFKC", first)[0] in FORMULA_STARTS


def _is_dropped(letter: str) -> bool:
    return letter in "'\"`" or unicodedata.category(letter) in {"Pi", "Pf"} or unicodedata.category(letter)[0] in "CZ"


def neutral(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet could take it for a formula.

    Taking one apostrophe off whatever `could_be_formula` without it gives the text back: nothing is lost.

    >>> neutral("=1+1"), neutral("More than expected")
    ("'=1+1", 'More than expected')
    """
    return f"'{text}" if could_be_formula(text) else text


def printable(text: str) -> str:
    r"""The text with the replacement character for what a spreadsheet's file cannot hold: controls but tab and line
    ends, halves of characters, and what Unicode says is no character.

    >>> printable("Seen\x00 at nine\n")
    'Seen\ufffd at nine\n'
    """
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def as_told(cell: Cell) -> Told:
    """The cell as a text file tells it: days and moments as ISO 8601, moments in UTC; no number that is none."""
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and not math.isfinite(cell):
        return str(cell)
    return cell


def file_name(marking: Marking, *named: str, day: date, format: Format) -> str:
    """The marking first, so that it is read wherever the file lies; then what it holds; letters that any system takes.

    >>> file_name(Marking.OFFICIAL_SENSITIVE, "signals", "Bradford", day=date(2026, 11, 24), format=Format.CSV)
    'OFFICIAL-SENSITIVE_signals_bradford_2026-11-24.csv'
    """
    safe = [plain for name in named if (plain := _plain(name))]
    return f"{'_'.join((marking.value, *safe, day.isoformat()))}.{format.ending}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40]
