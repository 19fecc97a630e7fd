"""What a record rests on and what came of it: of both, only what the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from partnership.people.models import Person
from partnership.records.queries import may
from partnership.records.scoping import Scoped, scoped_models

from .models import Tie

Key = tuple[str, UUID]
MOST_OFFERED = 100  # of one kind; more would make no list that anybody could choose from


@dataclass(frozen=True)
class Step:
    """One record away. `tie` says why; without one, the two belong together by what they are."""

    record: Scoped
    tie: Tie | None = None

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)


@dataclass(frozen=True)
class Thread:
    """Of one record: what it rests on, and what came of it."""

    record: Scoped
    rests_on: tuple[Step, ...]
    came_of: tuple[Step, ...]
    may_tie: bool

    @cached_property
    def records(self) -> tuple[Scoped, ...]:
        """Every record whose title the thread shows."""
        return tuple({step.record.uuid: step.record for step in (*self.rests_on, *self.came_of)}.values())

    @property
    def is_looser(self) -> bool:
        """True if the record is held less closely than something it rests on: then its words must be sanitised."""
        return any(self.record.release.is_looser_than(step.record.release) for step in self.rests_on)


def thread_of(person: Person, record: Scoped) -> Thread:
    return Thread(
        record=record,
        rests_on=(*_wholes(person, record), *_tied(person, ties_of(record), is_back=True)),
        came_of=(*_pieces(person, record), *_tied(person, ties_on(record), is_back=False)),
        may_tie=may_tie(person, record),
    )


def ties_of(record: Scoped) -> QuerySet[Tie]:
    """Of the ties in force, those by which the record rests on others."""
    return in_force().filter(kind=record._meta.label_lower, record=record.uuid)


def ties_on(record: Scoped) -> QuerySet[Tie]:
    """Of the ties in force, those by which others rest on the record."""
    return in_force().filter(on_kind=record._meta.label_lower, on_record=record.uuid)


def in_force() -> QuerySet[Tie]:
    return Tie.objects.filter(ended_at__isnull=True).select_related("by")


def may_tie(person: Person, record: Scoped) -> bool:
    return record.tied_by is not None and may(person, record.tied_by, record)


def can_rest_on(person: Person, record: Scoped) -> list[Scoped]:
    """What the record could be tied to, of the right kinds and seen by the person: of each the newest, its own area's
    first."""
    tied = {(tie.on_kind, tie.on_record) for tie in ties_of(record)} | {_key(record)}
    found = [
        other
        for kind in record.may_rest_on
        for other in apps.get_model(kind).objects.seen_by(person).order_by("-pk")[:MOST_OFFERED]
        if _key(other) not in tied
    ]
    return sorted(found, key=lambda other: other.area_code != record.area_code)


def resting_on(person: Person, records: Iterable[Scoped], kind: str) -> dict[UUID, list[Scoped]]:
    """By the uuid of each of those records, the records of that kind which rest on it and which the person sees."""
    wanted = {_key(record) for record in records}
    ties = in_force().filter(
        kind=kind, on_kind__in={on for on, _ in wanted}, on_record__in={uuid for _, uuid in wanted}
    )
    rows = list(ties)
    seen = apps.get_model(kind).objects.seen_by(person).filter(uuid__in=[tie.record for tie in rows])
    by_uuid = {record.uuid: record for record in seen}
    found: dict[UUID, list[Scoped]] = defaultdict(list)
    for tie in rows:
        if tie.record in by_uuid and (tie.on_kind, tie.on_record) in wanted:
            found[tie.on_record].append(by_uuid[tie.record])
    return found


def _wholes(person: Person, record: Scoped) -> list[Step]:
    """The records that this one is a piece of."""
    found = []
    for way in record.rests_on:
        model = record._meta.get_field(way).related_model
        found += [Step(whole) for whole in model.objects.seen_by(person).filter(pk=getattr(record, f"{way}_id"))]
    return found


def _pieces(person: Person, record: Scoped) -> list[Step]:
    found = []
    for model in scoped_models().values():
        for way in model.rests_on:
            if model._meta.get_field(way).related_model is type(record):
                found += [Step(piece) for piece in model.objects.seen_by(person).filter(**{way: record.pk})]
    return found


def _tied(person: Person, ties: QuerySet[Tie], *, is_back: bool) -> list[Step]:
    """The records at the far end of those ties, in the order in which they were tied."""
    ends = [((tie.on_kind, tie.on_record) if is_back else (tie.kind, tie.record), tie) for tie in ties]
    uuids: dict[str, list[UUID]] = defaultdict(list)
    for (kind, uuid), _ in ends:
        uuids[kind].append(uuid)
    seen: dict[Key, Scoped] = {}
    for kind, wanted in uuids.items():
        seen |= {
            _key(record): record for record in apps.get_model(kind).objects.seen_by(person).filter(uuid__in=wanted)
        }
    return [Step(seen[end], tie) for end, tie in ends if end in seen]


def _key(record: Scoped) -> Key:
    return record._meta.label_lower, record.uuid


def tie_between(record: Scoped, on: Scoped, on_edition: int | None) -> Tie | None:
    kind, uuid = _key(on)
    return ties_of(record).filter(on_kind=kind, on_record=uuid, on_edition=on_edition).first()


def far_end(person: Person, tie: Tie) -> Scoped | None:
    """What the tie leads back to, if the person sees it."""
    found: Scoped | None = apps.get_model(tie.on_kind).objects.seen_by(person).filter(uuid=tie.on_record).first()
    return found
