"""A user's own records (schema RAW) into dated documents. What cannot be used is set aside, with why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from tocsin.detection.emergence.corpus import DOCUMENTS

ISO = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d")
DAY_FIRST = ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")
MONTH_FIRST = ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b")
_CLOCK = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}.*$")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Columns:
    """Which column holds what; None where the file has no such column."""

    text: str
    date: str
    place: str | None = None
    source: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """Each column once."""
        every = (self.text, self.date, self.place, self.source)
        return tuple(dict.fromkeys(each for each in every if each is not None))


@dataclass(frozen=True)
class SetAside:
    """A record that could not be used: its number (the header not counted), why, and what to do."""

    row: int
    problem: str
    remedy: str


@dataclass(frozen=True)
class DocumentRows:
    """Documents of schema DOCUMENTS, and what was set aside."""

    documents: pa.Table
    set_aside: tuple[SetAside, ...]


def document_rows(raw: Iterable[Mapping[str, Any]], columns: Columns, date_format: str | None = None) -> DocumentRows:
    """The records that have a text and a date; their numbers serve as ids.

    Dates are ISO, or written as in DAY_FIRST or MONTH_FIRST, with or without a time of day. Which of the two a date
    such as 03/04/2017 is, the whole file tells; where nothing does, the day stands first.
    """
    records = [(row["row"], None if row["problem"] else dict(row["fields"]), row) for row in raw]
    usable = [fields for _, fields, _ in records if fields is not None]
    formats = (date_format,) if date_format else formats_of(fields[columns.date] for fields in usable)
    documents: list[dict[str, Any]] = []
    aside: list[SetAside] = []
    days: dict[str, date | None] = {}
    for number, fields, row in records:
        if fields is None:
            aside.append(SetAside(number, row["problem"], row["remedy"]))
            continue
        written = fields[columns.date].strip()
        day = days[written] if written in days else days.setdefault(written, day_of(written, formats))
        if day is None:
            aside.append(SetAside(number, f"the date {written!r} cannot be read", "Write it as 2017-03-31."))
        elif not fields[columns.text].strip():
            aside.append(
                SetAside(number, "the text is empty", "Nothing to look at here; load the text if there is one.")
            )
        else:
            documents.append(_document(number, day, fields, columns))
    return DocumentRows(pa.Table.from_pylist(documents, schema=DOCUMENTS), tuple(aside))


def formats_of(dates: Iterable[str]) -> Sequence[str]:
    """The forms to try, in order: month first only if a second number above 12 says so and no first number does.

    >>> formats_of(["03/25/2017", "03/04/2017"])[3]
    '%m/%d/%Y'
    """
    numbers = [(int(found[1]), int(found[2])) for each in dates if (found := _SLASHED.match(each.strip()))]
    month_first = any(second > 12 for _, second in numbers) and not any(first > 12 for first, _ in numbers)
    return (*ISO, *MONTH_FIRST, *DAY_FIRST) if month_first else (*ISO, *DAY_FIRST, *MONTH_FIRST[3:])


def day_of(written: str, formats: Sequence[str]) -> date | None:
    """The day, or None if it is written in none of the forms or lies outside 1900 to 2099.

    >>> day_of("31.03.2017 14:05", formats_of([]))
    datetime.date(2017, 3, 31)
    """
    for text in dict.fromkeys((written, _CLOCK.sub("", written))):
        for form in formats:
            try:
                found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a published day has no zone
            except ValueError:
                continue
            if EARLIEST <= found < LATEST:
                return found
    return None


def _document(number: int, day: date, fields: Mapping[str, str], columns: Columns) -> dict[str, Any]:
    return {
        "doc_id": str(number),
        "published": day,
        "text": fields[columns.text],
        "source_group": _named(fields, columns.source),
        "area_code": _named(fields, columns.place),
    }


def _named(fields: Mapping[str, str], column: str | None) -> str | None:
    return None if column is None else fields[column].strip() or None
