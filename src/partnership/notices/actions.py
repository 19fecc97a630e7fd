"""Following a record, reading notices, choosing an hour for the digest. Of each the log keeps who and what.

No event here is about the record itself: nobody who follows it is told who else does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records import queries as records
from partnership.records.scoping import Scoped

from .models import DigestHour, Subscription
from .queries import unread


@transaction.atomic
def follow(*, record: Scoped, by: Person) -> None:
    """Has the person told of what others do to the record. Raises NotAllowed if they do not see it."""
    if not records.may(by, Act.SEE_RECORD, record):
        raise NotAllowed("This record is not yours to follow")
    Subscription.objects.get_or_create(person=by, kind=record._meta.label_lower, record=record.uuid)
    _note("followed record", by, **_of(record))


@transaction.atomic
def unfollow(*, record: Scoped, by: Person) -> None:
    Subscription.objects.filter(person=by, kind=record._meta.label_lower, record=record.uuid).delete()
    _note("stopped following record", by, **_of(record))


@transaction.atomic
def mark_read(*, until: datetime, by: Person, record: Scoped | None = None) -> None:
    """Marks what the person was shown as read: all that happened until that moment, or what did to that record."""
    rows = unread(by).filter(at__lte=until)
    if record is not None:
        rows = rows.filter(kind=record._meta.label_lower, record=record.uuid)
    number = rows.update(read_at=timezone.now())
    _note("marked notices as read", by, notices=number)


@transaction.atomic
def choose_digest(*, hour: int | None, by: Person) -> None:
    """Has the digest sent to the person at that hour every day; none, if there is no hour."""
    if hour is None:
        DigestHour.objects.filter(person=by).delete()
    else:
        DigestHour.objects.update_or_create(person=by, defaults={"hour": hour})
    _note("chose hour of digest", by, hour=hour)


@transaction.atomic
def note_list_read(*, did: str, shown: Iterable[Scoped], by: Person) -> None:
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, shown=shown)


def _note(did: str, by: Person, **told: object) -> None:
    audit.record(by=by, verb=Verb.ALTERATION, did=did, detail=told)


def _of(record: Scoped) -> dict[str, object]:
    return {"kind": record._meta.label_lower, "record": str(record.uuid)}
