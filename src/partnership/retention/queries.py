"""What is due for review, what was decided before, and what must not come back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps
from django.db import models
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.schedule import period_for, years_after
from partnership.records.scoping import PartOf, Scoped, scoped_models
from partnership.records.unscoped import everything

from .models import Review, Tombstone

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """A record whose review is due or comes soon."""

    record: Scoped
    slug: str
    kind: str
    authority: str
    days_over: int

    @property
    def is_overdue(self) -> bool:
        return self.days_over > 0


def queue_for(person: Person) -> list[Due]:
    """What the person must review now or within a month, longest overdue first."""
    today = timezone.localdate()
    found = [
        Due(
            record=record,
            slug=slug,
            kind=str(model._meta.verbose_name),
            authority=period_for(model._meta.label_lower).authority,
            days_over=(today - record.review_on).days,
        )
        for slug, model in scoped_models().items()
        for record in model.objects.allowing(person, Act.REVIEW_RECORDS).filter(review_on__lte=today + SOON)
    ]
    return sorted(found, key=lambda due: (-due.days_over, due.slug, due.record.pk))


def overdue_by_holder() -> dict[tuple[str, str], int]:
    """How many records of each kind are overdue, by who holds them: for whoever runs the site, without content."""
    counts: dict[tuple[str, str], int] = {}
    for model in scoped_models().values():
        rows = everything(model).filter(review_on__lt=timezone.localdate()).order_by()
        for holder, number in rows.values_list("originator__name").annotate(models.Count("pk")):
            counts[str(model._meta.verbose_name_plural), holder or "The site"] = number
    return counts


def reviews_of(record: Scoped) -> models.QuerySet[Review]:
    held = Review.objects.filter(kind=record._meta.label_lower, record=record.uuid)
    return held.select_related("by")


def disposals_seen_by(person: Person) -> models.QuerySet[Tombstone]:
    codes = person.area_codes if person.may(Act.REVIEW_RECORDS) else ()
    return Tombstone.objects.filter(area_code__in=codes)


def was_disposed_of(model: type[Scoped], origin_key: str) -> bool:
    """True if a record of that model, called so where it came from, was erased and must not come back."""
    return Tombstone.objects.filter(key=digest_of(model._meta.label_lower, origin_key)).exists()


def rule_for(record: Scoped) -> str:
    return period_for(record._meta.label_lower).authority


def latest_next_review(record: Scoped) -> date:
    """The furthest day to which the schedule lets a record of this kind be kept before the next review."""
    return years_after(timezone.localdate(), period_for(record._meta.label_lower).then)


def parts_of(model: type[models.Model]) -> list[type[PartOf]]:
    """Every kind of row that stands or falls with a record of that model, the outermost first."""
    found: list[type[PartOf]] = []
    for part in apps.get_models():
        if issubclass(part, PartOf) and part._meta.get_field(part.part_of).related_model is model:
            found += [*parts_of(part), part]
    return found


def counts_of_parts(record: Scoped) -> list[tuple[str, int]]:
    """What would go with the record: the kind of row, in words, and how many."""
    found = []
    for part in parts_of(type(record)):
        number = everything(part).filter(**{way_to(part, type(record)): record.pk}).count()
        found.append((str(part._meta.verbose_name_plural), number))
    return [row for row in found if row[1]]


def way_to(part: type[PartOf], model: type[Scoped]) -> str:
    """The path of relations from a part up to the record it belongs to, such as `evidence__signal`."""
    above = part._meta.get_field(part.part_of).related_model
    return part.part_of if above is model else f"{part.part_of}__{way_to(above, model)}"


def digest_of(kind: str, origin_key: str) -> str:
    return hashlib.sha256(f"{kind}\n{origin_key}".encode()).hexdigest()
