"""A series as charts: its counts, its rates where it has a denominator, and what its source sent meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from partnership.ui.charts import line_chart
from partnership.ui.columns import Column, columns_chart
from partnership.ui.figure import Chart
from partnership.ui.wording import plain_number

from .models import Effort, RecordingChange, Series
from .reporting import discovered, effort_finding, left_out, sent, what_is_sent, when
from .rules import finding, period_words, rate, rate_base


@dataclass(frozen=True)
class SeriesDrawn:
    """A series with what must be read beside it.

    effort      what its source sent; None where an older store does not say
    discovered  how it comes to be counted, in words; empty where not known
    changes     possible recording changes that touch it
    """

    series: Series
    counts: Chart
    rates: Chart | None
    effort: Chart | None = None
    discovered: str = ""
    changes: tuple[RecordingChange, ...] = ()


@dataclass(frozen=True)
class Threat:
    key: str
    name: str
    drawn: tuple[SeriesDrawn, ...]


def by_threat(
    series: Iterable[Series],
    *,
    effort: Mapping[str, Sequence[Effort]],
    changes: Mapping[str, Sequence[RecordingChange]],
) -> list[Threat]:
    """The series that have points, drawn and gathered under their threats.

    series   ordered by the name of the threat, points at hand
    effort   of each source, oldest period first
    changes  possible recording changes, by the key of the series they touch
    """
    told = [one for one in series if one.points.all()]
    sources = {source: effort_chart(rows) for source, rows in effort.items() if rows}

    def beside(one: Series) -> SeriesDrawn:
        meanwhile = {"effort": sources.get(one.source), "changes": tuple(changes.get(one.key, ()))}
        return replace(draw(one), discovered=discovered(one.discovery), **meanwhile)

    return [
        Threat(key, name, tuple(beside(one) for one in alike))
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


def effort_chart(rows: Sequence[Effort]) -> Chart:
    """What one source sent in each period and how many sent it."""
    told = [row.as_received for row in rows]
    newest = told[-1]
    what, who = what_is_sent(newest).capitalize(), newest.reporters_are.capitalize()
    return columns_chart(
        [
            Column(when(row), row.period_start, row.period_end, (row.received, row.reporters), not row.compared)
            for row in told
        ],
        panels=(what, f"{who} reporting"),
        apart=("Compared", "No", "Yes"),
        title=f"What {newest.source} sent: {effort_finding(told)}",
        description=f"Columns of {what.lower()} and of {who.lower()} that sent them, in each period from "
        f"{when(told[0])} to {when(newest)}. The newest: {sent(newest)}.",
        notes=tuple(filter(None, [left_out(told)])),
    )


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
