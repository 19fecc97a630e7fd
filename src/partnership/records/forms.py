"""What people type when they share a record, end a share, or change how closely a record is held."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.people.rules import AboveOfficial, Marking, read_marking

from . import queries
from .editing import EditForm
from .rules import LONGEST_SHARE, Handling, Release
from .scoping import Scoped
from .wording import HANDLING_WORDS, LABELS, MARKING_WORDS, held_words, release_words

LONGEST = 2000
AGENCY, PERSON = "agency:", "person:"


def _reason(label: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


class ShareForm(EditForm):
    """With one agency or one person. The choices are only those whose role could open a record."""

    labels = LABELS

    to = forms.ChoiceField(
        label="With whom?",
        help_text="An agency shares it among those of its people who are cleared; a person keeps it to themselves.",
        error_messages={"required": "Choose with whom", "invalid_choice": "Choose one of those listed"},
    )
    because = _reason("Why?", "Enter why it is shared", "They read this beside the record, and it is kept in the log.")
    until = forms.DateField(
        label="Until when?",
        help_text="The last day on which they can open it, within a year.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the last day", "invalid": "Enter a day, such as 31/12/2030"},
    )

    def __init__(self, *args: Any, record: Scoped, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, record=record, now=held_words(record), **kwargs)
        self.agencies = {f"{AGENCY}{agency.name}": agency for agency in queries.agencies_to_share_with(by, record)}
        self.people = {f"{PERSON}{person.uuid}": person for person in queries.people_to_share_with(by, record)}
        self.fields["to"].choices = [
            ("", "Choose"),
            ("Agencies", [(key, _cleared(agency)) for key, agency in self.agencies.items()]),
            ("People", [(key, f"{one.name}, {one.agency}, {one.role_label}") for key, one in self.people.items()]),
        ]
        today = timezone.localdate()
        self.fields["until"].widget.attrs |= {"max": (today + LONGEST_SHARE).isoformat()}

    @property
    def recipient(self) -> dict[str, Agency | Person]:
        """The recipient, as the action's own argument."""
        chosen = self.cleaned_data["to"]
        if chosen in self.agencies:
            return {"to_agency": self.agencies[chosen]}
        return {"to_person": self.people[chosen]}


class EndShareForm(forms.Form):
    because = _reason("Why does it end?", "Enter why it ends", "Kept in the log.")


class HeldFields(forms.Form):
    """How closely a record is to be held: part of every form that makes one."""

    marking = forms.CharField(
        label="Marking",
        widget=forms.RadioSelect(choices=list(MARKING_WORDS.items())),
        error_messages={"required": "Choose a marking"},
    )
    handling = forms.TypedChoiceField(
        label="Handling code",
        coerce=Handling,
        choices=list(HANDLING_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a handling code"},
    )
    conditions = forms.CharField(
        label="Conditions",
        help_text="For C: what whoever reads it may and may not do with it. Everybody who sees the record reads them.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_marking(self) -> Marking:
        try:
            return read_marking(self.cleaned_data["marking"])
        except AboveOfficial as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_conditions(self) -> str:
        # A browser sends lines ended its own way; the same words must stay the same conditions.
        return self.cleaned_data["conditions"].replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if {"marking", "handling", "conditions"} <= told.keys() and (refusal := self.release.refusal):
            self.add_error("conditions", refusal)
        return told

    @property
    def release(self) -> Release:
        told = self.cleaned_data
        return Release(told["marking"], told["handling"], told["conditions"], told.get("announced", False))


class ReleaseForm(EditForm, HeldFields):
    """How closely the record is to be held from now on."""

    labels = LABELS

    announced = forms.BooleanField(
        label="Tell those on the board who may not see it that it exists, and which agency to ask",
        required=False,
    )
    because = _reason("Why?", "Enter why", "Kept in the log.")

    def __init__(self, *args: Any, record: Scoped, **kwargs: Any) -> None:
        held = record.release
        initial = {
            "marking": held.marking,
            "handling": held.handling,
            "conditions": held.conditions,
            "announced": held.announced,
        }
        super().__init__(*args, record=record, now=held_words(record), initial=initial, **kwargs)

    def yours(self) -> dict[str, str]:
        told = {"marking", "handling", "conditions"} <= self.cleaned_data.keys()
        return release_words(self.release) if told else {}


class SettleForm(forms.Form):
    """Accept or decline what somebody else proposed."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("accept", "Accept: hold it so from now on"), ("decline", "Decline: leave it as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to accept or decline"},
    )
    because = _reason("Why?", "Enter why", "Kept in the log.")

    def __init__(self, *args: Any, is_overtaken: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_overtaken:
            # Only not offered: whoever still has the older page is told why by the action.
            self.fields["decision"].widget.choices = self.fields["decision"].choices[1:]


def _cleared(agency: Agency) -> str:
    return f"{agency.name} ({agency.cleared} of {agency.open} people there cleared for it)"
