"""People go on working while a backup is taken: it holds one moment, whole, and shuts nobody out."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from partnership.audit.models import Event, Head
from partnership.backups import archive
from partnership.backups.actions import back_up, restore
from partnership.backups.coverage import covered
from partnership.backups.rows import lines as lines_of
from partnership.backups.rules import NotRestored
from partnership.backups.snapshot import standing_still
from partnership.people.models import Agency

from .installation import KINDS

WRITE = """
import django
django.setup()
from partnership.audit.actions import record
from partnership.audit.rules import Verb
from partnership.people.models import Agency
for n in range(100_000):
    Agency.objects.create(name=f"Agency {n}")
    record(by=None, verb=Verb.COLLECTION, did="received signal", detail={"n": n}, shown=[Agency.objects.first()])
"""


@pytest.fixture
def busy(new_site):
    """Runs a program that writes as fast as it can on that site, and stops it afterwards."""
    running = []

    def begin(site):
        running.append(subprocess.Popen([sys.executable, "-c", WRITE], env=site.environment))

    yield begin
    for program in running:
        program.kill()
        program.wait()


def wait_for_events(more: int) -> None:
    """Returns once so many more events stand in the log."""
    wanted, deadline = Head.objects.get().sequence + more, time.monotonic() + 60
    while Head.objects.get().sequence < wanted:
        assert time.monotonic() < deadline, "nobody wrote"
        time.sleep(0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_holds_one_moment_while_others_write(new_site, busy, tmp_path, monkeypatch, kind):
    add_table = archive.add_table

    def add_slowly(*args):
        wait_for_events(3)
        return add_table(*args)

    monkeypatch.setattr(archive, "add_table", add_slowly)
    site = new_site(kind)
    with site.inside():
        busy(site)
        wait_for_events(1)
        made = back_up(into=tmp_path, by=None)
        written_meanwhile = Head.objects.get().sequence - made.manifest.head.sequence

    with new_site(kind).inside():
        report = restore(file=made.file, by=None).report

        assert written_meanwhile >= 3 * len(made.manifest.tables)
        assert (report.is_sound, report.events) == (True, made.manifest.head.sequence + 1)
        # The program makes an agency before each event: in one moment there is at most one without its event.
        assert Agency.objects.count() - Event.objects.filter(did="received signal").count() in {0, 1}


@pytest.mark.parametrize("kind", KINDS)
def test_read_without_a_snapshot_the_tables_would_not_fit_together(new_site, busy, tmp_path, monkeypatch, kind):
    """The control: the same, with every table read as it stands when its turn comes."""
    add_table = archive.add_table

    def add_slowly_from_the_live_tables(zipped, label, lines, one_more):
        wait_for_events(3)
        return add_table(zipped, label, live(label), one_more)

    def live(label):
        return lines_of(covered()[label], DEFAULT_DB_ALIAS)

    monkeypatch.setattr(archive, "add_table", add_slowly_from_the_live_tables)
    site = new_site(kind)
    with site.inside():
        busy(site)
        wait_for_events(1)
        made = back_up(into=tmp_path, by=None)

    with new_site(kind).inside(), pytest.raises(NotRestored, match="points to one that it does not hold"):
        restore(file=made.file, by=None)


@pytest.mark.parametrize("kind", KINDS)
def test_the_snapshot_can_write_nothing(new_site, kind):
    with (
        new_site(kind).inside(),
        pytest.raises(DatabaseError, match=r"read-?only"),
        standing_still() as using,
    ):
        Agency.objects.using(using).create(name="Written")
