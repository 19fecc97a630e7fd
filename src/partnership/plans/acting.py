"""Writing the actions of a plan: added, changed, updated by whoever does them, carried forward together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed
from partnership.profiles.actions import take_up
from partnership.profiles.models import Recommendation
from partnership.records.holding import note_change
from partnership.records.rules import Release
from partnership.records.starting import start
from partnership.records.versions import write_next_version
from partnership.thread.actions import tie

from .holding import action_to_change, plan_to_change
from .models import Action, Objective, Plan, Update
from .queries import p_keys
from .rules import CHOOSE_P, SAY_DEED, ActionState, is_put_off, may_update

DID_UPDATE = "updated action"
DID_CARRY = "carried action forward"
ANSWERS = "The action answers it"


@dataclass(frozen=True)
class Deed:
    """What an action says: under which P and objective, what is to be done, by whom, until when."""

    p: str
    text: str
    objective: Objective | None = None
    owner_role: str = ""
    owner: Person | None = None
    agency: Agency | None = None
    due: date | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "p": self.p,
            "text": self.text.strip(),
            "objective": self.objective,
            "owner_role": self.owner_role.strip(),
            "owner": self.owner,
            "agency": self.agency,
            "due": self.due,
        }


@dataclass(frozen=True)
class Said:
    """What is told of an action. `due`: the new day; None where it stays.

    result   what was done, in the end; what is told now, unless it is said apart
    outcome  what changed by it
    """

    text: str
    state: ActionState = ActionState.OPEN
    due: date | None = None
    result: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one action among many. `refused` holds the reason it was left alone, or nothing."""

    action: Action
    refused: str = ""


@transaction.atomic
def add_action(
    *, plan: Plan, deed: Deed, release: Release, by: Person, answers: Recommendation | None = None
) -> Action:
    """The new action of the plan, in its area. What it answers is taken up by it, if it was still open.

    Raises NotAllowed, in words for the screen.
    """
    now = plan_to_change(plan, by, plan.version)
    _check(deed, now)
    action: Action = start(
        Action, act=Act.PLAN, area_code=now.area_code, release=release, by=by, plan=now, **deed.fields
    )
    note_change(action, "added action", by)
    if answers is not None:
        tie(record=action, on=answers, because=ANSWERS, by=by)
        take_up(recommendation=answers, by=by)
    return action


@transaction.atomic
def edit_action(*, action: Action, deed: Deed, by: Person, seen_version: int) -> Action:
    """The action in other words, or another's. A later day counts as carried forward here too."""
    now = action_to_change(action, Act.PLAN, by, seen_version)
    _check(deed, now.plan, was=now.p)
    carried = now.carried + is_put_off(now.due, deed.due)
    write_next_version(now, seen=seen_version, carried=carried, **deed.fields)
    note_change(now, "edited action", by)
    return now


@transaction.atomic
def update_action(
    *, action: Action, said: Said, by: Person, seen_version: int | None = None, did: str = DID_UPDATE
) -> Action:
    """The action as it stands once the update is kept beside it.

    Raises NotAllowed, in words for the screen, and Stale if somebody else was first.
    """
    seen = action.version if seen_version is None else seen_version
    now = action_to_change(action, Act.UPDATE_ACTION, by, seen)
    today = timezone.localdate()
    if refusal := may_update(to=said.state, text=said.text, due=said.due, was=now.due, today=today):
        raise NotAllowed(refusal)
    changes = _changes(now, said)
    kept = Update.objects.create(
        action=now,
        text=said.text.strip(),
        state=said.state,
        was_due=now.due,
        due=changes["due"],
        result=said.result.strip(),
        outcome=said.outcome.strip(),
        by=by,
        at=changes["told_at"],
    )
    write_next_version(now, seen=seen, **changes)
    note_change(now, did, by, update=kept.pk, state=said.state.value)
    return now


def carry_forward_many(
    *, actions: Iterable[Action], due: date, reason: str, by: Person, seen_versions: Mapping[int, int]
) -> tuple[Outcome, ...]:
    """One outcome an action, in the order given. One that is refused does not hold back the others.

    seen_versions  by primary key, the version of each that was on the screen when it was ticked
    """

    def carry(action: Action) -> None:
        if not by.may(Act.PLAN) or not Action.objects.allowing(by, Act.PLAN).filter(pk=action.pk).exists():
            raise NotAllowed("It is not yours to plan")
        if ActionState(action.state).is_ended:
            raise NotAllowed(f"It is {action.get_state_display().lower()}")
        if action.due is not None and not is_put_off(action.due, due):
            raise NotAllowed("Its day is not before that one")
        said = Said(text=reason, state=ActionState(action.state), due=due)
        update_action(action=action, said=said, by=by, seen_version=seen_versions.get(action.pk), did=DID_CARRY)

    return _each(actions, carry)


def assign_many(
    *, actions: Iterable[Action], owner_role: str, reason: str, by: Person, seen_versions: Mapping[int, int]
) -> tuple[Outcome, ...]:
    """One outcome an action, in the order given: from now on it is for that role."""

    @transaction.atomic
    def assign(action: Action) -> None:
        now = action_to_change(action, Act.PLAN, by, seen_versions.get(action.pk, action.version))
        if not owner_role.strip():
            raise NotAllowed("Enter for which role")
        write_next_version(now, seen=now.version, owner_role=owner_role.strip())
        note_change(now, "assigned action", by, because=reason.strip())

    return _each(actions, assign)


def _each(actions: Iterable[Action], do: Any) -> tuple[Outcome, ...]:
    outcomes = []
    for action in actions:
        try:
            do(action)
        except NotAllowed as refusal:
            outcomes.append(Outcome(action, str(refusal)))
        else:
            outcomes.append(Outcome(action))
    return tuple(outcomes)


def _changes(now: Action, said: Said) -> dict[str, Any]:
    is_done = said.state is ActionState.DONE
    due = now.due if said.due is None else said.due
    changes: dict[str, Any] = {"state": said.state, "due": due, "told_at": timezone.now()}
    changes["carried"] = now.carried + is_put_off(now.due, due)
    if is_done:
        changes["result"] = said.result.strip() or now.result or said.text.strip()
    if said.outcome.strip():
        changes["outcome"] = said.outcome.strip()
    return changes


def _check(deed: Deed, plan: Plan, *, was: str = "") -> None:
    """Raises NotAllowed unless the deed may stand in the plan. A P that the list has lost stays where it was."""
    if deed.p not in p_keys() and deed.p != was:
        raise NotAllowed(CHOOSE_P)
    if not deed.text.strip():
        raise NotAllowed(SAY_DEED)
    if deed.objective is not None and (deed.objective.plan_id, deed.objective.p) != (plan.pk, deed.p):
        raise NotAllowed("Choose an objective of this plan")
