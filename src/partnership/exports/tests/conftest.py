"""Tables of made-up rows, and what a file of them says of itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from partnership.exports.rules import About, Row, Table, release_of
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

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
