"""Live figures of an area, as they stand on the day they are read: signals, threats, series, sources.

What is held no closer than the profile goes to the profile; what is held closer, to its police part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.db.models import F

from partnership.areas import queries as areas
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.rules import Release
from partnership.records.scoping import Scoped
from partnership.threats.models import Edition as Estimate
from partnership.threats.models import Threat
from partnership.threats.rules import Kind, Likelihood
from partnership.threats.rules import State as ThreatState
from partnership.trends import queries as trends
from partnership.trends.models import Figure as Stated
from partnership.trends.models import Series
from partnership.trends.rules import Comparison
from partnership.triage.models import Signal
from partnership.triage.rules import Level, State
from partnership.ui.wording import day, plain_number

from .figures import Figure, Row
from .sections import Practice
from .wording import between

NO_CHANGE = "None to give"
OPEN_ONLY = "Counts those that every agency on the board may read."


@dataclass(frozen=True)
class Reading:
    """For whom, of which area and period the figures are read, and how the profile that they are for is held."""

    by: Person
    area_code: str
    area_name: str
    held: Release
    start: date
    end: date
    today: date
    practice: Practice

    def is_open(self, record: Scoped) -> bool:
        """True if the profile may say what the record says: it is held no less closely than that."""
        return not replace(self.held, announced=False).is_looser_than(record.release)


@dataclass(frozen=True)
class Found:
    """Figures, and the records that they tell of."""

    figures: tuple[Figure, ...] = ()
    records: tuple[Scoped, ...] = ()


def signals(reading: Reading, *, for_police: bool) -> Found:
    """Signals of the area whose period touches the profile's, by threat and level; but none that was dismissed."""
    rows = Signal.objects.allowing(reading.by, Act.EXPORT).filter(
        area_code=reading.area_code, period_end__gte=reading.start, period_start__lte=reading.end
    )
    every = [signal for signal in rows.exclude(state=State.DISMISSED) if for_police or reading.is_open(signal)]
    counts = Counter((signal.threat_name, signal.level) for signal in every)
    names = sorted({signal.threat_name for signal in every})
    levels = [level for level in Level if any(counts[name, level] for name in names)]
    lines = [(name, [counts[name, level] for level in levels]) for name in names]
    lines.sort(key=lambda line: -sum(line[1]))
    figure = Figure(
        kind="signals",
        caption="Signals by threat and level",
        head=("Threat", *(level.label for level in levels), "All"),
        rows=tuple(Row((name, *map(str, told), str(sum(told)))) for name, told in lines),
        source=f"Signals on the board of {reading.area_name}",
        drawn=reading.today,
        as_of=max((signal.period_end for signal in every), default=None),
        note=f"{_between(reading)} {'Every signal that the writer sees.' if for_police else OPEN_ONLY}",
        unit="signals",
        bars=len(levels) + 1,
    )
    return Found((figure,), tuple(every))


def threats(reading: Reading, *, for_police: bool) -> Found:
    """The estimates in force of the area's threats: to the profile those that it may tell, to the police the others."""
    current = Threat.objects.allowing(reading.by, Act.EXPORT).filter(
        area_code=reading.area_code, state=ThreatState.CURRENT, edition__gt=0
    )
    told = [threat for threat in current if reading.is_open(threat) is not for_police]
    in_force = Estimate.objects.allowing(reading.by, Act.EXPORT).filter(threat__in=told, edition=F("threat__edition"))
    estimates = sorted(in_force.select_related("threat"), key=_most_likely_first)
    figure = Figure(
        kind="threats",
        caption="Threats as last estimated",
        head=("Threat", "Likelihood", "Confidence", "Estimate", "As of"),
        rows=tuple(_estimated(estimate) for estimate in estimates),
        source=f"Threat estimates of {reading.area_name}",
        drawn=reading.today,
        as_of=max((estimate.as_of for estimate in estimates), default=None),
        note="Likelihood on the probability yardstick, in words. Confidence says how sure the analyst is, and is apart "
        "from it.",
    )
    return Found((figure,), tuple(estimate.threat for estimate in estimates))


def stated(reading: Reading) -> Found:
    """Numbers that documents state of the area or of those that hold it, where two may be compared."""
    codes = [reading.area_code, *(area.code for area in areas.ancestors(reading.area_code))]
    exportable = Stated.objects.allowing(reading.by, Act.EXPORT).filter(area_code__in=codes).values("pk")
    pairs = [
        pair
        for pair in trends.pairs_among(trends.figures_seen_by(reading.by).filter(pk__in=exportable))
        if not pair.is_refused and reading.is_open(pair.older) and reading.is_open(pair.newer)
    ]
    figure = Figure(
        kind="stated",
        caption="What documents state, like for like",
        head=("What was counted", "Earlier", "Later", "Change"),
        rows=tuple(
            Row(
                (
                    pair.newer.unit,
                    _stated(pair.older),
                    _stated(pair.newer),
                    pair.outcome.change_words or "None to give",
                ),
                pair.newer.period_to,
            )
            for pair in pairs
        ),
        source=", ".join(dict.fromkeys(pair.newer.source_title for pair in pairs)),
        drawn=reading.today,
        as_of=max((pair.newer.period_to for pair in pairs if pair.newer.period_to), default=None),
        note="A rise can mean that more happens, or that more is noticed, reported or recorded.",
    )
    return Found((figure,), tuple(one for pair in pairs for one in (pair.older, pair.newer)))


def sources(reading: Reading) -> Found:
    """Which sources the area's series come from, how far each reaches, and what is missing inside it."""
    exportable = Series.objects.allowing(reading.by, Act.EXPORT).filter(area_code=reading.area_code)
    held = [series for series in exportable.prefetch_related("points") if reading.is_open(series)]
    by_source: dict[tuple[str, str], list[Series]] = {}
    for series in held:
        by_source.setdefault((series.source_group, series.source), []).append(series)
    rows = [_source(agency, source, of_source) for (agency, source), of_source in sorted(by_source.items())]
    figure = Figure(
        kind="sources",
        caption="Sources, how far they reach and what is missing",
        head=("From", "Source", "Series", "Newest", "Missing"),
        rows=tuple(rows),
        source="Series received by this site",
        drawn=reading.today,
        as_of=max((row.dated for row in rows if row.dated), default=None),
        note="Silence of a source that reaches no further says nothing. Add by hand what partners gave otherwise.",
    )
    return Found((figure,), tuple(held))


def _between(reading: Reading) -> str:
    return f"Periods that touch {between(reading.start, reading.end)}."


def _most_likely_first(estimate: Estimate) -> tuple[bool, int, str]:
    bands = list(Likelihood)
    height = bands.index(Likelihood(estimate.likelihood)) if estimate.likelihood in bands else 0
    return estimate.threat.kind == Kind.DEMAND, -height, estimate.threat.name


def _estimated(estimate: Estimate) -> Row:
    threat = estimate.threat
    name = f"{threat.name} (a volume of demand only)" if threat.kind == Kind.DEMAND else threat.name
    words = " ".join(filter(None, (estimate.statement, estimate.trend_words)))
    likelihood, confidence = estimate.get_likelihood_display(), estimate.get_confidence_display()
    return Row((name, likelihood, confidence, words, day(estimate.as_of)), estimate.as_of)


def _pair(pair: trends.Pair) -> Row:
    change = pair.outcome.change_words if isinstance(pair.outcome, Comparison) else ""
    cells = (pair.newer.unit, _stated(pair.older), _stated(pair.newer), change or NO_CHANGE)
    return Row(cells, pair.newer.period_to)


def _stated(figure: Stated) -> str:
    return f"{plain_number(float(figure.value))} ({between(figure.period_from, figure.period_to)})"


def _source(agency: str, source: str, of_source: Iterable[Series]) -> Row:
    held = list(of_source)
    points = [list(series.points.all()) for series in held]
    newest = max((of_one[-1].period_end for of_one in points if of_one), default=None)
    gaps = sum((after.period_start - before.period_end).days > 1 for one in points for before, after in pairwise(one))
    missing = f"{gaps} gap{'' if gaps == 1 else 's'} in its series" if gaps else "Nothing inside its series"
    return Row((agency, source, str(len(held)), day(newest), missing), newest)
