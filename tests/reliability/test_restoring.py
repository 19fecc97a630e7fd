"""A whole site, with rows in every table, out and in again: on either database, and from one to the other."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, models

from partnership.areas.models import Area
from partnership.audit import checkpoints
from partnership.audit.actions import record
from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.audit.verifying import verify
from partnership.backups import rows
from partnership.backups.actions import back_up, restore
from partnership.backups.coverage import covered
from partnership.people.models import Agency, FailedSignIn, Person

from .filling import Filling, Unmade
from .installation import KINDS

FROM_TO = [(one, other) for one in KINDS for other in KINDS]
GROWN = {"tables/audit.event.jsonl", "tables/audit.head.jsonl"}  # by the restore itself, and by the next backup


def tables_in(file: Path) -> dict[str, bytes]:
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("tables/")}


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_of_the_full_site_holds_rows(full, kind):
    _, made = full(kind)

    assert [label for label, table in made.manifest.tables.items() if not table.rows] == []
    assert set(made.manifest.tables) == set(covered())


@pytest.mark.parametrize(("one", "other"), FROM_TO)
def test_a_restored_site_backs_up_to_the_same_bytes(full, new_site, tmp_path, one, other):
    _, made = full(one)

    with new_site(other).inside():
        restore(file=made.file, by=None)
        again = back_up(into=tmp_path, by=None)

    before, after = tables_in(made.file), tables_in(again.file)
    assert {name for name in before if before[name] != after[name]} == GROWN
    assert after["tables/audit.event.jsonl"].startswith(before["tables/audit.event.jsonl"])
    assert {label: table.last for label, table in again.manifest.tables.items()} == {
        label: table.last for label, table in made.manifest.tables.items()
    }


@pytest.mark.parametrize(("one", "other"), FROM_TO)
def test_the_log_is_sound_and_goes_on(full, new_site, one, other, capsys):
    _, made = full(one)

    with new_site(other).inside():
        report = restore(file=made.file, by=None).report
        record(by=Person.objects.first(), verb=Verb.CONSULTATION, did="read signal", shown=[Person.objects.first()])

        assert report.is_sound
        assert report.events == made.manifest.head.sequence + 1
        assert Event.objects.get(sequence=report.events).did == "restored backup"
        assert verify(checkpoints.read()).is_sound


def test_the_backup_holds_its_own_event(full):
    site, made = full()

    with site.inside():
        event = Event.objects.get(sequence=made.manifest.head.sequence)
    assert (event.did, event.verb, event.recipient) == ("began backup", "disclosure", "backup")
    assert event.detail == {"file": made.file.name}


def test_nobody_is_signed_in_after_a_restore(full, new_site):
    site, made = full()
    with site.inside():
        assert Session.objects.exists()

    with new_site().inside():
        restore(file=made.file, by=None)

        assert not Session.objects.exists()
        assert not FailedSignIn.objects.exists()


def test_what_the_migrations_made_is_not_there_twice(full, new_site):
    """Areas, outlines and figures that are shipped, and Django's own content types."""
    _, made = full()

    with new_site().inside():
        restore(file=made.file, by=None)

        for label, table in made.manifest.tables.items():
            extra = 1 if label == "audit.event" else 0
            assert rows.count(covered()[label], DEFAULT_DB_ALIAS) == table.rows + extra, label


def test_a_number_is_never_given_again(new_site, tmp_path):
    """What once named a row by its number, such as an event of the log, must never come to mean another."""
    with new_site().inside():
        Agency.objects.create(name="Kept")
        gone = Agency.objects.create(name="Gone").pk
        Agency.objects.filter(pk=gone).delete()
        made = back_up(into=tmp_path, by=None)

    with new_site().inside():
        restore(file=made.file, by=None)

        assert Agency.objects.create(name="New").pk == gone + 1


def test_a_new_row_can_be_added_to_every_table(full, new_site):
    _, made = full()

    with new_site().inside():
        restore(file=made.file, by=None)
        before = {label: rows.count(model, DEFAULT_DB_ALIAS) for label, model in covered().items()}
        Filling(first=10_000).everything()

        assert [label for label in before if before[label] >= rows.count(covered()[label], DEFAULT_DB_ALIAS)] == [
            "audit.head"
        ]


def test_a_column_that_nothing_fills_is_named():
    """The control: a type of column that nobody thought of fails the drill instead of passing it by."""

    class Odd(models.Field):
        pass

    with pytest.raises(Unmade, match=r"people\.person\.shoe_size"):
        Filling()._value(Odd(), "people.person.shoe_size", is_bare=False)


@pytest.mark.skipif(KINDS[-1] != "postgresql", reason="SQLite sorts words by their bytes")
def test_words_are_sorted_by_their_bytes_also_where_the_server_sorts_as_its_language_does(new_site, tmp_path):
    with new_site().inside():
        Area.objects.bulk_create(Area(code=code, name=code, level="district") for code in ("b", "a", "A", "Ab"))
        with connection.cursor() as cursor:
            cursor.execute('ALTER TABLE areas_area ALTER code TYPE varchar(64) COLLATE "en-x-icu"')
        assert list(Area.objects.order_by("code").values_list("code", flat=True)[:4]) == ["a", "A", "Ab", "b"]
        made = back_up(into=tmp_path, by=None)

    with new_site("sqlite").inside():
        assert restore(file=made.file, by=None).report.is_sound


def test_the_command_says_how_it_went(full, new_site, capsys):
    _, made = full()

    with new_site().inside():
        call_command("restore", made.file)

    said = capsys.readouterr().out
    assert f"Restored {made.manifest.rows:,} rows of {len(covered())} tables" in said
    assert "The audit log is sound" in said
