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
from partnership.records.scoping import Scoped

from .models import Tie
from .steps import back_from, forward_from, in_force, key_of

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
        rests_on=tuple(Step(on, stretch.tie) for stretch, on in back_from(person, [record])),
        came_of=tuple(Step(other, stretch.tie) for stretch, other in forward_from(person, [record])),
        may_tie=may_tie(person, record),
    )


def ties_of(record: Scoped) -> QuerySet[Tie]:
    """Of the ties in force, those by which the record rests on others."""
    return in_force().filter(kind=record._meta.label_lower, record=record.uuid)


def may_tie(person: Person, record: Scoped) -> bool:
    return record.tied_by is not None and may(person, record.tied_by, record)


def can_rest_on(person: Person, record: Scoped) -> list[Scoped]:
    """What the record could be tied to, of the right kinds and seen by the person: of each the newest, its own area's
    first."""
    tied = {(tie.on_kind, tie.on_record) for tie in ties_of(record)} | {key_of(record)}
    found = [
        other
        for kind in record.may_rest_on
        for other in apps.get_model(kind).objects.seen_by(person).order_by("-pk")[:MOST_OFFERED]
        if key_of(other) not in tied
    ]
    return sorted(found, key=lambda other: other.area_code != record.area_code)


def resting_on(person: Person, records: Iterable[Scoped], kind: str) -> dict[UUID, list[Scoped]]:
    """By the uuid of each of those records, the records of that kind which rest on it and which the person sees."""
    wanted = {key_of(record) for record in records}
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


def tie_between(record: Scoped, on: Scoped, on_edition: int | None) -> Tie | None:
    kind, uuid = key_of(on)
    return ties_of(record).filter(on_kind=kind, on_record=uuid, on_edition=on_edition).first()


def far_end(person: Person, tie: Tie) -> Scoped | None:
    """What the tie leads back to, if the person sees it."""
    found: Scoped | None = apps.get_model(tie.on_kind).objects.seen_by(person).filter(uuid=tie.on_record).first()
    return found
