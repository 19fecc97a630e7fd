"""What the papers pack tells of the record that an item is about: its facts in print, without the page around it.

Each answers with its blocks and with every record whose words stand in them, of what the reader may take out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from partnership.exports.paper import Block, Facts, Grid, Picture, Prose
from partnership.ocgs.enabler_queries import current_ties
from partnership.ocgs.models import Enabler, Group, Requirement
from partnership.outcomes import practice as outcomes
from partnership.outcomes.models import Disruption
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans.brief import brief_of
from partnership.plans.exporting import brief_paper
from partnership.plans.models import Action, Plan
from partnership.profiles.models import Recommendation
from partnership.records.ps import p_named
from partnership.records.scoping import Scoped
from partnership.threats.models import Threat
from partnership.threats.scales import the_scales
from partnership.threats.wording import impact_words, likelihood_words, risk_words, trend_words
from partnership.triage.drawings import window_chart
from partnership.triage.models import Signal
from partnership.ui.figure import Chart
from partnership.ui.wording import day

from .minutes import NO_DAY, NOBODY, who_words

MOST_PERIODS = 8  # of a signal's window that stand in figures below its drawing
MOST_QUOTES = 3
GROUP_FACTS = ("Status", "Lead responsible officer", "Next review", "Crime types", "Reach")  # so that it fits a sheet


@dataclass(frozen=True)
class Sheet:
    """needs_page  whether it fills about a page, and so begins one"""

    blocks: tuple[Block, ...]
    records: tuple[Scoped, ...]
    needs_page: bool = False


def sheet_of(person: Person, record: Scoped) -> Sheet:
    """Of a record that the person may take out. One of a kind unknown here has its name alone, on the agenda."""
    found = next((of for model, of in _BY_MODEL.items() if isinstance(record, model)), None)
    return found(person, record) if found else Sheet((), (record,))


def _group(person: Person, group: Group) -> Sheet:
    brief = brief_of(person, group, act=Act.EXPORT)
    facts = [(words, value) for words, value in brief.facts if words in GROUP_FACTS]
    blocks: list[Block] = list(brief_paper(replace(brief, facts=facts)).blocks)
    if waiting := group.moves.filter(accepted__isnull=True).first():
        asked = f"From {waiting.get_was_display().lower()} to {waiting.get_to_display().lower()}: {waiting.because}"
        blocks.insert(0, Facts((("Change of status proposed", asked),)))
    if brief.left_out_words:
        blocks.append(Prose(f"One sheet has no room for {brief.left_out_words}."))
    return Sheet(tuple(blocks), tuple(brief.shown), needs_page=True)


def _threat(person: Person, threat: Threat) -> Sheet:
    edition, scales = threat.current, the_scales()
    if edition is None:
        return Sheet((Prose("No estimate has been made of it yet."),), (threat,))
    facts = Facts(
        (
            ("As of", day(edition.as_of)),
            ("Likelihood", likelihood_words(edition, scales)),
            ("Impact", impact_words(edition, scales)),
            ("Risk, MoRiLE-style", risk_words(edition)),
            ("Confidence", edition.get_confidence_display()),
            ("Trend", trend_words(edition)),
            ("Not known", edition.gaps or "Nothing named"),
        )
    )
    return Sheet((Prose(edition.statement), facts), (threat,))


def _signal(person: Person, signal: Signal) -> Sheet:
    evidence = signal.evidence
    blocks: list[Block] = [
        Facts(
            (
                ("Level", f"{signal.get_level_display()}: {signal.level_reason}"),
                ("Where", signal.area_name),
                ("Period", signal.period),
                ("Source", evidence.source),
            )
        )
    ]
    if evidence.window:
        blocks.append(Picture(_shortened(window_chart(signal))))
    if quotes := evidence.quotes.order_by("rank")[:MOST_QUOTES]:
        rows = tuple((quote.title or "Untitled", quote.quote, day(quote.published)) for quote in quotes)
        blocks.append(Grid("What was said", ("Where", "Words", "Published"), rows))
    return Sheet(tuple(blocks), (signal,), needs_page=True)


def _shortened(chart: Chart) -> Chart:
    """The whole drawing, with no more of its table than a sheet has room for."""
    if len(chart.rows) <= MOST_PERIODS:
        return chart
    told = f"The drawing shows {len(chart.rows)} periods; in figures, the newest {MOST_PERIODS}."
    return replace(chart, rows=chart.rows[-MOST_PERIODS:], notes=(*chart.notes, told))


def _action(person: Person, action: Action) -> Sheet:
    told = (
        ("Who", who_words(action)),
        ("Due", day(action.due) if action.due else NO_DAY),
        ("State", action.get_state_display()),
        ("Carried forward", times(action.carried)),
    )
    return Sheet((Facts(told),), (action,))


def _plan(person: Person, plan: Plan) -> Sheet:
    return Sheet(
        (Prose(plan.summary), Facts((("State", plan.get_state_display()), ("Begun", day(plan.start))))), (plan,)
    )


def _claim(person: Person, claim: Disruption) -> Sheet:
    practice = outcomes.in_force()
    struck = practice.affected.get(claim.affected, claim.affected)
    told = (
        ("Grade claimed", claim.get_claimed_grade_display()),
        ("State", claim.get_state_display()),
        ("Under", p_named(claim.p)),
        ("Happened on", day(claim.happened_on)),
        ("Claimed by", claim.agency.name),
        ("What it struck", ". ".join(filter(None, (struck, claim.affected_words)))),
        ("Held to last", practice.lasts.get(claim.lasts, claim.lasts)),
        ("Evidence", claim.evidence),
    )
    return Sheet((Facts(told),), (claim,))


def _requirement(person: Person, requirement: Requirement) -> Sheet:
    told = (
        ("Why", requirement.because or "Not said"),
        ("Due", day(requirement.due) if requirement.due else NO_DAY),
        ("State", requirement.get_state_display()),
    )
    return Sheet((Facts(told),), (requirement,))


def _recommendation(person: Person, advice: Recommendation) -> Sheet:
    asked = ", ".join(part for part in (advice.owner_role, advice.agency.name if advice.agency else "") if part)
    told = (
        ("Under", p_named(advice.p)),
        ("Asked of", asked or NOBODY),
        ("Due", day(advice.due) if advice.due else NO_DAY),
        ("How it will be known", advice.measure or "Not said"),
        ("State", advice.get_state_display()),
    )
    return Sheet((Facts(told),), (advice,))


def _enabler(person: Person, enabler: Enabler) -> Sheet:
    groups = Group.objects.allowing(person, Act.EXPORT).values("pk")
    ties = list(current_ties(person).filter(enabler=enabler, group__in=groups))
    helped = tuple((tie.group.code_name, tie.how) for tie in ties)
    blocks: list[Block] = [
        Facts((("Kind", enabler.get_kind_display()), ("What it is", enabler.description or "Not said")))
    ]
    if helped:
        blocks.append(Grid("Whom it helps", ("Group", "How"), helped))
    return Sheet(tuple(blocks), (enabler, *(tie.group for tie in ties)))


def times(number: int) -> str:
    """
    >>> times(0), times(1), times(3)
    ('Never', 'Once', '3 times')
    """
    return {0: "Never", 1: "Once"}.get(number, f"{number} times")


_BY_MODEL: dict[type[Scoped], Callable[[Person, Scoped], Sheet]] = {
    Group: _group,
    Threat: _threat,
    Signal: _signal,
    Action: _action,
    Plan: _plan,
    Disruption: _claim,
    Requirement: _requirement,
    Recommendation: _recommendation,
    Enabler: _enabler,
}
