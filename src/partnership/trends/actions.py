"""What changes trends: series arriving from the engine's store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.people.models import Person

from .models import SERIES_FIELDS, Point, Series
from .rules import ReceivedSeries


@dataclass(frozen=True)
class Receipt:
    new: int
    changed: int
    unchanged: int


@transaction.atomic
def receive_series(*, by: Person | None, series: Sequence[ReceivedSeries]) -> Receipt:
    """Keeps each series as it arrived; a revised one takes the place of the old, points and all.

    Series that did not arrive stay. The same series again, even from a newer store, change nothing and leave
    no event.
    """
    keys = [arrival.key for arrival in series]
    held = {row.key: row for row in Series.objects.filter(key__in=keys).prefetch_related("points")}
    new = [arrival for arrival in series if arrival.key not in held]
    changed = [arrival for arrival in series if arrival.key in held and _differs(arrival, held[arrival.key])]
    for arrival in (*new, *changed):
        _keep(arrival)
    if new or changed:
        audit.record(by=by, did="received series", detail={"new": len(new), "changed": len(changed)})
    return Receipt(len(new), len(changed), len(series) - len(new) - len(changed))


def _differs(arrival: ReceivedSeries, held: Series) -> bool:
    return replace(arrival, store_digest="") != replace(held.as_received, store_digest="")


def _keep(arrival: ReceivedSeries) -> None:
    told = {name: getattr(arrival, name) for name in SERIES_FIELDS} | {"received_at": timezone.now()}
    row, _ = Series.objects.update_or_create(key=arrival.key, defaults=told)
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
