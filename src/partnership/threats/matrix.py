"""The matrix of impact and likelihood: of one area, or of everything that somebody sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.records import pages as records

from . import queries
from .drawings import matrix_chart
from .models import Edition, Threat
from .pages import told
from .rules import State
from .scales import the_scales
from .scoring import Scales, ranked

MOST_MARKS = 60  # more would cover the grid; the list holds them all


def matrix_page(person: Person, area: Area | None) -> dict[str, Any]:
    """Current threats of the area, or of all that the person sees, highest risk first; demand and what is not scored
    stand apart."""
    everything: QuerySet[Threat] = Threat.objects.seen_by(person).filter(state=State.CURRENT)
    rows = everything if area is None else everything.filter(area_code=area.code)
    found = queries.with_editions(person, rows.order_by("area_name", "name", "pk"))
    scales, today = the_scales(), timezone.localdate()
    threats = [one for one in found if not one.is_demand]
    placed = in_order([one for one in threats if is_placed(one.current, scales)])
    apart = [one for one in threats if not is_placed(one.current, scales)]
    marked = placed[:MOST_MARKS]
    held = set(everything.values_list("area_code", flat=True))
    return {
        "area": area,
        "areas": [one for one in queries.areas_seen_by(person).values() if one.code in held],
        "scales": scales,
        "chart": matrix_chart(marked, scales, area_name=area.name if area else "All that you see"),
        "rows": [told(one, scales, today) for one in placed],
        "most": MOST_MARKS if len(placed) > len(marked) else 0,
        "apart": [(one, why_apart(one.current)) for one in apart],
        "demand": [told(one, scales, today) for one in found if one.is_demand],
        "shown": found,
        "page_marking": records.highest_marking(found),
    }


def in_order(threats: Sequence[Threat]) -> list[Threat]:
    """Highest risk first, then impact, then likelihood. Confidence is no part of it."""
    return ranked(threats, weigh=lambda one: _weight(one.current))


def is_placed(edition: Edition | None, scales: Scales) -> bool:
    """True if the edition has a cell in a matrix of those scales."""
    if edition is None or edition.impact is None:
        return False
    numbers = {band.number for band in scales.yardstick}
    return edition.impact < len(scales.impact) and edition.likelihood_number in numbers


def why_apart(edition: Edition | None) -> str:
    """Why a threat has no place in the matrix."""
    if edition is None:
        return "No edition yet"
    if edition.impact is None:
        return "No harm is known"
    return f"Scored on the scales {edition.scales}, which have other levels"


def _weight(edition: Edition | None) -> tuple[int | None, int | None, int]:
    return (edition.risk, edition.impact, edition.likelihood_number) if edition else (None, None, 0)
