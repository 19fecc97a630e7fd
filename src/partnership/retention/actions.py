"""Keeping a record with a reason, and erasing one to a tombstone. Nothing is kept by itself.

Source of the practice: College of Policing, Authorised Professional Practice, information management: retention,
review and disposal.
"""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.models import Lowering, Share
from partnership.records.rules import Stale
from partnership.records.schedule import period_for
from partnership.records.scoping import Scoped
from partnership.records.versions import why_stale, write_next_version
from partnership.thread.models import Tie

from . import queries
from .models import Review, Tombstone
from .rules import may_retain


@transaction.atomic
def retain(*, record: Scoped, because: str, keep_until: date, seen_version: int, by: Person) -> Review:
    """The decision to keep the record until its next review.

    Raises NotAllowed if the rules refuse, and Stale if the record changed after `seen_version`.
    """
    held = _held(record, seen_version, by)
    latest = queries.latest_next_review(held)
    if refusal := may_retain(because=because, keep_until=keep_until, today=timezone.localdate(), latest=latest):
        raise NotAllowed(refusal)
    review = _decide(held, because, keep_until, by)
    write_next_version(held, seen=seen_version, review_on=keep_until)
    told = {"version": held.version}
    audit.record(by=by, verb=Verb.ALTERATION, did="retained record", to=held, because=because, detail=told)
    return review


@transaction.atomic
def dispose(*, record: Scoped, because: str, seen_version: int, by: Person) -> Tombstone:
    """What is left of the record: a tombstone. Its content, its parts and its shares are gone for good.

    Raises NotAllowed without a reason, or while something else rests on the record; Stale if it changed meanwhile.
    """
    held = _held(record, seen_version, by)
    if not because.strip():
        raise NotAllowed("Enter why it is disposed of")
    kind = held._meta.label_lower
    _decide(held, because, None, by)
    tombstone = Tombstone.objects.create(
        kind=kind,
        record=held.uuid,
        area_code=held.area_code,
        key=queries.digest_of(kind, held.origin_key),
        authority=period_for(kind).authority,
    )
    told = {"rows": _erase(held)}
    audit.record(by=by, verb=Verb.ERASURE, did="disposed of record", to=held, because=because, detail=told)
    return tombstone


def _held(record: Scoped, seen_version: int, by: Person) -> Scoped:
    held = type(record).objects.allowing(by, Act.REVIEW_RECORDS).select_for_update().filter(pk=record.pk).first()
    if held is None:
        raise NotAllowed("This record is not yours to review.")
    if held.version != seen_version:
        raise Stale(why_stale(held, seen_version))
    found: Scoped = held
    return found


def _decide(record: Scoped, because: str, keep_until: date | None, by: Person) -> Review:
    return Review.objects.create(
        kind=record._meta.label_lower,
        record=record.uuid,
        was_due=record.review_on,
        keep_until=keep_until,
        because=because.strip(),
        by=by,
        role=by.role,
    )


def _erase(record: Scoped) -> int:
    """How many rows were removed. Plain querysets, because frozen rows refuse everybody but this."""
    kind, removed = record._meta.label_lower, 0
    try:
        for part in queries.parts_of(type(record)):
            removed += models.QuerySet(part).filter(**{queries.way_to(part, type(record)): record.pk}).delete()[0]
        for of_record in (Share, Lowering):
            removed += of_record.objects.filter(kind=kind, record=record.uuid).delete()[0]
        ends = models.Q(kind=kind, record=record.uuid) | models.Q(on_kind=kind, on_record=record.uuid)
        removed += Tie.objects.filter(ends).delete()[0]
        removed += models.QuerySet(type(record)).filter(pk=record.pk).delete()[0]
    except models.ProtectedError as rests:
        kinds = sorted({str(row._meta.verbose_name_plural) for row in rests.protected_objects})
        raise NotAllowed(f"It cannot be disposed of while {', '.join(kinds)} rest on it.") from rests
    return removed
