"""Tables and papers of made-up content, and what a file of them says of itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from partnership.exports.paper import Paper
from partnership.exports.rules import About, Row, Table, release_of
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.ui.charts import BandPoint, band_chart

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
NOW = datetime(2026, 11, 24, 10, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def table_of():
    """A table with those cells, one row a list; every row held openly unless the test says otherwise."""

    def make(*rows, columns=("first", "second", "third"), release=OPEN, name="things"):
        width = len(rows[0]) if rows else len(columns)
        return Table(name, columns[:width], tuple(Row(tuple(cells), release, "Force") for cells in rows))

    return make


@pytest.fixture(scope="session")
def about_of():
    def make(*tables, **changes):
        told = {
            "title": "Things of Bradford",
            "release": release_of(tables),
            "recipient": "R. Cipient, Charity",
            "because": "They run the refuge",
            "agency": "Force",
            "at": NOW,
            "rows": {table.name: len(table.rows) for table in tables},
        }
        return About(**(told | changes))

    return make


@pytest.fixture(scope="session")
def paper_of():
    def make(*blocks, **changes):
        return Paper(**({"title": "Profile of Bradford", "standing": "Edition 2, draft", "blocks": blocks} | changes))

    return make


@pytest.fixture(scope="session")
def chart():
    """A drawing of twelve months, the seventh above the usual range."""
    points = [BandPoint(f"month {n}", date(2017, n, 1), 11 if n == 7 else 5, 6, 3, 10) for n in range(1, 13)]
    told = {"title": "Reports rose in July", "description": "Reports a month, with the usual range"}
    return band_chart(points, unit="reports", **told)
