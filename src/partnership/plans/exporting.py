"""Plans and actions as the tables of a file, and as a paper. With roles, never names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from partnership.exports.contents import Contents, count_left_out
from partnership.exports.paper import Block, Facts, Grid, Heading, Paper, Picture, Prose
from partnership.exports.rules import Cell, Row, Table
from partnership.ocgs.models import Group
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.ps import p_named
from partnership.records.rules import strictest
from partnership.records.scoping import Scoped
from partnership.ui.wording import day

from . import queries
from .brief import ASSESSMENT_HEAD, Brief, brief_of, summary_of
from .drawings import balance_chart
from .listing import ActionFilters, PlanFilters, plans_to_list
from .models import Action, Objective, Plan, Template, TemplateLine, Update
from .pages import ActionRow, rows_of
from .practice import in_force
from .rules import balance, counted
from .wording import counts_rows, due_words

OF_PLAN = ("name", "summary", "state", "start", "closed_because", "area_code")
OF_OBJECTIVE = ("p", "text", "measure")
OF_ACTION = (*("p", "text", "owner_role", "due", "state", "carried", "told_at", "result", "outcome", "area_code"),)
OF_LINE = ("p", "objective", "measure", "text", "owner_role", "due_in_days")
OF_UPDATE = ("at", "text", "state", "was_due", "due", "result", "outcome")
ACTIONS = ("action", "plan", "objective", "agency_to_do_it", *OF_ACTION)


def plans_contents(person: Person, asked: QueryDict) -> Contents:
    """Of the plans that the list asked for shows, those that the person may export, with their actions."""
    exportable = Plan.objects.allowing(person, Act.EXPORT).values("pk")
    rows = plans_to_list(person).filter(pk__in=exportable)
    plans = list(PlanFilters(asked, person=person, rows=rows).narrow(rows).order_by("name", "pk"))
    actions = _exportable(person).filter(plan__in=plans)
    tables = (_plans(plans), _actions(actions, plans))
    return Contents(
        heading="Export plans",
        title="4P plans",
        did="exported plans",
        named=("plans",),
        back=(reverse("plans:plans"), "Plans"),
        area_code="",
        records=(*plans, *actions),
        tables=tables,
        left_out=count_left_out(person, Plan),
    )


def actions_contents(person: Person, asked: QueryDict) -> Contents:
    """Of the actions that the list asked for shows, those that the person may export, and what was said of each."""
    rows = _exportable(person)
    actions = list(ActionFilters(asked, person=person, rows=rows).narrow(rows).order_by("due", "pk"))
    keys = [action.plan_id for action in actions]
    plans = list(Plan.objects.allowing(person, Act.EXPORT).select_related("originator").filter(pk__in=keys))
    return Contents(
        heading="Export actions",
        title="Actions of 4P plans",
        did="exported actions",
        named=("actions",),
        back=(reverse("plans:actions"), "Actions"),
        area_code="",
        records=(*plans, *actions),
        tables=(_actions(actions, plans), _updates(person, actions), _plans(plans)),
        left_out=count_left_out(person, Action),
    )


def templates_contents(person: Person) -> Contents:
    """The templates that the person may export, one row for each of their actions."""
    rows = Template.objects.allowing(person, Act.EXPORT).select_related("originator").order_by("name", "pk")
    templates = list(rows.prefetch_related("lines__agency"))
    told = tuple(
        _row(
            template,
            (str(template.uuid), template.name, template.purpose, *_cells(line, OF_LINE), str(line.agency or "")),
        )
        for template in templates
        for line in template.lines.all() or [TemplateLine()]
    )
    return Contents(
        heading="Export plan templates",
        title="Plan templates",
        did="exported plan templates",
        named=("plan-templates",),
        back=(reverse("plans:templates"), "Plan templates"),
        area_code="",
        records=tuple(templates),
        tables=(Table("templates", ("template", "name", "purpose", *OF_LINE, "agency_to_do_it"), told),),
        left_out=count_left_out(person, Template),
    )


def plan_contents(person: Person, plan: Plan) -> Contents:
    """All that is held of one plan that the person may export, as tables and as a paper."""
    actions = list(_exportable(person).filter(plan=plan).order_by(F("due").asc(nulls_last=True), "pk"))
    return Contents(
        heading="Export this plan",
        title=f"4P plan: {plan.name}",
        did="exported plan",
        named=("plan", str(plan.uuid)[:8]),
        back=(plan.get_absolute_url(), "The plan"),
        area_code=plan.area_code,
        records=(plan, *actions),
        tables=(_plans([plan]), _objectives(plan), _actions(actions, [plan]), _updates(person, actions)),
        one=plan,
        left_out=count_left_out(person, Action, plan=plan),
        paper=_plan_paper(plan, rows_of(person, actions)),
    )


def brief_contents(person: Person, group: Group) -> Contents:
    """The brief of a group, of what the person may export: as a paper, and its actions as a table."""
    brief = brief_of(person, group, act=Act.EXPORT)
    actions = [row.action for p in brief.under for row in p.rows] + [row.action for row in brief.results]
    facts = tuple(_row(group, (str(group.uuid), *fact)) for fact in [("code name", group.code_name), *brief.facts])
    enablers = tuple(_row(tie.enabler, (str(tie.enabler.uuid), tie.enabler.name, tie.how)) for tie in brief.enablers)
    return Contents(
        heading="Export this brief",
        title=f"Brief on {group.code_name}",
        did="exported brief",
        named=("brief", str(group.uuid)[:8]),
        back=(reverse("plans:brief", args=[group.uuid]), "The brief"),
        area_code=group.area_code,
        records=tuple(brief.shown),
        tables=(
            Table("group", ("group", "what", "value"), facts),
            Table("enablers", ("enabler", "name", "how"), enablers),
            _actions(actions, brief.plans),
            _plans(brief.plans),
        ),
        one=group,
        paper=brief_paper(brief),
    )


def brief_paper(brief: Brief) -> Paper:
    group = brief.group
    blocks: list[Block] = [Facts(tuple(brief.facts)), Prose(summary_of(group))]
    if brief.assessments:
        blocks.append(Grid("Assessments, side by side", ASSESSMENT_HEAD, tuple(brief.assessments)))
    if brief.enablers:
        ties = tuple((tie.enabler.name, tie.enabler.get_kind_display(), tie.how) for tie in brief.enablers)
        blocks.append(Grid("Enablers", ("Name", "Kind", "How it helps"), ties))
    open_rows = tuple((p.name, row.action.text, _who(row), _due(row)) for p in brief.under for row in p.rows)
    blocks.append(Grid("What is being done", ("P", "Action", "Who", "Due"), open_rows, note=brief.in_words))
    if brief.results:
        done = tuple((row.p, row.action.result, row.action.outcome or "Not known yet") for row in brief.results)
        blocks.append(Grid("Last results", ("P", "What came of it", "What changed"), done))
    blocks.append(Prose(f"Nothing is planned under {brief.missing}." if brief.missing else "Every P has an action."))
    standing = f"{group.get_state_display()}. Names no person of the group"
    synthetic = any(record.synthetic for record in brief.shown)
    return Paper(f"Brief on {group.code_name}", standing, tuple(blocks), is_synthetic=synthetic)


def _plan_paper(plan: Plan, rows: Sequence[ActionRow]) -> Paper:
    limits, today = in_force().limits, timezone.localdate()
    works = [row.work for row in rows]
    blocks: list[Block] = [Prose(plan.summary)] if plan.summary else []
    blocks.append(Facts(tuple(counts_rows(counted(works, today, limits)))))
    if works:
        blocks.append(Picture(balance_chart(balance(works, queries.p_keys()))))
    objectives = list(plan.objectives.all())
    named = {*(one.p for one in objectives), *(row.action.p for row in rows)}
    for key in [*queries.p_keys(), *sorted(named - set(queries.p_keys()))]:
        blocks += _under(key, [one for one in objectives if one.p == key], [row for row in rows if row.action.p == key])
    standing = f"{plan.get_state_display()}, begun {day(plan.start)}"
    synthetic = plan.synthetic or any(row.action.synthetic for row in rows)
    return Paper(f"4P plan: {plan.name}", standing, tuple(blocks), is_synthetic=synthetic)


def _under(key: str, objectives: Iterable[Objective], rows: Sequence[ActionRow]) -> list[Block]:
    blocks: list[Block] = [Heading(p_named(key))]
    for objective in objectives:
        known = f"\n\nHow it will be known: {objective.measure}" if objective.measure else ""
        blocks.append(Prose(f"{objective.text}{known}"))
    if not rows:
        return [*blocks, Prose("Nothing is planned here.")]
    told = tuple((row.action.text, _who(row), _due(row), row.action.outcome or row.action.result) for row in rows)
    head = ("Action", "Who", "Due", "What came of it")
    return [*blocks, Grid(f"Actions under {p_named(key)}", head, told)]


def _who(row: ActionRow) -> str:
    """By role and agency: a paper names nobody."""
    parts = (row.action.owner_role, row.action.agency.name if row.action.agency else "")
    return ", ".join(part for part in parts if part) or "Nobody yet"


def _due(row: ActionRow) -> str:
    return ". ".join([due_words(row.action.due), *(tag.text for tag in row.tags)])


def _exportable(person: Person) -> Any:
    return Action.objects.allowing(person, Act.EXPORT).select_related("originator", "agency", "objective")


def _plans(plans: Iterable[Plan]) -> Table:
    return Table(
        "plans", ("plan", *OF_PLAN), tuple(_row(plan, (str(plan.uuid), *_cells(plan, OF_PLAN))) for plan in plans)
    )


def _objectives(plan: Plan) -> Table:
    told = tuple(_row(plan, _cells(objective, OF_OBJECTIVE)) for objective in plan.objectives.all())
    return Table("objectives", OF_OBJECTIVE, told)


def _actions(actions: Iterable[Action], plans: Iterable[Plan]) -> Table:
    """With the name of the plan, and the objective there, only where the plan leaves too; then held as both are."""
    by_key = {plan.pk: plan for plan in plans}
    return Table("actions", ACTIONS, tuple(_action(action, by_key.get(action.plan_id)) for action in actions))


def _action(action: Action, plan: Plan | None) -> Row:
    objective = action.objective.text if plan and action.objective else ""
    told = (str(action.uuid), plan.name if plan else "", objective, str(action.agency or ""))
    row = _row(action, (*told, *_cells(action, OF_ACTION)))
    return row if plan is None else Row(row.cells, strictest(action.release, plan.release), row.agency)


def _updates(person: Person, actions: Sequence[Action]) -> Table:
    by_key = {action.pk: action for action in actions}
    updates = Update.objects.allowing(person, Act.EXPORT).filter(action__in=by_key).select_related("by")
    told = tuple(
        _row(by_key[each.action_id], (str(by_key[each.action_id].uuid), *_cells(each, OF_UPDATE), each.by.role_label))
        for each in updates.order_by("action_id", "at", "pk")
    )
    return Table("updates", ("action", *OF_UPDATE, "role"), told)


def _cells(of: Any, names: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(getattr(of, name) for name in names)


def _row(record: Scoped, cells: tuple[Cell, ...]) -> Row:
    return Row(cells, record.release, str(record.originator or ""))
