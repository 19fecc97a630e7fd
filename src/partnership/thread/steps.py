"""One step along the thread from many records at once: what they rest on, or what rests on them, for one viewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped, scoped_models

from .models import Tie

Key = tuple[str, UUID]


@dataclass(frozen=True)
class Stretch:
    """`record` rests on `on`, by a tie, or because it is a piece of it."""

    record: Key
    on: Key
    tie: Tie | None = None


Found = list[tuple[Stretch, Scoped]]


def key_of(record: Scoped) -> Key:
    return record._meta.label_lower, record.uuid


def in_force() -> QuerySet[Tie]:
    return Tie.objects.filter(ended_at__isnull=True).select_related("by")


def back_from(person: Person, edge: Sequence[Scoped], act: Act = Act.SEE_RECORD) -> Found:
    """What those records rest on: first the wholes that they are pieces of, then as they were tied."""
    return [*_wholes(person, edge, act), *_tied(person, edge, act, is_back=True)]


def forward_from(person: Person, edge: Sequence[Scoped], act: Act = Act.SEE_RECORD) -> Found:
    """What came of those records: first their pieces, then as it was tied."""
    return [*_pieces(person, edge, act), *_tied(person, edge, act, is_back=False)]


def _wholes(person: Person, edge: Sequence[Scoped], act: Act) -> Found:
    found = []
    for model, rows in _by_model(edge).items():
        for way in model.rests_on:
            whole = model._meta.get_field(way).related_model
            seen = whole.objects.allowing(person, act).in_bulk([getattr(row, f"{way}_id") for row in rows])
            pairs = [(row, seen.get(getattr(row, f"{way}_id"))) for row in rows]
            found += [(Stretch(key_of(row), key_of(held)), held) for row, held in pairs if held is not None]
    return found


def _pieces(person: Person, edge: Sequence[Scoped], act: Act) -> Found:
    found, held = [], _by_model(edge)
    for model in scoped_models().values():
        for way in model.rests_on:
            wholes = {row.pk: row for row in held.get(model._meta.get_field(way).related_model, ())}
            if wholes:
                pieces = model.objects.allowing(person, act).filter(**{f"{way}__in": wholes})
                pairs = [(piece, wholes[getattr(piece, f"{way}_id")]) for piece in pieces]
                found += [(Stretch(key_of(piece), key_of(whole)), piece) for piece, whole in pairs]
    return found


def _tied(person: Person, edge: Sequence[Scoped], act: Act, *, is_back: bool) -> Found:
    """The records at the far end of the ties in force, in the order in which they were tied."""
    here, far = ("", "on_") if is_back else ("on_", "")
    ties: list[Tie] = []
    for model, rows in _by_model(edge).items():
        wanted = {f"{here}kind": model._meta.label_lower, f"{here}record__in": [row.uuid for row in rows]}
        ties += in_force().filter(**wanted)
    uuids: dict[str, list[UUID]] = defaultdict(list)
    for tie in ties:
        uuids[getattr(tie, f"{far}kind")].append(getattr(tie, f"{far}record"))
    seen: dict[Key, Scoped] = {}
    for kind, named in uuids.items():
        seen |= {key_of(row): row for row in apps.get_model(kind).objects.allowing(person, act).filter(uuid__in=named)}
    return [
        (Stretch((tie.kind, tie.record), (tie.on_kind, tie.on_record), tie), record)
        for tie in ties
        if (record := seen.get((getattr(tie, f"{far}kind"), getattr(tie, f"{far}record"))))
    ]


def _by_model(records: Iterable[Scoped]) -> dict[type[Scoped], list[Scoped]]:
    found: dict[type[Scoped], list[Scoped]] = defaultdict(list)
    for record in records:
        found[type(record)].append(record)
    return found
