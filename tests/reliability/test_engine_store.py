"""The engine's store goes out with the database and comes back to the byte, wherever it is to lie."""

from __future__ import annotations

import shutil

import pyarrow as pa
import pytest
from django.core.management import CommandError, call_command

from partnership.backups import storing
from partnership.backups.actions import back_up, restore
from partnership.backups.rules import STORE, NotBackedUp, NotRestored
from partnership.intake import queries
from partnership.intake.actions import take_in
from tocsin.scan import scan
from tocsin.store import Store
from tocsin.watch import load_watch


@pytest.fixture
def store(grounds, world, tmp_path) -> Store:
    """What a scan of the made-up world leaves."""
    scanned = grounds.folder / "scanned"
    if not scanned.exists():
        scan(load_watch(world.watch), Store.create(scanned), progress=lambda stage, done, total: None)
    return Store(shutil.copytree(scanned, tmp_path / "store"))


@pytest.fixture
def taken_in(new_site, store):
    """A site that took that store in."""
    site = new_site()
    with site.inside():
        take_in(folder=store.folder, by=None)
    return site


@pytest.fixture
def backup(taken_in, tmp_path):
    with taken_in.inside():
        return back_up(into=tmp_path / "backups", by=None).file


def test_the_store_comes_back_with_the_same_digest(store, backup, new_site, tmp_path):
    before, place = store.digest(), tmp_path / "elsewhere" / "store"
    shutil.rmtree(store.folder)

    with new_site().inside():
        restored = restore(file=backup, store=place, by=None)

        assert restored.store == place
        assert Store.open(place).digest() == before
        assert Store.open(place).last_run() is not None
        assert queries.trouble_with_store() is None


def test_without_being_told_it_comes_back_to_where_it_lay(store, backup, new_site):
    before = store.digest()
    shutil.rmtree(store.folder)

    with new_site().inside():
        restore(file=backup, by=None)

    assert store.digest() == before


def test_a_store_that_is_there_already_is_left_alone(store, backup, new_site):
    store.note_run({"finished": "2027-03-28T01:00:00+00:00"})
    runs = (store.folder / "runs.jsonl").read_bytes()

    with new_site().inside():
        restore(file=backup, by=None)

    assert (store.folder / "runs.jsonl").read_bytes() == runs


def test_what_lies_in_its_place_is_never_overwritten(backup, new_site, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Mine")

    with new_site().inside(), pytest.raises(NotRestored, match="holds something else than the backup’s store"):
        restore(file=backup, store=tmp_path / "full", by=None)
    assert (tmp_path / "full" / "letter.txt").read_text() == "Mine"


def test_where_the_store_cannot_be_put_nothing_is_restored(backup, new_site, tmp_path):
    (tmp_path / "file").write_text("in the way")

    with new_site().inside():
        with pytest.raises(NotRestored, match="cannot be put into"):
            restore(file=backup, store=tmp_path / "file" / "store", by=None)
        assert queries.last_delivery() is None


def test_a_store_that_is_gone_is_said_to_be_missing(taken_in, store, new_site, tmp_path, capsys):
    shutil.rmtree(store.folder)

    with taken_in.inside():
        call_command("backup", into=tmp_path)
    assert f"Not in it: the engine’s store, because there is none at {store.folder}" in capsys.readouterr().out

    (file,) = tmp_path.glob("tocsin-*.zip")
    with new_site().inside():
        call_command("restore", file)
    assert "The backup holds no store of the engine" in capsys.readouterr().out


def test_a_scan_that_publishes_meanwhile_is_noticed(taken_in, store, tmp_path, monkeypatch):
    """No lock is taken, so that no scan has to wait for a backup."""
    chunks = storing._chunks

    def publish_and_then_read(file):
        if file.name == "store.json":
            store.publish({"signals": pa.table({"n": [1]})}, [], {"totals": {}})
        return chunks(file)

    monkeypatch.setattr(storing, "_chunks", publish_and_then_read)
    with taken_in.inside(), pytest.raises(NotBackedUp, match="A scan published new results"):
        back_up(into=tmp_path / "backups", by=None)
    assert list((tmp_path / "backups").iterdir()) == []


def test_only_what_the_results_rest_on_is_taken(store, backup, tmp_path):
    with storing.archive.reading(backup) as opened:
        held = opened.manifest.under(STORE)

    shards = {file.relative_to(store.folder).as_posix() for file in (store.folder / "shards").rglob("*.parquet")}
    assert shards <= set(held)
    assert ".lock" not in held
    assert {"store.json", "current.json", "runs.jsonl"} <= set(held)


def test_the_command_says_what_to_keep_apart(taken_in, capsys, settings):
    with taken_in.inside():
        call_command("backup")

    said = capsys.readouterr().out
    assert f"{taken_in.home}/secret-key, {settings.TOCSIN_AUDIT_KEY}." in said
    assert "It lies beside the database: copy it to another machine." in said


def test_the_command_says_why_there_is_no_backup(taken_in, tmp_path):
    (tmp_path / "file").write_text("in the way")

    with taken_in.inside(), pytest.raises(CommandError, match=r"Not backed up: .*exists") as refusal:
        call_command("backup", into=tmp_path / "file")
    assert refusal.value.returncode == 1
