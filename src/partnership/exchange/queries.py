"""What a person may send in a bundle, and what they may see of what came in one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from partnership.areas.models import Area
from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.ocgs.models import Involvement
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped
from partnership.thread.steps import Key, Stretch, back_from, key_of

from .models import Received
from .sheaf import MAIN, Times
from .vocabulary import BEGAN

# By which day a record falls into a period; what is not here is taken whatever its age.
DAYS = {
    "triage.signal": "period_end",
    "threats.threat": "editions__as_of",
    "ocgs.requirement": "raised_at__date",
    "profiles.profile": "editions__published_at__date",
    "plans.plan": "start",
    "plans.action": "told_at__date",
    "outcomes.disruption": "happened_on",
    "outcomes.outcome": "observed_on",
}
# When a record was made, where it says so itself.
MADE = ("raised_at", "claimed_at", "received_at", "start", "observed_on")
UNKNOWN = datetime.fromisoformat(BEGAN)  # so that the same record has the same dates each time
CHANGES = (Verb.ALTERATION, Verb.MARKING_CHANGE, Verb.PUBLICATION)


@dataclass(frozen=True)
class Choice:
    """What is to go: of which kinds, of which area, of which days, both included. Nothing chosen means all."""

    kinds: Sequence[str] = ()
    area_code: str = ""
    start: date | None = None
    end: date | None = None


def chosen(person: Person, choice: Choice, act: Act = Act.EXPORT) -> list[Scoped]:
    """The records of that choice that the person may do the act to, kind by kind."""
    found: list[Scoped] = []
    for kind in choice.kinds or MAIN:
        rows = apps.get_model(kind).objects.allowing(person, act).select_related("originator")
        found += list(_narrowed(rows, kind, choice).order_by("pk"))
    return found


def _narrowed(rows: QuerySet[Any], kind: str, choice: Choice) -> QuerySet[Any]:
    if choice.area_code:
        rows = rows.filter(area_code=choice.area_code)
    day = DAYS.get(kind)
    limits = {} if day is None else {f"{day}__gte": choice.start, f"{day}__lte": choice.end}
    limits = {name: limit for name, limit in limits.items() if limit is not None}
    return rows.filter(pk__in=rows.filter(**limits).values("pk")) if limits else rows


def areas_of(person: Person) -> list[tuple[str, str]]:
    """Code and name of every area that something which the person may send is about."""
    codes: set[str] = set()
    for kind in MAIN:
        rows = apps.get_model(kind).objects.allowing(person, Act.EXPORT).order_by()
        codes |= set(rows.values_list("area_code", flat=True).distinct())
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda area: area[1])


def stretches_among(person: Person, records: Sequence[Scoped]) -> list[Stretch]:
    """Every step of the thread of which both ends are among those records."""
    keys = {key_of(record) for record in records}
    return [stretch for stretch, _ in back_from(person, records, Act.SEE_RECORD) if stretch.on in keys]


def involvements_among(person: Person, records: Iterable[Scoped]) -> list[Involvement]:
    """Which of the enablers among those records help which of the groups among them."""
    held: dict[str, list[int]] = {"ocgs.group": [], "ocgs.enabler": []}
    for record in records:
        if record._meta.label_lower in held:
            held[record._meta.label_lower].append(record.pk)
    groups, enablers = held["ocgs.group"], held["ocgs.enabler"]
    ties = Involvement.objects.allowing(person, Act.SEE_RECORD).filter(group__in=groups, enabler__in=enablers)
    return list(ties.select_related("group__originator", "enabler").order_by("pk"))


def times_of(records: Sequence[Scoped]) -> dict[Key, Times]:
    """When each was made and last changed, by the log and by the record; a fixed day where both are silent."""
    keys = {record.uuid.hex for record in records}
    kinds = {record._meta.label_lower for record in records}
    rows = Event.objects.filter(object_kind__in=kinds, object_key__in=keys, verb__in=CHANGES).order_by()
    told = {
        (kind, UUID(key)): (first, last)
        for kind, key, first, last in rows.values_list("object_kind", "object_key").annotate(Min("at"), Max("at"))
    }
    return {key_of(record): _times(record, told.get(key_of(record))) for record in records}


def _times(record: Scoped, told: tuple[datetime, datetime] | None) -> Times:
    own = next((as_moment(getattr(record, name)) for name in MADE if getattr(record, name, None)), None)
    known = [moment for moment in (own, *(told or ())) if moment is not None] or [UNKNOWN]
    return Times(min(known), max(known))


def as_moment(day: date | datetime) -> datetime:
    if isinstance(day, datetime):
        return day
    return timezone.make_aware(datetime.combine(day, time.min))


def received_by(person: Person) -> QuerySet[Received]:
    return Received.objects.seen_by(person).select_related("originator", "received_by")


def known_to(person: Person, ids: Collection[str]) -> dict[tuple[str, datetime], Received]:
    """What came in already that the person sees, by identifier and the time it was last changed."""
    rows = received_by(person).filter(stix_id__in=ids)
    return {(one.stix_id, one.changed_at): one for one in rows}


def of_us(person: Person, keys: Collection[Key]) -> dict[Key, Scoped]:
    """Of those records, named by what a bundle says of them, the ones that are here and that the person sees."""
    found: dict[Key, Scoped] = {}
    for kind in {kind for kind, _ in keys if kind in MAIN}:
        wanted = [uuid for of, uuid in keys if of == kind]
        seen = apps.get_model(kind).objects.seen_by(person).select_related("originator").filter(uuid__in=wanted)
        found |= {key_of(record): record for record in seen}
    return found
