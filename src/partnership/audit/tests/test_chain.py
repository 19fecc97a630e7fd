"""Whatever is done to the log from outside, verifying finds it and names the first event that is not as it was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from partnership.audit import actions, chain, checkpoints, guards
from partnership.audit.checkpoints import Kept
from partnership.audit.models import Event, Head, Shown
from partnership.audit.rules import NotRecorded, Verb
from partnership.audit.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log(bradford_chair, neighbour):
    """Twelve events, committed one by one, two of which show a record."""
    for n in range(1, 13):
        actions.record(
            by=bradford_chair,
            verb=Verb.CONSULTATION,
            did="read signal",
            because=f"Reason {n}",
            shown=[neighbour] if n in {4, 9} else [],
        )


def as_an_intruder(*statements: str) -> None:
    """Raw SQL by somebody who may drop the guards, and puts them up again."""
    with guards.lifted(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def cut_after(sequence: int) -> str:
    """The code at the new end of the log, whose head is put right as well."""
    mac = Event.objects.get(sequence=sequence).mac
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE sequence > %s", [sequence])
        cursor.execute("UPDATE audit_head SET sequence = %s, mac = %s", [sequence, mac])
    return mac


def rewrite(key: bytes, *, because: str = "Rewritten") -> None:
    """The whole log again with other reasons, each event chained with that key, head and all."""
    before = chain.START
    with guards.lifted(connection), connection.cursor() as cursor:
        for event in Event.objects.order_by("sequence"):
            event.because = because
            shown = list(event.shown.values_list("object_kind", "object_key"))
            before = chain.mac(event, shown, before, key=key)
            cursor.execute(
                "UPDATE audit_event SET because = %s, mac = %s WHERE sequence = %s", [because, before, event.sequence]
            )
        cursor.execute("UPDATE audit_head SET mac = %s", [before])


def found() -> tuple[int | None, str]:
    report = verify(checkpoints.read())
    return report.first_bad, report.problem


def test_an_untouched_log_is_sound(log):
    report = verify(checkpoints.read())

    assert (report.is_sound, report.events) == (True, 12)
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 13))


@pytest.mark.parametrize(
    ("statements", "first_bad"),
    [
        (["UPDATE audit_event SET because = 'Reason 99' WHERE sequence = 5"], 5),
        (["UPDATE audit_event SET actor_id = '0' WHERE sequence = 12"], 12),
        (["UPDATE audit_event SET at = '2020-01-01 00:00:00+00' WHERE sequence = 2"], 2),
        (["DELETE FROM audit_event WHERE sequence = 7"], 7),
        (["DELETE FROM audit_event WHERE sequence = 7", "UPDATE audit_event SET sequence = 7 WHERE sequence = 8"], 7),
        (
            [
                "INSERT INTO audit_event (sequence, at, actor_id, actor_role, did, object_kind, object_key, because, "
                "detail, verb, recipient, mac) SELECT 13, at, actor_id, actor_role, did, object_kind, object_key, "
                "because, detail, verb, recipient, mac FROM audit_event WHERE sequence = 6",
                "UPDATE audit_head SET sequence = 13",
            ],
            13,
        ),
        (
            [
                "UPDATE audit_event SET sequence = 100 WHERE sequence = 10",
                "UPDATE audit_event SET sequence = 10 WHERE sequence = 11",
                "UPDATE audit_event SET sequence = 11 WHERE sequence = 100",
            ],
            10,
        ),
        (["DELETE FROM audit_shown WHERE event_id = 4"], 4),
        (["INSERT INTO audit_shown (event_id, object_kind, object_key) VALUES (6, 'people.person', '1')"], 6),
        (["DELETE FROM audit_event WHERE sequence > 10"], 11),
        (["DELETE FROM audit_shown", "DELETE FROM audit_event", "UPDATE audit_head SET sequence = 0"], 1),
    ],
    ids=[
        *("an edit", "an edit of the last", "an edit of the time", "a deletion", "a deletion closed up"),
        *("an insertion", "a swap", "a look taken back", "a look made up", "a cut tail", "everything gone"),
    ],
)
def test_the_first_bad_event_is_named(log, statements, first_bad):
    as_an_intruder(*statements)

    assert found()[0] == first_bad


def test_a_tail_cut_with_the_head_put_right_is_still_missed_by_the_second_store(log):
    cut_after(10)

    assert found() == (
        11,
        "Event 11 is missing: the log ends at 10, and 12 had been checkpointed. Its tail was cut, or an old copy was "
        "restored.",
    )


def test_without_checkpoints_a_cut_tail_would_go_unseen(log):
    """The control: what finds a cut tail is the second store and nothing else."""
    cut = cut_after(10)

    assert verify(Kept({10: cut}, ())).is_sound


def test_a_log_rewritten_without_the_key_is_found_at_its_first_event(log):
    rewrite(b"a key of their own")

    assert found()[0] == 1


def test_a_log_rewritten_even_with_the_key_is_found_at_the_first_checkpoint(log):
    rewrite(chain.key())

    first_bad, problem = found()
    assert first_bad == 1  # the first event of a day is always checkpointed
    assert "rewritten" in problem


def test_with_an_unkeyed_chain_a_rewritten_log_would_go_unseen(log, monkeypatch):
    """The control: what finds a rewritten log, where the second store is lost too, is the key."""
    rewrite(b"everybody knows")
    monkeypatch.setattr(chain, "key", lambda: b"everybody knows")
    last = Event.objects.order_by("sequence").last()

    assert verify(Kept({last.sequence: last.mac}, ())).is_sound


def test_a_forged_checkpoint_is_not_believed(log):
    head = checkpoints.folder() / "head.json"
    head.write_text(head.read_text().replace('"sequence": 12', '"sequence": 10'))
    cut_after(10)

    assert "cannot be believed" in found()[1]


def test_an_empty_second_store_is_not_taken_for_a_sound_one(log):
    shutil.rmtree(checkpoints.folder())

    assert "no checkpoint" in found()[1]


def test_an_older_copy_put_back_on_purpose_is_a_notice_and_no_alarm(log, bradford_chair):
    kept = cut_after(10)
    checkpoints.note_restored(sequence=10, mac=kept, because="The disk failed")
    actions.record(by=bradford_chair, verb=Verb.CONSULTATION, did="read signal")

    report = verify(checkpoints.read())
    assert (report.is_sound, report.events) == (True, 11)
    assert report.notices[0].startswith("An older copy was restored on purpose")
    assert "events 11 to 12 of the log before it are lost" in report.notices[0]


def test_a_rollback_leaves_neither_a_gap_nor_a_fork(log, bradford_chair):
    with transaction.atomic():
        actions.record(by=bradford_chair, verb=Verb.ALTERATION, did="noted hypothesis")
        transaction.set_rollback(True)
    actions.record(by=bradford_chair, verb=Verb.ALTERATION, did="noted hypothesis")

    assert Head.objects.get().sequence == 13
    assert verify(checkpoints.read()).is_sound


def test_nothing_is_recorded_while_the_second_store_cannot_be_written(log, bradford_chair, settings, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    settings.TOCSIN_CHECKPOINTS = in_the_way

    with pytest.raises(NotRecorded):
        actions.record(by=bradford_chair, verb=Verb.CONSULTATION, did="read signal")
    assert Event.objects.count() == 12


def test_the_command_says_that_all_is_sound(log, capsys):
    call_command("audit", "verify")

    assert "12 events, each as it was written" in capsys.readouterr().out


def test_the_command_names_the_row_and_fails(log):
    as_an_intruder("UPDATE audit_event SET because = 'Other' WHERE sequence = 5")

    with pytest.raises(CommandError, match="First bad event: 5") as refusal:
        call_command("audit", "verify")
    assert refusal.value.returncode == 9


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a copy is a file only on SQLite")
def test_the_command_looks_at_a_tampered_copy_and_leaves_the_original_alone(log, tmp_path):
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    assert run(copy).returncode == 0
    _edit(copy)

    told = run(copy)
    assert (told.returncode, "First bad event: 3" in told.stderr) == (9, True)
    call_command("audit", "verify")


def run(copy: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "partnership.site.manage", "audit", "verify", f"--database={copy}"]
    command.append(f"--checkpoints={checkpoints.folder()}")
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _edit(copy: Path) -> None:
    with sqlite3.connect(copy) as database:
        for name in guards.SQLITE:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit_event SET because = 'Other' WHERE sequence = 3")


@pytest.mark.parametrize("table", ["audit_event", "audit_shown"])
@pytest.mark.parametrize("what", ["UPDATE {} SET {}={}", "DELETE FROM {}", "INSERT OR REPLACE", "TRUNCATE {} CASCADE"])
def test_the_database_itself_refuses(log, table, what):
    key = guards.TABLES[table]
    if what == "INSERT OR REPLACE":
        if connection.vendor != "sqlite":
            pytest.skip("SQLite's own statement")
        statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608 -- our own names
    elif what.startswith("TRUNCATE") and connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own statement")
    else:
        statement = what.format(table, key, key)

    with pytest.raises(Exception, match="only grows"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (Event.objects.count(), Shown.objects.count()) == (12, 2)
