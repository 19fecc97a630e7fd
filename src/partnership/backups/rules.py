"""What a backup says of itself, how a value is written in it, and when one may be put back. No database here."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

FORMAT = 1
UNCHANGED = "Nothing was changed."
TABLES, STORE, CHECKPOINTS = "tables/", "store/", "checkpoints/"


class NotBackedUp(Exception):
    """No backup was made; the message says why and what to do. Nothing half-made is left."""


class NotRestored(Exception):
    """The backup was not put back; the message says what does not fit and what to do. Nothing was changed."""


@dataclass(frozen=True)
class Table:
    """One table: its rows, the SHA-256 of its lines, and the last number it gave a row (None where it gives none)."""

    rows: int
    sha256: str
    last: int | None = None


@dataclass(frozen=True)
class Part:
    """One file of the store or of the second store."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Head:
    """Where the audit log ended."""

    sequence: int
    mac: str


@dataclass(frozen=True)
class Manifest:
    """Everything that a backup holds.

    made_at     UTC, ISO 8601
    database    sqlite or postgresql: what it was made from; it goes back into either
    migrations  those that were applied, as "app.name"
    tables      by label, such as "triage.signal"
    files       by path, under store/ or checkpoints/
    store       the folder of the newest delivery's store, as it was; empty where nothing was taken in
    secret_key  a digest by which the site's secret key is known again
    """

    product: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    tables: Mapping[str, Table]
    files: Mapping[str, Part]
    store: str
    head: Head
    secret_key: str

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def members(self) -> set[str]:
        """Every path in the archive that the manifest answers for."""
        return {table_path(label) for label in self.tables} | set(self.files)

    def under(self, folder: str) -> dict[str, Part]:
        """The files under store/ or checkpoints/, by their path below it."""
        return {path.removeprefix(folder): part for path, part in self.files.items() if path.startswith(folder)}

    def as_bytes(self) -> bytes:
        told = {"format": FORMAT, **asdict(self)}
        return json.dumps(told, sort_keys=True, indent=1, ensure_ascii=True).encode() + b"\n"


def table_path(label: str) -> str:
    return f"{TABLES}{label}.jsonl"


def read_manifest(content: bytes) -> Manifest:
    """The manifest in those bytes. Raises NotRestored for another format, or for what is no manifest."""
    try:
        told = json.loads(content)
        made_in = told.pop("format")
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotRestored("The backup's manifest cannot be read. Take another backup.") from fault
    if made_in != FORMAT:
        raise NotRestored(
            f"The backup has format {made_in!r}, and this Tocsin reads format {FORMAT}. "
            f"Restore it with Tocsin {told.get('product', 'of another version')!s:.40}, which made it."
        )
    try:
        return Manifest(
            **told
            | {
                "migrations": tuple(told["migrations"]),
                "tables": {label: Table(**table) for label, table in told["tables"].items()},
                "files": {path: Part(**part) for path, part in told["files"].items()},
                "head": Head(**told["head"]),
            }
        )
    except (TypeError, KeyError, AttributeError) as fault:
        raise NotRestored("The backup's manifest lacks something or holds too much. Take another backup.") from fault


@dataclass(frozen=True)
class Here:
    """What stands where a backup is about to be put.

    tables      labels that a backup covers in this version
    known_to    the last event that the second store knows of; 0 if it is empty
    forged      why the second store cannot be believed; empty if it can
    """

    migrations: frozenset[str]
    tables: frozenset[str]
    people: int
    events: int
    secret_key: str
    known_to: int
    forged: str = ""


def why_not_restore(backup: Manifest, here: Here, *, because: str) -> str | None:
    """None if the backup may be put back here; otherwise what does not fit and what to do, in words."""
    if refusal := why_another_version(backup, here):
        return refusal
    if here.people or here.events:
        return (
            f"This database is not empty: {counted(here.people, 'person', 'people')} and "
            f"{counted(here.events, 'event')}. A backup goes into an empty one only. Name another by TOCSIN_HOME or "
            "DATABASE_URL, run tocsin-site migrate, and restore there."
        )
    if backup.secret_key != here.secret_key:
        return (
            "The file secret-key here is not the one that this backup's second factors are encrypted with. "
            "Put the one that was kept apart into TOCSIN_HOME, and restore again."
        )
    if here.forged:
        return f"The second store cannot be believed: {here.forged}. Find out who changed it before you restore."
    if here.known_to > backup.head.sequence and not because.strip():
        return (
            f"The second store knows the audit log up to event {here.known_to}, and this backup ends at event "
            f"{backup.head.sequence}: what came after would be lost. Take a newer backup, or say why this one is "
            'meant: --because "The disk failed".'
        )
    return None


def why_another_version(backup: Manifest, here: Here) -> str | None:
    """None if the backup has the tables of this database; otherwise which version to use, in words."""
    newer = sorted(set(backup.migrations) - here.migrations)
    older = sorted(here.migrations - set(backup.migrations))
    if newer:
        return (
            f"The backup has migrations that this database lacks: {_named(newer)}. Run tocsin-site migrate; "
            f"if they are still missing, install Tocsin {backup.product}, which made it."
        )
    if older:
        return (
            f"The backup is older than this database, which also has: {_named(older)}. Restore it with Tocsin "
            f"{backup.product}, which made it, and migrate afterwards."
        )
    if odd := sorted(set(backup.tables) ^ here.tables):
        return f"The backup and this Tocsin do not cover the same tables: {_named(odd)}. Use the one that made it."
    return None


def _named(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:3])} and {len(names) - 3} more"


def is_safe_path(path: str) -> bool:
    """True for a path that stays below the folder it is unpacked into.

    >>> is_safe_path("store/results/1.parquet"), is_safe_path("store/../../x"), is_safe_path("store/")
    (True, False, False)
    """
    steps = path.split("/")
    return steps[0] in {"store", "checkpoints"} and len(steps) > 1 and not {"", ".", ".."} & set(steps)


def line_of(row: Mapping[str, Any]) -> bytes:
    """The row, whose values are written already, as its one line of JSON.

    >>> line_of({"pk": 7, "name": "Café"})
    b'{"name":"Caf\\\\u00e9","pk":7}\\n'
    """
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode() + b"\n"


def written(value: Any) -> Any:
    """The value of a column that is not JSON, as JSON holds it: the same from either database, and nothing rounded.

    Raises TypeError for a type that has no form here.

    >>> written(Decimal("1.20")), written(datetime(2027, 3, 2, 12, tzinfo=UTC))
    ('1.20', '2027-03-02T12:00:00.000000+00:00')
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value)
    raise TypeError(f"{type(value).__name__} has no form in a backup: say one in backups/rules.py")


_FORMS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    # SQLite keeps no -0.0; JSON has no infinity.
    (float, lambda value: value + 0.0 if math.isfinite(value) else repr(value)),
    (datetime, lambda value: value.astimezone(UTC).isoformat(timespec="microseconds")),
    (date, date.isoformat),
    (Decimal, lambda value: format(value, "f")),
    (UUID, str),
    ((bytes, bytearray, memoryview), lambda value: base64.b64encode(value).decode()),
)


def plain_json(value: Any) -> Any:
    """A JSON value with each number in its one form: PostgreSQL keeps 1e16 as 10000000000000000 and -0.0 as 0.0.

    >>> plain_json({"p": 1e16, "q": [0.5, -0.0, 2.0]})
    {'p': 10000000000000000, 'q': [0.5, 0.0, 2.0]}
    """
    if isinstance(value, dict):
        return {name: plain_json(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_json(held) for held in value]
    if isinstance(value, float):
        return int(Decimal(repr(value))) if abs(value) >= 1e16 else value + 0.0
    return value


def counted(number: int, one: str, many: str = "") -> str:
    """The number with its noun.

    >>> counted(1, "event"), counted(2000, "event"), counted(2, "person", "people")
    ('1 event', '2,000 events', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
