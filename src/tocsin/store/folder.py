"""The store is a folder.

store.json           the schema version
shards/STAGE/KEY     one Parquet file a shard; the name says what decided it
results/DIGEST/      one Parquet file a table, manifest.json (every shard) and summary.json
current.json         which results are the current ones; replaced in one step
runs.jsonl           when each scan ran and what it found; not part of the digest
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.errors import StoreUnreadable
from tocsin.records import SCHEMA_VERSION


class Store:
    """A scan's records at rest under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path) -> Store:
        """The store at `folder`. Raises StoreUnreadable if it is missing or of another schema version."""
        try:
            found = json.loads((folder / "store.json").read_text(encoding="utf-8"))["schema_version"]
        except (OSError, ValueError, KeyError) as error:
            raise StoreUnreadable(f"{folder}: no store here. Run `tocsin scan` first, or name its folder.") from error
        if found != SCHEMA_VERSION:
            raise StoreUnreadable(
                f"{folder}: written with schema version {found}; this Tocsin reads version {SCHEMA_VERSION}. "
                "Scan into a new folder, or use the Tocsin that wrote it."
            )
        return cls(folder)

    @classmethod
    def create(cls, folder: Path) -> Store:
        """The store at `folder` for a scan to write to, made if it was not there.

        An older store keeps its shards, whose names tell what is in them. Its results lack what is new, so they are
        forgotten until the scan has made them again.
        """
        version = _version_in(folder)
        if version is None or version < SCHEMA_VERSION:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "current.json").unlink(missing_ok=True)
            _replace(folder / "store.json", json.dumps({"schema_version": SCHEMA_VERSION}) + "\n")
        return cls.open(folder)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Hold the store for one scan. Raises StoreUnreadable if another scan holds it."""
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StoreUnreadable(
                    f"{self.folder}: another scan is writing here. Wait for it, or scan into another folder."
                ) from error
            yield

    def shard_path(self, stage: str, key: str) -> Path:
        return self.folder / "shards" / stage / f"{key}.parquet"

    def publish(
        self,
        tables: Mapping[str, pa.Table],
        manifest: Sequence[Mapping[str, Any]],
        summary: Mapping[str, Any],
    ) -> str:
        """Make these the current results, in one step; returns their digest. The same results change no file."""
        preparing = self.folder / "results" / f".preparing-{os.getpid()}"
        shutil.rmtree(preparing, ignore_errors=True)
        preparing.mkdir(parents=True)
        for name, table in tables.items():
            pq.write_table(table, preparing / f"{name}.parquet", compression="zstd")
        _replace(preparing / "manifest.json", _canonical(manifest))
        _replace(preparing / "summary.json", _canonical(summary))
        digest = _digest_of(preparing)
        place = self.folder / "results" / digest
        if place.exists():
            shutil.rmtree(preparing)
        else:
            preparing.rename(place)
        pointer = _canonical({"results": digest, "schema_version": SCHEMA_VERSION})
        current = self.folder / "current.json"
        if not current.exists() or current.read_text(encoding="utf-8") != pointer:
            _replace(current, pointer)
        self._forget_stale(digest, {entry["file"] for entry in manifest})
        return digest

    def _forget_stale(self, digest: str, shard_files: set[str]) -> None:
        for other in (self.folder / "results").iterdir():
            if other.name != digest:
                shutil.rmtree(other)
        for file in (self.folder / "shards").rglob("*"):
            if file.is_file() and file.relative_to(self.folder).as_posix() not in shard_files:
                file.unlink()

    def digest(self) -> str:
        """SHA-256 over every shard and result, by name and content: equal stores, equal digests."""
        whole = hashlib.sha256()
        for file in sorted((self.folder / "shards").rglob("*.parquet")):
            whole.update(file.relative_to(self.folder).as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
        whole.update(self.results_digest().encode())
        return whole.hexdigest()

    def results_digest(self) -> str:
        """The digest of the current results. Raises StoreUnreadable if no scan has finished."""
        try:
            return str(json.loads((self.folder / "current.json").read_text(encoding="utf-8"))["results"])
        except OSError as error:
            raise StoreUnreadable(
                f"{self.folder}: no scan has finished here. Run `tocsin scan` again; it goes on where it stopped."
            ) from error

    @property
    def results(self) -> Path:
        return self.folder / "results" / self.results_digest()

    def table(self, name: str) -> pa.Table:
        """A current result: signals, quotes, windows, series, sources, areas, set_aside or unassessed."""
        return pq.read_table(self.results / f"{name}.parquet")

    def summary(self) -> dict[str, Any]:
        return dict(json.loads((self.results / "summary.json").read_text(encoding="utf-8")))

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Run SQL in DuckDB with every current result as a table of its name."""
        with duckdb.connect() as connection:
            for file in self.results.glob("*.parquet"):
                connection.from_parquet(str(file)).create_view(file.stem)
            return connection.sql(sql, params=list(parameters)).to_arrow_table()

    def read_shards(self, files: Sequence[Path], sql: str) -> pa.Table:
        """Run SQL in DuckDB over these shards' rows as one table named `shards`, in the order of the files."""
        with duckdb.connect() as connection:
            connection.from_parquet([str(file) for file in files]).create_view("shards")
            return connection.sql(sql).to_arrow_table()

    def note_run(self, run: Mapping[str, Any]) -> None:
        """Add a line to runs.jsonl."""
        with (self.folder / "runs.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(run, sort_keys=True) + "\n")

    def last_run(self) -> dict[str, Any] | None:
        """The last scan that finished, or None."""
        try:
            lines = (self.folder / "runs.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        except OSError:
            return None
        # A scan killed while it wrote its line leaves one without an end.
        whole = [line for line in lines if line.endswith("\n")]
        return dict(json.loads(whole[-1])) if whole else None


def _version_in(folder: Path) -> int | None:
    """The schema version of the store in that folder; None if there is none."""
    if not (folder / "store.json").exists():
        return None
    try:
        return int(json.loads((folder / "store.json").read_text(encoding="utf-8"))["schema_version"])
    except (OSError, ValueError, KeyError, TypeError):
        return SCHEMA_VERSION  # whatever it is, opening it says what is wrong


def _digest_of(folder: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        whole.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:40]


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def _replace(path: Path, text: str) -> None:
    unfinished = path.with_suffix(f".{os.getpid()}.unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
