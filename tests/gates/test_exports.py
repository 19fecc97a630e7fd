"""Every file that leaves a board or an area holds exactly the records that the oracle lets that person take out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest

from partnership.triage import exporting

from . import cast
from .addresses import Caller
from .leaks import hidden_from, numbers_in, text_of
from .oracle import RULES, may, may_on
from .world import PLACES, World

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test
FROM = {"triage.signal": "/boards/{}/export/", "trends.series": "/trends/{}/export/"}
FORMATS = ("csv", "xlsx", "json")
SENT = {"recipient": "A reader", "agency": "An agency", "because": "Asked for", "keeps_conditions": "on"}
READ = re.compile('name="conditions_read" value="([^"]+)"')


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> Iterator[World]:
    with cast.staged(django_db_blocker, cast.one_of_each_role, cast.fewer_records) as made:
        yield made


def wrong(made: World, keys: list[str]) -> tuple[int, list[str]]:
    """How many files there were, and which hold records that they should not, or lack some that they should."""
    number, found = 0, []
    for key in keys:
        caller, hidden = Caller(made, key), hidden_from(made, key)
        for kind, at, area in ((kind, at.format(area), area) for kind, at in FROM.items() for area in PLACES):
            page = caller.ask("GET", at)
            found += [f"{key}: {at} shows hidden records"] if numbers_in(text_of(page)) & hidden else []
            for form in FORMATS if page.status_code == 200 else ():
                read = READ.search(page.content.decode())
                file = caller.ask("POST", at, SENT | {"format": form, "conditions_read": read[1] if read else ""})
                number += "Content-Disposition" in file.headers
                held, allowed = numbers_in(text_of(file)), taken_out(made, key, kind, area)
                if held != allowed:
                    found.append(
                        f"{key}: {at} as {form}, {len(held - allowed)} too many, {len(allowed - held)} too few"
                    )
    return number, found


def taken_out(made: World, key: str, kind: str, area: str) -> set[int]:
    held = [record for record in made.records if record.held.kind == kind and record.held.area == area]
    return {record.number for record in held if may_on(made.viewers[key], "export", record.held)}


@pytest.mark.parametrize("role", RULES["roles"])
def test_every_file_holds_what_the_oracle_says_and_no_more(small, role):
    keys = [key for key in small.people if key.startswith(f"{role}.")]

    number, found = wrong(small, keys)

    sys.stdout.write(f"{number} files for {role}\n")
    assert found == []
    assert bool(number) == any(may(small.viewers[key], "export") for key in keys)


def test_a_file_that_holds_all_that_is_seen_is_found(small, monkeypatch):
    """As if what is only shared with somebody were theirs to take out."""
    monkeypatch.setattr(exporting, "Act", type("Act", (), {"EXPORT": exporting.Act.SEE_RECORD}))

    _, found = wrong(small, ["partnership-analyst.district"])

    assert found != []
