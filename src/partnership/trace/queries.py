"""The trail through one record in stages, numbered from the latest to what raised it, with the words and counts at its
end: of all of it, only what the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped
from partnership.thread.models import Tie
from partnership.thread.steps import Key, key_of
from partnership.thread.walking import trail_of
from partnership.triage.models import Evidence, Signal

from .rules import STAGES


@dataclass(frozen=True)
class Ground:
    """What a record on the trail rests on: its number there, its title, and why; without a tie, it is a piece of it."""

    number: int
    record: Scoped
    tie: Tie | None

    @property
    def edition(self) -> int | None:
        return self.tie.on_edition if self.tie else None


@dataclass
class Stop:
    """One record on the trail. `evidence` is a signal's, in force."""

    number: int
    record: Scoped
    is_start: bool
    grounds: list[Ground] = field(default_factory=list)
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Stage:
    """The records of one kind."""

    kind: str
    name: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Trace:
    start: Scoped
    stages: tuple[Stage, ...]
    ties: tuple[tuple[Key, Key], ...]
    is_cut: bool

    @property
    def stops(self) -> tuple[Stop, ...]:
        return tuple(stop for stage in self.stages for stop in stage.stops)

    @property
    def records(self) -> tuple[Scoped, ...]:
        return tuple(stop.record for stop in self.stops)

    @property
    def with_evidence(self) -> tuple[Stop, ...]:
        return tuple(stop for stop in self.stops if stop.evidence is not None)


def trace_of(person: Person, record: Scoped, act: Act = Act.SEE_RECORD) -> Trace:
    """act  what the person must be allowed to do to a record for it to stand there: to see it, or to export it"""
    trail = trail_of(person, record, act)
    by_kind: dict[str, list[Scoped]] = defaultdict(list)
    for held in trail.records.values():
        by_kind[held._meta.label_lower].append(held)
    numbers = _numbers(by_kind)
    evidence = _evidence_of(person, [held for held in trail.records.values() if isinstance(held, Signal)])
    grounds: dict[Key, list[Ground]] = defaultdict(list)
    for one in trail.stretches:
        grounds[one.record].append(Ground(numbers[one.on], trail.records[one.on], one.tie))

    def stop(held: Scoped) -> Stop:
        key = key_of(held)
        told = sorted(grounds[key], key=lambda ground: ground.number)
        return Stop(numbers[key], held, key == key_of(record), told, evidence.get(key))

    return Trace(
        start=record,
        stages=tuple(
            Stage(kind, str(by_kind[kind][0]._meta.verbose_name_plural).capitalize(), tuple(map(stop, by_kind[kind])))
            for kind in _in_order(by_kind)
        ),
        ties=tuple(dict.fromkeys((one.record, one.on) for one in trail.stretches)),
        is_cut=trail.is_cut,
    )


def _in_order(by_kind: dict[str, list[Scoped]]) -> list[str]:
    return [kind for kind in STAGES if kind in by_kind]


def _numbers(by_kind: dict[str, list[Scoped]]) -> dict[Key, int]:
    held = [record for kind in _in_order(by_kind) for record in by_kind[kind]]
    return {key_of(record): number for number, record in enumerate(held, start=1)}


def _evidence_of(person: Person, signals: list[Signal]) -> dict[Key, Evidence]:
    """The evidence in force of each of those signals, with its quotes."""
    if not signals:
        return {}
    rows = Evidence.objects.seen_by(person).filter(signal__in=signals, edition=F("signal__edition"))
    by_signal = {row.signal_id: row for row in rows.prefetch_related("quotes")}
    return {key_of(signal): by_signal[signal.pk] for signal in signals if signal.pk in by_signal}
