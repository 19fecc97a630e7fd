"""The districts' threat estimates, two editions each: the second tied to signals of its kind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from partnership.threats.actions import start_threat, write_edition
from partnership.threats.models import Threat
from partnership.threats.queries import Comparable, comparables
from partnership.threats.rules import Confidence, Direction, Driver, DriverLine, Estimate, Likelihood, SourceLine
from partnership.threats.scales import the_scales
from partnership.triage.actions import confirm_signal
from partnership.triage.models import Signal

from .stage import OPEN, YEAR, Stage, dated

MOST_SIGNALS = 3
MOST_FIGURES = 2
EFFORT = "Recorded counts rise with reporting effort as well."


def load_estimates(stage: Stage) -> None:
    for told in YEAR["threats"]:
        threat = start_threat(key=told["threat"], area=stage.areas[told["district"]], release=OPEN, by=stage.analyst)
        for n, ago in enumerate(told["ago"]):
            signals = _signals(stage, threat) if n else []
            figures = _figures(stage, threat) if n else []
            edition = write_edition(
                threat=threat,
                estimate=_estimate(told, n, stage.day(ago), figures),
                by=stage.analyst,
                seen_version=threat.version,
                rests_on=signals,
                tied_because="A rise of this very threat." if signals else "",
                figures=[record for figure in figures for record in figure.records],
            )
            dated(edition, at=stage.moment(ago))
            threat.refresh_from_db()
        stage.made[told["district"], told["threat"]] = threat


def _estimate(told: dict[str, Any], n: int, as_of: date, figures: list[Comparable]) -> Estimate:
    scales = the_scales()
    known = {key: None if score < 0 else score for key, score in zip(_keys(scales.harm), told["harm"], strict=True)}
    return Estimate(
        as_of=as_of,
        period_start=as_of - timedelta(days=182),
        period_end=as_of,
        statement=told["statement"],
        likelihood=Likelihood(told["likelihood"][n]),
        confidence=Confidence(told["confidence"][n]),
        confidence_because="Made up for the demonstration.",
        harm=known,
        position=dict.fromkeys(_keys(scales.position), told["position"]),
        trend=tuple(figure.compared for figure in figures if figure.compared),
        trend_words="Recorded counts rise with reporting effort as well."
        if figures
        else "No count is kept of it here.",
        drivers=tuple(DriverLine(Driver(kind), Direction(way), text) for kind, way, text in told["drivers"]),
        sources=(SourceLine("Made up for the demonstration", "", None),),
        gaps=told["gaps"],
        because=told["because"] if n else "",
    )


def _keys(dimensions: Any) -> list[str]:
    return [dimension.key for dimension in dimensions]


def _figures(stage: Stage, threat: Threat) -> list[Comparable]:
    """What is published of the district on that threat and can be compared like for like, as the site compares it."""
    found = comparables(stage.analyst, threat.area_code, threat.key)
    open_to_all = [one for one in found if not any(threat.release.is_looser_than(held.release) for held in one.records)]
    return [one for one in open_to_all if one.compared][:MOST_FIGURES]


def _signals(stage: Stage, threat: Threat) -> list[Signal]:
    """A few open signals of the district and the kind. All but one are confirmed; one is left for whoever looks in."""
    of_kind = Signal.objects.seen_by(stage.chair).filter(area_code=threat.area_code, threat=threat.key)
    found = list(of_kind.filter(state="open").order_by("-raised_at", "pk")[:MOST_SIGNALS])
    for signal in found[1:]:
        confirm_signal(signal=signal, by=stage.chair, reason="Made up for the demonstration.")
    return found
