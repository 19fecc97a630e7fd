"""What people type of a plan template and of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from partnership.people.models import Agency
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.ps import p_choices, p_named

from .forms import NO_PERSONS, choice, line, words
from .models import Template, TemplateLine
from .reusing import Line
from .rules import CHOOSE_P, SAY_DEED

LONGEST_WAIT = 3660  # days: ten years
READ_BY_ALL = "Everybody in its area may read it: write nothing that would tell of one group."


class TemplateFields(forms.Form):
    name = line("What is the template called?", hint=READ_BY_ALL, missing="Enter a name")
    purpose = words("What is it for?", hint="When to use it, and what it leaves out.")


class TemplateForm(TemplateFields, HeldFields):
    """A new template. Takes the `areas` it can be made for; of one alone, nothing is asked."""

    area_code = choice("For which area?", missing="Choose an area")
    field_order = ("name", "purpose", "area_code")

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas
        if len(areas) == 1:
            del self.fields["area_code"]
        else:
            self.fields["area_code"].choices = [("", "Choose"), *areas]

    @property
    def area(self) -> str:
        return str(self.cleaned_data.get("area_code") or self.areas[0][0])


class TemplateEditForm(EditForm, TemplateFields):
    labels: ClassVar = {"name": "Name", "purpose": "What it is for"}

    def __init__(self, *args: Any, template: Template, **kwargs: Any) -> None:
        now = {"name": template.name, "purpose": template.purpose}
        super().__init__(*args, record=template, now=now, initial=dict(now), **kwargs)

    def yours(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.labels if name in self.cleaned_data}


class LineFields(forms.Form):
    p = choice("Under which P?", missing=CHOOSE_P)
    objective = words("What is to be achieved?", hint="Lines in the same words share it.")
    measure = words("How will it be known?", rows=2)
    text = words("What is to be done?", hint=NO_PERSONS, missing=SAY_DEED)
    owner_role = line("By whom, by role?", longest=120, list="owner-roles")
    agency = choice("By which agency?")
    due_in_days = forms.IntegerField(
        label="How many days after the start?",
        help_text="Empty if no day is set.",
        required=False,
        min_value=0,
        max_value=LONGEST_WAIT,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={"invalid": "Enter a number of days, such as 28"},
    )

    def offer(self, agencies: Iterable[Agency], held: str = "") -> None:
        """held  the P that the line stands under, which is always offered"""
        self.agencies = {agency.name: agency for agency in agencies}
        self.fields["agency"].choices = [("", "None"), *((name, name) for name in self.agencies)]
        known = p_choices()
        lost = [(held, held)] if held and held not in dict(known) else []
        self.fields["p"].choices = [("", "Choose"), *known, *lost]

    @property
    def line(self) -> Line:
        told = {name: self.cleaned_data[name] for name in LINE_FIELDS if name != "agency"}
        return Line(agency=self.agencies.get(self.cleaned_data["agency"]), **told)


LINE_FIELDS = ("p", "objective", "measure", "text", "owner_role", "agency", "due_in_days")


class LineForm(LineFields):
    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(agencies)


class LineEditForm(EditForm, LineFields):
    labels: ClassVar = {
        "p": "P",
        "objective": "Objective",
        "measure": "How it will be known",
        "text": "What is to be done",
        "owner_role": "Role",
        "agency": "Agency",
        "due_in_days": "Days after the start",
    }

    remove = forms.BooleanField(label="Take this line out of the template", required=False)

    def __init__(self, *args: Any, line: TemplateLine, agencies: Iterable[Agency], **kwargs: Any) -> None:
        initial = {name: getattr(line, name) for name in LINE_FIELDS} | {
            "agency": line.agency.name if line.agency else ""
        }
        super().__init__(*args, record=line.template, now=_told(initial), initial=initial, **kwargs)
        self.offer(agencies, line.p)

    def yours(self) -> dict[str, str]:
        return _told({name: self.cleaned_data[name] for name in LINE_FIELDS if name in self.cleaned_data})


class UseForm(forms.Form):
    """Which template to add to a plan."""

    template = choice("Which template?", missing="Choose a template")

    def __init__(self, *args: Any, templates: Iterable[Template], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates = {str(template.uuid): template for template in templates}
        self.fields["template"].choices = [("", "Choose"), *((key, each.name) for key, each in self.templates.items())]

    @property
    def chosen(self) -> Template:
        return self.templates[self.cleaned_data["template"]]


def _told(values: dict[str, Any]) -> dict[str, str]:
    told = {name: "" if value is None else str(value) for name, value in values.items()}
    return told | ({"p": p_named(told["p"])} if "p" in told else {})
