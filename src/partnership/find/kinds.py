"""Every kind of record that is searched, with what it is found by and the parts that are read for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from partnership.records.scoping import Scoped

from . import of_plans, of_signals, of_threats
from .rules import Words


@dataclass(frozen=True)
class Kind:
    """What a record of the kind is found by.

    parts   its relations that are read for that, all at once
    called  one of them and many, where people call it otherwise than its model does
    """

    words: Callable[[Any], Words]
    parts: tuple[str, ...] = ()
    called: tuple[str, str] = ("", "")


KINDS: dict[str, Kind] = {
    "triage.signal": Kind(of_signals.of_signal, ("editions__quotes", "hypotheses", "verdicts")),
    "trends.series": Kind(of_signals.of_series, called=("series of counts", "series of counts")),
    "trends.figure": Kind(of_signals.of_figure),
    "scanning.term": Kind(of_signals.of_term, ("judgements",), ("emerging word", "emerging words")),
    "scanning.concept": Kind(of_signals.of_concept, called=("agreement of sources", "agreements of sources")),
    "exchange.received": Kind(of_signals.of_received, called=("object that others sent", "objects that others sent")),
    "threats.threat": Kind(of_threats.of_threat, ("editions__drivers", "editions__sources")),
    "ocgs.group": Kind(of_threats.of_group),
    "ocgs.enabler": Kind(of_threats.of_enabler),
    "ocgs.requirement": Kind(of_threats.of_requirement),
    "profiles.profile": Kind(of_threats.of_profile, ("editions__sections",)),
    "profiles.policepart": Kind(of_threats.of_police_part, ("passages",)),
    "profiles.recommendation": Kind(of_threats.of_recommendation),
    "plans.plan": Kind(of_plans.of_plan, ("objectives",)),
    "plans.action": Kind(of_plans.of_action, ("updates",)),
    "plans.template": Kind(of_plans.of_template, ("lines",)),
    "outcomes.disruption": Kind(of_plans.of_disruption, ("contributions",)),
    "outcomes.outcome": Kind(of_plans.of_outcome),
    "requests.request": Kind(of_plans.of_request),
    "requests.enquiry": Kind(of_plans.of_enquiry),
    "meetings.meetingseries": Kind(of_plans.of_series),
    "meetings.meeting": Kind(of_plans.of_meeting, ("items__decisions",)),
}


def model_of(label: str) -> type[Scoped]:
    """The model of a kind. Raises LookupError if there is no such kind any more."""
    found: type[Scoped] = apps.get_model(label)
    return found
