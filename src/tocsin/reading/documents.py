"""Raw records into documents: clean text, a date, a link, who stands behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

import pyarrow as pa

from tocsin.reading.cleaning import clean
from tocsin.reading.near_copies import fingerprint
from tocsin.reading.setting_aside import Unusable
from tocsin.records import DOCUMENT

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 1, 1)


@dataclass(frozen=True)
class Columns:
    """Which column of a source holds what; `group` is a column naming the publisher, None to use the link's host."""

    title: str
    text: str
    published: str
    link: str
    group: str | None = None


def read_documents(raw: pa.Table, *, columns: Columns, date_formats: Sequence[str]) -> pa.Table:
    """A DOCUMENT row for every RAW row; one that cannot be used keeps its problem and its first words."""
    return pa.Table.from_pylist([_document(row, columns, date_formats) for row in raw.to_pylist()], schema=DOCUMENT)


def _document(row: dict[str, object], columns: Columns, date_formats: Sequence[str]) -> dict[str, object]:
    at = {name: row[name] for name in ("source", "file", "row")}
    if row["problem"] is not None:
        return {**at, "text": row["excerpt"], "problem": row["problem"], "remedy": row["remedy"]}
    fields = {name: clean(value) for name, value in row["fields"]}  # type: ignore[attr-defined]
    title, text, link = fields[columns.title], fields[columns.text], fields[columns.link]
    try:
        if not text:
            raise Unusable("the text is empty", "Nothing to scan here; load the article's text if it exists.")
        published = _date(fields[columns.published], date_formats)
        group = _group(fields, columns)
    except Unusable as unusable:
        excerpt = f"{title} {text}"[:300]
        return {
            **at,
            "title": title,
            "link": link,
            "text": excerpt,
            "problem": unusable.problem,
            "remedy": unusable.remedy,
        }
    return {
        **at,
        "doc_id": _digest(*map(str, at.values()), link, title, text)[:24],
        "source_group": group,
        "published": published,
        "title": title,
        "link": link,
        "text": text,
        "content_hash": _digest(text),
        "fingerprint": fingerprint(text),
    }


def _date(written: str, formats: Sequence[str]) -> date:
    for form in formats:
        try:
            found = datetime.strptime(written, form).date()  # noqa: DTZ007 - a published day has no zone
        except ValueError:
            continue
        if EARLIEST <= found < LATEST:
            return found
    raise Unusable(
        f"the date {written!r} is not one of the forms {', '.join(formats)}",
        "Correct the date, or add its form to date_formats in the watch.",
    )


def _group(fields: dict[str, str], columns: Columns) -> str:
    if columns.group is not None:
        name = fields[columns.group]
        remedy = "Name the publisher in this row."
    else:
        name = _host(fields[columns.link])
        remedy = "Give the row a full link (https://…), or name a column that holds the publisher."
    if not name:
        raise Unusable("it does not say who published it, so it cannot count as a source", remedy)
    return name


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:  # such as a bracket never closed
        return ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
