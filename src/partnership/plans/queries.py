"""What a person may see of plans and actions. Counts are of what they see, and of nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from partnership.areas import queries as areas
from partnership.areas.models import Area
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Role, acts_of
from partnership.profiles.models import Recommendation
from partnership.profiles.rules import RecommendationState
from partnership.records import queries as records
from partnership.records.ps import the_ps
from partnership.records.scoping import Scoped
from partnership.thread.steps import in_force as ties_in_force
from partnership.threats.models import Threat
from partnership.threats.rules import State

from .models import Action, Plan, Template
from .practice import in_force
from .rules import LIVE, ActionState, Counts, Limits, Work, counted

PLANNERS = [role for role in Role if Act.PLAN in acts_of(role)]
PARTNERS = [role for role in Role if Act.UPDATE_ACTION in acts_of(role) and Act.PLAN not in acts_of(role)]


def plans_seen_by(person: Person) -> QuerySet[Plan]:
    return Plan.objects.seen_by(person).select_related("lead__agency", "originator")


def actions_seen_by(person: Person) -> QuerySet[Action]:
    return Action.objects.seen_by(person).select_related("owner", "agency", "originator")


def actions_of(person: Person, plans: Iterable[Plan]) -> dict[int, list[Action]]:
    """By plan, those of its actions that the person sees, the first due first."""
    held = list(plans)
    found: dict[int, list[Action]] = {plan.pk: [] for plan in held}
    # What has no day stands last, which databases do not agree on.
    for action in actions_seen_by(person).filter(plan__in=found).order_by(F("due").asc(nulls_last=True), "pk"):
        found[action.plan_id].append(action)
    return found


def templates_seen_by(person: Person) -> QuerySet[Template]:
    return Template.objects.seen_by(person).select_related("originator")


def work_of(action: Action) -> Work:
    """The action as the rules look at it."""
    return Work(
        p=action.p,
        state=ActionState(action.state),
        due=action.due,
        told=timezone.localdate(action.told_at),
        carried=action.carried,
        has_outcome=action.outcome.strip() != "",
    )


def counts_of(person: Person, plan: Plan) -> Counts:
    """How the plan's actions stand today, of those that the person sees."""
    works = map(work_of, Action.objects.seen_by(person).filter(plan=plan))
    return counted(works, timezone.localdate(), in_force().limits)


def overdue(today: date) -> Q:
    """Which actions are overdue, as `rules.Work.days_overdue` says it of one."""
    return Q(state__in=LIVE, due__lt=today)


def stale(today: date, limits: Limits) -> Q:
    """Which actions are stale, as `rules.Work.is_stale` says it of one."""
    first_day_heard = today - timedelta(days=limits.stale_after_days)
    return Q(state__in=LIVE, told_at__date__lt=first_day_heard)


def p_keys() -> list[str]:
    return [p.key for p in the_ps()]


def led_by(person: Person) -> QuerySet[Plan]:
    """Plans that the person sees and leads."""
    return Plan.objects.seen_by(person).filter(lead=person)


@dataclass(frozen=True)
class Purpose:
    """What a plan is for: a record that it rests on, and why."""

    record: Scoped
    because: str

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)


def purposes_of(person: Person, of: Sequence[Scoped]) -> dict[UUID, list[Purpose]]:
    """By the uuid of each of those records of one kind, what it rests on that the person sees, as it was tied."""
    found: dict[UUID, list[Purpose]] = defaultdict(list)
    if not of:
        return found
    ties = list(ties_in_force().filter(kind=of[0]._meta.label_lower, record__in=[one.uuid for one in of]))
    seen: dict[tuple[str, UUID], Scoped] = {}
    for kind in sorted({tie.on_kind for tie in ties}):
        wanted = [tie.on_record for tie in ties if tie.on_kind == kind]
        rows = apps.get_model(kind).objects.seen_by(person).filter(uuid__in=wanted)
        seen |= {(kind, record.uuid): record for record in rows}
    for tie in ties:
        if record := seen.get((tie.on_kind, tie.on_record)):
            found[tie.record].append(Purpose(record, tie.because))
    return found


def to_plan_for(person: Person) -> list[QuerySet[Any]]:
    """What the person may start a plan for: groups that are worked on, recommendations without an answer, threats."""
    groups = Group.objects.allowing(person, Act.PLAN).exclude(state__in=[s for s in Status if s.is_closed])
    recommended = Recommendation.objects.allowing(person, Act.PLAN).filter(state=RecommendationState.OPEN)
    threats = Threat.objects.allowing(person, Act.PLAN).filter(state=State.CURRENT)
    return [groups, recommended, threats]


def area_names(person: Person, rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Code and name of each area that one of those rows is about. `rows` is what the person sees."""
    codes = set(rows.order_by().values_list("area_code", flat=True).distinct())
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


def areas_to_plan_in(person: Person) -> list[tuple[str, str]]:
    """Code and name of each area in which the person may begin something: theirs, not those above."""
    if not person.may(Act.PLAN):
        return []
    return list(areas.seen_by(person).filter(code__in=person.area_codes).values_list("code", "name"))


def people_to_lead(area_code: str) -> QuerySet[Person]:
    """Everybody posted there who may lead a plan."""
    return _posted(area_code).filter(role__in=PLANNERS)


def people_to_own(area_code: str) -> tuple[list[Person], list[Person]]:
    """Whoever may answer an action there: those posted there, and partners, who are posted nowhere."""
    partners = Person.objects.filter(is_active=True, role__in=PARTNERS).select_related("agency")
    return list(people_to_lead(area_code)), list(partners)


def must_be_told(action: Action) -> str:
    """Who is to do the action and sees it nowhere, because nothing is shared with them; or nothing."""
    shares = records.shares_in_force(action)
    owner = action.owner
    if owner is not None:
        is_reached = records.may(owner, Act.UPDATE_ACTION, action)
        return "" if is_reached else owner.name
    if action.agency is None or action.agency_id == action.originator_id:
        return ""
    of_agency = Q(to_agency=action.agency) | Q(to_person__agency=action.agency)
    is_posted = _posted(action.area_code).filter(agency=action.agency).exists()
    return "" if is_posted or shares.filter(of_agency).exists() else action.agency.name


def agencies() -> QuerySet[Agency]:
    return Agency.objects.all()


def _posted(area_code: str) -> QuerySet[Person]:
    today = timezone.localdate()
    in_force = Q(postings__end__isnull=True) | Q(postings__end__gte=today)
    posted = Person.objects.filter(in_force, postings__area_code=area_code, postings__start__lte=today)
    return posted.filter(is_active=True).select_related("agency").distinct()
