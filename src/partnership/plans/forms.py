"""What people type of a plan and of its objectives. The rules say what may be; these only carry it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.people.models import Person
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.ps import the_ps
from partnership.records.rules import Release

from .models import Objective, Plan, Template
from .rules import CHOOSE_P, SAY_WHAT, Aim

LONGEST, LONGEST_NAME = 4000, 160
NO_PERSONS = "Name no person, and nothing by which the source of intelligence could be known."


def words(label: str, *, hint: str = "", missing: str = "", rows: int = 3) -> forms.CharField:
    """Text of several lines; needed if there is something to say where it is missing."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=missing != "",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def line(
    label: str, *, hint: str = "", missing: str = "", longest: int = LONGEST_NAME, **attrs: str
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=missing != "",
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": "off"} | attrs),
        error_messages={"required": missing},
    )


def a_day(label: str, *, hint: str = "", missing: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=missing != "",
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "Enter a day, such as 31/12/2030"},
    )


def choice(label: str, *, hint: str = "", missing: str = "", **more: Any) -> forms.ChoiceField:
    errors = {"required": missing, "invalid_choice": "Choose one of those listed"}
    return forms.ChoiceField(label=label, help_text=hint, required=missing != "", error_messages=errors, **more)


def held_as(release: Release) -> dict[str, Any]:
    """What the fields of a new record begin with, so that it is held as the record it comes from."""
    return {"marking": release.marking, "handling": release.handling, "conditions": release.conditions}


def named(person: Person) -> str:
    return f"{person.name}, {person.agency}, {person.role_label}"


class LeadField(forms.ChoiceField):
    """Who leads a plan: one of those posted where it is."""

    def offer(self, people: Iterable[Person], held: Person | None = None) -> None:
        self.people = {str(person.uuid): person for person in people}
        if held is not None:
            self.people.setdefault(str(held.uuid), held)
        self.choices = [("", "Nobody yet"), *((key, named(person)) for key, person in self.people.items())]

    def clean(self, value: Any) -> Person | None:
        return self.people.get(super().clean(value))


def lead_field() -> LeadField:
    return LeadField(
        label="Who leads it?",
        help_text="For a group, its lead responsible officer.",
        required=False,
        error_messages={"invalid_choice": "Choose one of those listed"},
    )


class PlanForm(HeldFields):
    """A new plan. Takes `people` who may lead it, and the `templates` that it can begin with."""

    name = line("What is the plan called?", missing="Enter a name")
    summary = words("What is it to come to?", hint=f"In a few sentences. {NO_PERSONS}")
    lead = lead_field()
    template = choice("Begin with a template?", hint="Its objectives and actions are added, and can be changed after.")
    begins = a_day("When does it start?", hint="A template counts its days from here.", missing="Enter a day")
    field_order = ("name", "summary", "lead", "template", "begins")

    def __init__(
        self,
        *args: Any,
        people: Iterable[Person],
        templates: Iterable[Template],
        first: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"begins": timezone.localdate()} | first, **kwargs)
        self.templates = {str(template.uuid): template for template in templates}
        self.fields["lead"].offer(people)
        blank = ("", "No: begin with an empty plan")
        self.fields["template"].choices = [blank, *((key, each.name) for key, each in self.templates.items())]

    @property
    def chosen(self) -> Template | None:
        return self.templates.get(self.cleaned_data["template"])


class PlanEditForm(EditForm):
    labels: ClassVar = {"name": "Name", "summary": "What it is to come to", "lead": "Lead", "state": "The plan is"}

    name = line("What is the plan called?", missing="Enter a name")
    summary = words("What is it to come to?", hint=f"In a few sentences. {NO_PERSONS}")
    lead = lead_field()

    def __init__(self, *args: Any, plan: Plan, people: Iterable[Person], **kwargs: Any) -> None:
        initial = {"name": plan.name, "summary": plan.summary, "lead": str(plan.lead.uuid) if plan.lead else ""}
        super().__init__(*args, record=plan, now=plan_words(plan), initial=initial, **kwargs)
        self.fields["lead"].offer(people, plan.lead)

    def yours(self) -> dict[str, str]:
        told = self.cleaned_data
        typed = {name: told[name] for name in ("name", "summary") if name in told}
        return typed | ({"lead": _lead_words(told["lead"])} if "lead" in told else {})


class CloseForm(EditForm):
    """Closing a plan, or opening it again."""

    labels: ClassVar = PlanEditForm.labels

    because = words("Why?", hint="Everybody who sees the plan can read it.", missing="Enter why")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, record=plan, now=plan_words(plan), **kwargs)


class ObjectiveForm(forms.Form):
    """A new objective, under one of the Ps."""

    p = forms.ChoiceField(
        label="Under which P?",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_P, "invalid_choice": CHOOSE_P},
    )
    text = words("What is to be achieved?", hint=NO_PERSONS, missing=SAY_WHAT)
    measure = words("How will it be known?", hint="A figure or a fact that somebody can look up.", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["p"].choices = [(p.key, f"{p.name}: {p.meaning}") for p in the_ps()]

    @property
    def aim(self) -> Aim:
        told = self.cleaned_data
        return Aim(p=told["p"], text=told["text"], measure=told["measure"])


class ObjectiveEditForm(EditForm):
    labels: ClassVar = {"text": "What is to be achieved", "measure": "How it will be known"}

    text = words("What is to be achieved?", hint=NO_PERSONS, missing=SAY_WHAT)
    measure = words("How will it be known?", rows=2)
    remove = forms.BooleanField(label="Take it out of the plan; its actions stay, under the P alone", required=False)

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        now = {"text": objective.text, "measure": objective.measure}
        super().__init__(*args, record=objective.plan, now=now, initial=dict(now), **kwargs)

    def yours(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("text", "measure") if name in self.cleaned_data}


def plan_words(plan: Plan) -> dict[str, str]:
    return {
        "name": plan.name,
        "summary": plan.summary,
        "lead": _lead_words(plan.lead),
        "state": plan.get_state_display(),
    }


def _lead_words(lead: Person | None) -> str:
    return lead.name if lead else "Nobody yet"
