"""Actions to be told of: one's own, one's agency's, and of a board's districts those that are overdue."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.http import urlencode

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans import queries as plans
from partnership.plans.models import Action, Plan
from partnership.plans.own import Step, steps_for
from partnership.plans.practice import in_force
from partnership.plans.rules import LIVE, Next, Work
from partnership.plans.wording import tags_of

from .finding import Found, Look, first_of
from .rules import Kind, Task

OVERDUE, SOON = {Next.OVERDUE, Next.REVIEW}, Next.SOON
OF_GROUPS = {Next.REVIEW, Next.NO_PLAN}


def steps_of_groups(look: Look) -> Found:
    """What "My groups" asks of whoever leads groups and plans, all of it."""
    if not look.leads_groups:
        return Found(Kind.ACTION)
    steps, shown = steps_for(look.person)
    tasks = [_task_of(step, look.today) for step in steps]
    return Found(Kind.ACTION, tasks, shown, len(tasks))


def _task_of(step: Step, today: date) -> Task:
    return Task(
        Kind.GROUP if step.rank in OF_GROUPS else Kind.ACTION,
        step.what.rstrip("."),
        step.why,
        step.url,
        step.about,
        _due(step, today),
        int(step.rank),
        is_synthetic=step.is_synthetic,
    )


def _due(step: Step, today: date) -> date | None:
    """The day that a step's weight counts from: how late it is, or how soon."""
    if step.rank in OVERDUE:
        return today - timedelta(days=step.weight)
    return today + timedelta(days=in_force().limits.soon_days - step.weight) if step.rank == SOON else None


def actions_given(look: Look) -> Found:
    """Open actions given to the person or, where they lead no group, to their agency; a partner's are all that were
    shared with them.
    """
    if not look.may(Act.UPDATE_ACTION) or look.leads_groups:
        return Found(Kind.ACTION)
    rows = Action.objects.allowing(look.person, Act.UPDATE_ACTION).filter(state__in=LIVE)
    if look.may(Act.SEE_BOARD):
        agencys = Q(owner__isnull=True, agency=look.person.agency_id)
        rows = rows.filter(Q(owner=look.person) if look.is_analyst else Q(owner=look.person) | agencys)
    found, total = first_of(rows.order_by(F("due").asc(nulls_last=True), "told_at", "pk"))
    rest = f"{reverse('plans:actions')}?{urlencode({'mine': 'mine'})}"
    return Found(Kind.ACTION, [_action_task(look, action) for action in found], found, total, rest)


def _action_task(look: Look, action: Action) -> Task:
    work: Work = plans.work_of(action)
    tags = [tag.text for tag in tags_of(work, look.today, in_force().limits)]
    whose = "Given to you" if action.owner_id == look.person.pk else "Given to your agency"
    if not (action.owner_id == look.person.pk or action.agency_id == look.person.agency_id):
        whose = "Shared with you"
    return Task(
        Kind.ACTION,
        "Say what was done",
        ". ".join([whose, *(words for words in tags if words != "Open")]),
        reverse("plans:update", args=[action.uuid]),
        action.text,
        action.due,
        rank=1,
        is_synthetic=action.synthetic,
    )


def overdue_by_lead(look: Look) -> Found:
    """For the chair: overdue actions of the districts, one line for whoever leads their plans."""
    if not look.may(Act.APPROVE):
        return Found(Kind.ACTION)
    late = Action.objects.allowing(look.person, Act.PLAN).filter(plans.overdue(look.today))
    seen = late.filter(plan__in=Plan.objects.seen_by(look.person).values("pk"))
    rows = list(seen.order_by().values_list("plan__lead").annotate(Count("pk"), Min("due")))
    people = Person.objects.in_bulk([lead for lead, _, _ in rows if lead])
    tasks = [_lead_task(look, people.get(lead), number, oldest) for lead, number, oldest in rows]
    return Found(Kind.ACTION, tasks, (), len(tasks))


def _lead_task(look: Look, lead: Person | None, number: int, oldest: date) -> Task:
    asked = {"late": "overdue"} | ({"lead": str(lead.uuid)} if lead else {})
    return Task(
        Kind.ACTION,
        f"{'See to' if lead == look.person else 'Ask about'} {number} overdue action{'' if number == 1 else 's'}",
        "In plans that you lead" if lead == look.person else "In plans that they lead" if lead else "Nobody leads them",
        f"{reverse('plans:plans')}?{urlencode(asked)}",
        lead.name if lead else "Plans without a lead",
        oldest,
        rank=1,
    )
