"""What came of signals like one: how they were decided, and which led to an accepted disruption; for one viewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from partnership.people.models import Person
from partnership.thread.steps import Key, forward_from, key_of
from partnership.triage import queries as triage
from partnership.triage.believing import record_in_words
from partnership.triage.models import Signal

from .models import Disruption
from .rules import ClaimState
from .tracing import BETWEEN

LED_TO = "led to a disruption"
MOST = 200  # signals, the newest first; the page says so where there are more


@dataclass(frozen=True)
class Like:
    """A signal like the one asked about, and the accepted disruptions that rest on it."""

    signal: Signal
    disruptions: list[Disruption]


def likes_page(person: Person, signal: Signal) -> dict[str, Any]:
    alike = triage.like(person, signal)
    signals = list(alike.order_by("-raised_at", "-pk")[:MOST])
    came_of = accepted_by_signal(person, signals)
    likes = [Like(one, came_of[one.uuid]) for one in signals]
    became = triage.became_of_others(person, signal) | {LED_TO: sum(bool(like.disruptions) for like in likes)}
    return {
        "signal": signal,
        "in_words": record_in_words(became),
        "likes": likes,
        "most": MOST if alike.count() > MOST else 0,
        "shown": [*signals, *{one.uuid: one for like in likes for one in like.disruptions}.values()],
    }


def accepted_by_signal(person: Person, signals: Sequence[Signal]) -> dict[UUID, list[Disruption]]:
    """By signal, the accepted disruptions that rest on it by way of records which the person sees."""
    origins: dict[Key, set[UUID]] = {key_of(signal): {signal.uuid} for signal in signals}
    found: dict[UUID, Disruption] = {}
    edge: list[Any] = list(signals)
    while edge:
        grown: dict[Key, Any] = {}
        for stretch, record in forward_from(person, edge):
            key = key_of(record)
            if key[0] not in BETWEEN or origins[stretch.on] <= origins.setdefault(key, set()):
                continue
            origins[key] |= origins[stretch.on]
            if not isinstance(record, Disruption):
                grown[key] = record
            elif record.state == ClaimState.ACCEPTED:
                found[record.uuid] = record
        edge = list(grown.values())
    came_of: dict[UUID, list[Disruption]] = defaultdict(list)
    for disruption in sorted(found.values(), key=lambda one: one.happened_on):
        for uuid in origins[key_of(disruption)]:
            came_of[uuid].append(disruption)
    return came_of
