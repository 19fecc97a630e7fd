"""What board mode shows of the record that an item is about: a few facts, large enough to be read across a room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from partnership.ocgs.enabler_queries import current_ties
from partnership.ocgs.models import Enabler, Group, Requirement
from partnership.outcomes import queries as outcomes
from partnership.outcomes.models import Disruption
from partnership.people.models import Person
from partnership.plans.brief import brief_of, summary_of
from partnership.plans.models import Action, Plan
from partnership.plans.pages import ActionRow, rows_of, told
from partnership.plans.rules import PlanState
from partnership.plans.wording import Tag
from partnership.profiles.models import Recommendation
from partnership.records.ps import p_named
from partnership.records.scoping import Scoped
from partnership.records.versions import Change
from partnership.thread import queries as thread
from partnership.triage.models import Signal
from partnership.ui.wording import day, moment, plain_number

MOST_UPDATES = 3


@dataclass
class Facts:
    """What stands on the screen beside the notes.

    scores   assessor, way, band, score and day, for a group
    under    a group's open actions, by the name of each P
    plans    open plans that could take up an action set here
    shown    every other record whose words stand here
    """

    lead: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    scores: list[tuple[str, ...]] = field(default_factory=list)
    under: list[tuple[str, list[ActionRow]]] = field(default_factory=list)
    in_words: str = ""
    missing: str = ""
    left_out: str = ""
    updates: list[Change] = field(default_factory=list)
    more_updates: int = 0
    plans: list[Plan] = field(default_factory=list)
    action: ActionRow | None = None
    moderate: str = ""  # where a claim is moderated, for whoever may
    shown: list[Scoped] = field(default_factory=list)


def facts_of(person: Person, record: Scoped | None) -> Facts:
    """Of a record that the person sees, and of what belongs to it, only what they see too."""
    if record is None:
        return Facts()
    return next((of(person, record) for model, of in _BY_MODEL.items() if isinstance(record, model)), Facts())


def _group(person: Person, group: Group) -> Facts:
    brief = brief_of(person, group)
    wanted = ("Status", "Lead responsible officer", "Next review", "Crime types", "Reach")
    waiting = group.moves.filter(accepted__isnull=True).first()
    rows = [(label, words) for label, words in brief.facts if label in wanted]
    if waiting is not None:
        asked = f"{waiting.get_to_display()}, because: {waiting.because}"
        rows.append(("Change of status proposed", asked))
    return Facts(
        lead=summary_of(group),
        rows=rows,
        scores=brief.assessments,
        under=[(p.name, p.rows) for p in brief.under],
        in_words=brief.in_words,
        missing=brief.missing,
        left_out=brief.left_out_words,
        plans=brief.plans,
        shown=brief.shown,
    )


def _action(person: Person, action: Action) -> Facts:
    (row,) = rows_of(person, [action], with_plans=True)
    updates = [told(update) for update in action.updates.select_related("by__agency")]
    rows = [("P", row.p), ("Who", row.who), ("Due", day(action.due) if action.due else "No day set")]
    if row.plan is not None:
        rows.append(("Plan", row.plan.name))
    return Facts(
        rows=rows,
        tags=row.tags,
        updates=updates[:MOST_UPDATES],
        more_updates=max(0, len(updates) - MOST_UPDATES),
        plans=[row.plan] if row.plan and row.plan.state == PlanState.OPEN else [],
        action=row,
        shown=[row.plan] if row.plan else [],
    )


def _claim(person: Person, claim: Disruption) -> Facts:
    may_moderate = outcomes.waiting_for(person).filter(pk=claim.pk).exists()
    return Facts(
        rows=[
            ("Grade claimed", claim.get_claimed_grade_display()),
            ("State", claim.get_state_display()),
            ("P", p_named(claim.p)),
            ("Happened on", day(claim.happened_on)),
            ("Claimed by", claim.agency.name),
            ("What it struck", claim.affected_words or claim.affected.replace("-", " ").capitalize()),
            ("Evidence", claim.evidence),
        ],
        moderate=reverse("outcomes:moderate", args=[claim.uuid]) if may_moderate else "",
    )


def _signal(person: Person, signal: Signal) -> Facts:
    evidence = signal.evidence
    return Facts(
        lead=signal.level_reason,
        rows=[
            ("Level", signal.get_level_display()),
            ("Observed", plain_number(evidence.observed)),
            ("Expected", f"{plain_number(evidence.expected)}, at most {plain_number(evidence.upper)}"),
            ("Where", signal.area_name),
            ("Period", signal.period),
            ("Raised", moment(timezone.localtime(signal.raised_at))),
        ],
    )


def _requirement(person: Person, requirement: Requirement) -> Facts:
    due = day(requirement.due) if requirement.due else "No day set"
    return Facts(
        rows=[("Why", requirement.because or "Not said"), ("Due", due), ("State", requirement.get_state_display())]
    )


def _recommendation(person: Person, recommendation: Recommendation) -> Facts:
    agency = recommendation.agency.name if recommendation.agency else ""
    asked = ", ".join(part for part in (recommendation.owner_role, agency) if part)
    plans = _open_plans(person, recommendation)
    return Facts(
        rows=[
            ("P", p_named(recommendation.p)),
            ("Asked of", asked or "Nobody by name"),
            ("Due", day(recommendation.due) if recommendation.due else "No day set"),
            ("How it will be known", recommendation.measure or "Not said"),
            ("State", recommendation.get_state_display()),
        ],
        plans=plans,
        shown=list(plans),
    )


def _enabler(person: Person, enabler: Enabler) -> Facts:
    ties = list(current_ties(person).filter(enabler=enabler))
    helped = "; ".join(f"{tie.group.code_name}: {tie.how}" for tie in ties)
    return Facts(
        lead=enabler.description,
        rows=[("Kind", enabler.get_kind_display()), ("Helps", helped or "No group that you may see")],
        shown=[tie.group for tie in ties],
    )


def _open_plans(person: Person, record: Scoped) -> list[Plan]:
    found: Sequence[Plan] = thread.resting_on(person, [record], Plan._meta.label_lower)[record.uuid]
    return [plan for plan in found if plan.state == PlanState.OPEN]


_BY_MODEL: dict[type[Scoped], Callable[[Person, Scoped], Facts]] = {
    Group: _group,
    Action: _action,
    Disruption: _claim,
    Signal: _signal,
    Requirement: _requirement,
    Recommendation: _recommendation,
    Enabler: _enabler,
}
