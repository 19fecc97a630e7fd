"""Templates: made from a plan or line by line, and used to fill one. Words and days from the start, never what was
done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from partnership.people.models import Agency, Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.holding import held, note_change
from partnership.records.rules import Release
from partnership.records.scoping import Scoped
from partnership.records.starting import start
from partnership.records.versions import write_next_version

from .actions import start_plan
from .holding import plan_to_change
from .models import Action, Objective, Plan, Template, TemplateLine
from .queries import p_keys
from .rules import CHOOSE_P, SAY_DEED, ActionState, day_after, days_from_start


@dataclass(frozen=True)
class Line:
    """One action of a template, with the objective that it serves. `due_in_days` counts from a plan's start."""

    p: str
    objective: str
    text: str
    measure: str = ""
    owner_role: str = ""
    agency: Agency | None = None
    due_in_days: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in ("p", "objective", "text", "measure", "owner_role")}
        return {name: words.strip() for name, words in told.items()} | {
            "agency": self.agency,
            "due_in_days": self.due_in_days,
        }


@transaction.atomic
def make_template(
    *, name: str, purpose: str, area_code: str, release: Release, by: Person, lines: Iterable[Line] = ()
) -> Template:
    """The new template with those lines. Raises NotAllowed, in words for the screen."""
    if not name.strip():
        raise NotAllowed("Enter a name")
    told = {"name": name.strip(), "purpose": purpose.strip()}
    template: Template = start(Template, act=Act.PLAN, area_code=area_code, release=release, by=by, **told)
    rows = [TemplateLine(template=template, rank=rank, **line.fields) for rank, line in enumerate(lines, start=1)]
    TemplateLine.objects.bulk_create(rows)
    note_change(template, "made plan template", by, lines=len(rows))
    return template


def lines_from(plan: Plan, by: Person) -> list[Line]:
    """The plan's actions as lines of a template, as far as that person sees them: words, roles and days, no more.

    What was dropped is left out: it is no example to follow. Days are those that were planned at first.
    """
    actions = Action.objects.seen_by(by).filter(plan=plan).exclude(state=ActionState.DROPPED)
    rows = (
        actions.select_related("objective", "agency")
        .prefetch_related("updates")
        .order_by("objective__rank", "due", "pk")
    )
    return [
        Line(
            p=action.p,
            objective=action.objective.text if action.objective else "",
            measure=action.objective.measure if action.objective else "",
            text=action.text,
            owner_role=action.owner_role,
            agency=action.agency,
            due_in_days=days_from_start(plan.start, _first_due(action)),
        )
        for action in rows
    ]


def save_as_template(*, plan: Plan, name: str, purpose: str, release: Release, by: Person) -> Template:
    """A template of what the plan says, in its area. Raises NotAllowed, in words for the screen."""
    if not Plan.objects.allowing(by, Act.PLAN).filter(pk=plan.pk).exists():
        raise NotAllowed("This plan is not yours to change")
    lines = lines_from(plan, by)
    return make_template(name=name, purpose=purpose, area_code=plan.area_code, release=release, by=by, lines=lines)


@transaction.atomic
def edit_template(*, template: Template, name: str, purpose: str, by: Person, seen_version: int) -> Template:
    now = _to_change(template, by, seen_version)
    if not name.strip():
        raise NotAllowed("Enter a name")
    write_next_version(now, seen=seen_version, name=name.strip(), purpose=purpose.strip())
    note_change(now, "edited plan template", by)
    return now


@transaction.atomic
def add_line(*, template: Template, line: Line, by: Person) -> TemplateLine:
    """The line, below those that the template has."""
    now = _to_change(template, by, template.version)
    _check(line)
    made: TemplateLine = now.lines.create(rank=now.lines.count() + 1, **line.fields)
    write_next_version(now, seen=now.version)
    note_change(now, "added line to plan template", by, line=str(made.uuid))
    return made


@transaction.atomic
def edit_line(*, line: TemplateLine, told: Line, by: Person, seen_version: int) -> TemplateLine:
    now = _to_change(line.template, by, seen_version)
    _check(told, was=line.p)
    for name, value in told.fields.items():
        setattr(line, name, value)
    line.save(update_fields=list(told.fields))
    write_next_version(now, seen=seen_version)
    note_change(now, "edited line of plan template", by, line=str(line.uuid))
    return line


@transaction.atomic
def remove_line(*, line: TemplateLine, by: Person, seen_version: int) -> None:
    now = _to_change(line.template, by, seen_version)
    told = str(line.uuid)
    TemplateLine.objects.allowing(by, Act.PLAN).filter(pk=line.pk).delete()
    write_next_version(now, seen=seen_version)
    note_change(now, "removed line of plan template", by, line=told)


@transaction.atomic
def use_template(*, template: Template, plan: Plan, by: Person) -> list[Action]:
    """The actions that the template adds to the plan, held as the plan is, due as many days after its start.

    An objective that the plan has already, in the same words under the same P, is not made twice. Raises NotAllowed.
    """
    now = plan_to_change(plan, by, plan.version)
    if not Template.objects.seen_by(by).filter(pk=template.pk).exists():
        raise NotAllowed("Choose one of the templates listed")
    objectives = {(each.p, each.text): each for each in now.objectives.all()}
    made = []
    for line in template.lines.select_related("agency"):
        told = {"p": line.p, "text": line.text, "owner_role": line.owner_role, "agency": line.agency, "plan": now}
        told |= {"objective": _objective(now, line, objectives), "due": day_after(now.start, line.due_in_days)}
        action = start(Action, act=Act.PLAN, area_code=now.area_code, release=now.release, by=by, **told)
        note_change(action, "added action", by, template=str(template.uuid))
        made.append(action)
    write_next_version(now, seen=now.version)
    plan.version = now.version
    note_change(now, "used plan template", by, template=str(template.uuid), actions=len(made))
    return made


def _first_due(action: Action) -> date | None:
    """The day the action was due before anything was said of it."""
    first = min(action.updates.all(), key=lambda update: (update.at, update.pk), default=None)
    return action.due if first is None else first.was_due


@transaction.atomic
def start_from(*, template: Template | None, target: Scoped, release: Release, by: Person, **told: Any) -> Plan:
    """The new plan, with what the template says, if there is one."""
    plan = start_plan(target=target, release=release, by=by, **told)
    if template is not None:
        use_template(template=template, plan=plan, by=by)
    return plan


def _objective(plan: Plan, line: TemplateLine, held: dict[tuple[str, str], Objective]) -> Objective | None:
    if not line.objective:
        return None
    key = (line.p, line.objective)
    if key not in held:
        told = {"p": line.p, "text": line.objective, "measure": line.measure, "rank": len(held) + 1}
        held[key] = plan.objectives.create(**told)
    return held[key]


def _to_change(template: Template, by: Person, seen_version: int) -> Template:
    now: Template = held(template, Act.PLAN, by, seen_version)
    return now


def _check(line: Line, *, was: str = "") -> None:
    """Raises NotAllowed unless a template may hold the line. A P that the list has lost stays where it was."""
    if line.p not in p_keys() and line.p != was:
        raise NotAllowed(CHOOSE_P)
    if not line.text.strip():
        raise NotAllowed(SAY_DEED)
