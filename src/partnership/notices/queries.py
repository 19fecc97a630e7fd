"""What a person is told of now. What they do not see any more is not told, counted or named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from partnership.people.models import Person
from partnership.records.scoping import Scoped

from .models import DigestHour, Notice, Subscription

MOST = 500  # notices that are looked at; whoever let more pile up reads the newest first
Key = tuple[str, UUID]


@dataclass(frozen=True)
class News:
    """What happened to one record: the last thing, and how many before it.

    by  nothing where the site itself did it
    """

    record: Scoped
    did: str
    by: str
    at: datetime
    earlier: int

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)

    @property
    def url(self) -> str:
        return str(self.record.get_absolute_url())


@dataclass(frozen=True)
class Followed:
    record: Scoped
    since: datetime

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)

    @property
    def url(self) -> str:
        return str(self.record.get_absolute_url())


class Bell:
    """What the frame of every page says to whoever is signed in; asked only where it is shown."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def count(self) -> int:
        """Records of which there is something new."""
        return len(_seen(self.person, set(unread(self.person).values_list("kind", "record")[:MOST])))

    @cached_property
    def followed(self) -> set[UUID]:
        return set(Subscription.objects.filter(person=self.person).values_list("record", flat=True))


def unread(person: Person) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person, read_at__isnull=True)


def news(person: Person, since: datetime | None = None) -> list[News]:
    """One a record that the person sees, the newest first, of what they have not read; after that moment only."""
    rows = unread(person).select_related("by")
    told = list((rows if since is None else rows.filter(at__gt=since))[:MOST])
    seen = _seen(person, {(one.kind, one.record) for one in told})
    by_record: dict[Key, list[Notice]] = {}
    for one in told:
        if (one.kind, one.record) in seen:
            by_record.setdefault((one.kind, one.record), []).append(one)
    return [
        News(seen[key], ones[0].did, ones[0].by.name if ones[0].by else "", ones[0].at, len(ones) - 1)
        for key, ones in by_record.items()
    ]


def followed_by(person: Person) -> list[Followed]:
    """What the person follows and sees, the last begun first."""
    rows = list(Subscription.objects.filter(person=person))
    seen = _seen(person, {(one.kind, one.record) for one in rows})
    return [Followed(seen[key], one.since) for one in rows if (key := (one.kind, one.record)) in seen]


def digest_hour(person: Person) -> int | None:
    found: int | None = DigestHour.objects.filter(person=person).values_list("hour", flat=True).first()
    return found


def _seen(person: Person, keys: Iterable[Key]) -> dict[Key, Scoped]:
    """Of those records, the ones that the person sees: one query a kind."""
    by_kind: dict[str, list[UUID]] = {}
    for kind, record in keys:
        by_kind.setdefault(kind, []).append(record)
    return {
        (kind, record.uuid): record
        for kind, wanted in sorted(by_kind.items())
        for record in apps.get_model(kind).objects.seen_by(person).filter(uuid__in=wanted)
    }
