"""Published rows become counts by area and period, or are set aside with why."""

import pyarrow as pa
import pytest

from tocsin.reading import CountColumns, read_open_counts
from tocsin.records import OPEN_COUNT, RAW

AREAS = {"West Yorkshire": "E23000010"}


def read(columns: CountColumns, **fields: str) -> dict:
    raw = pa.Table.from_pylist([{"source": "s", "file": "f.csv", "row": 3, "fields": list(fields.items())}], schema=RAW)
    table = read_open_counts(raw, columns=columns, area_codes=AREAS)
    assert table.schema == OPEN_COUNT
    return table.to_pylist()[0]


MONTHLY = CountColumns(area="area", period="month", category="kind")
QUARTERLY = CountColumns(area="area", period="year", category="kind", count="n", quarter="quarter")


def test_a_row_without_a_count_column_counts_one():
    row = read(MONTHLY, area="West Yorkshire", month="2018-07", kind="Robbery")

    assert (row["area_code"], row["period"], row["category"], row["count"]) == ("E23000010", "2018-07", "Robbery", 1)


@pytest.mark.parametrize(("quarter", "period"), [("1", "2017-Q2"), ("3", "2017-Q4"), ("4", "2018-Q1")])
def test_a_financial_quarter_is_written_as_the_calendars(quarter, period):
    row = read(QUARTERLY, area="West Yorkshire", year="2017/18", quarter=quarter, kind="Modern slavery", n="1,095")

    assert (row["period"], row["count"]) == (period, 1095)


def test_a_correction_is_kept_as_published():
    assert read(QUARTERLY, area="West Yorkshire", year="2017/18", quarter="4", kind="Fraud", n="-3")["count"] == -3


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"area": ""}, "no area is given"),
        ({"area": "Rutland"}, "'Rutland' is not in the watch's area look-up"),
        ({"quarter": "5"}, "not a financial quarter"),
        ({"year": "2017"}, "not a financial quarter"),
        ({"n": "3.5"}, "not a whole number"),
        ({"n": "many"}, "not a whole number"),
    ],
)
def test_an_unreadable_row_keeps_its_problem_and_a_remedy(fields, said):
    whole = {"area": "West Yorkshire", "year": "2017/18", "quarter": "4", "kind": "Fraud", "n": "5", **fields}

    row = read(QUARTERLY, **whole)

    assert said in row["problem"]
    assert row["remedy"]


def test_a_month_that_is_none_is_set_aside():
    assert "not YYYY-MM" in read(MONTHLY, area="West Yorkshire", month="2018-13", kind="x")["problem"]
