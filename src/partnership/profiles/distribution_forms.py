"""What people type when they send an edition, and when they write back about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from partnership.people.models import Agency, Person

from .forms import day_field, words_field
from .models import Edition
from .rules import Topic

HALF_A_YEAR = timedelta(days=183)


class SendForm(forms.Form):
    """To agencies and people. Takes `agencies` and `people`, and `may_open`: whether the sender may give access."""

    agencies = forms.MultipleChoiceField(
        label="To which agencies?",
        help_text="Everybody there who opens records is sent it.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.MultipleChoiceField(label="To whom besides?", required=False, widget=forms.CheckboxSelectMultiple)
    note = words_field(
        "What should they do with it?",
        "They read it beside the profile. It is kept in the log.",
        missing="Enter what they should do with it",
    )
    until = day_field(
        "Until when can those read it who do not see the district?",
        "The profile is shared with them until that day. Whoever works here reads it in any case.",
    )

    def __init__(
        self, *args: Any, agencies: Iterable[Agency], people: Iterable[Person], may_open: bool, **kwargs: Any
    ) -> None:
        until = timezone.localdate() + HALF_A_YEAR
        super().__init__(*args, initial={"until": until}, **kwargs)
        self.agencies = {agency.name: agency for agency in agencies}
        self.people = {str(person.uuid): person for person in people}
        self.fields["agencies"].choices = [(name, name) for name in self.agencies]
        self.fields["people"].choices = [(key, f"{one.name}, {one.agency}") for key, one in self.people.items()]
        if not may_open:
            del self.fields["until"]
        for name in ("agencies", "people"):
            if not self.fields[name].choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not (told.get("agencies") or told.get("people")):
            raise forms.ValidationError("Choose to whom it is sent")
        return told

    @property
    def recipients(self) -> dict[str, Any]:
        """As the action takes them."""
        told = self.cleaned_data
        return {
            "agencies": [self.agencies[name] for name in told.get("agencies", ())],
            "people": [self.people[key] for key in told.get("people", ())],
            "until": told.get("until"),
        }


class FeedbackForm(forms.Form):
    """On one of the `editions`, the newest first."""

    edition = forms.TypedChoiceField(label="On which edition?", coerce=int)
    topic = forms.TypedChoiceField(
        label="What is it about?",
        coerce=Topic,
        choices=[(topic.value, topic.label) for topic in Topic],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    text = words_field(
        "Your feedback",
        "Everybody who sees the profile reads it under your name. It is kept as you write it. Name no person.",
        missing="Enter your feedback",
        rows=6,
    )

    def __init__(self, *args: Any, editions: Iterable[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [(one.number, f"Edition {one.number}") for one in editions]
