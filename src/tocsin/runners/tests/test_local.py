"""A shard's output is whole or absent, and done work is not done again."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tocsin.runners import Shard, run_local, run_shard, shard_key

calls: list[int] = []


def one_row(*, value: int) -> pa.Table:
    calls.append(value)
    return pa.table({"value": [value]})


def added(*tables: pa.Table) -> pa.Table:
    return pa.table({"value": [sum(t["value"][0].as_py() for t in tables)]})


def fails() -> pa.Table:
    raise ValueError("no")


def shard(folder: Path, value: int) -> Shard:
    key = shard_key("read", "1", str(value))
    return Shard("read", key, one_row, (), folder / f"{key}.parquet", {"value": value})


@pytest.mark.parametrize("workers", [1, 2])
def test_every_shard_is_run_and_told_of(tmp_path, workers):
    # pa.table, because a worker process cannot import a function from this file.
    shards = [
        Shard("read", str(v), pa.table, (), tmp_path / f"{v}.parquet", {"data": {"value": [v]}}) for v in range(4)
    ]
    told: list[Shard] = []

    run_local(shards, workers=workers, on_done=told.append)

    assert [pq.read_table(s.output)["value"][0].as_py() for s in shards] == [0, 1, 2, 3]
    assert {s.key for s in told} == {s.key for s in shards}


def test_done_work_is_told_of_and_not_done_again(tmp_path):
    shards = [shard(tmp_path, 1)]
    run_local(shards, workers=1, on_done=lambda _: None)
    calls.clear()
    told: list[Shard] = []

    run_local(shards, workers=1, on_done=told.append)

    assert (calls, len(told)) == ([], 1)


def test_a_shard_reads_the_files_before_it(tmp_path):
    first, second = shard(tmp_path, 1), shard(tmp_path, 2)
    run_local([first, second], workers=1, on_done=lambda _: None)

    run_shard(Shard("add", "k", added, (first.output, second.output), tmp_path / "sum.parquet"))

    assert pq.read_table(tmp_path / "sum.parquet")["value"].to_pylist() == [3]


def test_a_failing_shard_leaves_no_file_and_the_failure_is_raised(tmp_path):
    with pytest.raises(ValueError, match="no"):
        run_local([Shard("read", "k", fails, (), tmp_path / "k.parquet")], workers=1, on_done=lambda _: None)

    assert list(tmp_path.iterdir()) == []


def test_anything_that_decides_the_result_changes_the_name():
    assert len({shard_key("read", "1", "a"), shard_key("read", "2", "a"), shard_key("tag", "1", "a")}) == 3
    assert shard_key("read", "1", "a", "b") != shard_key("read", "1", "ab")
