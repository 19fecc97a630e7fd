"""The store publishes in one step, changes nothing that has not changed, and refuses what it cannot read."""

import json

import pyarrow as pa
import pytest

from tocsin.errors import StoreUnreadable
from tocsin.records import SCHEMA_VERSION
from tocsin.store import Store


@pytest.fixture
def store(tmp_path):
    return Store.create(tmp_path / "store")


def publish(store: Store, value: int = 1) -> str:
    return store.publish({"signals": pa.table({"value": [value]})}, [], {"totals": {}})


def test_results_are_read_back_and_queried(store):
    publish(store, 7)

    assert store.table("signals")["value"].to_pylist() == [7]
    assert store.query("select value + 1 as v from signals")["v"].to_pylist() == [8]


def test_the_same_results_touch_no_file(store):
    publish(store)
    before = {file: file.stat().st_mtime_ns for file in store.folder.rglob("*") if file.is_file()}

    publish(store)

    assert {file: file.stat().st_mtime_ns for file in store.folder.rglob("*") if file.is_file()} == before


def test_other_results_take_the_place_of_the_old_ones(store):
    old = publish(store, 1)

    new = publish(store, 2)

    assert old != new
    assert [folder.name for folder in (store.folder / "results").iterdir()] == [new]


def test_shards_that_the_manifest_does_not_name_are_cleared_away(store):
    kept, stale = store.shard_path("read", "a"), store.shard_path("read", "b")
    for path in (kept, stale):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")

    store.publish({}, [{"stage": "read", "file": "shards/read/a.parquet"}], {})

    assert kept.exists()
    assert not stale.exists()


def test_a_folder_that_is_no_store_says_what_to_run(tmp_path):
    with pytest.raises(StoreUnreadable, match="Run `tocsin scan` first"):
        Store.open(tmp_path)


def test_another_schema_version_is_refused(store):
    (store.folder / "store.json").write_text(json.dumps({"schema_version": 99}))

    with pytest.raises(StoreUnreadable, match="schema version 99"):
        Store.open(store.folder)


def test_a_scan_into_an_older_store_keeps_its_shards_and_makes_its_results_anew(store):
    publish(store, 1)
    shard = store.shard_path("read", "a")
    shard.parent.mkdir(parents=True)
    shard.write_bytes(b"")
    (store.folder / "store.json").write_text(json.dumps({"schema_version": SCHEMA_VERSION - 1}))

    again = Store.create(store.folder)

    assert shard.exists()
    with pytest.raises(StoreUnreadable, match="no scan has finished here"):
        again.table("signals")
    publish(again, 2)
    assert again.table("signals")["value"].to_pylist() == [2]


def test_a_store_of_a_newer_tocsin_is_not_written_to(store):
    (store.folder / "store.json").write_text(json.dumps({"schema_version": SCHEMA_VERSION + 1}))

    with pytest.raises(StoreUnreadable, match="Scan into a new folder"):
        Store.create(store.folder)


def test_a_store_whose_scan_never_finished_says_to_go_on(store):
    with pytest.raises(StoreUnreadable, match="goes on where it stopped"):
        store.table("signals")


def test_two_scans_cannot_write_at_once(store):
    with store.in_use(), pytest.raises(StoreUnreadable, match="another scan is writing"), Store(store.folder).in_use():
        pass


def test_the_last_whole_run_is_told_even_when_a_later_line_was_cut_off(store):
    store.note_run({"results": "a"})
    with (store.folder / "runs.jsonl").open("a") as file:
        file.write('{"results": "b')

    assert store.last_run() == {"results": "a"}
