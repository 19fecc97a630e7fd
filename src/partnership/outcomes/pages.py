"""What the pages of disruptions and outcomes hold, gathered in a fixed number of reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans.forms import named
from partnership.plans.queries import area_names
from partnership.records import pages as records
from partnership.records.ps import p_named
from partnership.records.queries import may
from partnership.ui.listing import listed
from partnership.ui.wording import moment

from . import queries
from .drawing import grades_chart, quarters_chart
from .listing import DISRUPTION_COLUMNS, OUTCOME_COLUMNS, DisruptionFilters, OutcomeFilters
from .measuring import Finding, finding
from .models import Disruption, Outcome
from .outcome_forms import figures_words, harm_named
from .practice import in_force
from .rules import ClaimState, Grade, may_change, may_moderate, may_take_out
from .wording import claim_facts, grade_words, state_tag


@dataclass(frozen=True)
class DisruptionRow:
    disruption: Disruption
    area: str

    @property
    def p(self) -> str:
        return p_named(self.disruption.p)

    @property
    def grade(self) -> str:
        return grade_words(self.disruption)

    @property
    def tag(self) -> tuple[str, str]:
        return state_tag(self.disruption)


@dataclass(frozen=True)
class OutcomeRow:
    outcome: Outcome
    area: str

    @property
    def harm(self) -> str:
        return harm_named(self.outcome.harm)

    @property
    def found(self) -> Finding | None:
        return finding_of(self.outcome)


def finding_of(outcome: Outcome) -> Finding | None:
    measured = outcome.measured
    return None if measured is None else finding(measured)


def disruptions_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows = queries.disruptions_seen_by(person)
    filters = DisruptionFilters(asked, person=person, rows=rows)
    listing = listed(asked, rows, columns=DISRUPTION_COLUMNS, filters=filters, first="-date")
    names = dict(area_names(person, rows))
    accepted = filters.narrow(rows).filter(state=ClaimState.ACCEPTED).order_by("happened_on", "pk")
    counted = [(p, Grade(grade), day) for p, grade, day in accepted.values_list("p", "grade", "happened_on")]
    shown = list(listing.page)
    return {
        "listing": listing,
        "rows": [DisruptionRow(one, names.get(one.area_code, one.area_code)) for one in shown],
        "charts": [grades_chart(counted), quarters_chart(counted, timezone.localdate())] if counted else [],
        "waiting": queries.waiting_for(person).count(),
        "shown": [*shown, *_counted_besides(accepted, shown)],
        "may_claim": person.may(Act.PLAN),
        "may_moderate": person.may(Act.APPROVE),
        "may_export": person.may(Act.EXPORT),
    }


def outcomes_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows = queries.outcomes_seen_by(person)
    filters = OutcomeFilters(asked, person=person, rows=rows)
    listing = listed(asked, rows, columns=OUTCOME_COLUMNS, filters=filters, first="-date")
    names = dict(area_names(person, rows))
    shown = list(listing.page)
    return {
        "listing": listing,
        "rows": [OutcomeRow(one, names.get(one.area_code, one.area_code)) for one in shown],
        "shown": shown,
        "may_record": person.may(Act.PLAN),
        "may_moderate": person.may(Act.APPROVE),
        "may_export": person.may(Act.EXPORT),
    }


def waiting_page(person: Person) -> dict[str, Any]:
    waiting = queries.waiting_for(person)
    rows = list(waiting)
    names = dict(area_names(person, waiting))
    return {"rows": [DisruptionRow(one, names.get(one.area_code, one.area_code)) for one in rows], "shown": rows}


def disruption_page(person: Person, disruption: Disruption) -> dict[str, Any]:
    """All of a disruption but its thread. The claim it is counted with only where the person sees that one too."""
    state, is_claimer = disruption.stands, disruption.claimed_by_id == person.pk
    may_plan = may(person, Act.PLAN, disruption)
    seen = queries.disruptions_seen_by(person)
    counted_with = seen.filter(pk=disruption.duplicate_of_id).first() if disruption.duplicate_of_id else None
    is_open = state is ClaimState.CLAIMED
    return records.banner(person, disruption) | {
        "disruption": disruption,
        "tag": state_tag(disruption),
        "grade": grade_words(disruption),
        "facts": claim_facts(disruption, in_force()),
        "claimer": f"{named(disruption.claimed_by)}, {moment(timezone.localtime(disruption.claimed_at))}",
        "decided": _decided(disruption),
        "contributions": disruption.contributions.select_related("agency"),
        "counted_with": counted_with,
        "is_folded": state is ClaimState.DUPLICATE,
        "may_change": may_plan and may_change(state, is_claimer=is_claimer) is None,
        "may_name": may_plan and may_take_out(state) is None,
        "may_moderate": may_moderate(state, is_claimer=is_claimer) is None and may(person, Act.APPROVE, disruption),
        "may_record": may_plan,
        "lacks_moderator": is_open and may_plan and not queries.has_moderator(disruption),
        "shown": [counted_with] if counted_with else [],
    }


def moderation_page(person: Person, disruption: Disruption, others: list[Disruption]) -> dict[str, Any]:
    """What a moderator weighs: the claim, what looks like the same event, and what its claimer said of that."""
    practice, doubles = in_force(), list(queries.doubles_of(person, disruption))
    claimer_sees = set(queries.disruptions_seen_by(disruption.claimed_by).values_list("pk", flat=True))
    return {
        "disruption": disruption,
        "facts": claim_facts(disruption, practice),
        "claimer": named(disruption.claimed_by),
        "doubles": [(one, one.pk in claimer_sees) for one in doubles],
        "practice": practice,
        "shown": list({one.pk: one for one in (*doubles, *others)}.values()),
    }


def outcome_page(person: Person, outcome: Outcome) -> dict[str, Any]:
    """All of an outcome but its thread."""
    return records.banner(person, outcome) | {
        "outcome": outcome,
        "harm": harm_named(outcome.harm),
        "found": finding_of(outcome),
        "figures": figures_words(outcome.measured),
        "by": named(outcome.recorded_by),
        "may_edit": may(person, Act.PLAN, outcome),
    }


def _decided(disruption: Disruption) -> str:
    by, at = disruption.moderated_by, disruption.moderated_at
    return f"{named(by)}, {moment(timezone.localtime(at))}" if by and at else ""


def _counted_besides(accepted: Any, shown: list[Disruption]) -> list[Disruption]:
    """What the charts count that the page of the list does not show."""
    keys = {one.pk for one in shown}
    return [one for one in accepted if one.pk not in keys]
