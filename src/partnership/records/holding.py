"""A record held for a change: nobody else writes it until that is done, and it is still what was on the screen."""

from __future__ import annotations

from typing import Any

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed

from .rules import Stale
from .scoping import Scoped
from .versions import why_stale


def held(record: Scoped, act: Act, by: Person, seen_version: int) -> Any:
    """The record as it stands. Raises NotAllowed, or Stale if it is no longer the version that was seen."""
    model = type(record)
    now = model.objects.allowing(by, act).select_for_update().filter(pk=record.pk).first()
    if now is None:
        raise NotAllowed(f"This {model._meta.verbose_name} is not yours to change")
    if now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    return now


def note_change(record: Scoped, did: str, by: Person, *, because: str = "", **told: object) -> None:
    """Keep that somebody changed the record, and which version that made."""
    detail = {"version": record.version} | told
    audit.record(by=by, verb=Verb.ALTERATION, did=did, to=record, because=because, detail=detail)
