"""Every file that leaves a board or an area holds exactly the records that the oracle lets that person take out.

A file of one record, in every format that its page offers, holds that record and no other than those.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from partnership.exports import actions
from partnership.plans import exporting as plans
from partnership.triage import exporting

from . import cast
from .addresses import Address, Caller, declared, targets
from .leaks import hidden_from, numbers_in, text_of
from .oracle import RULES, may, may_on
from .world import PLACES, World

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test
FROM = {"triage.signal": "/boards/{}/export/", "trends.series": "/trends/{}/export/"}
FORMATS = ("csv", "xlsx", "json")
SENT = {"recipient": "A reader", "agency": "An agency", "because": "Asked for", "keeps_conditions": "on"}
READ = re.compile('name="conditions_read" value="([^"]+)"')
OFFERED = re.compile('name="format" value="([a-z]+)"')


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


def files_of_one(made: World, key: str) -> Iterator[tuple[str, str, set[int], int]]:
    """Address, format, whose words are in it, and the record it is of, of every record that they may take out alone."""
    caller = Caller(made, key)
    for address in declared():
        if (address.opens, address.act) != ("record", "export"):
            continue
        for record in targets(made, key, address, "GET"):
            if address.expects("POST", made.viewers[key], record) == "allowed":
                yield from _files_at(caller, address, record)


def _files_at(caller: Caller, address: Address, record: Any) -> Iterator[tuple[str, str, set[int], int]]:
    at = address.path(record, caller.world.fillings)
    page = caller.ask("GET", at).content.decode()
    read = READ.search(page)
    for form in OFFERED.findall(page):
        file = caller.ask("POST", at, SENT | {"format": form, "conditions_read": read[1] if read else ""})
        assert "Content-Disposition" in file.headers, f"{at} as {form} answered {file.status_code}"
        yield address.name, form, numbers_in(text_of(file)), record.number


@pytest.mark.parametrize("key", ["board-chair.force", "commissioners-officer.district", "partnership-analyst.district"])
def test_a_file_of_one_record_holds_it_and_nothing_that_may_not_leave(small, key):
    may_leave = {r.number for r in small.records if may_on(small.viewers[key], "export", r.held)}

    files = list(files_of_one(small, key))

    assert [(name, form) for name, form, held, _ in files if held - may_leave] == []
    assert [(name, form) for name, form, held, number in files if number not in held] == []
    assert {"pdf", "docx", "csv", "xlsx", "json"} <= {form for _, form, _, _ in files}


def test_a_file_of_one_record_that_holds_too_much_is_found(small, monkeypatch):
    """As if an action that is only shared with somebody left with its plan, and nothing looked again before it does."""
    key = "partnership-analyst.district"
    monkeypatch.setattr(actions, "_make_sure", lambda records, by: None)
    monkeypatch.setattr(plans, "Act", type("Act", (), {"EXPORT": plans.Act.SEE_RECORD}))
    may_leave = {r.number for r in small.records if may_on(small.viewers[key], "export", r.held)}

    found = {(name, form) for name, form, held, _ in files_of_one(small, key) if held - may_leave}

    assert {("plans:export-plan", "pdf"), ("plans:export-plan", "docx"), ("plans:export-plan", "csv")} <= found


def test_a_file_that_holds_all_that_is_seen_is_found(small, monkeypatch):
    """As if what is only shared with somebody were theirs to take out."""
    monkeypatch.setattr(exporting, "Act", type("Act", (), {"EXPORT": exporting.Act.SEE_RECORD}))

    _, found = wrong(small, ["partnership-analyst.district"])

    assert found != []
