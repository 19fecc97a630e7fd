"""A shard: one idempotent piece of work, a pure function from Parquet files to one Parquet file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


@dataclass(frozen=True)
class Shard:
    """`function(*tables read from inputs, **settings)` written to `output`; done when `output` exists.

    The output's name is the shard's key, so a change in anything that decides the result is another file.
    """

    stage: str
    key: str
    function: Callable[..., pa.Table]
    inputs: tuple[Path, ...]
    output: Path
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return self.output.exists()


def shard_key(stage: str, version: str, *parts: str) -> str:
    """A name for the shard's result, from everything that decides it: 40 hex digits."""
    return hashlib.sha256("\x1f".join((stage, version, *parts)).encode()).hexdigest()[:40]


def run_shard(shard: Shard) -> int:
    """Do the work and put the file in place whole; returns its number of rows. Never leaves half a file."""
    tables = [pq.read_table(path) for path in shard.inputs]
    result = shard.function(*tables, **shard.settings)
    write_whole(result, shard.output)
    return int(result.num_rows)


def write_whole(table: pa.Table, path: Path) -> None:
    """Write the table beside its place, make it durable, then rename it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.unfinished")
    with unfinished.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
