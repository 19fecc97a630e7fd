"""Threat estimates as the tables of a file: those of a list, one row each, or one threat with all its editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from partnership.areas.models import Area
from partnership.exports.contents import Contents
from partnership.exports.rules import Cell, Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act

from . import queries
from .assessment import lines_for
from .comparing import read_trend, trend_of
from .forms import ThreatFilters
from .models import Edition, Hypothesis, Threat
from .paper import assessment_paper, threat_paper
from .scales import the_scales
from .scoring import Scales, impact_name, scored

OF_THREAT = ("key", "name", "area_code", "area_name", "kind", "state")
OF_EDITION = (
    *("edition", "as_of", "period_start", "period_end", "statement", "likelihood", "likelihood_number", "confidence"),
    *("confidence_because", "impact", "risk", "risk_band", "trend_words", "gaps", "because", "scales"),
)
OF_SPAN = ("earlier", "earlier_from", "earlier_to", "later", "later_from", "later_to")
OF_TREND = (
    *("edition", "measure", "source", *OF_SPAN),
    *("change_percent", "ratio", "ratio_low", "ratio_high", "caveat"),
)
CARE = (
    "Likelihood, harm, confidence and organisational position are four things. Risk is impact × likelihood in the "
    "MoRiLE style, on the scales named in each row; what is not known stands empty and is not 0."
)


def list_contents(person: Person, *, asked: QueryDict) -> Contents:
    """Every threat that the list shows under its filters and that the person may export, with its edition in force."""
    seen = queries.seen_by(person)
    places = dict(seen.order_by().values_list("area_code", "area_name"))
    listed = ThreatFilters(asked, areas=places.items()).narrow(seen)
    exportable = Threat.objects.allowing(person, Act.EXPORT).values("pk")
    rows = listed.filter(pk__in=exportable).order_by("area_name", "name", "pk")
    threats = queries.with_editions(person, rows)
    return Contents(
        heading="Export these threat estimates",
        title="Threat estimates",
        did="exported threat estimates",
        named=("threats",),
        back=(reverse("threats:list"), "Threats"),
        area_code="",
        records=tuple(threats),
        tables=tuple(tables_of(threats)),
        left_out=listed.exclude(pk__in=exportable).count(),
        note=CARE,
    )


def threat_contents(threat: Threat) -> Contents:
    """All that is held of one threat that the person may export: every edition, and the competing hypotheses."""
    editions = list(threat.editions.select_related("by").prefetch_related("drivers", "sources").order_by("edition"))
    threat.current = next((each for each in editions if each.edition == threat.edition), None)
    scales = the_scales()
    return Contents(
        heading="Export this threat estimate",
        title=f"Threat estimate: {threat.title}",
        did="exported threat estimate",
        named=("threat", threat.area_name, threat.key),
        back=(threat.get_absolute_url(), "The threat"),
        area_code=threat.area_code,
        records=(threat,),
        tables=(
            _table(threat, "threat", OF_THREAT, [_cells(threat, OF_THREAT)]),
            _table(threat, "editions", OF_EDITION, (_cells(each, OF_EDITION) for each in editions)),
            _table(threat, "scores", ("edition", "of", "dimension", "score", "words"), _scores(editions, scales)),
            _table(threat, "trend", OF_TREND, _trend(editions)),
            _table(threat, "drivers", ("edition", "driver", "direction", "text"), _drivers(editions)),
            _table(threat, "sources", ("edition", "text", "link", "dated"), _sources(editions)),
            _table(threat, "hypotheses", ("hypothesis", "at", "role", "set_aside_because"), _hypotheses(threat)),
            _table(threat, "readings", ("hypothesis", "item", "reads", "because", "at", "role"), _readings(threat)),
        ),
        one=threat,
        note=CARE,
        paper=threat_paper(threat, scales),
    )


def assessment_contents(person: Person, area: Area) -> Contents:
    """What the area and the areas inside it say of each threat, as far as the person may export it: one row each, and a
    paper for the annual strategic intelligence assessment."""
    lines = lines_for(person, area, act=Act.EXPORT)
    threats = [threat for line in lines for threat in line.threats]
    seen = [threat for line in lines_for(person, area) for threat in line.threats]
    return Contents(
        heading=f"Export the threat assessment of {area.name}",
        title=f"Threat assessment of {area.name}",
        did="exported threat assessment",
        named=("threat-assessment", area.name),
        back=(reverse("threats:assessment", args=[area.code]), f"{area.name}: threat assessment"),
        area_code=area.code,
        records=tuple(threats),
        tables=tuple(tables_of(threats)),
        left_out=len(seen) - len(threats),
        note=CARE,
        paper=assessment_paper(area, lines),
    )


def tables_of(threats: Iterable[Threat]) -> Iterator[Table]:
    """One row a threat, with its edition in force and the scores of each dimension in columns of their own."""
    scales = the_scales()
    columns = ("threat", *OF_THREAT, *OF_EDITION, "impact_name", "trend")
    dimensions = [*(f"harm_{one.key}" for one in scales.harm), *(f"position_{one.key}" for one in scales.position)]
    yield Table("threats", (*columns, *dimensions), tuple(_row(one, _line(one, scales)) for one in threats))


def _line(threat: Threat, scales: Scales) -> tuple[Cell, ...]:
    edition, told = threat.current, (str(threat.uuid), *_cells(threat, OF_THREAT))
    if edition is None:
        return (*told, *[None] * (len(OF_EDITION) + 2 + len(scales.harm) + len(scales.position)))
    words = (impact_name(edition.impact, scales), trend_of(read_trend(edition.trend)).label)
    harm = [score for _, score in scored(scales.harm, edition.harm)[: len(scales.harm)]]
    position = [score for _, score in scored(scales.position, edition.position)[: len(scales.position)]]
    return (*told, *_cells(edition, OF_EDITION), *words, *harm, *position)


def _scores(editions: Iterable[Edition], scales: Scales) -> Iterator[tuple[Cell, ...]]:
    for each in editions:
        for of, dimensions in (("harm", scales.harm), ("position", scales.position)):
            for one, score in scored(dimensions, getattr(each, of)):
                yield each.edition, of, one.key, score, one.words(score)


def _trend(editions: Iterable[Edition]) -> Iterator[tuple[Cell, ...]]:
    for each in editions:
        for one in read_trend(each.trend):
            spans = [cell for span in (one.earlier, one.later) for cell in (span.value, span.start, span.end)]
            ratio = one.ratio or (None, None, None)
            yield each.edition, one.measure, one.source, *spans, one.change, *ratio, one.caveat


def _drivers(editions: Iterable[Edition]) -> Iterator[tuple[Cell, ...]]:
    return ((each.edition, note.driver, note.direction, note.text) for each in editions for note in each.drivers.all())


def _sources(editions: Iterable[Edition]) -> Iterator[tuple[Cell, ...]]:
    return ((each.edition, one.text, one.link, one.dated) for each in editions for one in each.sources.all())


def _hypotheses(threat: Threat) -> Iterator[tuple[Cell, ...]]:
    """With the role that whoever noted it has today: at the time none was kept."""
    noted: Iterable[Hypothesis] = threat.hypotheses.select_related("by")
    return ((each.text, each.at, each.by.role_label, each.set_aside_because) for each in noted)


def _readings(threat: Threat) -> Iterator[tuple[Cell, ...]]:
    for each in threat.hypotheses.prefetch_related("readings__item", "readings__by"):
        for one in each.readings.all():
            yield each.text, one.item.text, one.consistency, one.because, one.at, one.by.role_label


def _cells(of: Any, names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(getattr(of, name) for name in names)


def _table(threat: Threat, name: str, columns: tuple[str, ...], lines: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(name, columns, tuple(_row(threat, line) for line in lines))


def _row(threat: Threat, cells: tuple[Cell, ...]) -> Row:
    return Row(cells, threat.release, str(threat.originator or ""))
