"""What people type when they propose a group, edit it, assess it, or say when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.scoping import Scoped
from partnership.ui.editing import PickedField, day_field, words_field
from partnership.ui.wording import day

from .models import Group
from .names import NO_PERSON, why_no_name
from .rules import Reach, Status, without_repeats
from .schemes import in_force
from .scoring import Inputs, Scheme
from .wording import GROUP_LABELS, area_names, crime_type_names, group_words

UNKNOWN = "unknown"


def area_choices(by: Person) -> list[tuple[str, str]]:
    """Areas to which the person may add a record, by name."""
    names = area_names()
    return sorted(((code, names.get(code, code)) for code in by.area_codes), key=lambda area: area[1])


class AreaField(forms.Form):
    """Which district answers for a new record: those where whoever writes is posted."""

    area_code = forms.ChoiceField(
        label="District",
        error_messages={"required": "Choose a district", "invalid_choice": "Choose one of those listed"},
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = area_choices(by)
        self.fields["area_code"].choices = choices if len(choices) == 1 else [("", "Choose"), *choices]


class GroupFields(forms.Form):
    """What is said of a group itself, in a form that makes one or edits one."""

    code_name = forms.CharField(
        label="Code name",
        help_text=NO_PERSON,
        max_length=80,
        error_messages={"required": "Enter a code name"},
    )
    primary = forms.ChoiceField(
        label="Main crime type",
        error_messages={"required": "Choose the main crime type", "invalid_choice": "Choose one of those listed"},
    )
    others = forms.MultipleChoiceField(
        label="Other crime types",
        help_text="Most groups are in several.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reach = forms.TypedChoiceField(
        label="Reach",
        coerce=Reach,
        choices=[(reach.value, reach.label) for reach in Reach],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it reaches"},
    )
    areas = forms.MultipleChoiceField(
        label="Areas it affects", help_text="Beside its own.", required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = words_field("Summary", hint="What the group does and where, in a few sentences. No names.", rows=5)
    mapping_reference = forms.CharField(
        label="Mapping reference",
        help_text="What the national mapping calls it, so that figures reconcile. Leave it empty if it has none.",
        max_length=80,
        required=False,
    )

    def offer(self, group: Group | None = None) -> None:
        """Sets the choices: those of the configuration, and what the group holds that it no longer knows."""
        crimes, districts = crime_type_names(), dict(Area.objects.filter(level="district").values_list("code", "name"))
        held, touched = ([], []) if group is None else (group.crime_types, group.areas)
        known = list(crimes.items()) + [(key, key) for key in held if key not in crimes]
        self.fields["primary"].choices = [("", "Choose"), *known]
        self.fields["others"].choices = known
        names = area_names()
        self.fields["areas"].choices = list(districts.items()) + [
            (code, names.get(code, code)) for code in touched if code not in districts
        ]

    def clean_code_name(self) -> str:
        name: str = self.cleaned_data["code_name"]
        if refusal := why_no_name(name, in_force().communities):
            raise forms.ValidationError(refusal)
        return name

    @property
    def told(self) -> dict[str, Any]:
        """The fields as the model has them, of what was typed so far."""
        typed = self.cleaned_data
        found = {name: typed[name] for name in ("code_name", "reach", "summary", "mapping_reference") if name in typed}
        if "areas" in typed:
            found["areas"] = sorted(typed["areas"])
        if {"primary", "others"} <= typed.keys():
            found["crime_types"] = without_repeats(typed["primary"], typed["others"])
        return found


class ProposeForm(AreaField, GroupFields, HeldFields):
    """A new group, with why it is proposed."""

    because = words_field(
        "Why is it proposed?",
        "Enter why it is proposed",
        "Three or more acting together, over time, for gain: what shows that? Whoever approves it reads this.",
    )
    field_order = (
        *("area_code", "code_name", "primary", "others", "reach", "areas", "summary", "mapping_reference"),
        *("because", "marking", "handling", "conditions"),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.offer()


class EditGroupForm(EditForm, GroupFields):
    labels: ClassVar = GROUP_LABELS

    because = words_field("What changed, and why?", hint="Kept in the log.")

    def __init__(self, *args: Any, record: Group, **kwargs: Any) -> None:
        held = {name: getattr(record, name) for name in GROUP_LABELS}
        self.names = {"crimes": crime_type_names(), "areas": area_names()}
        now = group_words(held, **self.names) | {"state": record.status.label, "next_review": day(record.next_review)}
        initial = held | {"primary": record.primary_crime_type, "others": record.crime_types[1:]}
        super().__init__(*args, record=record, now=now, initial=initial, **kwargs)
        self.offer(record)

    def yours(self) -> dict[str, str]:
        return group_words(self.told, **self.names)


class AssessForm(forms.Form):
    """A step or “not known” for every criterion of the scheme."""

    as_of = day_field("As of", "Enter the day that it is true of")
    note = words_field("What it rests on", hint="What you know and what you do not. No names.")

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, initial={"as_of": timezone.localdate()}, **kwargs)
        self.scheme = scheme
        for criterion in scheme.criteria:
            steps = [(str(n), f"{n}: {step}") for n, step in enumerate(criterion.scale)]
            self.fields[f"criterion_{criterion.key}"] = forms.ChoiceField(
                label=criterion.label,
                help_text=criterion.about,
                choices=[*steps, (UNKNOWN, "Not known")],
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Choose a step for {criterion.label.lower()}, or say that it is not known"
                },
            )
        self.order_fields(["as_of", *(name for name in self.fields if name.startswith("criterion_")), "note"])

    @property
    def inputs(self) -> Inputs:
        typed = {c.key: self.cleaned_data[f"criterion_{c.key}"] for c in self.scheme.criteria}
        return {key: None if step == UNKNOWN else int(step) for key, step in typed.items()}


class ReviewForm(EditForm):
    """When one group is looked at again."""

    labels: ClassVar = {"next_review": "Next review", "state": "Status"}

    on = day_field("When is it looked at again?", "Enter the day of the next review")
    because = words_field("Why then?", "Enter why", "What was looked at now, and what to look for next time.")

    def __init__(self, *args: Any, record: Group, **kwargs: Any) -> None:
        now = {"next_review": day(record.next_review), "state": record.status.label}
        super().__init__(*args, record=record, now=now, **kwargs)

    def yours(self) -> dict[str, str]:
        on = self.cleaned_data.get("on")
        return {"next_review": day(on)} if on else {}


class ManyReviewsForm(forms.Form):
    """One day and one reason for every ticked group."""

    group = PickedField("groups", error_messages={"required": "Tick at least one group"})
    on = day_field("Next review", "Enter the day of the next review")
    because = words_field("Why then?", "Enter why", "Kept with every group that you have ticked.", rows=2)

    @property
    def picked(self) -> list[str]:
        """The rows as they were ticked, to tick them again beside an error."""
        return list(self.data.getlist("group")) if self.is_bound else []


def choices_of(records: Iterable[Scoped]) -> list[tuple[str, str]]:
    """Records to choose one of, by the uuid that the page sends."""
    return [(str(record.uuid), record.title) for record in records]


def open_states() -> list[Status]:
    return [status for status in Status if not status.is_closed]
