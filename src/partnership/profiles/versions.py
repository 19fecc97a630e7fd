"""Which version of a section or passage somebody had before them, and who wrote it since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from partnership.audit import queries as audit
from partnership.records.scoping import Scoped
from partnership.records.versions import Change

from .models import Passage, Section

Written = Section | Passage


def read_again(written: Iterable[Written]) -> str:
    """A digest that changes as soon as somebody writes in one of them."""
    told = " ".join(sorted(f"{one.uuid}:{one.version}" for one in written))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def section_changes(record: Scoped, written: Written, version: int) -> list[Change]:
    """Who wrote in it after that version of it, newest first. record: the profile or the police part that it is of."""
    events = audit.history_of(record).filter(detail__section=str(written.uuid), detail__section_version__gt=version)
    found = list(events)
    names = audit.actor_names(found)
    return [Change("Wrote it", names.get(event.actor_id, "The site"), event.at, event.because) for event in found]


def why_section_stale(record: Scoped, written: Written, version: int) -> str:
    changes = section_changes(record, written, version)
    return f"{changes[0].by} wrote in it while you were." if changes else "Somebody wrote in it while you were."
