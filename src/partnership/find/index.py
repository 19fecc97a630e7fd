"""Keeping the entries in step with the records, in the transaction that changes them.

Every change of a record leaves an event that names it, so what the log is told of is taken up here. What arrives in
bulk is saved row by row, and is taken up as it is saved; what is erased goes as it is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils import timezone

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.records.scoping import Scoped
from partnership.records.unscoped import everything

from . import engines
from .kinds import KINDS, model_of
from .models import Entry
from .rules import indexed

A_BATCH = 200
Tell = Callable[[str, int], None]  # of which kind another so many are done
CHANGES = frozenset({Verb.COLLECTION, Verb.ALTERATION, Verb.MARKING_CHANGE, Verb.PUBLICATION})
OF_RECORD = ("area_code", "marking", "synthetic")
OF_WORDS = ("state", "dated", "title", "body", "title_words", "body_words")


def told(record: Scoped) -> dict[str, Any]:
    """What the record's entry says, but for when it was written."""
    words = KINDS[record._meta.label_lower].words(record)
    return {name: getattr(record, name) for name in OF_RECORD} | {
        "state": words.state,
        "dated": words.dated,
        "title": words.title,
        "body": words.text,
        "title_words": indexed(words.title),
        "body_words": indexed(words.text),
    }


@transaction.atomic
def take_up(kind: str, uuids: Iterable[UUID]) -> int:
    """How many entries changed, once each of those records of one kind is found by what it says now, or not at all if
    it is gone. An entry that is right stays as it was.
    """
    wanted = list(uuids)
    # Locked, so that no older words are written over those of a change that comes in between.
    records = everything(model_of(kind)).select_for_update(of=("self",)).filter(uuid__in=wanted)
    held = {entry.record: entry for entry in Entry.objects.filter(kind=kind, record__in=wanted)}
    changed = []
    for record in records.prefetch_related(*KINDS[kind].parts):
        says, entry = told(record), held.pop(record.uuid, None)
        if entry is None or any(getattr(entry, name) != value for name, value in says.items()):
            changed.append(Entry(kind=kind, record=record.uuid, at=timezone.now(), **says))
    Entry.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=("kind", "record"),
        update_fields=(*OF_RECORD, *OF_WORDS, "at"),
        batch_size=A_BATCH,
    )
    if held:
        _drop(Entry.objects.filter(pk__in=[entry.pk for entry in held.values()]))
    return len(changed) + len(held)


def take_up_all(tell: Tell = lambda kind, done: None) -> int:
    """How many entries were wrong. Safe to stop and to repeat: each batch is kept, and what is right costs little."""
    wrong = 0
    for kind in KINDS:
        uuids = list(everything(model_of(kind)).order_by("pk").values_list("uuid", flat=True))
        for start in range(0, len(uuids), A_BATCH):
            wrong += take_up(kind, uuids[start : start + A_BATCH])
            tell(kind, min(A_BATCH, len(uuids) - start))
    return wrong + _drop(left_over())


def sizes() -> dict[str, int]:
    """By kind, how many records there are."""
    return {kind: everything(model_of(kind)).count() for kind in KINDS}


def missing(kind: str) -> QuerySet[Any]:
    """Records of the kind that nobody can find, because they have no entry."""
    held = Entry.objects.filter(kind=kind, record=OuterRef("uuid"))
    return everything(model_of(kind)).filter(~Exists(held))


def left_over() -> QuerySet[Entry]:
    """Entries of records that are gone."""
    gone = Entry.objects.exclude(kind__in=KINDS)
    for kind in KINDS:
        is_there = Exists(everything(model_of(kind)).filter(uuid=OuterRef("record")))
        gone |= Entry.objects.filter(~is_there, kind=kind)
    return gone


def follow() -> None:
    """From here on, entries follow their records."""
    for kind in KINDS:
        post_save.connect(_saved, sender=model_of(kind), dispatch_uid=f"find {kind} saved")
        post_delete.connect(_deleted, sender=model_of(kind), dispatch_uid=f"find {kind} deleted")
    post_save.connect(_logged, sender=Event, dispatch_uid="find logged")
    post_migrate.connect(_migrated, sender=Entry._meta.app_config, dispatch_uid="find migrated")


def _saved(*, instance: Scoped, **more: Any) -> None:
    take_up(instance._meta.label_lower, [instance.uuid])


def _deleted(*, instance: Scoped, **more: Any) -> None:
    _drop(Entry.objects.filter(kind=instance._meta.label_lower, record=instance.uuid))


def _logged(*, instance: Event, **more: Any) -> None:
    """Parts of a record may be written after it, or without it; its event comes last."""
    if instance.verb in CHANGES and instance.object_kind in KINDS:
        take_up(instance.object_kind, [UUID(instance.object_key)])


def _migrated(*, plan: Sequence[Any] = (), **more: Any) -> None:
    """Takes up what a site held before it could search, or was shipped with, once its tables are as the models say."""
    if not plan or any(is_backwards for _, is_backwards in plan):
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    for kind in KINDS:
        uuids = list(missing(kind).values_list("uuid", flat=True))
        for start in range(0, len(uuids), A_BATCH):
            take_up(kind, uuids[start : start + A_BATCH])


def _drop(entries: QuerySet[Entry]) -> int:
    number, _ = entries.delete()
    if number:
        engines.forget(connection)
    return number
