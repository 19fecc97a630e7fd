"""No lost update: a record is written only over the version that was read, and a later reader is told what changed.

Every change of a record goes through `write_next_version` and puts the version it made into its audit event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partnership.audit import queries as audit

from .rules import Stale
from .scoping import Scoped
from .unscoped import everything


@dataclass(frozen=True)
class Change:
    """What somebody did to a record, as a timeline tells it."""

    title: str
    by: str
    at: datetime
    text: str


def write_next_version(record: Scoped, *, seen: int, **changes: Any) -> None:
    """Writes the changes over the version that was seen, in the database and on the instance.

    Raises Stale if that is no longer the version there. No lock is needed: the version guards the write itself.
    """
    rows = everything(type(record)).filter(pk=record.pk, version=seen)
    if not rows.update(version=seen + 1, **changes):
        raise Stale(why_stale(record, seen))
    for field, value in changes.items():
        setattr(record, field, value)
    record.version = seen + 1


def changes_since(record: Scoped, version: int) -> list[Change]:
    """Who changed the record after that version of it, when and why; newest first."""
    events = list(audit.history_of(record).filter(detail__version__gt=version))
    names = audit.actor_names(events)
    return [
        Change(event.did.capitalize(), names.get(event.actor_id, "The site"), event.at, event.because)
        for event in events
    ]


def why_stale(record: Scoped, version: int) -> str:
    """What happened to the record after that version of it, in words for whoever was still reading."""
    changes = changes_since(record, version)
    if not changes:
        return "Somebody changed this record while you were reading."
    last = changes[0]
    # Isolated, so that a reason written right to left turns none of our words around.
    why = f" The reason given: \u2068{last.text}\u2069" if last.text else ""
    return f"{last.by} {last.title[0].lower()}{last.title[1:]} while you were reading.{why}"
