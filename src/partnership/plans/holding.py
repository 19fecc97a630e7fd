"""A plan or an action held for a change: nobody else writes it until that is done, and it is still what was on the
screen."""

from __future__ import annotations

from typing import Any

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.rules import Stale
from partnership.records.scoping import Scoped
from partnership.records.versions import why_stale

from .models import Action, Plan
from .rules import PlanState

CLOSED = "This plan is closed. Reopen it first"


def plan_to_change(plan: Plan, by: Person, seen_version: int, *, even_closed: bool = False) -> Plan:
    """The plan as it stands. Raises NotAllowed, or Stale if it is no longer the version that was seen."""
    now: Plan = held(plan, Act.PLAN, by, seen_version)
    if now.state != PlanState.OPEN and not even_closed:
        raise NotAllowed(CLOSED)
    return now


def action_to_change(action: Action, act: Act, by: Person, seen_version: int) -> Action:
    """The action as it stands. Raises NotAllowed, or Stale if it is no longer the version that was seen."""
    now: Action = held(action, act, by, seen_version)
    return now


def held(record: Scoped, act: Act, by: Person, seen_version: int) -> Any:
    model = type(record)
    now = model.objects.allowing(by, act).select_for_update().filter(pk=record.pk).first()
    if now is None:
        raise NotAllowed(f"This {model._meta.verbose_name} is not yours to change")
    if now.version != seen_version:
        raise Stale(why_stale(now, seen_version))
    return now


def note_change(record: Scoped, did: str, by: Person, *, because: str = "", **told: object) -> None:
    detail = {"version": record.version} | told
    audit.record(by=by, verb=Verb.ALTERATION, did=did, to=record, because=because, detail=detail)
