"""Groups of Bradford and Wakefield, and somebody's search. The people come from the site's own fixtures."""

from __future__ import annotations

import pytest

from partnership.find.queries import Search
from partnership.find.queries import find as found_by
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.people.rules import Act, Marking
from partnership.records.rules import Handling, Release
from partnership.records.starting import start

BRADFORD, WAKEFIELD = "E08000032", "E08000036"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@pytest.fixture
def group_of(bradford_chair):
    """A group of Bradford, but for what the test changes."""

    def make(code_name="Granite Harbour", *, by=None, area_code=BRADFORD, release=OPEN, **fields):
        told = {"state": Status.ACTIVE, "summary": "Sells counterfeit vapes from two market stalls."} | fields
        by = by or bradford_chair
        return start(
            Group, act=Act.WORK_ON_GROUP, area_code=area_code, release=release, by=by, code_name=code_name, **told
        )

    return make


@pytest.fixture
def titles():
    """The titles that a person finds, in their order."""

    def look(person, query, **chosen):
        search = Search(query, {name: frozenset([value]) for name, value in chosen.items()})
        return [result.record.title for result in found_by(person, search).results]

    return look
