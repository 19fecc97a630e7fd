"""What people say of a token they ask for, and which of theirs they end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act, Role, acts_of

from .rules import ACTS, LONGEST, Wanted, acts_for_programs


class MakeTokenForm(forms.Form):
    """The choices are only what the person may do, and only where."""

    name = forms.CharField(
        label="Which program is it for?",
        max_length=80,
        error_messages={"required": "Enter which program it is for"},
    )
    purpose = forms.CharField(
        label="Why does it need a token?",
        help_text="Kept in the audit log, beside everything that is read or done with it.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why it needs a token"},
    )
    acts = forms.MultipleChoiceField(
        label="What may it do?",
        help_text=(
            "As little as the program needs. To decide, it must also read signals and boards. "
            "It never does more than you may do yourself on that day."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what it may do"},
    )
    area_codes = forms.MultipleChoiceField(
        label="Only in these areas",
        help_text="And in those that hold them. Choose none, and it works wherever your role applies.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = forms.DateField(
        label="Until when?",
        help_text="The last day on which it works, within a year.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the last day", "invalid": "Enter a day, such as 31/12/2030"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, initial={"acts": [Act.SEE_RECORD, Act.SEE_BOARD]}, **kwargs)
        allowed = acts_for_programs(acts_of(Role(person.role)))
        self.fields["acts"].choices = [(act.value, words) for act, words in ACTS.items() if act in allowed]
        posted = person.area_codes
        self.fields["area_codes"].choices = [
            (code, name) for code, name in settings.TOCSIN_AREAS if not posted or code in posted
        ]
        self.fields["until"].widget.attrs |= {"max": (timezone.localdate() + LONGEST).isoformat()}

    @property
    def wanted(self) -> Wanted:
        told = self.cleaned_data
        areas = frozenset(told["area_codes"]) or None
        acts = frozenset(Act(act) for act in told["acts"])
        return Wanted(told["name"], told["purpose"], acts, areas, told["until"])


class EndTokenForm(forms.Form):
    token = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Choose one of your tokens", "invalid": "Choose one of your tokens"},
    )
