"""A restore and the log's second store: nobody can put an older copy in place of a newer one unnoticed."""

from __future__ import annotations

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partnership.audit import checkpoints, guards
from partnership.audit.actions import record
from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.backups.actions import back_up, restore
from partnership.backups.rules import NotRestored

BECAUSE = "The disk failed"


def look(times: int = 1) -> None:
    for _ in range(times):
        record(by=None, verb=Verb.CONSULTATION, did="read signal")


@pytest.fixture
def lost(new_site, tmp_path):
    """The backup of a site that went on for three more events and was lost, and a new site beside its second store."""
    site = new_site()
    with site.inside():
        look()
        made = back_up(into=tmp_path, by=None)
        look(3)
    another = new_site()
    shutil.copytree(site.checkpoints, another.checkpoints)
    return made.file, another


def test_an_older_backup_is_refused_without_a_reason(lost):
    file, another = lost

    with another.inside():
        with pytest.raises(NotRestored, match=r"up to event 5, and this backup ends at event 2: .* --because"):
            restore(file=file, by=None)
        with pytest.raises(NotRestored, match="--because"):
            restore(file=file, because="  ", by=None)
        assert not Event.objects.exists()
        assert checkpoints.read().end == 5


def test_an_older_backup_meant_so_is_restored_and_noted(lost, capsys):
    file, another = lost

    with another.inside():
        call_command("restore", file, because=BECAUSE)
        look(2)
        call_command("audit", "verify")

        said = capsys.readouterr().out
        assert said.count("events 3 to 5 of the log before it are lost. Reason given: The disk failed") == 2
        assert "5 events, each as it was written" in said
        assert Event.objects.get(sequence=3).because == BECAUSE


def test_a_second_store_that_is_not_behind_needs_no_reason(new_site, tmp_path):
    site, another = new_site(), new_site()
    with site.inside():
        look(2)
        file = back_up(into=tmp_path, by=None).file
    shutil.copytree(site.checkpoints, another.checkpoints)

    with another.inside():
        assert restore(file=file, by=None).report.notices == ()


def test_a_second_store_that_was_lost_too_is_filled_from_the_backup(new_site, tmp_path, monkeypatch):
    monkeypatch.setattr(checkpoints, "EVERY", 5)
    with new_site().inside():
        look(6)
        file = back_up(into=tmp_path, by=None).file
        before = checkpoints.read().points

    with new_site().inside():
        assert restore(file=file, by=None).report.is_sound
        after = checkpoints.read().points
        assert (list(before), list(after)) == ([1, 5, 7], [1, 5, 8])
        assert (before[1], before[5]) == (after[1], after[5])


def test_a_forged_second_store_is_refused(lost):
    file, another = lost
    head = another.checkpoints / "head.json"
    head.write_text(head.read_text().replace('"sequence": 5', '"sequence": 1'))

    with another.inside(), pytest.raises(NotRestored, match="The second store cannot be believed"):
        restore(file=file, because=BECAUSE, by=None)


def test_the_second_store_of_another_site_is_found(new_site, tmp_path):
    """It fits the key, but not the log: restored as it was backed up, and the command fails loudly."""
    site, other, another = new_site(), new_site(), new_site()
    with site.inside():
        look(2)
        file = back_up(into=tmp_path, by=None).file
    with other.inside():
        look(1)
    shutil.copytree(other.checkpoints, another.checkpoints)

    with another.inside(), pytest.raises(CommandError, match=r"log is not sound\. First bad event: 1") as found:
        call_command("restore", file)
    assert found.value.returncode == 9


def test_a_log_that_was_tampered_with_before_is_restored_as_it_was_and_the_command_fails(new_site, tmp_path):
    """What was done to it stays to be seen, and nobody is locked out of the rest."""
    with new_site().inside():
        look(3)
        with guards.lifted(connection), connection.cursor() as cursor:
            cursor.execute("UPDATE audit_event SET because = 'Other' WHERE sequence = 2")
        file = back_up(into=tmp_path, by=None).file

    with new_site().inside():
        with pytest.raises(CommandError, match=r"log is not sound\. First bad event: 2") as found:
            call_command("restore", file)
        assert (found.value.returncode, Event.objects.get(sequence=2).because) == (9, "Other")


def test_the_backup_knows_of_no_checkpoint_that_its_log_lacks(new_site, tmp_path, monkeypatch):
    """Even if somebody acts between its own event and its picture of the database."""
    contents = checkpoints.contents

    def contents_and_then_somebody_acts():
        held = contents()
        look()
        return held

    monkeypatch.setattr(checkpoints, "contents", contents_and_then_somebody_acts)
    with new_site().inside():
        made = back_up(into=tmp_path, by=None)

    with new_site().inside():
        assert made.manifest.head.sequence == 2
        assert restore(file=made.file, by=None).report.is_sound
