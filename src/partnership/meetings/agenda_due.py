"""What is due for a meeting in the area of its series, section by section, of what one person sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from partnership.areas.models import Area
from partnership.ocgs import queries as ocgs
from partnership.ocgs.models import Enabler, Group, Involvement, Move, Requirement
from partnership.ocgs.rules import RequirementState, Status
from partnership.outcomes.models import Disruption
from partnership.outcomes.rules import ClaimState
from partnership.people.models import Person
from partnership.plans import queries as plans
from partnership.plans.rules import LIVE
from partnership.profiles.queries import recommendations_seen_by
from partnership.profiles.rules import RecommendationState
from partnership.records.scoping import Scoped
from partnership.triage.models import Signal
from partnership.triage.rules import Level, State

from .models import Item, Meeting, Raised
from .practice import Fill, Section, in_force
from .queries import held_before, last_meeting

MOST_LOOKED_AT = 200  # of one kind; what lies beyond is reached from its own list
A_MONTH = 28


@dataclass(frozen=True)
class Due:
    """What is due in one section and not on the agenda yet, the most pressing first."""

    section: Section
    records: tuple[Scoped, ...]


@dataclass(frozen=True)
class Scope:
    """Whose eyes, which areas, and the days between which something is due.

    since  when the last meeting of the series began, or so many days ago for the first of them
    until  the day on which the next one is to be expected
    """

    person: Person
    meeting: Meeting
    codes: frozenset[str]
    since: datetime
    until: date
    today: date


def due_for(person: Person, meeting: Meeting) -> list[Due]:
    """By section of such a meeting, what the person sees that is due and not on its agenda.

    A record stands once on an agenda: in the first section that asks for it.
    """
    scope, taken = _scope(person, meeting), _taken(meeting)
    found = []
    for section in in_force().kind(meeting.series.practice).sections:
        if section.fill is Fill.WORDS:
            continue
        records = [one for one in _FILLS[section.fill](scope) if (one._meta.label_lower, one.uuid) not in taken]
        taken |= {(one._meta.label_lower, one.uuid) for one in records}
        found.append(Due(section, tuple(records)))
    return found


def codes_within(area_code: str) -> frozenset[str]:
    """The code of the area, and of every area inside it."""
    parents = dict(Area.objects.values_list("code", "parent_id"))
    found = {area_code}
    while more := {code for code, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def _scope(person: Person, meeting: Meeting) -> Scope:
    last = last_meeting(person, meeting)
    first_look = timezone.now() - timedelta(days=in_force().first_look_days)
    every = meeting.series.every_days or A_MONTH
    return Scope(
        person=person,
        meeting=meeting,
        codes=codes_within(meeting.area_code),
        since=last.starts_at if last else first_look,
        until=timezone.localdate(meeting.starts_at) + timedelta(days=every),
        today=timezone.localdate(),
    )


def _taken(meeting: Meeting) -> set[tuple[str, object]]:
    return set(meeting.items.exclude(about_kind="").values_list("about_kind", "about"))


def _actions(scope: Scope) -> list[Scoped]:
    """What earlier meetings of the series set and is still open; then what is overdue in the area."""
    earlier = held_before(scope.person, scope.meeting.series, scope.meeting.starts_at).values("pk")
    items = Item.objects.seen_by(scope.person).filter(meeting__in=earlier).values("pk")
    set_earlier = Raised.objects.seen_by(scope.person).filter(item__in=items).values("action")
    first_due_first = (F("due").asc(nulls_last=True), "pk")
    seen = plans.actions_seen_by(scope.person)
    own = list(seen.filter(pk__in=set_earlier, state__in=LIVE).order_by(*first_due_first)[:MOST_LOOKED_AT])
    late = seen.filter(plans.overdue(scope.today), area_code__in=scope.codes).exclude(pk__in=[one.pk for one in own])
    return [*own, *late.order_by(*first_due_first)[:MOST_LOOKED_AT]]


def _groups(scope: Scope) -> list[Scoped]:
    """Groups proposed since then, moved, or assessed anew. One with a change that waits stands under that."""
    changed = Move.objects.seen_by(scope.person).filter(decided_at__gte=scope.since).values("group")
    proposed = Move.objects.seen_by(scope.person).filter(proposed_at__gte=scope.since).values("group")
    assessed = _live(scope).filter(assessments__at__gte=scope.since).values("pk")
    is_new = Q(state=Status.PROPOSED) | Q(pk__in=changed) | Q(pk__in=proposed) | Q(pk__in=assessed)
    rows = _in_area(scope, Group).filter(is_new).exclude(pk__in=_apart(scope))
    return list(rows.order_by("code_name", "pk")[:MOST_LOOKED_AT])


def _reviews(scope: Scope) -> list[Scoped]:
    rows = ocgs.reviews_due(scope.person, scope.until).filter(area_code__in=scope.codes)
    return list(rows.exclude(pk__in=_apart(scope))[:MOST_LOOKED_AT])


def _leads(scope: Scope) -> list[Scoped]:
    """Every other group that is worked on and has a lead, the first to be reviewed first."""
    rows = _live(scope).exclude(pk__in=_apart(scope)).order_by(F("next_review").asc(nulls_last=True), "code_name", "pk")
    groups = list(rows[:MOST_LOOKED_AT])
    led = ocgs.leads_of(groups, scope.today)
    return [group for group in groups if group.pk in led]


def _enablers(scope: Scope) -> list[Scoped]:
    """Enablers found to help a group since then."""
    new = Involvement.objects.seen_by(scope.person).filter(at__gte=scope.since).values("enabler")
    return list(_in_area(scope, Enabler).filter(pk__in=new).order_by("name", "pk")[:MOST_LOOKED_AT])


def _requirements(scope: Scope) -> list[Scoped]:
    rows = _in_area(scope, Requirement).filter(state=RequirementState.OPEN)
    return list(rows.order_by(F("due").asc(nulls_last=True), "pk")[:MOST_LOOKED_AT])


def _claims(scope: Scope) -> list[Scoped]:
    rows = _in_area(scope, Disruption).filter(state=ClaimState.CLAIMED)
    return list(rows.order_by("claimed_at", "pk")[:MOST_LOOKED_AT])


def _moves(scope: Scope) -> list[Scoped]:
    rows = _in_area(scope, Group).filter(pk__in=_apart(scope))
    return list(rows.order_by("code_name", "pk")[:MOST_LOOKED_AT])


def _signals(scope: Scope) -> list[Scoped]:
    """Those nobody has decided on, the strongest first."""
    rows = _in_area(scope, Signal).filter(state=State.OPEN).order_by("-raised_at", "-pk")[:MOST_LOOKED_AT]
    return sorted(rows, key=lambda signal: -Level(signal.level).height)


def _recommendations(scope: Scope) -> list[Scoped]:
    """Those without an answer that are overdue, or were asked for too long ago."""
    asked = scope.today - timedelta(days=in_force().recommendation_after_days)
    waits = Q(due__lt=scope.today) | Q(asked_at__date__lt=asked)
    rows = recommendations_seen_by(scope.person).filter(state=RecommendationState.OPEN, area_code__in=scope.codes)
    return list(rows.filter(waits).order_by(F("due").asc(nulls_last=True), "reference", "pk")[:MOST_LOOKED_AT])


def _in_area(scope: Scope, model: type[Scoped]) -> QuerySet[Scoped]:
    rows: QuerySet[Scoped] = model.objects.seen_by(scope.person).filter(area_code__in=scope.codes)
    return rows


def _live(scope: Scope) -> QuerySet[Scoped]:
    return _in_area(scope, Group).filter(state__in=[status for status in Status if status.is_live])


def _waiting_moves(scope: Scope) -> QuerySet[Move]:
    """Changes of status that wait to be decided, of groups that are more than proposed."""
    rows: QuerySet[Move] = Move.objects.seen_by(scope.person).filter(accepted__isnull=True)
    return rows.exclude(group__state=Status.PROPOSED)


def _apart(scope: Scope) -> QuerySet[Move]:
    """Groups that stand under their change of status, where such a meeting has a section for that."""
    sections = in_force().kind(scope.meeting.series.practice).sections
    rows = _waiting_moves(scope)
    return (rows if any(one.fill is Fill.MOVES for one in sections) else rows.none()).values("group")


_FILLS: dict[Fill, Callable[[Scope], list[Scoped]]] = {
    Fill.ACTIONS: _actions,
    Fill.GROUPS: _groups,
    Fill.REVIEWS: _reviews,
    Fill.LEADS: _leads,
    Fill.ENABLERS: _enablers,
    Fill.REQUIREMENTS: _requirements,
    Fill.CLAIMS: _claims,
    Fill.MOVES: _moves,
    Fill.SIGNALS: _signals,
    Fill.RECOMMENDATIONS: _recommendations,
}
