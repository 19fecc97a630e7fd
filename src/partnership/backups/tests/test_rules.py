"""How a value is written, what a manifest tells, and when a backup may be put back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from partnership.backups.rules import (
    Head,
    Here,
    Manifest,
    NotRestored,
    Part,
    Table,
    is_safe_path,
    line_of,
    plain_json,
    read_manifest,
    why_not_restore,
    written,
)

BACKUP = Manifest(
    product="0.1.0",
    made_at="2027-03-02T12:00:00+00:00",
    database="sqlite",
    migrations=("people.0001_initial", "triage.0001_initial"),
    tables={"people.agency": Table(2, "a" * 64, 7), "areas.area": Table(8, "b" * 64)},
    files={"store/store.json": Part(22, "c" * 64), "checkpoints/head.json": Part(200, "d" * 64)},
    store="/srv/store",
    head=Head(12, "e" * 64),
    secret_key="f" * 64,
)
HERE = Here(
    migrations=frozenset(BACKUP.migrations),
    tables=frozenset(BACKUP.tables),
    people=0,
    events=0,
    secret_key=BACKUP.secret_key,
    known_to=0,
)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None),
        (True, True),
        (7, 7),
        ("Café", "Café"),
        (0.1, 0.1),
        (-0.0, 0.0),
        (float("inf"), "inf"),
        (datetime(2027, 3, 28, 2, 30, 0, 1, tzinfo=timezone(timedelta(hours=1))), "2027-03-28T01:30:00.000001+00:00"),
        (date(2028, 2, 29), "2028-02-29"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (memoryview(b"\x00\xff"), "AP8="),
    ],
)
def test_a_value_is_written_so(value, told):
    assert repr(written(value)) == repr(told)


def test_a_value_of_a_type_that_nobody_thought_of_is_refused():
    with pytest.raises(TypeError, match="timedelta has no form in a backup"):
        written(timedelta(1))


@pytest.mark.parametrize("value", [1e16, 1.5e300, 1e22])
def test_a_large_number_of_a_json_column_is_written_as_postgresql_reads_it(value):
    assert plain_json([value]) == [int(Decimal(repr(value)))]


def test_a_line_is_one_line_whatever_is_in_it():
    line = line_of({"b": "\u2028\n\r\x85", "a": "\u202e"})

    assert line == b'{"a":"\\u202e","b":"\\u2028\\n\\r\\u0085"}\n'
    assert len(line.splitlines()) == 1


def test_a_manifest_reads_back_as_it_was_written():
    assert read_manifest(BACKUP.as_bytes()) == BACKUP


def test_a_manifest_answers_for_tables_and_files():
    assert BACKUP.members == {
        *("tables/people.agency.jsonl", "tables/areas.area.jsonl"),
        *("store/store.json", "checkpoints/head.json"),
    }
    assert (BACKUP.rows, list(BACKUP.under("store/"))) == (10, ["store.json"])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read"),
        (b"7", "cannot be read"),
        (b"{}", "cannot be read"),
        (b'{"format": 1}', "lacks something"),
        (
            b'{"format": 2, "product": "9.0"}',
            "has format 2, and this Tocsin reads format 1. Restore it with Tocsin 9.0",
        ),
        (BACKUP.as_bytes().replace(b'"store"', b'"shop"'), "lacks something or holds too much"),
    ],
)
def test_what_is_no_manifest_is_refused(content, why):
    with pytest.raises(NotRestored, match=why):
        read_manifest(content)


@pytest.mark.parametrize(
    ("here", "because", "why"),
    [
        (HERE, "", None),
        (replace(HERE, known_to=12), "", None),
        (replace(HERE, people=1), "", "not empty: 1 person and 0 events"),
        (replace(HERE, events=2), "", "not empty: 0 people and 2 events"),
        (replace(HERE, migrations=HERE.migrations | {"triage.0002_x"}), "", "also has: triage.0002_x. Restore it with"),
        (replace(HERE, migrations=frozenset()), "", "lacks: people.0001_initial, triage.0001_initial. Run tocsin-site"),
        (replace(HERE, tables=HERE.tables | {"ocgs.group"}), "", "not cover the same tables: ocgs.group"),
        (replace(HERE, secret_key="0"), "", "secret-key here is not the one"),
        (replace(HERE, forged="head.json is forged"), "Meant", "cannot be believed: head.json is forged"),
        (replace(HERE, known_to=13), "", "up to event 13, and this backup ends at event 12"),
        (replace(HERE, known_to=13), " ", "up to event 13"),
        (replace(HERE, known_to=13), "The disk failed", None),
    ],
)
def test_a_backup_may_be_put_back_or_it_is_said_why_not(here, because, why):
    refusal = why_not_restore(BACKUP, here, because=because)

    assert refusal is None if why is None else why in refusal


@pytest.mark.parametrize(
    "path",
    ["store/../x", "store//x", "store/./x", "/store/x", "other/x", "store", "", "store/a\\..\\b/.."],
)
def test_a_path_that_could_lead_elsewhere_is_not_safe(path):
    assert not is_safe_path(path)
