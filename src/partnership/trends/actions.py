"""What changes trends: series arriving from the engine's store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency, Person
from partnership.records.rules import Release
from partnership.records.unscoped import everything
from partnership.retention import queries as retention

from .models import SERIES_FIELDS, Effort, Point, RecordingChange, Series
from .reporting import ReceivedRecordingChange
from .rules import ReceivedEffort, ReceivedSeries


@dataclass(frozen=True)
class Receipt:
    new: int
    changed: int
    unchanged: int


@transaction.atomic
def receive_series(
    *,
    by: Person | None,
    series: Sequence[ReceivedSeries],
    releases: Mapping[str, Release] | None = None,
    originator: Agency | None = None,
) -> Receipt:
    """Keeps each series as it arrived; a revised one takes the place of the old, points and all.

    releases  by key, how closely a series is held; one that is not named is held as closely as can be
    What is held closely stays so, whatever arrives later. Series that did not arrive stay. The same series
    again, even from a newer store, change nothing and leave no event.
    """
    series = [arrival for arrival in series if not retention.was_disposed_of(Series, arrival.key)]
    keys = [arrival.key for arrival in series]
    held = {row.key: row for row in everything(Series).filter(key__in=keys).prefetch_related("points")}
    new = [arrival for arrival in series if arrival.key not in held]
    changed = [arrival for arrival in series if arrival.key in held and _differs(arrival, held[arrival.key])]
    for arrival in series:
        row = held.get(arrival.key) or Series(originator=originator, synthetic=False)
        if row.arrive((releases or {}).get(arrival.key, Release())):
            row.version += 1
            row.save()
            audit.record(by=by, verb=Verb.MARKING_CHANGE, did="raised marking on arrival", to=row)
        if arrival in new or arrival in changed:
            _keep(arrival, row)
        else:
            row.save(update_fields=["arrived_as"])
    if new or changed:
        audit.record(
            by=by, verb=Verb.COLLECTION, did="received series", detail={"new": len(new), "changed": len(changed)}
        )
    return Receipt(len(new), len(changed), len(series) - len(new) - len(changed))


@transaction.atomic
def receive_effort(*, by: Person | None, effort: Sequence[ReceivedEffort]) -> int:
    """How many periods of reporting effort changed. Each source that arrives takes the place of what was held of it."""
    sources = {each.source for each in effort}
    held = {row.as_received for row in Effort.objects.filter(source__in=sources)}
    changed = held ^ set(effort)
    if changed:
        Effort.objects.filter(source__in=sources).delete()
        Effort.objects.bulk_create(Effort(**asdict(each)) for each in effort)
        audit.record(by=by, verb=Verb.COLLECTION, did="received effort", detail={"changed": len(changed)})
    return len(changed)


@transaction.atomic
def receive_recording_changes(
    *, by: Person | None, changes: Sequence[ReceivedRecordingChange], sources: Collection[str]
) -> int:
    """How many possible recording changes are new or gone. They take the place of all that was held of `sources`."""
    before = RecordingChange.objects.filter(source__in=sources)
    changed = {row.as_received for row in before} ^ set(changes)
    if changed:
        before.delete()
        RecordingChange.objects.bulk_create(RecordingChange(**asdict(each)) for each in changes)
        told = {"changed": len(changed)}
        audit.record(by=by, verb=Verb.COLLECTION, did="received recording changes", detail=told)
    return len(changed)


def _differs(arrival: ReceivedSeries, held: Series) -> bool:
    return replace(arrival, store_digest="") != replace(held.as_received, store_digest="")


def _keep(arrival: ReceivedSeries, row: Series) -> None:
    for name in SERIES_FIELDS:
        setattr(row, name, getattr(arrival, name))
    row.received_at = timezone.now()
    row.save()
    row.points.all().delete()
    Point.objects.bulk_create(
        Point(
            series=row,
            period=point.period,
            period_start=point.period_start,
            period_end=point.period_end,
            count=point.count,
            denominator=point.denominator,
        )
        for point in arrival.points
    )
