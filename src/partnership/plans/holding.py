"""A plan or an action held for a change: nobody else writes it until that is done, and it is still what was on the
screen."""

from __future__ import annotations

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import held

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
