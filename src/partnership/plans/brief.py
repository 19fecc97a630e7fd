"""One group on one page: what it is, how it stands, what is being done under each P, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partnership.ocgs import queries as ocgs
from partnership.ocgs import schemes
from partnership.ocgs.enabler_queries import current_ties
from partnership.ocgs.models import Assessment, Enabler, Group, Involvement
from partnership.ocgs.rules import Reach, lateness
from partnership.ocgs.wording import area_names, crime_type_names
from partnership.ocgs.wording import named as names_of
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.ps import p_named
from partnership.records.scoping import Scoped
from partnership.thread import queries as thread
from partnership.ui.wording import day, plain_number

from . import queries
from .models import Action, Plan
from .pages import ActionRow, rows_of
from .practice import in_force
from .rules import ActionState, PlanState, counted, gaps
from .wording import counts_words, listed_ps

# What fits on one sheet, all together; the rest stands on the pages that it comes from.
MOST_RESULTS = 3
MOST_ACTIONS = 10  # of all Ps together
MOST_ENABLERS = 4
MOST_ASSESSMENTS = 6
LONGEST_SUMMARY = 420  # letters
ASSESSMENT_HEAD = ("Assessed by", "Way", "Band", "Score", "As of")


@dataclass(frozen=True)
class UnderP:
    name: str
    rows: list[ActionRow]


@dataclass(frozen=True)
class Brief:
    """left_out  how many of what the page has no room for"""

    group: Group
    facts: list[tuple[str, str]]
    assessments: list[tuple[str, ...]]
    enablers: list[Involvement]
    plans: list[Plan]
    in_words: str
    under: list[UnderP]
    results: list[ActionRow]
    missing: str
    left_out: dict[str, int]

    @property
    def left_out_words(self) -> str:
        """What there is besides, such as "2 more enablers"; nothing if all of it stands here."""
        told = [f"{number} more {what}{'' if number == 1 else 's'}" for what, number in self.left_out.items() if number]
        return ", ".join(told)

    @property
    def shown(self) -> list[Scoped]:
        actions = [row.action for p in self.under for row in p.rows] + [row.action for row in self.results]
        found: list[Scoped] = [self.group, *self.plans, *(tie.enabler for tie in self.enablers), *actions]
        return list({(type(one), one.pk): one for one in found}.values())


def brief_of(person: Person, group: Group, *, act: Act = Act.SEE_RECORD) -> Brief:
    """The group, and of everything else what the person may do that to: see it, or take it out.

    What is taken out names nobody.
    """
    with_names = act is Act.SEE_RECORD
    today = timezone.localdate()
    plans = _plans(person, group, act)
    of_plans = [one for found in queries.actions_of(person, plans).values() for one in found]
    tied = thread.resting_on(person, [group], Action._meta.label_lower)[group.uuid]
    allowed = set(Action.objects.allowing(person, act).values_list("pk", flat=True))
    once = {one.pk: one for one in (*of_plans, *tied) if one.pk in allowed}
    rows = rows_of(person, sorted(once.values(), key=lambda one: (one.due is None, one.due or date.max, one.pk)))
    live = [row for row in rows if row.work.is_live]
    done = sorted(
        (row for row in rows if row.work.state is ActionState.DONE), key=lambda row: row.action.told_at, reverse=True
    )
    assessed, helping = ocgs.newest_assessments([group])[group.pk], _enablers(person, group, act)
    missing = gaps([row.work for row in rows], queries.p_keys())
    return Brief(
        group=group,
        facts=_facts(group, today, with_names=with_names),
        assessments=_assessments(assessed[:MOST_ASSESSMENTS], with_names=with_names),
        enablers=helping[:MOST_ENABLERS],
        plans=plans,
        in_words=counts_words(counted([row.work for row in rows], today, in_force().limits)),
        under=_under(live[:MOST_ACTIONS]),
        results=done[:MOST_RESULTS],
        missing=listed_ps(missing) if missing else "",
        left_out={
            "open action": max(0, len(live) - MOST_ACTIONS),
            "assessment": max(0, len(assessed) - MOST_ASSESSMENTS),
            "enabler": max(0, len(helping) - MOST_ENABLERS),
        },
    )


def summary_of(group: Group) -> str:
    """The group's summary, cut at a word if it is too long for the page."""
    text = group.summary.strip()
    if len(text) <= LONGEST_SUMMARY:
        return text
    return f"{text[:LONGEST_SUMMARY].rpartition(' ')[0] or text[:LONGEST_SUMMARY]}…"


def _plans(person: Person, group: Group, act: Act) -> list[Plan]:
    resting = thread.resting_on(person, [group], Plan._meta.label_lower)[group.uuid]
    allowed = set(Plan.objects.allowing(person, act).values_list("pk", flat=True))
    return [plan for plan in resting if plan.pk in allowed and plan.state == PlanState.OPEN]


def _facts(group: Group, today: date, *, with_names: bool) -> list[tuple[str, str]]:
    areas = area_names()
    others = [code for code in group.areas if code != group.area_code]
    lead = ocgs.leads_of([group], today).get(group.pk)
    words, is_late = lateness(group.next_review, today=today, soon_days=in_force().limits.soon_days)
    review = f"{day(group.next_review)}. {words}" if group.next_review else words
    return [
        ("Status", group.get_state_display()),
        ("Lead responsible officer", _lead_words(lead, with_names)),
        ("Next review", review if group.status.is_live or is_late else "None while nobody works on it"),
        ("Crime types", ", ".join(names_of(group.crime_types, crime_type_names())) or "None named"),
        ("Reach", Reach(group.reach).label),
        ("District", areas.get(group.area_code, group.area_code)),
        ("Also affects", ", ".join(names_of(others, areas)) or "No other area"),
    ]


def _lead_words(lead: Person | None, with_names: bool) -> str:
    if lead is None:
        return "Nobody is assigned"
    return f"{lead.name}, {lead.agency}" if with_names else f"Assigned, {lead.agency}"


def _assessments(newest: Sequence[Assessment], *, with_names: bool) -> list[tuple[str, ...]]:
    practice = schemes.in_force()
    return [
        (
            each.by.name if with_names else each.by.role_label,
            practice.scheme_label(each.scheme),
            practice.band_label(each.scheme, each.band) or "Too little known",
            "None" if each.score is None else plain_number(each.score),
            day(each.as_of),
        )
        for each in newest
    ]


def _enablers(person: Person, group: Group, act: Act) -> list[Involvement]:
    allowed = Enabler.objects.allowing(person, act).values("pk")
    return list(current_ties(person).filter(group=group, enabler__in=allowed))


def _under(rows: Sequence[ActionRow]) -> list[UnderP]:
    """Open actions by P: those of the list in its order, with or without actions, then any other."""
    keys = [*queries.p_keys(), *sorted({row.action.p for row in rows} - set(queries.p_keys()))]
    return [UnderP(p_named(key), [row for row in rows if row.action.p == key]) for key in keys]
