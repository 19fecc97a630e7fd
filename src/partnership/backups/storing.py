"""The engine's store, out of its folder into a backup and back. The shards and results it holds never change."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from partnership.intake import queries as intake

from . import archive
from .archive import CHUNK, Backup, Tell
from .rules import STORE, NotBackedUp, NotRestored, Part

GROWING = "runs.jsonl"  # when each scan ran: the one file that says something else in two equal stores
CHANGED = "A scan published new results while the store was being copied. Back up again."


def add_store(zipped: ZipFile, folder: Path, tell: Tell) -> dict[str, Part]:
    """The parts just written, by path; none if there is no store in the folder any more.

    No lock is taken, so no scan has to wait. Raises NotBackedUp if one published meanwhile.
    """
    held, parts = intake.files_of_store(folder), {}
    try:
        for done, path in enumerate(held):
            tell("Copying the store", done, len(held))
            is_packed = not path.endswith(".parquet")
            parts[STORE + path] = archive.add(zipped, STORE + path, _chunks(folder / path), packed=is_packed)
    except FileNotFoundError as fault:
        raise NotBackedUp(CHANGED) from fault
    if intake.files_of_store(folder) != held:
        raise NotBackedUp(CHANGED)
    return parts


def stands_at(place: Path, backup: Backup) -> bool:
    """True if the backup's store lies there already, False if nothing does. Raises NotRestored for anything else."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return False
    wanted = {path: part for path, part in backup.manifest.under(STORE).items() if path != GROWING}
    if all((place / path).is_file() and _digest(place / path) == part.sha256 for path, part in wanted.items()):
        return True
    raise NotRestored(f"{place} holds something else than the backup’s store. Name another folder: --store FOLDER.")


def put_store(place: Path, backup: Backup, tell: Tell) -> None:
    """Puts the store there, whole or not at all."""
    draft = place.with_name(f".{place.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)  # of a restore that was killed
    paths = backup.manifest.under(STORE)
    try:
        for done, path in enumerate(paths):
            tell("Putting the store back", done, len(paths))
            file = draft / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as stream:
                stream.writelines(backup.chunks(STORE + path))
            archive.make_durable(file)
        for folder in {(draft / path).parent for path in paths}:
            archive.make_durable(folder)
        draft.replace(place)
        archive.make_durable(place.parent)
    except OSError as fault:
        raise NotRestored(
            f"The store cannot be put into {place} ({fault.strerror}), so nothing was restored. Make room there, or "
            "name another folder: --store FOLDER."
        ) from fault
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
