"""A series as line charts: its counts and, where it has a denominator, its rates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from partnership.ui.charts import line_chart
from partnership.ui.figure import Chart
from partnership.ui.wording import plain_number

from .models import Series
from .rules import finding, period_words, rate, rate_base


@dataclass(frozen=True)
class SeriesDrawn:
    series: Series
    counts: Chart
    rates: Chart | None


@dataclass(frozen=True)
class Threat:
    key: str
    name: str
    drawn: tuple[SeriesDrawn, ...]


def by_threat(series: Iterable[Series]) -> list[Threat]:
    """The series that have points, drawn and gathered under their threats.

    series  ordered by the name of the threat, points at hand
    """
    told = [one for one in series if one.points.all()]
    return [
        Threat(key, name, tuple(draw(one) for one in alike))
        for (key, name), alike in groupby(told, key=lambda one: (one.threat, one.threat_name))
    ]


def draw(series: Series) -> SeriesDrawn:
    points = series.as_received.points
    counts = line_chart(
        [(period_words(point), point.period_start, point.count) for point in points],
        title=f"{series.title}: {finding(points)}",
        description=f"Line chart of {series.title} from {period_words(points[0])} to {period_words(points[-1])}.",
        unit="count",
    )
    rates = _rates(series)
    if rates is not None and len({point.denominator for point in points}) == 1:
        # The same shape twice over tells nothing more: its newest rate is said beside the counts.
        return SeriesDrawn(series, replace(counts, notes=(f"{rates.title.removeprefix(f'{series.title}: ')}.",)), None)
    return SeriesDrawn(series, counts, rates)


def _rates(series: Series) -> Chart | None:
    kind = series.denominator_kind
    if not kind:
        return None
    points = [(point, rate(point, kind)) for point in series.as_received.points]
    known = [(period_words(point), point.period_start, value) for point, value in points if value is not None]
    if not known:
        return None
    per = f"{rate_base(kind):,} {RATE_OF.get(kind, kind)}"
    return line_chart(
        known,
        title=f"{series.title}: {plain_number(known[-1][2])} for each {per} in {known[-1][0]}",
        description=f"Line chart of {series.title} for each {per}, from {known[0][0]} to {known[-1][0]}.",
        unit=f"for each {per}",
    )


RATE_OF = {"population": "people", "documents": "documents read", "all crime": "crimes of every kind"}
