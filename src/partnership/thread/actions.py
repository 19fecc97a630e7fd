"""Tying a record to what it rests on, taking that back, and reading a record with its thread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.queries import may
from partnership.records.scoping import Scoped

from . import queries
from .models import Tie
from .queries import Thread


@transaction.atomic
def tie(
    *,
    record: Scoped,
    on: Scoped,
    because: str,
    by: Person,
    edition: int | None = None,
    on_edition: int | None = None,
) -> Tie:
    """The tie by which the record rests on the other; the one there is, if they are tied already.

    Raises NotAllowed, in words for the screen.
    """
    if not queries.may_tie(by, record) or not may(by, Act.SEE_RECORD, on):
        raise NotAllowed("You may not say what this record rests on")
    if on._meta.label_lower not in record.may_rest_on or on.uuid == record.uuid:
        raise NotAllowed(f"A {record._meta.verbose_name} cannot rest on this {on._meta.verbose_name}")
    if not because.strip():
        raise NotAllowed("Enter why it rests on that")
    if held := queries.tie_between(record, on, on_edition):
        return held
    made = Tie.objects.create(
        kind=record._meta.label_lower,
        record=record.uuid,
        edition=edition,
        on_kind=on._meta.label_lower,
        on_record=on.uuid,
        on_edition=on_edition,
        because=because.strip(),
        by=by,
    )
    told = {"tie": str(made.uuid), "on": str(on.uuid)}
    audit.record(
        by=by, verb=Verb.COMBINATION, did="tied record to another", to=record, because=because, detail=told, shown=[on]
    )
    return made


@transaction.atomic
def untie(*, record: Scoped, tie: Tie, because: str, by: Person) -> None:
    """Takes the tie back. It stays in the log, with why. Raises NotAllowed, in words for the screen."""
    if not queries.may_tie(by, record) or queries.far_end(by, tie) is None:
        raise NotAllowed("You may not take this back")
    if not because.strip():
        raise NotAllowed("Enter why it is taken back")
    if not queries.ties_of(record).filter(pk=tie.pk).update(ended_at=timezone.now()):
        raise NotAllowed("It is already taken back")
    told = {"tie": str(tie.uuid), "on": str(tie.on_record)}
    audit.record(by=by, verb=Verb.COMBINATION, did="untied record", to=record, because=because, detail=told)


@transaction.atomic
def read_record(
    *, record: Scoped, did: str, by: Person, detail: dict[str, Any] | None = None, also: Iterable[Scoped] = ()
) -> Thread:
    """The record's thread, once it is kept that somebody read the record and was shown the titles in its thread.

    also  other records that the page shows
    """
    thread = queries.thread_of(by, record)
    shown = [record, *thread.records, *also]
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=record, detail=detail or {}, shown=shown)
    return thread


@transaction.atomic
def note_choice(*, record: Scoped, shown: list[Scoped], by: Person) -> None:
    """Keep that somebody was shown what a record rests on, or could."""
    did = "read what the record rests on"
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=record, shown=[record, *shown])
