"""For whom, why, in which format, and on which conditions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms

from partnership.records.rules import Handling, Release

from .rules import KEEP, SAY_WHERE, SAY_WHO, SAY_WHY, Disclosure, Format

LONGEST_NAME, LONGEST = 200, 2000
CONDITIONS_CHANGED = "The conditions have changed since you opened this page. Read them again, then tick"


class ExportForm(forms.Form):
    """Takes `release`, how the file would be held, and `formats`, in which it can be written.

    Where the release has conditions, the ones on the page are those ticked.
    """

    format = forms.TypedChoiceField(
        label="Which format?",
        coerce=Format,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a format", "invalid_choice": "Choose one of the formats listed"},
    )
    recipient = forms.CharField(
        label="Who is it for?",
        help_text="The person who will have the file. Yourself, if it stays with you.",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": SAY_WHO},
    )
    agency = forms.CharField(
        label="At which agency?",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": SAY_WHERE},
    )
    because = forms.CharField(
        label="Why do they need it?",
        help_text="Stands in the file and in the audit log. Repeat nothing of what the records say.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": SAY_WHY},
    )
    keeps_conditions = forms.BooleanField(
        label="I will keep them, and have told whoever gets the file to keep them",
        help_text="The conditions stand at the top of this page, and in the file.",
        required=False,
    )
    conditions_read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, release: Release, formats: Sequence[Format], **kwargs: Any) -> None:
        self.conditions = hashlib.sha256(release.conditions.encode()).hexdigest()[:16]
        super().__init__(*args, initial={"conditions_read": self.conditions}, **kwargs)
        self.fields["format"].choices = [(kind.value, kind.label) for kind in formats]
        if tuple(formats) == (Format.STIX,):
            self.initial["format"] = Format.STIX
            self.fields["because"].help_text = "Stands in the audit log. Repeat nothing of what the records say."
        if release.handling is Handling.PERMITTED:
            del self.fields["keeps_conditions"], self.fields["conditions_read"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "keeps_conditions" not in self.fields:
            return told
        if not told.get("keeps_conditions"):
            self.add_error("keeps_conditions", KEEP)
        elif told.get("conditions_read") != self.conditions:
            self.add_error("keeps_conditions", CONDITIONS_CHANGED)
            self.data = self.data.copy()
            self.data["conditions_read"] = self.conditions
            self.data.pop("keeps_conditions")
        return told

    @property
    def disclosure(self) -> Disclosure:
        told = self.cleaned_data
        return Disclosure(
            format=told["format"],
            recipient=told["recipient"],
            agency=told["agency"],
            because=told["because"],
            keeps_conditions=told.get("keeps_conditions", False),
        )
