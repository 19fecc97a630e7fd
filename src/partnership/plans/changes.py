"""What others did to somebody's groups, plans and actions since they last looked, out of the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from partnership.audit import queries as audit
from partnership.audit.models import Event, key_of
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.records.scoping import Scoped

from .acting import DID_CARRY, DID_UPDATE
from .models import Update
from .practice import in_force

DID_LOOK = "read own groups"
MOST = 30
# What changes a record. A tie, a share or an export tells of somebody or something else, which this reader may not see.
CHANGES = (Verb.ALTERATION, Verb.MARKING_CHANGE, Verb.PUBLICATION)


@dataclass(frozen=True)
class Changed:
    """One thing that somebody did, and to what."""

    record: Scoped
    did: str
    by: str
    at: datetime
    text: str

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)


def last_look(person: Person, now: datetime) -> datetime | None:
    """When the person last looked, in an earlier visit than this one; None if they never did."""
    before = now - timedelta(minutes=in_force().one_look_minutes)
    looks = Event.objects.filter(actor_id=str(person.pk), did=DID_LOOK, verb=Verb.CONSULTATION, at__lte=before)
    found: datetime | None = looks.order_by("-sequence").values_list("at", flat=True).first()
    return found


def changes_to(person: Person, records: Iterable[Scoped], since: datetime) -> list[Changed]:
    """What others did to those records since then, newest first, at most so many. They see all of them."""
    held = {(record._meta.label_lower, key_of(record)): record for record in records}
    if not held:
        return []
    events = Event.objects.filter(_about(held), verb__in=CHANGES, at__gt=since).exclude(actor_id=str(person.pk))
    newest = list(events.order_by("-sequence")[:MOST])
    names, texts = audit.actor_names(newest), _texts_of(person, newest)
    return [
        Changed(
            record=held[event.object_kind, event.object_key],
            did=event.did.capitalize(),
            by=names.get(event.actor_id, "The site"),
            at=event.at,
            text=texts.get(event.detail.get("update"), event.because),
        )
        for event in newest
    ]


def _about(held: Iterable[tuple[str, str]]) -> Q:
    by_kind: dict[str, list[str]] = {}
    for kind, key in held:
        by_kind.setdefault(kind, []).append(key)
    about = Q(pk__in=())
    for kind, keys in by_kind.items():
        about |= Q(object_kind=kind, object_key__in=keys)
    return about


def _texts_of(person: Person, events: Iterable[Event]) -> dict[int | None, str]:
    """The words of the updates that those events tell of: the log itself holds none."""
    wanted = [event.detail["update"] for event in events if event.did in {DID_UPDATE, DID_CARRY}]
    rows = Update.objects.seen_by(person).filter(pk__in=wanted)
    return dict(rows.values_list("pk", "text"))


def first_look(now: datetime) -> datetime:
    return now - timedelta(days=in_force().first_look_days)
