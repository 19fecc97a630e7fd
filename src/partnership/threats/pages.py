"""What the list and the pages of one threat hold, gathered in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.records.starting import may_start
from partnership.triage.wording import is_web_link
from partnership.ui.listing import Column, listed

from . import queries
from .changes import passages_changed, scores_changed
from .comparing import read_trend, trend_of
from .drawings import harm_chart
from .edition_form import EditionForm, Offer
from .forms import CompareForm, ThreatFilters
from .models import Edition, Source, Threat
from .scales import the_scales
from .scoring import Scales, is_known, scored
from .taxonomy import named
from .wording import (
    age_words,
    arrow,
    harm_words,
    impact_words,
    likelihood_words,
    risk_words,
    span_words,
    yardstick,
)

COLUMNS = (
    Column("name", "Threat", "name"),
    Column("area", "Area", "area_name"),
    Column("risk", "Risk", "now__risk"),
    Column("likelihood", "Likelihood", "now__likelihood_number"),
    Column("impact", "Impact", "now__impact"),
    Column("confidence", "Confidence"),
    Column("trend", "Trend"),
    Column("as_of", "As of", "now__as_of"),
)


@dataclass(frozen=True)
class Told:
    """A threat as a row tells it."""

    threat: Threat
    edition: Edition | None
    likelihood: str = ""
    impact: str = ""
    risk: str = ""
    trend: str = ""
    age: str = ""


def told(threat: Threat, scales: Scales, today: date) -> Told:
    edition = threat.current
    if edition is None:
        return Told(threat, None)
    return Told(
        threat,
        edition,
        likelihood=edition.get_likelihood_display(),
        impact=impact_words(edition, scales),
        risk=risk_words(edition),
        trend=arrow(edition),
        age=age_words(edition.as_of, today),
    )


def list_page(person: Person, *, asked: QueryDict) -> dict[str, Any]:
    rows = queries.seen_by(person)
    places = sorted(set(rows.order_by().values_list("area_code", "area_name")), key=lambda place: place[::-1])
    filters = ThreatFilters(asked, areas=dict(places).items())
    listing = listed(asked, rows, columns=COLUMNS, filters=filters, first="-risk")
    shown = queries.with_editions(person, listing.page.object_list)
    scales, today = the_scales(), timezone.localdate()
    areas = queries.areas_seen_by(person)
    return {
        "listing": listing,
        "rows": [told(threat, scales, today) for threat in shown],
        "shown": shown,
        "page_marking": records.highest_marking(shown),
        "areas": [area for area in areas.values() if area.code in dict(places)],
        "wider": [areas[code] for code in queries.holding_others(areas)],
        "may_start": any(may_start(person, Act.ASSESS_THREAT, code) for code in person.area_codes),
        "may_export": person.may(Act.EXPORT),
    }


def threat_page(person: Person, threat: Threat) -> dict[str, Any]:
    editions = list(threat.editions.select_related("by"))
    threat.current = next((each for each in editions if each.edition == threat.edition), None)
    offered = queries.signals_offered(person, threat)
    may_assess = may(person, Act.ASSESS_THREAT, threat)
    return records.banner(person, threat) | {
        "threat": threat,
        "meaning": getattr(named(threat.key), "meaning", ""),
        "told": estimate(threat.current, the_scales()),
        "age": age_words(threat.current.as_of, timezone.localdate()) if threat.current else "",
        "editions": editions,
        "compare": CompareForm({}, editions=editions) if len(editions) > 1 else None,
        "offered": offered,
        "settled": queries.settled(threat),
        "may_assess": may_assess,
        "may_export": may(person, Act.EXPORT, threat),
    }


def edition_page(person: Person, threat: Threat, edition: Edition) -> dict[str, Any]:
    return records.banner(person, threat) | {
        "threat": threat,
        "edition": edition,
        "told": estimate(edition, the_scales()),
        "is_in_force": edition.edition == threat.edition,
    }


def compare_page(person: Person, threat: Threat, *, asked: QueryDict) -> dict[str, Any]:
    editions = list(threat.editions.select_related("by").prefetch_related("drivers", "sources"))
    form = CompareForm(asked, editions=editions)
    page = records.banner(person, threat) | {"threat": threat, "form": form, "pair": form.pair}
    if form.pair is None:
        return page
    older, newer = form.pair
    scores = scores_changed(older, newer, the_scales())
    return page | {
        "older": older,
        "newer": newer,
        "scores": [score for score in scores if score.is_changed],
        "kept_scores": [score for score in scores if not score.is_changed],
        "passages": passages_changed(older, newer),
    }


def writing_page(person: Person, threat: Threat, form: EditionForm, offer: Offer) -> dict[str, Any]:
    return records.banner(person, threat) | {
        "threat": threat,
        "form": form,
        "scales": form.scales,
        "refused": [one for one in offer.comparables if one.compared is None],
        "is_looser": any(threat.release.is_looser_than(one.release) for one in offer.inside),
        "page_marking": records.highest_marking([threat, *offer.shown]),
    }


def estimate(edition: Edition | None, scales: Scales) -> Mapping[str, Any] | None:
    """Everything that one edition says, as its template reads it."""
    if edition is None:
        return None
    compared = read_trend(edition.trend)
    position = [(one.name, one.words(score)) for one, score in scored(scales.position, edition.position)]
    return {
        "edition": edition,
        "scales": scales,
        "is_on_other_scales": edition.scales != scales.version,
        "yardstick": yardstick(edition, scales),
        "likelihood": likelihood_words(edition, scales),
        "harm": harm_words(edition, scales),
        "harm_chart": harm_chart(edition, scales) if is_known(edition.harm) else None,
        "impact": impact_words(edition, scales),
        "risk": risk_words(edition),
        "position": position if is_known(edition.position) else [],
        "trend": trend_of(compared).label,
        "compared": [(one, span_words(one.earlier), span_words(one.later)) for one in compared],
        "drivers": [
            (label, list(notes))
            for label, notes in groupby(
                sorted(edition.drivers.all(), key=lambda note: note.driver), key=lambda note: note.get_driver_display()
            )
        ],
        "sources": [(one, _followed(one)) for one in edition.sources.all()],
        "gaps": [line for line in edition.gaps.splitlines() if line.strip()],
    }


def _followed(source: Source) -> str:
    """The address, if a browser may follow it."""
    return str(source.link) if is_web_link(source.link) else ""
