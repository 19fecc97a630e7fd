"""Walking the whole chain: is every event there, unchanged, in its place, and as it was checkpointed?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import chain
from .checkpoints import Kept
from .models import Event, Head, Shown

BATCH = 2000


@dataclass(frozen=True)
class Report:
    """What the walk found.

    events     how many were looked at
    first_bad  the sequence of the first event that is not as it was written; None if all are
    problem    what is wrong with it, in words
    notices    what whoever reads the report should know, though nothing is wrong
    """

    events: int
    first_bad: int | None = None
    problem: str = ""
    notices: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        return self.first_bad is None


def verify(kept: Kept, *, using: str = "default", tell: Callable[[int], None] = lambda done: None) -> Report:
    """The report on the log of that database, held against what the second store kept.

    tell  is told how many events were looked at, as the walk goes on
    """
    notices = tuple(
        f"An older copy was restored on purpose on {point.at[:10]}: events {point.sequence + 1} to {point.lost_to} "
        f"of the log before it are lost. Reason given: {point.because}"
        for point in kept.restored
    )
    end, before = 0, chain.START
    for event, shown in _walk(using):
        expected = end + 1
        if event.sequence != expected:
            return Report(end, expected, f"Event {expected} is missing: the next one is {event.sequence}.", notices)
        if event.mac != chain.mac(event, shown, before, key=chain.key()):
            problem = f"Event {expected} is not as it was written, or does not follow the one before it."
            return Report(end, expected, problem, notices)
        if kept.points.get(expected, event.mac) != event.mac:
            problem = f"Event {expected} is not the one that was checkpointed: the log was rewritten up to here."
            return Report(end, expected, problem, notices)
        end, before = expected, event.mac
        tell(end)
    return _ending(kept, end, before, notices, using)


def _ending(kept: Kept, end: int, before: str, notices: tuple[str, ...], using: str) -> Report:
    if kept.forged:
        return Report(end, end + 1, f"The second store cannot be believed: {kept.forged}.", notices)
    if kept.end > end:
        problem = (
            f"Event {end + 1} is missing: the log ends at {end}, and {kept.end} had been checkpointed. "
            "Its tail was cut, or an old copy was restored."
        )
        return Report(end, end + 1, problem, notices)
    head = Head.objects.using(using).filter(pk=1).first() or Head(sequence=0, mac=chain.START)
    if (head.sequence, head.mac) != (end, before):
        return Report(end, end + 1, f"The log ends at {end}, but its head says {head.sequence}.", notices)
    if end and not kept.points:
        return Report(end, end + 1, "There is no checkpoint in the second store, so a cut tail cannot be ruled out.")
    return Report(end, notices=notices)


def _walk(using: str) -> Iterator[tuple[Event, list[tuple[str, str]]]]:
    last: int | None = None
    while True:
        events = Event.objects.using(using).order_by("sequence")
        batch = list((events if last is None else events.filter(sequence__gt=last))[:BATCH])
        if not batch:
            return
        first, last = batch[0].sequence, batch[-1].sequence
        shown: dict[int, list[tuple[str, str]]] = defaultdict(list)
        rows = Shown.objects.using(using).filter(event_id__gte=first, event_id__lte=last)
        for sequence, kind, pk in rows.values_list("event_id", "object_kind", "object_key"):
            shown[sequence].append((kind, pk))
        yield from ((event, shown[event.sequence]) for event in batch)
