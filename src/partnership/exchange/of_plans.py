"""Plans, their actions, and what came of them, in STIX."""

from __future__ import annotations

from partnership.outcomes.models import Disruption, Outcome
from partnership.plans.models import Action, Plan
from partnership.records.ps import p_named

from .rules import shortened
from .sheaf import Sheaf, paragraphs

NOT_CAUSED = "Associated with what was done; never said to be caused by it."


def write_plan(sheaf: Sheaf, plan: Plan) -> None:
    objectives = (f"{p_named(each.p)}: {each.text}" for each in plan.objectives.all())
    sheaf.of(
        plan,
        "course-of-action",
        name=plan.name,
        description=paragraphs(plan.summary, *objectives),
        labels=["4p-plan", f"state-{plan.state}"],
    )


def write_action(sheaf: Sheaf, action: Action) -> None:
    who = ", ".join(part for part in (action.owner_role, str(action.agency or "")) if part)
    sheaf.of(
        action,
        "course-of-action",
        name=shortened(action.text),
        description=paragraphs(
            action.text,
            f"By {who}." if who else "",
            f"Due {action.due.isoformat()}." if action.due else "",
            f"What came of it: {action.result}" if action.result else "",
            f"What changed: {action.outcome}" if action.outcome else "",
        ),
        labels=["action", action.p, f"state-{action.state}"],
    )


def write_disruption(sheaf: Sheaf, disruption: Disruption) -> None:
    graded = (
        disruption.get_grade_display() if disruption.grade else f"claimed as {disruption.get_claimed_grade_display()}"
    )
    sheaf.of(
        disruption,
        "note",
        abstract="Disruption",
        content=paragraphs(
            disruption.what,
            f"Under {p_named(disruption.p)}, on {disruption.happened_on.isoformat()}, by {disruption.agency}.",
            f"Grade: {graded.lower()}. {disruption.get_state_display()}. {disruption.moderated_because}",
            f"Affected: {disruption.affected_words}" if disruption.affected_words else "",
            f"Evidence: {disruption.evidence}" if disruption.evidence else "",
        ),
        object_refs=sheaf.about(disruption),
        labels=["disruption", disruption.p, f"state-{disruption.state}"],
    )


def write_outcome(sheaf: Sheaf, outcome: Outcome) -> None:
    counted = [(outcome.before, outcome.before_start, outcome.before_end)]
    counted += [(outcome.after, outcome.after_start, outcome.after_end)]
    spans = "; ".join(f"{number:g} from {start} to {end}" for number, start, end in counted if number is not None)
    sheaf.of(
        outcome,
        "note",
        abstract="What changed",
        content=paragraphs(
            outcome.text,
            f"{outcome.get_direction_display()}. {NOT_CAUSED}",
            f"{outcome.measure}: {spans}." if spans else "",
            f"Evidence: {outcome.evidence}" if outcome.evidence else "",
            f"What else could account for it: {outcome.not_explained_by}" if outcome.not_explained_by else "",
        ),
        object_refs=sheaf.about(outcome),
        labels=["outcome", f"harm-{outcome.harm}", f"direction-{outcome.direction}"],
    )
