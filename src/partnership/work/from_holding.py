"""Proposals to hold a record less closely, and records whose review is due."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, QuerySet, Value
from django.urls import reverse

from partnership.people.rules import Act
from partnership.records.models import Lowering
from partnership.records.schedule import period_for
from partnership.records.scoping import Scoped, scoped_models

from .finding import MOST, Found, Look
from .rules import Kind, Task


def lowerings_to_decide(look: Look) -> Found:
    """Proposed by others, of records on which the person decides. Two reads a kind of record."""
    if not look.may(Act.RELEASE):
        return Found(Kind.HOLDING)
    waiting = Lowering.objects.filter(accepted__isnull=True).exclude(proposed_by=look.person)
    kinds = sorted(set(waiting.order_by().values_list("kind", flat=True)))
    held: dict[Any, Scoped] = {}
    for kind in kinds:
        rows = apps.get_model(kind).objects.allowing(look.person, Act.RELEASE)
        found = rows.filter(uuid__in=waiting.filter(kind=kind).values("record")).order_by("pk")[:MOST]
        held |= {(kind, record.uuid): record for record in found}
    of_held = Q(record__in=[uuid for _, uuid in held])
    rows = waiting.filter(of_held).select_related("proposed_by").order_by("proposed_at", "pk") if held else []
    tasks = [_lowering_task(look, row, held[row.kind, row.record]) for row in rows if (row.kind, row.record) in held]
    return Found(Kind.HOLDING, tasks, list(held.values()), len(tasks))


def _lowering_task(look: Look, row: Lowering, record: Scoped) -> Task:
    return Task(
        Kind.HOLDING,
        "Decide whether it may be held less closely",
        f"Proposed by {row.proposed_by.name}",
        reverse("records:lowering", args=[record.slug, record.uuid, row.uuid]),
        record.title,
        look.decide_by(row.proposed_at),
        rank=2,
        arose=row.proposed_at,
        is_synthetic=record.synthetic,
    )


def records_to_review(look: Look) -> Found:
    """Of every kind of record together those whose review comes first, and how many there are in all."""
    if not look.may(Act.REVIEW_RECORDS):
        return Found(Kind.REVIEW)
    first, *others = [_due(look, model) for model in scoped_models().values()]
    due = first.union(*others, all=True)
    keys = list(due.order_by("review_on", "of_kind", "uuid")[:MOST])
    found: list[Scoped] = []
    for kind in sorted({kind for kind, _, _ in keys}):
        rows = apps.get_model(kind).objects.allowing(look.person, Act.REVIEW_RECORDS)
        found += rows.filter(uuid__in=[uuid for of, uuid, _ in keys if of == kind])
    return Found(Kind.REVIEW, list(map(_review_task, found)), found, due.count(), reverse("retention:queue"))


def _due(look: Look, model: type[Scoped]) -> QuerySet[Any, Any]:
    rows = model.objects.allowing(look.person, Act.REVIEW_RECORDS).filter(review_on__lte=look.horizon).order_by()
    kind = Value(model._meta.label_lower, output_field=CharField())
    return rows.annotate(of_kind=kind).values_list("of_kind", "uuid", "review_on")


def _review_task(record: Scoped) -> Task:
    return Task(
        Kind.REVIEW,
        "Keep it, or dispose of it",
        f"{str(record._meta.verbose_name).capitalize()}. {period_for(record._meta.label_lower).authority}",
        reverse("retention:review", args=[record.slug, record.uuid]),
        record.title,
        record.review_on,
        is_synthetic=record.synthetic,
    )
