"""What every page about one record holds of its thread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from partnership.people.models import Person
from partnership.records.pages import highest_marking
from partnership.records.scoping import Scoped

from . import actions


def read_with_thread(
    record: Scoped, *, did: str, by: Person, detail: dict[str, Any] | None = None, also: Iterable[Scoped] = ()
) -> dict[str, Any]:
    """The thread and the page's marking, once it is kept that somebody read the record with it.

    also  other records that the page shows
    """
    others = list(also)
    thread = actions.read_record(record=record, did=did, by=by, detail=detail, also=others)
    return {"thread": thread, "page_marking": highest_marking([record, *thread.records, *others])}
