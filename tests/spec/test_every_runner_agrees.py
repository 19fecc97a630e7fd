"""The same shards give the same answers wherever they run: every stage, every runner, equal tables."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from tocsin.scan import scan
from tocsin.scan import shards as cutting
from tocsin.store import Store
from tocsin.watch import load_watch

WAYS_TO_RUN = {"in this process": 1, "in a pool of two processes": 2}


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(cutting, "RECORDS_PER_SHARD", 100)


def run(world, folder, workers: int) -> Store:
    store = Store.create(folder)
    scan(load_watch(world.watch), store, workers=workers, progress=lambda stage, done, total: None)
    return store


def test_every_stage_gives_equal_tables_on_every_runner(world, tmp_path, small_shards):
    stores = [run(world, tmp_path / str(n), workers) for n, workers in enumerate(WAYS_TO_RUN.values())]

    first, *others = stores
    files = sorted(file.relative_to(first.folder) for file in first.folder.rglob("*.parquet"))
    stages = {file.parts[1] for file in files if file.parts[0] == "shards"}
    assert stages == {"collect", "read", "echoes", "tag", "count"}
    for other in others:
        assert sorted(file.relative_to(other.folder) for file in other.folder.rglob("*.parquet")) == files
        for file in files:
            assert pq.read_table(first.folder / file).equals(pq.read_table(other.folder / file)), file
        assert first.digest() == other.digest()


def test_how_the_work_is_cut_changes_no_result(world, tmp_path, monkeypatch):
    whole = run(world, tmp_path / "whole", 1)

    monkeypatch.setattr(cutting, "RECORDS_PER_SHARD", 37)
    cut = run(world, tmp_path / "cut", 1)

    for table in ("series", "signals", "windows", "quotes", "set_aside", "unassessed", "sources"):
        assert whole.table(table).equals(cut.table(table)), table


def test_a_second_scan_changes_no_file(world, tmp_path):
    store = run(world, tmp_path / "store", 1)
    before = {f: f.stat().st_mtime_ns for f in store.folder.rglob("*") if f.is_file() and f.name != "runs.jsonl"}

    run(world, tmp_path / "store", 1)

    after = {f: f.stat().st_mtime_ns for f in store.folder.rglob("*") if f.is_file() and f.name != "runs.jsonl"}
    assert {f: t for f, t in after.items() if f.name != ".lock"} == {
        f: t for f, t in before.items() if f.name != ".lock"
    }


def test_a_new_document_is_read_without_reading_the_others_again(world, tmp_path, small_shards):
    store = run(world, tmp_path / "store", 1)
    read = set((store.folder / "shards/read").iterdir())
    with world.news.open("a", encoding="utf-8") as file:
        file.write("Late,A late story.,2017-03-20,https://one.example/late\n")

    run(world, tmp_path / "store", 1)

    assert len(read & set((store.folder / "shards/read").iterdir())) == len(read) - 1


def test_the_rise_is_found_quoted_and_borne_out(world, tmp_path):
    store = run(world, tmp_path / "store", 1)

    signals = {row["series_id"]: row for row in store.table("signals").to_pylist()}
    bradford = signals["news/modern-slavery/documents/E08000032"]
    assert (bradford["observed"], bradford["level"], bradford["period"]) == (12, "signal", "2017-W11")
    assert bradford["source_groups"] == ["one.example", "three.example", "two.example"]
    quotes = [row for row in store.table("quotes").to_pylist() if row["signal_id"] == bradford["signal_id"]]
    assert len(quotes) == 12
    assert all("modern slavery" in quote["quote"] for quote in quotes)
    force = signals["recorded/modern-slavery/Modern slavery offences recorded/E23000010"]
    assert (force["observed"], force["period"]) == (90, "2017-Q1")


def test_one_bad_source_does_not_stop_the_others(world, tmp_path):
    (world.folder / "recorded.csv").unlink()
    store = Store.create(tmp_path / "store")

    outcome = scan(load_watch(world.watch), store, progress=lambda stage, done, total: None)

    assert len(outcome.failures) == 1
    assert "recorded.csv: cannot be opened" in outcome.failures[0]
    states = {row["source"]: row["state"] for row in store.table("sources").to_pylist()}
    assert states == {"news": "ok", "recorded": "failed"}
    assert store.table("signals").num_rows > 0


def test_the_same_row_loaded_twice_counts_once(world, tmp_path, small_shards):
    once = run(world, tmp_path / "once", 1).table("signals").to_pylist()
    lines = world.news.read_text(encoding="utf-8").splitlines(keepends=True)
    world.news.write_text("".join([*lines, *lines[1:]]), encoding="utf-8")

    twice = run(world, tmp_path / "twice", 1).table("signals").to_pylist()

    assert [(s["statement"], s["source_groups"]) for s in twice] == [(s["statement"], s["source_groups"]) for s in once]
