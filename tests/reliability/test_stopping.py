"""Stopped or failing at any point, a backup leaves no file and a restore leaves the site as it was."""

from __future__ import annotations

import itertools
import os
import signal
import stat
import subprocess
import time

import pytest
from django.core.management import CommandError, call_command

from partnership.audit import actions as audit
from partnership.audit import checkpoints
from partnership.audit.models import Event
from partnership.backups import archive, rows
from partnership.backups.actions import back_up, restore
from partnership.backups.rules import NotBackedUp
from partnership.people.models import Person

from .filling import fill_everything


def failing(fault: BaseException, *, before=lambda *args, **options: None, times: int = 0):
    """A function that does as the other did so many times, and then raises that."""
    calls = itertools.count()

    def fail(*args, **options):
        if next(calls) == times:
            raise fault
        return before(*args, **options)

    return fail


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_backup_that_is_stopped_leaves_no_file(new_site, tmp_path, monkeypatch, fault):
    monkeypatch.setattr(archive, "add_table", failing(fault, before=archive.add_table, times=3))

    with new_site().inside(), pytest.raises(type(fault)):
        back_up(into=tmp_path, by=None)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_cannot_be_read_back_is_none(new_site, tmp_path, monkeypatch):
    """As from a disk that loses what it was given."""
    add_table = archive.add_table
    monkeypatch.setattr(archive, "add_table", lambda *args: (add_table(*args)[0], "0" * 64))

    with new_site().inside(), pytest.raises(NotBackedUp, match="could not be read back"):
        back_up(into=tmp_path, by=None)
    assert list(tmp_path.iterdir()) == []


def test_two_backups_in_one_second_do_not_replace_each_other(new_site, tmp_path, time_machine):
    time_machine.move_to("2027-03-28T01:00:00Z", tick=False)

    with new_site().inside():
        first = back_up(into=tmp_path, by=None).file.read_bytes()
        with pytest.raises(NotBackedUp, match="is there already"):
            back_up(into=tmp_path, by=None)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [first]


def test_a_backup_is_for_its_own_account_alone(new_site, tmp_path):
    with new_site().inside():
        file = back_up(into=tmp_path / "new" / "folder", by=None).file

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_restore_that_is_stopped_leaves_the_database_as_it_was(backup, new_site, monkeypatch, fault):
    monkeypatch.setattr(rows, "load", failing(fault, before=rows.load, times=9))

    with new_site().inside():
        with pytest.raises(type(fault)):
            restore(file=backup, by=None)
        assert (Person.objects.count(), checkpoints.contents()) == (0, {})
        monkeypatch.undo()
        restore(file=backup, by=None)
        assert Person.objects.exists()


def test_a_restore_that_fails_at_its_last_step_can_be_run_again(backup, new_site, monkeypatch):
    """The second store is filled before the rows are committed, so that it is never behind them."""
    with new_site().inside():
        with monkeypatch.context() as patch:
            patch.setattr(audit, "record", failing(OSError("Stopped")))
            with pytest.raises(OSError, match="Stopped"):
                restore(file=backup, by=None)
        assert (Person.objects.count(), checkpoints.read().end > 0) == (0, True)

        assert restore(file=backup, by=None).report.is_sound


def test_the_commands_say_that_they_were_stopped(new_site, tmp_path, monkeypatch, backup):
    monkeypatch.setattr(archive, "sign", failing(KeyboardInterrupt()))
    monkeypatch.setattr(archive.Backup, "verify", failing(KeyboardInterrupt()))

    with new_site().inside():
        with pytest.raises(CommandError, match="Nothing was restored; the database is as it was") as stopped:
            call_command("restore", backup)
        assert stopped.value.returncode == 130
        with pytest.raises(CommandError, match="nothing half-made was left") as stopped:
            call_command("backup", into=tmp_path)
        assert stopped.value.returncode == 130
        assert Event.objects.get().did == "began backup"


@pytest.mark.crash
def test_ctrl_c_and_kill_never_leave_a_file_that_looks_like_a_backup(new_site, tmp_path):
    site = new_site()
    with site.inside():
        fill_everything()
    for blow, expected in ((signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)):
        into = tmp_path / blow.name
        command = subprocess.Popen(site.command("backup", "--into", into), env=site.environment, stderr=subprocess.PIPE)
        while not (into.exists() and any(into.iterdir())):
            assert command.poll() is None
            time.sleep(0.001)

        os.kill(command.pid, blow)

        assert command.wait(timeout=60) == expected
        assert list(into.glob("tocsin-*")) == []
        assert (list(into.iterdir()) == []) == (blow is signal.SIGINT)
