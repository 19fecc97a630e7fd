"""What people type about enablers, the groups they help, and intelligence requirements."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.people.models import Person
from partnership.records.editing import EditForm
from partnership.records.forms import HeldFields
from partnership.records.scoping import Scoped
from partnership.ui.editing import day_field, words_field

from .enabler_queries import enablers_seen_by
from .forms import AreaField, choices_of
from .models import Enabler, Group, Requirement
from .names import why_no_name
from .rules import EnablerKind, RequirementState

ENABLER_LABELS = {"name": "Name", "kind": "Kind", "description": "What it does"}


class EnablerFields(forms.Form):
    name = forms.CharField(
        label="Name",
        help_text="A description that names no person, such as “letting agent, west of the centre”.",
        max_length=120,
        error_messages={"required": "Enter what it is called"},
    )
    kind = forms.TypedChoiceField(
        label="Kind",
        coerce=EnablerKind,
        choices=[(kind.value, kind.words) for kind in EnablerKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind"},
    )
    description = words_field("What it does", hint="How it helps groups, knowingly or not. No names.", rows=4)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if refusal := why_no_name(name):
            raise forms.ValidationError(refusal)
        return name


class AddEnablerForm(AreaField, EnablerFields, HeldFields):
    field_order = ("area_code", "name", "kind", "description", "marking", "handling", "conditions")


class EditEnablerForm(EditForm, EnablerFields):
    labels: ClassVar = ENABLER_LABELS

    def __init__(self, *args: Any, record: Enabler, **kwargs: Any) -> None:
        held = {name: getattr(record, name) for name in ENABLER_LABELS}
        super().__init__(*args, record=record, now=_enabler_words(held), initial=held, **kwargs)

    def yours(self) -> dict[str, str]:
        return _enabler_words({name: self.cleaned_data[name] for name in ENABLER_LABELS if name in self.cleaned_data})


class InvolveForm(forms.Form):
    """Which enabler helps a group, how, and since when."""

    enabler = forms.ChoiceField(
        label="Enabler",
        error_messages={"required": "Choose an enabler", "invalid_choice": "Choose one of those listed"},
    )
    how = words_field("How does it help the group?", "Enter how it helps the group", "What is known of it. No names.")
    since = day_field("Since", hint="Leave it empty if that is not known.")

    def __init__(self, *args: Any, group: Group, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enablers = {str(enabler.uuid): enabler for enabler in enablers_seen_by(by)}
        self.fields["enabler"].choices = [("", "Choose"), *choices_of(self.enablers.values())]

    @property
    def chosen(self) -> Enabler:
        return self.enablers[self.cleaned_data["enabler"]]


class EndInvolvementForm(forms.Form):
    until = day_field("Until", "Enter the last day")
    because = words_field("Why does it end?", "Enter why it ends", "Kept in the log.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"until": timezone.localdate()}, **kwargs)


class RaiseForm(AreaField, HeldFields):
    """A new requirement. Takes `found`, the records that it can be about."""

    question = words_field("What must be found out?", "Enter what must be found out")
    because = words_field("Why?", "Enter why", "What cannot be decided or done without it.")
    about = forms.ChoiceField(label="About", required=False, help_text="The group or the enabler it is about, if any.")
    due = day_field("By when?", hint="Leave it empty if there is no day.")
    field_order = ("area_code", "question", "because", "about", "due", "marking", "handling", "conditions")

    def __init__(self, *args: Any, found: list[Scoped], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"{record.slug}:{record.uuid}": record for record in found}
        kinds: dict[str, list[tuple[str, str]]] = {}
        for key, record in self.found.items():
            kinds.setdefault(str(record._meta.verbose_name_plural).capitalize(), []).append((key, record.title))
        self.fields["about"].choices = [("", "None in particular"), *kinds.items()]

    @property
    def about_record(self) -> Scoped | None:
        return self.found.get(self.cleaned_data.get("about", ""))


class SettleForm(EditForm):
    """Answer a requirement, or withdraw it."""

    labels: ClassVar = {"state": "Requirement", "answer": "Answer"}

    state = forms.TypedChoiceField(
        label="What becomes of it?",
        coerce=RequirementState,
        choices=[
            (RequirementState.ANSWERED.value, "Answered: what was found out is below"),
            (RequirementState.WITHDRAWN.value, "Withdrawn: it need not be found out any more"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is answered or withdrawn"},
    )
    answer = words_field("The answer, or why it is withdrawn", "Enter the answer, or why it is withdrawn", rows=5)

    def __init__(self, *args: Any, record: Requirement, **kwargs: Any) -> None:
        now = {"state": record.get_state_display(), "answer": record.answer or "None"}
        super().__init__(*args, record=record, now=now, **kwargs)

    def yours(self) -> dict[str, str]:
        typed = self.cleaned_data
        state = {"state": typed["state"].label} if "state" in typed else {}
        return state | ({"answer": typed["answer"]} if "answer" in typed else {})


def _enabler_words(held: dict[str, Any]) -> dict[str, str]:
    words = {name: str(value) or "None" for name, value in held.items()}
    return words | ({"kind": EnablerKind(held["kind"]).label} if "kind" in held else {})
