"""For the commissioner's officer: what came of the work this quarter, and how it is spread, of what they may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from partnership.outcomes.models import Disruption, Outcome
from partnership.outcomes.rules import ClaimState, Direction, Grade
from partnership.plans import queries as plans
from partnership.plans.drawings import balance_chart
from partnership.plans.models import Action
from partnership.plans.rules import ActionState, Share
from partnership.profiles.models import Edition
from partnership.profiles.rules import EditionState
from partnership.records.ps import p_named
from partnership.ui.figure import Chart

from .finding import Look

MOST_EDITIONS = 5


@dataclass(frozen=True)
class Quarter:
    """disruptions  of those accepted that happened since `starts`, a row a P: its name and how many of each grade
    outcomes       of those observed since then, how many by the direction in which the harm went
    """

    starts: date
    head: tuple[str, ...]
    disruptions: list[tuple[str, ...]]
    outcomes: list[tuple[str, int]]
    editions: list[Edition]
    balance: Chart | None


def quarter_for(look: Look) -> Quarter | None:
    """None for whoever does not speak in public of what others do."""
    if not look.speaks_in_public:
        return None
    starts = date(look.today.year, 3 * ((look.today.month - 1) // 3) + 1, 1)
    published = Edition.objects.seen_by(look.person).filter(state=EditionState.PUBLISHED).select_related("profile")
    return Quarter(
        starts=starts,
        head=("P", *(grade.label for grade in reversed(Grade))),
        disruptions=_disruptions(look, starts),
        outcomes=_outcomes(look, starts),
        editions=list(published.order_by("-published_at", "-pk")[:MOST_EDITIONS]),
        balance=_balance(look),
    )


def _disruptions(look: Look, starts: date) -> list[tuple[str, ...]]:
    rows = Disruption.objects.seen_by(look.person).filter(state=ClaimState.ACCEPTED, happened_on__gte=starts)
    counts = {(p, grade): n for p, grade, n in rows.order_by().values_list("p", "grade").annotate(Count("pk"))}
    if not counts:
        return []
    keys = [*plans.p_keys(), *sorted({p for p, _ in counts} - set(plans.p_keys()))]
    return [(p_named(p), *(str(counts.get((p, grade), 0)) for grade in reversed(Grade))) for p in keys]


def _outcomes(look: Look, starts: date) -> list[tuple[str, int]]:
    rows = Outcome.objects.seen_by(look.person).filter(observed_on__gte=starts)
    counts = dict(rows.order_by().values_list("direction").annotate(Count("pk")))
    return [(way.label, counts[way]) for way in Direction if counts.get(way)]


def _balance(look: Look) -> Chart | None:
    kept = Action.objects.seen_by(look.person).exclude(state=ActionState.DROPPED)
    came = Count("pk", filter=Q(state=ActionState.DONE) & ~Q(outcome=""))
    counts = {p: (n, m) for p, n, m in kept.order_by().values_list("p").annotate(Count("pk"), came=came)}
    if not counts:
        return None
    keys = [*plans.p_keys(), *sorted(counts.keys() - set(plans.p_keys()))]
    return balance_chart([Share(p, *counts.get(p, (0, 0))) for p in keys])
