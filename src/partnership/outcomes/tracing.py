"""What came of each signal, for the engine: the one walk along the thread that is made for nobody in particular.

It tells numbers and grades of each signal, and no word of any record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from partnership.plans.models import Action
from partnership.records.unscoped import everything
from partnership.thread import queries as thread
from partnership.triage.models import Signal

from .models import Disruption, Outcome
from .rules import ClaimState, Direction, Grade

# What may lie between a disruption and a signal. No profile: it rests on everything in it, and one of its
# recommendations on what that one is tied to.
BETWEEN = (
    "outcomes.disruption",
    "plans.action",
    "plans.plan",
    "profiles.recommendation",
    "ocgs.group",
    "ocgs.enabler",
    "threats.threat",
)
Key = tuple[str, UUID]
SIGNAL, DISRUPTION, OUTCOME = (model._meta.label_lower for model in (Signal, Disruption, Outcome))


@dataclass(frozen=True)
class CameOfSignal:
    """What rests on one signal, however many steps away; associated with it, and with others as well.

    disruptions     accepted ones; each event once
    highest_grade   among them; None without any
    outcomes        changes in a harm that were recorded, and of those, `outcomes_less` that say there is less of it
    """

    engine_signal_id: str
    series_id: str
    disruptions: int
    highest_grade: Grade | None
    outcomes: int
    outcomes_less: int


def what_came_of_signals() -> list[CameOfSignal]:
    """Of every signal on which something rests, in the order of their ids."""
    accepted = everything(Disruption).filter(state=ClaimState.ACCEPTED)
    grades = {uuid: Grade(grade) for uuid, grade in accepted.values_list("uuid", "grade")}
    directions = dict(everything(Outcome).values_list("uuid", "direction"))
    back = _steps_back(grades.keys())
    under: dict[UUID, set[Key]] = defaultdict(set)
    for key in [*((DISRUPTION, uuid) for uuid in grades), *((OUTCOME, uuid) for uuid in directions)]:
        for signal in signals_behind(key, back):
            under[signal].add(key)
    signals = everything(Signal).filter(uuid__in=under).order_by("engine_signal_id")
    return [
        _told(signal_id, series_id, under[uuid], grades, directions)
        for uuid, signal_id, series_id in signals.values_list("uuid", "engine_signal_id", "series_id")
    ]


def signals_behind(key: Key, back: Mapping[Key, Iterable[Key]]) -> set[UUID]:
    """The signals that a record rests on, by way of whatever lies between."""
    seen, edge = {key}, [key]
    while edge:
        reached = {on for one in edge for on in back.get(one, ())} - seen
        seen |= reached
        edge = list(reached)
    return {uuid for kind, uuid in seen if kind == SIGNAL}


def _steps_back(accepted: Iterable[UUID]) -> dict[Key, list[Key]]:
    """By record, what it rests on. A disruption that was not accepted leads nowhere."""
    counts = set(accepted)
    ties = thread.in_force().filter(kind__in=(OUTCOME, *BETWEEN), on_kind__in=(SIGNAL, *BETWEEN)).order_by()
    back: dict[Key, list[Key]] = defaultdict(list)
    for kind, record, on_kind, on_record in ties.values_list("kind", "record", "on_kind", "on_record"):
        if kind != DISRUPTION or record in counts:
            back[kind, record].append((on_kind, on_record))
    for action, plan in everything(Action).order_by().values_list("uuid", "plan__uuid"):
        back["plans.action", action].append(("plans.plan", plan))
    return back


def _told(
    signal_id: str, series_id: str, under: set[Key], grades: Mapping[UUID, Grade], directions: Mapping[UUID, str]
) -> CameOfSignal:
    given = [grades[uuid] for kind, uuid in under if kind == DISRUPTION]
    became = [directions[uuid] for kind, uuid in under if kind == OUTCOME]
    return CameOfSignal(
        engine_signal_id=signal_id,
        series_id=series_id,
        disruptions=len(given),
        highest_grade=max(given, key=lambda grade: grade.height, default=None),
        outcomes=len(became),
        outcomes_less=became.count(Direction.LESS),
    )
