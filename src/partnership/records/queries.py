"""How a record is held, with whom it is shared, and what somebody is told of but not shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Marking, Role, acts_of

from .models import Lowering, Share, ShareQuerySet
from .scoping import Scoped, scoped_models
from .unscoped import everything

OPENS_RECORDS = [role for role in Role if Act.SEE_RECORD in acts_of(role)]


@dataclass(frozen=True)
class Shared:
    """A record and the share that opens it to whoever asks."""

    record: Scoped
    share: Share

    @property
    def held_url(self) -> str:
        return reverse("records:record", args=[self.record.slug, self.record.uuid])


def record_of(row: Share | Lowering) -> Scoped:
    record: Scoped = everything(apps.get_model(row.kind)).get(uuid=row.record)
    return record


def may(person: Person, act: Act, record: Scoped) -> bool:
    return bool(type(record).objects.allowing(person, act).filter(pk=record.pk).exists())


def reaches_by_posting(person: Person, record: Scoped) -> bool:
    """True if the person reads the record on a board, so not only because it was shared with them."""
    return may(person, Act.SEE_BOARD, record)


def shares_in_force(record: Scoped) -> ShareQuerySet:
    return _shares(record).in_force()


def shares_seen_by(person: Person, record: Scoped) -> ShareQuerySet:
    """With whom the record is or was shared, newest first; a partner is told only of what opens it to them."""
    held = _shares(record).select_related("to_person__agency", "to_agency", "by__agency")
    return held if reaches_by_posting(person, record) else held.in_force_for(person)


def shares_opening(person: Person, record: Scoped) -> list[Share]:
    """The shares through which the person reads the record; none where their posting opens it."""
    return [] if reaches_by_posting(person, record) else list(shares_seen_by(person, record))


def shared_with(person: Person) -> list[Shared]:
    """Everything shared with the person or their agency that they may see, the first to end first."""
    beside = ("by__agency", "to_person__agency", "to_agency")
    shares = Share.objects.in_force_for(person).select_related(*beside).order_by("until", "pk")
    found: dict[tuple[str, object], Scoped] = {}
    kinds = set(shares.order_by().values_list("kind", flat=True))
    for model in scoped_models().values():
        kind = model._meta.label_lower
        if kind not in kinds:
            continue
        of_kind = shares.filter(kind=kind).order_by().values("record")
        rows = model.objects.seen_by(person).filter(uuid__in=of_kind).select_related("originator")
        found |= {(kind, record.uuid): record for record in rows}
    return [Shared(found[key], share) for share in shares if (key := (share.kind, share.record)) in found]


def open_lowering(record: Scoped) -> Lowering | None:
    return _lowerings(record).filter(accepted__isnull=True).first()


def lowerings_of(record: Scoped) -> QuerySet[Lowering]:
    return _lowerings(record).select_related("proposed_by", "decided_by")


def agencies_to_share_with(person: Person, record: Scoped) -> QuerySet[Agency]:
    """Other agencies with somebody who could open a record; each with how many: `people`, and `cleared` of them."""
    can_open = Q(people__is_active=True, people__role__in=OPENS_RECORDS)
    cleared = can_open & Q(people__clearance__in=_clearances_for(record))
    agencies = Agency.objects.exclude(pk=person.agency_id)
    counted = agencies.annotate(
        open=Count("people", filter=can_open, distinct=True), cleared=Count("people", filter=cleared, distinct=True)
    )
    return counted.filter(open__gt=0)


def people_to_share_with(person: Person, record: Scoped) -> QuerySet[Person]:
    """Everybody else who is cleared for the record and whose role could open it."""
    others = Person.objects.filter(is_active=True, role__in=OPENS_RECORDS, clearance__in=_clearances_for(record))
    return others.exclude(pk=person.pk).select_related("agency")


def holders_of_withheld(person: Person, area_code: str, models: Iterable[type[Scoped]]) -> list[str]:
    """For each record of the area that the person is told of but not shown, the agency that holds it, or nothing.

    In alphabetical order, so that not even the order tells more.
    """
    names: list[str] = []
    for model in models:
        held = model.objects.withheld_from(person).filter(area_code=area_code).order_by()
        names += [name or "" for name in held.values_list("originator__name", flat=True)]
    return sorted(names)


def may_know_who_looked(person: Person, record: Scoped) -> bool:
    """True for those who decide on the record, and for those who read the log of a board that it is shown on."""
    decides = may(person, Act.TRIAGE, record) or may(person, Act.RELEASE, record)
    return decides or (person.may(Act.SEE_AUDIT) and reaches_by_posting(person, record))


def _shares(record: Scoped) -> ShareQuerySet:
    return Share.objects.filter(kind=record._meta.label_lower, record=record.uuid)


def _lowerings(record: Scoped) -> QuerySet[Lowering]:
    return Lowering.objects.filter(kind=record._meta.label_lower, record=record.uuid)


def _clearances_for(record: Scoped) -> list[Marking]:
    return [clearance for clearance in Marking if record.marking in clearance.covers]
