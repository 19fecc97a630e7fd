"""Actions of a plan out of a CSV file."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Any

from django import forms

from partnership.imports.spec import Column, Ready, Spec
from partnership.people.models import Agency, Person
from partnership.records.ps import p_choices

from . import acting
from .acting import Deed
from .forms import NO_PERSONS, a_day, line, words
from .holding import CLOSED
from .models import Action, Objective, Plan
from .queries import actions_seen_by
from .rules import CHOOSE_P, SAY_DEED, PlanState

NO_OBJECTIVE = "The plan has no objective of those words under that P. Use its words, or leave the cell empty"


def actions_spec(plan: Plan) -> Spec:
    objectives = {(one.p, _same(one.text)): one for one in plan.objectives.all()}
    agencies = {one.name: one for one in Agency.objects.all()}

    def take(row: Ready, by: Person) -> Action:
        return acting.add_action(plan=plan, deed=_deed(row, objectives, agencies), release=row.release, by=by)

    return Spec(
        kind=("action", "actions"),
        columns=_columns(),
        form=lambda data: ActionRow(data, plan=plan, objectives=objectives, agencies=agencies),
        take=take,
        key=lambda told: (told["p"], _same(told["text"])),
        known=lambda by, keys: _known(plan, by),
        title=lambda told: str(told["text"]),
        back=(plan.get_absolute_url(), "The plan"),
        table="actions",
        one=plan,
        note="Every action begins open and without a person. What was done about it so far is not taken in.",
    )


class ActionRow(forms.Form):
    """Takes what a row can name, read once for the whole file."""

    p = forms.ChoiceField(error_messages={"required": CHOOSE_P})
    text = words("What is to be done?", missing=SAY_DEED)
    objective = words("Under which objective?")
    owner_role = line("By whom, by role?", longest=120)
    agency_to_do_it = forms.ChoiceField(required=False)
    due = a_day("Until when?")

    def __init__(self, *args: Any, plan: Plan, objectives: Any, agencies: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.objectives = plan, objectives
        self.fields["p"].choices = p_choices()
        self.fields["agency_to_do_it"].choices = [("", ""), *((name, name) for name in agencies)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.plan.state != PlanState.OPEN:
            self.add_error(None, CLOSED)
        objective = told.get("objective", "")
        if "p" in told and objective and (told["p"], _same(objective)) not in self.objectives:
            self.add_error("objective", NO_OBJECTIVE)
        return told


def _deed(row: Ready, objectives: dict[Any, Objective], agencies: dict[str, Agency]) -> Deed:
    told = row.told
    return Deed(
        p=told["p"],
        text=told["text"],
        objective=objectives.get((told["p"], _same(told["objective"]))),
        owner_role=told["owner_role"],
        agency=agencies.get(told["agency_to_do_it"]),
        due=told["due"],
    )


def _known(plan: Plan, by: Person) -> dict[Hashable, Action]:
    return {(one.p, _same(one.text)): one for one in actions_seen_by(by).filter(plan=plan)}


def _columns() -> tuple[Column, ...]:
    ps = p_choices()
    offered = ", ".join(key for key, _ in ps)
    return (
        Column("p", f"One of: {offered}.", True, ps[0][0]),
        Column("text", f"What is to be done. {NO_PERSONS}", True, "Visit the scrapyards on the list"),
        Column("objective", "The words of an objective of this plan under that P, or empty."),
        Column("owner_role", "By whom, as a role: no names.", example="Licensing officer"),
        Column("agency_to_do_it", "The name of an agency that has an account here."),
        Column("due", "The day by which it is done, such as 2030-12-31.", example="2030-12-31"),
    )


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
