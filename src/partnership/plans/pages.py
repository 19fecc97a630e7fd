"""What the pages of plans, actions and templates hold, gathered in a fixed number of reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.ps import P, p_named, the_ps
from partnership.records.queries import may
from partnership.records.scoping import Scoped
from partnership.records.versions import Change
from partnership.thread import queries as thread
from partnership.ui.listing import listed

from . import queries
from .drawings import balance_chart
from .forms import named
from .listing import ACTION_COLUMNS, PLAN_COLUMNS, ActionFilters, PlanFilters, plans_to_list
from .models import Action, Objective, Plan, Update
from .practice import in_force
from .rules import ActionState, PlanState, Work, balance, counted, gaps
from .wording import Tag, counts_rows, listed_ps, moved_words, sentences, tags_of

MOST_OFFERED = 100


@dataclass(frozen=True)
class ActionRow:
    """An action as every list shows it. `plan` is None where the viewer does not see it."""

    action: Action
    work: Work
    tags: list[Tag]
    may_update: bool
    plan: Plan | None = None

    @property
    def p(self) -> str:
        return p_named(self.action.p)

    @property
    def who(self) -> str:
        action = self.action
        parts = (
            action.owner_role,
            action.owner.name if action.owner else "",
            action.agency.name if action.agency else "",
        )
        return ", ".join(part for part in parts if part) or "Nobody yet"

    @property
    def key(self) -> str:
        """The action as a ticked row carries it: which one, and which version of it was on the screen."""
        return f"{self.action.uuid}:{self.action.version}"


@dataclass(frozen=True)
class PlanRow:
    plan: Plan
    area: str
    purposes: list[queries.Purpose]
    gaps: str


@dataclass(frozen=True)
class UnderP:
    """What a plan has under one P: each objective with its actions, and the actions under none."""

    key: str
    name: str
    meaning: str
    objectives: list[tuple[Objective, list[ActionRow]]]
    loose: list[ActionRow]

    @property
    def is_gap(self) -> bool:
        rows = [*self.loose, *(row for _, of_one in self.objectives for row in of_one)]
        return all(row.work.state is ActionState.DROPPED for row in rows)


def rows_of(person: Person, actions: Sequence[Action], *, with_plans: bool = False) -> list[ActionRow]:
    """The actions as rows, in the order given; where asked for, with the plans of theirs that the person sees."""
    today, limits = timezone.localdate(), in_force().limits
    keys = [action.pk for action in actions]
    updatable = set(Action.objects.allowing(person, Act.UPDATE_ACTION).filter(pk__in=keys).values_list("pk", flat=True))
    wanted = {action.plan_id for action in actions} if with_plans else set()
    plans = {plan.pk: plan for plan in queries.plans_seen_by(person).filter(pk__in=wanted)}
    works = [queries.work_of(action) for action in actions]
    return [
        ActionRow(action, work, tags_of(work, today, limits), action.pk in updatable, plans.get(action.plan_id))
        for action, work in zip(actions, works, strict=True)
    ]


def plans_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows = plans_to_list(person)
    filters = PlanFilters(asked, person=person, rows=rows)
    listing = listed(asked, rows, columns=PLAN_COLUMNS, filters=filters, first="-overdue")
    plans = list(listing.page)
    purposes = queries.purposes_of(person, plans)
    names = dict(queries.area_names(person, rows))
    actions = queries.actions_of(person, plans)
    told = [
        PlanRow(plan, names.get(plan.area_code, plan.area_code), purposes[plan.uuid], _gaps(actions[plan.pk]))
        for plan in plans
    ]
    return {
        "listing": listing,
        "rows": told,
        "shown": [*plans, *(purpose.record for of_one in purposes.values() for purpose in of_one)],
        "may_plan": bool(queries.areas_to_plan_in(person)),
        "may_export": person.may(Act.EXPORT),
    }


def actions_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows = queries.actions_seen_by(person)
    filters = ActionFilters(asked, person=person, rows=rows)
    listing = listed(asked, rows, columns=ACTION_COLUMNS, filters=filters, first="due")
    told = rows_of(person, list(listing.page), with_plans=True)
    return {
        "listing": listing,
        "rows": told,
        "shown": [*(row.action for row in told), *_once(row.plan for row in told if row.plan)],
        "may_plan": person.may(Act.PLAN),
        "may_export": person.may(Act.EXPORT),
        "owner_roles": in_force().owner_roles,
    }


def plan_page(person: Person, plan: Plan) -> dict[str, Any]:
    """All of a plan but its thread, which the view adds."""
    limits = in_force().limits
    actions = queries.actions_of(person, [plan])[plan.pk]
    rows = rows_of(person, actions)
    works = [row.work for row in rows]
    may_plan = may(person, Act.PLAN, plan)
    missing = gaps(works, queries.p_keys())
    return records.banner(person, plan) | {
        "plan": plan,
        "is_open": plan.state == PlanState.OPEN,
        "may_plan": may_plan,
        "may_write": may_plan and plan.state == PlanState.OPEN,
        "may_export": may(person, Act.EXPORT, plan),
        "counts": counts_rows(counted(works, timezone.localdate(), limits)),
        "limits": limits,
        "chart": balance_chart(balance(works, queries.p_keys())) if works else None,
        "missing": listed_ps(missing) if missing else "",
        "is_one_missing": len(missing) == 1,
        "under": _under(plan, rows),
        "shown": actions,
    }


def action_page(person: Person, action: Action) -> dict[str, Any]:
    """All of an action but its thread. Of its plan, and of the objective there, only what the person sees."""
    plan = queries.plans_seen_by(person).filter(pk=action.plan_id).first()
    (row,) = rows_of(person, [action])
    may_plan = may(person, Act.PLAN, action)
    objective = action.objective if plan is not None else None
    return records.banner(person, action) | {
        "action": action,
        "row": row,
        "plan": plan,
        "objective": objective,
        "owner": named(action.owner) if action.owner else "",
        "updates": [told(update) for update in action.updates.select_related("by__agency")],
        "may_plan": may_plan,
        "must_be_told": queries.must_be_told(action) if may_plan else "",
        "may_share": may(person, Act.RELEASE, action),
        "shown": [plan] if plan else [],
    }


@dataclass(frozen=True)
class Target:
    """Something that a plan can be started for, and the plans that there are for it."""

    record: Scoped
    plans: list[Any]


def choose_page(person: Person) -> dict[str, Any]:
    """What a plan can be started for, by kind: of each what the person may plan for, newest first."""
    kinds = []
    for rows in queries.to_plan_for(person):
        held = list(rows.order_by("-pk")[:MOST_OFFERED])
        plans = thread.resting_on(person, held, Plan._meta.label_lower) if held else {}
        label = str(rows.model._meta.verbose_name_plural).capitalize()
        kinds.append((label, [Target(record, plans.get(record.uuid, [])) for record in held]))
    targets = [target for _, of_kind in kinds for target in of_kind]
    shown = [*(target.record for target in targets), *(plan for target in targets for plan in target.plans)]
    return {"kinds": kinds, "shown": _once(shown)}


def told(update: Update) -> Change:
    """An update as a timeline tells it."""
    moved = moved_words(update.was_due, update.due)
    title = update.get_state_display() + (f". {moved}" if moved else "")
    parts = (update.text, update.result, f"What changed: {update.outcome}" if update.outcome else "")
    return Change(title, f"{update.by.name}, {update.by.agency}", update.at, sentences(*parts))


def _gaps(actions: Iterable[Action]) -> str:
    missing = gaps(map(queries.work_of, actions), queries.p_keys())
    return listed_ps(missing) if missing else ""


def _under(plan: Plan, rows: Sequence[ActionRow]) -> list[UnderP]:
    """By P, in the order of the list; then every other P that something of the plan names."""
    objectives = list(plan.objectives.all())
    known = list(the_ps())
    keys = {p.key for p in known}
    others = sorted(({one.p for one in objectives} | {row.action.p for row in rows}) - keys)
    return [
        UnderP(
            p.key,
            p.name,
            p.meaning,
            [(one, _of(rows, p.key, one)) for one in objectives if one.p == p.key],
            _of(rows, p.key, None),
        )
        for p in (*known, *(P(key, key, "") for key in others))
    ]


def _of(rows: Sequence[ActionRow], key: str, objective: Objective | None) -> list[ActionRow]:
    wanted = objective.pk if objective else None
    return [row for row in rows if row.action.p == key and row.action.objective_id == wanted]


def _once(records_: Iterable[Scoped]) -> list[Scoped]:
    return list({record.uuid: record for record in records_}.values())
