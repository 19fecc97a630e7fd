"""The year's plans: objectives and actions under the Ps, what was said of them, and one template."""

from __future__ import annotations

from typing import Any

from partnership.plans import acting, actions, reusing
from partnership.plans.acting import Deed, Said
from partnership.plans.models import Action, Objective, Plan
from partnership.plans.rules import ActionState, Aim

from .stage import OPEN, POLICE, YEAR, Stage, dated


def load_plans(stage: Stage) -> None:
    plans = [_plan(stage, told) for told in YEAR["plans"]]
    reusing.save_as_template(
        plan=plans[0],
        name="Labour exploitation: first ninety days",
        purpose="Begin here where workers are found at a business; change it to the place.",
        release=OPEN,
        by=stage.analyst,
    )


def _plan(stage: Stage, told: dict[str, Any]) -> Plan:
    group = stage.made[told["group"]]
    lead = stage.person(next(one["lead"] for one in YEAR["groups"] if one["key"] == told["group"]))
    plan = actions.start_plan(name=told["name"], target=group, release=POLICE, by=stage.analyst, lead=lead)
    objectives = {
        p: actions.add_objective(plan=plan, aim=Aim(p, text), by=stage.analyst)
        for p, text in told["objectives"].items()
    }
    answers = {int(number): key for number, key in told["recommendations"].items()}
    for n, deed in enumerate(told["actions"]):
        plan.refresh_from_db()
        _action(stage, plan, deed, objectives, answers.get(n))
    return plan


def _action(
    stage: Stage, plan: Plan, told: dict[str, Any], objectives: dict[str, Objective], answers: str | None
) -> None:
    deed = Deed(
        p=told["p"],
        text=told["text"],
        objective=objectives.get(told["p"]),
        owner_role=told["owner_role"],
        owner=plan.lead if told["agency"].startswith("Police") else None,
        agency=stage.agency(told["agency"]),
        due=stage.day(told["due"]),
    )
    answered = stage.made[answers] if answers else None
    release = POLICE if told["agency"].startswith("Police") else OPEN
    action = acting.add_action(plan=plan, deed=deed, release=release, by=stage.analyst, answers=answered)
    began = max((ago for ago, _, _ in told["updates"]), default=told["due"]) + 30
    dated(action, told_at=stage.moment(max(began, 20)))
    for ago, state, text in told["updates"]:
        action.refresh_from_db()
        _update(stage, action, told, ActionState(state), text, ago)


def _update(stage: Stage, action: Action, told: dict[str, Any], state: ActionState, text: str, ago: int) -> None:
    is_done = state is ActionState.DONE
    said = Said(
        text=text,
        state=state,
        result=told.get("result", "") if is_done else "",
        outcome=told.get("outcome", "") if is_done else "",
    )
    acting.update_action(action=action, said=said, by=stage.analyst)
    dated(action.updates.order_by("-pk")[0], at=stage.moment(ago))
    dated(action, told_at=stage.moment(ago))
