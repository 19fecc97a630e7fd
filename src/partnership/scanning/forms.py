"""What people type about an emerging word."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from partnership.records.editing import EditForm
from partnership.ui.editing import words_field

from .models import Term
from .rules import Standing


class JudgeForm(EditForm):
    """Take a word up as a candidate indicator, set it aside as noise, or offer it again."""

    labels: ClassVar = {"standing": "What people made of it"}

    standing = forms.TypedChoiceField(
        label="What do you make of it?",
        coerce=Standing,
        choices=[
            (Standing.CANDIDATE.value, "A candidate indicator: worth adding to the terms that are scanned for"),
            (Standing.NOISE.value, "Noise: it says nothing about crime"),
            (Standing.OFFERED.value, "Not decided: let others look at it again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you make of it"},
    )
    reason = words_field("Why?", "Enter why", hint="Not needed for a candidate. No names of people.", rows=3)

    def __init__(self, *args: Any, record: Term, **kwargs: Any) -> None:
        super().__init__(*args, record=record, now={"standing": record.standing_told.label}, **kwargs)
        self.fields["reason"].required = False

    def yours(self) -> dict[str, str]:
        return {"standing": self.cleaned_data["standing"].label} if "standing" in self.cleaned_data else {}
