"""The file itself: a zip archive that appears whole or not at all, and that is believed only once it is verified."""

from __future__ import annotations

import hashlib
import os
import struct
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from partnership.audit import chain

from .rules import TABLES, Manifest, NotBackedUp, NotRestored, Part, Table, is_safe_path, read_manifest, table_path

MANIFEST, SIGNATURE = "manifest.json", "manifest.signature"
CHUNK = 1 << 20
Tell = Callable[[str, int, int], None]  # what is being done, how much of it is done, and of how much
# What a damaged zip archive makes its reader raise.
DAMAGE = (
    BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OSError,
    struct.error,
)


@contextmanager
def writing(place: Path) -> Iterator[ZipFile]:
    """The archive to fill. It stands at that place once the block has ended and every digest was read back;
    if anything fails or is stopped, nothing does."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.unfinished")
    try:
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as stream:
            with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
                yield archive
            stream.flush()
            os.fsync(stream.fileno())
        with reading(draft) as written:
            written.verify()
        if place.exists():
            raise NotBackedUp(f"{place} is there already. Back up again.")
        draft.replace(place)
        make_durable(place.parent)
    except NotRestored as fault:
        raise NotBackedUp(f"What was written could not be read back. {fault}") from fault
    finally:
        draft.unlink(missing_ok=True)


def add(archive: ZipFile, path: str, chunks: Iterable[bytes], *, packed: bool = True) -> Part:
    """The part just written: how long it is, and its digest."""
    entry = ZipInfo(path, time.gmtime()[:6])
    entry.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
    entry.external_attr = 0o600 << 16
    length, whole = 0, hashlib.sha256()
    with archive.open(entry, "w", force_zip64=True) as member:
        for chunk in chunks:
            member.write(chunk)
            whole.update(chunk)
            length += len(chunk)
    return Part(length, whole.hexdigest())


def add_table(archive: ZipFile, label: str, lines: Iterable[bytes], one_more: Callable[[], None]) -> tuple[int, str]:
    """How many rows were just written, and the digest of their lines."""
    rows = 0

    def each() -> Iterator[bytes]:
        nonlocal rows
        for line in lines:
            rows += 1
            one_more()
            yield line

    part = add(archive, table_path(label), each())
    return rows, part.sha256


def sign(archive: ZipFile, manifest: Manifest) -> None:
    """Ends the archive with its manifest, signed with the audit log's key so that nobody else can write one."""
    content = manifest.as_bytes()
    add(archive, MANIFEST, [content])
    add(archive, SIGNATURE, [_signature(content).encode()])


def _signature(content: bytes) -> str:
    return chain.sign({"backup": hashlib.sha256(content).hexdigest()}, key=chain.key())


@contextmanager
def reading(file: Path) -> Iterator[Backup]:
    """The backup in that file. Raises NotRestored if it is none, of another format, or not signed with our key."""
    if not file.is_file():
        raise NotRestored(f"There is no file {file}.")
    try:
        archive = ZipFile(file)
    except DAMAGE as fault:
        raise NotRestored(f"{file} cannot be read as a backup ({type(fault).__name__}). Take another one.") from fault
    with archive:
        content, signature = _whole(archive, MANIFEST), _whole(archive, SIGNATURE)
        manifest = read_manifest(content)
        if signature.decode(errors="replace") != _signature(content):
            raise NotRestored(
                "The backup’s manifest is not signed with the audit-key of this installation. Either the backup was "
                "changed, or the file audit-key is another one: put the one that was kept apart in its place."
            )
        names = [entry.filename for entry in archive.infolist()]
        wanted = manifest.members | {MANIFEST, SIGNATURE}
        if odd := sorted(wanted ^ set(names)) or [name for name, times in Counter(names).items() if times > 1]:
            raise NotRestored(f"The backup lacks a file or holds one too many: {odd[0]}. Take another one.")
        if unsafe := sorted(path for path in manifest.files if not is_safe_path(path)):
            raise NotRestored(f"The backup names a file outside its folders: {unsafe[0]}. Take another one.")
        yield Backup(archive, manifest)


@dataclass(frozen=True)
class Backup:
    """An archive whose manifest is believed; its tables and files are once `verify` has returned."""

    archive: ZipFile
    manifest: Manifest

    def verify(self, tell: Tell = lambda what, done, of: None) -> None:
        """Returns if every table and file is as the manifest says. Raises NotRestored, naming the first that is not."""
        members: dict[str, Table | Part] = {table_path(label): each for label, each in self.manifest.tables.items()}
        members |= self.manifest.files
        for done, (path, told) in enumerate(members.items()):
            tell("Verifying", done, len(members))
            whole, length, rows = hashlib.sha256(), 0, 0
            for chunk in self.chunks(path):
                whole.update(chunk)
                length += len(chunk)
                rows += chunk.count(b"\n")
            size = rows if path.startswith(TABLES) else length
            if (size, whole.hexdigest()) != (told.rows if isinstance(told, Table) else told.bytes, told.sha256):
                raise NotRestored(f"{path} is not as it was backed up. Nothing was changed; take another backup.")

    def chunks(self, path: str) -> Iterator[bytes]:
        try:
            with self.archive.open(path) as member:
                while chunk := member.read(CHUNK):
                    yield chunk
        except DAMAGE as fault:
            raise NotRestored(f"{path} is damaged ({type(fault).__name__}). Take another backup.") from fault

    def lines(self, label: str) -> Iterator[bytes]:
        """The lines of that table, one a row."""
        with self.archive.open(table_path(label)) as member:
            yield from member

    def content(self, path: str) -> bytes:
        return b"".join(self.chunks(path))


def _whole(archive: ZipFile, path: str) -> bytes:
    try:
        return archive.read(path)
    except DAMAGE as fault:
        raise NotRestored(f"{archive.filename} holds no {path} that can be read. It is no backup of Tocsin.") from fault


def make_durable(path: Path) -> None:
    """Returns once the file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
