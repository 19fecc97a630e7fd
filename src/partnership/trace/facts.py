"""What a trail says of each kind of record beside its title: how it stands, and since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.timezone import localdate

from partnership.outcomes.models import Disruption, Outcome
from partnership.plans.models import Action
from partnership.profiles.models import Recommendation
from partnership.records.ps import p_named
from partnership.records.scoping import Scoped
from partnership.threats.models import Threat
from partnership.triage.models import Signal
from partnership.ui.wording import day


def facts_of(record: Scoped) -> str:
    """In words; nothing where there is nothing to say beside the title."""
    tell = TELL.get(record._meta.label_lower)
    if tell is not None:
        return tell(record)
    return str(record.get_state_display()) if hasattr(record, "get_state_display") else ""


def dated(record: Scoped) -> date | None:
    """The day that the record is about, for those kinds that have one."""
    told = DATED.get(record._meta.label_lower)
    return told(record) if told else None


def _outcome(outcome: Outcome) -> str:
    return f"{outcome.get_direction_display()}, observed {day(outcome.observed_on)}"


def _disruption(disruption: Disruption) -> str:
    grade = f"{disruption.get_grade_display()} disruption. " if disruption.grade else ""
    return f"{grade}{p_named(disruption.p)}, {day(disruption.happened_on)}. {disruption.get_state_display()}"


def _action(action: Action) -> str:
    due = f", due {day(action.due)}" if action.due else ""
    return f"{p_named(action.p)}. {action.get_state_display()}{due}"


def _recommendation(recommendation: Recommendation) -> str:
    return f"{p_named(recommendation.p)}. {recommendation.get_state_display()}"


def _threat(threat: Threat) -> str:
    edition = threat.current
    if edition is None:
        return "No estimate yet"
    told = f"{edition.get_likelihood_display()}, confidence {edition.get_confidence_display().lower()}"
    return f"Edition {edition.edition}, as of {day(edition.as_of)}: {told[0].lower()}{told[1:]}"


def _signal(signal: Signal) -> str:
    return f"{signal.get_level_display()}. {signal.get_state_display()}. Raised {day(localdate(signal.raised_at))}"


TELL: dict[str, Callable[..., str]] = {
    "outcomes.outcome": _outcome,
    "outcomes.disruption": _disruption,
    "plans.action": _action,
    "profiles.recommendation": _recommendation,
    "threats.threat": _threat,
    "triage.signal": _signal,
}
DATED: dict[str, Callable[..., date | None]] = {
    "outcomes.outcome": lambda record: record.observed_on,
    "outcomes.disruption": lambda record: record.happened_on,
    "plans.action": lambda record: record.due,
    "triage.signal": lambda record: record.period_start,
}
