"""Writing plans and their objectives. What is written on a plan's actions is in acting.py, templates in reusing.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import note_change
from partnership.records.queries import may
from partnership.records.rules import Release
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import write_next_version
from partnership.thread.actions import tie

from .holding import plan_to_change
from .models import Action, Objective, Plan
from .queries import p_keys
from .rules import LIVE, SAY_WHAT, Aim, PlanState, may_aim, may_close, may_reopen

STARTED_FOR = "The plan was started for it"


@transaction.atomic
def start_plan(
    *,
    name: str,
    target: Scoped,
    release: Release,
    by: Person,
    summary: str = "",
    lead: Person | None = None,
    because: str = STARTED_FOR,
    begins: date | None = None,
) -> Plan:
    """The new plan, in the area of what it is for and tied to that.

    begins  the day from which a template counts its days; today, unless told

    Raises NotAllowed, in words for the screen.
    """
    if not may(by, Act.PLAN, target):
        raise NotAllowed("You may not plan for this: it is not yours to work on")
    if not name.strip():
        raise NotAllowed("Enter a name")
    told = {"name": name.strip(), "summary": summary.strip(), "lead": lead}
    told |= {} if begins is None else {"start": begins}
    plan: Plan = start(Plan, act=Act.PLAN, area_code=target.area_code, release=release, by=by, **told)
    audit.record(by=by, verb=Verb.ALTERATION, did="started plan", to=plan, detail={"version": plan.version})
    tie(record=plan, on=target, because=because, by=by)
    return plan


@transaction.atomic
def edit_plan(*, plan: Plan, name: str, summary: str, lead: Person | None, by: Person, seen_version: int) -> Plan:
    now = plan_to_change(plan, by, seen_version)
    if not name.strip():
        raise NotAllowed("Enter a name")
    write_next_version(now, seen=seen_version, name=name.strip(), summary=summary.strip(), lead=lead)
    note_change(now, "edited plan", by)
    return now


@transaction.atomic
def close_plan(*, plan: Plan, reason: str, by: Person, seen_version: int) -> Plan:
    """The plan, closed. Raises NotAllowed without a reason, or while an action that the closer sees is open."""
    now = plan_to_change(plan, by, seen_version, even_closed=True)
    live = Action.objects.seen_by(by).filter(plan=now, state__in=LIVE).count()
    if refusal := may_close(reason=reason, is_open=now.state == PlanState.OPEN, live_actions=live):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, state=PlanState.CLOSED, closed_because=reason.strip())
    note_change(now, "closed plan", by, because=reason.strip())
    return now


@transaction.atomic
def reopen_plan(*, plan: Plan, reason: str, by: Person, seen_version: int) -> Plan:
    now = plan_to_change(plan, by, seen_version, even_closed=True)
    if refusal := may_reopen(reason=reason, is_open=now.state == PlanState.OPEN):
        raise NotAllowed(refusal)
    write_next_version(now, seen=seen_version, state=PlanState.OPEN, closed_because="")
    note_change(now, "reopened plan", by, because=reason.strip())
    return now


@transaction.atomic
def add_objective(*, plan: Plan, aim: Aim, by: Person, seen_version: int | None = None) -> Objective:
    """The objective, below those that the plan has."""
    now = plan_to_change(plan, by, plan.version if seen_version is None else seen_version)
    if refusal := may_aim(aim, p_keys()):
        raise NotAllowed(refusal)
    rank = now.objectives.count() + 1
    made: Objective = now.objectives.create(p=aim.p, text=aim.text.strip(), measure=aim.measure.strip(), rank=rank)
    write_next_version(now, seen=now.version)
    plan.version = now.version
    note_change(now, "added objective", by, objective=str(made.uuid))
    return made


@transaction.atomic
def edit_objective(*, objective: Objective, text: str, measure: str, by: Person, seen_version: int) -> Objective:
    """The objective in other words. It stays under its P, as its actions do."""
    now = plan_to_change(objective.plan, by, seen_version)
    if not text.strip():
        raise NotAllowed(SAY_WHAT)
    objective.text, objective.measure = text.strip(), measure.strip()
    objective.save(update_fields=["text", "measure"])
    write_next_version(now, seen=seen_version)
    note_change(now, "edited objective", by, objective=str(objective.uuid))
    return objective


@transaction.atomic
def remove_objective(*, objective: Objective, by: Person, seen_version: int) -> None:
    """Takes the objective out of its plan. Its actions stay, under their P alone."""
    now = plan_to_change(objective.plan, by, seen_version)
    told = str(objective.uuid)
    Objective.objects.allowing(by, Act.PLAN).filter(pk=objective.pk).delete()
    write_next_version(now, seen=seen_version)
    note_change(now, "removed objective", by, objective=told)


@transaction.atomic
def note_read(*, did: str, shown: Iterable[Scoped], by: Person, record: Scoped | None = None) -> None:
    """Keep that somebody read a page, and which records it showed them."""
    held = [*([record] if record else []), *shown]
    audit.record(by=by, verb=Verb.CONSULTATION, did=did, to=record, shown=held)
