"""A board's map and a signal's window, as plain points for the drawing slice."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from partnership.areas import queries as areas
from partnership.people.models import Person
from partnership.ui.charts import BandPoint, Chart, Shape, area_map, band_chart

from . import queries
from .models import Signal
from .wording import compared


def district_map(person: Person) -> Chart | None:
    """Every district in outline; only those the person may see carry a number and lead to their board."""
    counts = queries.counts_by_area(person)
    shapes = [
        Shape(
            code=outline.area_id,
            name=outline.area.name,
            geometry=outline.geometry,
            value=counts.get(outline.area_id),
            url=reverse("triage:board", args=[outline.area_id]) if outline.area_id in counts else None,
            note="Approximate outline" if outline.approximate else "",
        )
        for outline in areas.outlines_of_districts()
    ]
    if not shapes:
        return None
    return area_map(
        shapes,
        title="Open signals by district",
        description="Map of the districts. Those you may not see are drawn grey, without a number.",
        unit="open signals",
    )


def window_chart(signal: Signal) -> Chart:
    """The series around the signal, with the band of counts that would be no surprise."""
    evidence = signal.evidence
    points = [
        BandPoint(
            label=point["period"],
            start=date.fromisoformat(point["period_start"]),
            observed=point["observed"],
            expected=point["expected"],
            lower=point["lower"],
            upper=point["upper"],
        )
        for point in evidence.window
    ]
    return band_chart(
        points,
        title=compared(evidence.observed, evidence.expected, evidence.upper),
        description=f"{signal.measure}, {signal.area_name}. Counts inside the shaded band are no surprise.",
        unit=signal.measure,
    )
