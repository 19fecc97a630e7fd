"""Rows of published figures into counts by area, period and category."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tocsin.reading.cleaning import clean
from tocsin.reading.setting_aside import Unusable
from tocsin.records import OPEN_COUNT


@dataclass(frozen=True)
class CountColumns:
    """Which column holds what. Without `count` every row counts one. `quarter` makes `period` a financial year."""

    area: str
    period: str
    category: str
    count: str | None = None
    quarter: str | None = None


def read_open_counts(raw: pa.Table, *, columns: CountColumns, area_codes: Mapping[str, str]) -> pa.Table:
    """An OPEN_COUNT row for every RAW row.

    area_codes  the area as the file writes it to the code it is counted under
    A row whose area, period or count cannot be read keeps its problem.
    """
    return pa.Table.from_pylist([_count(row, columns, area_codes) for row in raw.to_pylist()], schema=OPEN_COUNT)


def _count(row: dict[str, object], columns: CountColumns, area_codes: Mapping[str, str]) -> dict[str, object]:
    at = {name: row[name] for name in ("source", "file", "row")}
    if row["problem"] is not None:
        return {**at, "excerpt": row["excerpt"], "problem": row["problem"], "remedy": row["remedy"]}
    fields = {name: clean(value) for name, value in row["fields"]}  # type: ignore[attr-defined]
    try:
        return {
            **at,
            "area_code": _area(fields[columns.area], area_codes),
            "period": _period(fields, columns),
            "category": fields[columns.category],
            "count": 1 if columns.count is None else _whole_number(fields[columns.count]),
        }
    except Unusable as unusable:
        excerpt = ", ".join(fields.values())[:300]
        return {**at, "excerpt": excerpt, "problem": unusable.problem, "remedy": unusable.remedy}


def _area(written: str, area_codes: Mapping[str, str]) -> str:
    if not written:
        raise Unusable("no area is given", "Nothing to do if the publisher withheld the place; else fill it in.")
    if written not in area_codes:
        raise Unusable(
            f"the area {written!r} is not in the watch's area look-up",
            "Nothing to do if it lies elsewhere; else add it to the look-up file.",
        )
    return area_codes[written]


def _period(fields: Mapping[str, str], columns: CountColumns) -> str:
    written = fields[columns.period]
    if columns.quarter is not None:
        return _calendar_quarter(written, fields[columns.quarter])
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(-\d{2})?", written)
    if month is None:
        raise Unusable(f"the month {written!r} is not YYYY-MM", "Write it as in 2017-07.")
    return f"{month[1]}-{month[2]}"


def _calendar_quarter(year: str, quarter: str) -> str:
    """Financial years run April to March: quarter 1 of 2017/18 is the calendar's 2017-Q2."""
    years = re.fullmatch(r"(\d{4})/\d{2}", year)
    if years is None or quarter not in {"1", "2", "3", "4"}:
        raise Unusable(
            f"{year!r} quarter {quarter!r} is not a financial quarter",
            "Write the year as 2017/18 and the quarter 1 to 4.",
        )
    number = int(quarter)
    return f"{years[1]}-Q{number + 1}" if number < 4 else f"{int(years[1]) + 1}-Q1"


def _whole_number(written: str) -> int:
    # Publishers correct an earlier period by a negative figure: it is kept as published.
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+|-?\d+", written) is None:
        raise Unusable(f"the count {written!r} is not a whole number", "Write it as in 1,204 or 1204.")
    return int(written.replace(",", ""))
