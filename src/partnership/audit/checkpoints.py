"""How far the chain had come, kept in a second store: what finds a cut tail, a rewritten log and an old copy.

The store is a folder, meant to lie on another machine's disk under another account. `head.json` says where the chain
ends and only moves forward; `history.jsonl` keeps one line every 500 events and at the first of each day. Every line
is signed with the chain's key.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from . import chain

EVERY = 500
FILES = ("history.jsonl", "head.json")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checkpoint:
    """The chain ended here, with this code, at this time (UTC, ISO 8601).

    lost_to  where the chain had ended before somebody restored an older copy on purpose; 0 for any other checkpoint
    """

    sequence: int
    mac: str
    at: str
    lost_to: int = 0
    because: str = ""
    signature: str = ""

    @property
    def expected_signature(self) -> str:
        return chain.sign([*list(asdict(self).values())[:-1]], key=chain.key())

    @property
    def is_genuine(self) -> bool:
        return self.signature == self.expected_signature


@dataclass(frozen=True)
class Kept:
    """What the second store holds.

    points    code by sequence, as checkpointed
    restored  each deliberate return to an older copy
    forged    where a line's signature does not fit, in words
    """

    points: dict[int, str]
    restored: tuple[Checkpoint, ...]
    forged: str = ""

    @property
    def end(self) -> int:
        return max(self.points, default=0)


def folder() -> Path:
    return Path(settings.TOCSIN_CHECKPOINTS)


def make_sure() -> None:
    """Raises OSError if the second store cannot be written: better no answer than one that nobody can prove."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o600))


def advance(sequence: int, mac: str) -> None:
    """Moves the head forward to that event. Called once the event is committed, so it cannot refuse any more."""
    try:
        with _locked():
            head = _head()
            if head is not None and head.sequence >= sequence:
                return
            point = _signed(sequence, mac)
            if head is None or sequence // EVERY > head.sequence // EVERY or point.at[:10] > head.at[:10]:
                _append(point)
            _put_head(point)
    except OSError:
        log.exception("Checkpoint %s could not be written; nothing more is recorded until it can.", sequence)


def note_restored(*, sequence: int, mac: str, because: str) -> None:
    """Says that the log was put back, on purpose, to where it stood at that event; what came later is lost."""
    with _locked():
        head = _head()
        point = _signed(sequence, mac, lost_to=head.sequence if head else 0, because=because)
        _append(point)
        _put_head(point)


def read(at: Path | None = None) -> Kept:
    """Everything checkpointed. A return to an older copy takes back what had been checkpointed after it."""
    points: dict[int, str] = {}
    restored = []
    for name, line in _lines(at or folder()):
        try:
            point = Checkpoint(**json.loads(line))
        except (TypeError, ValueError):
            return Kept(points, tuple(restored), f"{name} holds a line that is no checkpoint: {line[:60]}")
        if not point.is_genuine:
            return Kept(points, tuple(restored), f"{name}: the checkpoint of event {point.sequence} is forged")
        if point.lost_to:
            points = {sequence: mac for sequence, mac in points.items() if sequence <= point.sequence}
            restored.append(point)
        points[point.sequence] = point.mac
    return Kept(points, tuple(restored))


def contents() -> dict[str, bytes]:
    """Every file of the second store, by name, as it stands at this moment: what a backup keeps."""
    with _locked():
        return {name: (folder() / name).read_bytes() for name in FILES if (folder() / name).exists()}


def put_back(files: Mapping[str, bytes]) -> None:
    """Fills a second store that is empty with what a backup kept of the one that was lost."""
    with _locked():
        for name in FILES:
            if name in files:
                _write(name, files[name])


def _lines(at: Path) -> Iterator[tuple[str, str]]:
    for name in FILES:
        if (at / name).exists():
            for line in (at / name).read_text().splitlines():
                yield name, line


def _signed(sequence: int, mac: str, *, lost_to: int = 0, because: str = "") -> Checkpoint:
    point = Checkpoint(sequence, mac, datetime.now(UTC).isoformat(timespec="seconds"), lost_to, because)
    return Checkpoint(**asdict(point) | {"signature": point.expected_signature})


def _head() -> Checkpoint | None:
    file = folder() / "head.json"
    return Checkpoint(**json.loads(file.read_text())) if file.exists() else None


def _put_head(point: Checkpoint) -> None:
    _write("head.json", f"{json.dumps(asdict(point))}\n".encode())


def _write(name: str, content: bytes) -> None:
    draft = folder() / f"{name}.draft"
    with draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(folder() / name)


def _append(point: Checkpoint) -> None:
    with (folder() / "history.jsonl").open("a") as stream:
        stream.write(json.dumps(asdict(point)) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def _locked() -> Iterator[None]:
    make_sure()
    with (folder() / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
