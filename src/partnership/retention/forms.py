"""Keeping or disposing: what is decided, why, and until when."""

from datetime import date
from typing import Any

from django import forms

from partnership.records.editing import EditForm
from partnership.records.scoping import Scoped
from partnership.records.wording import LABELS, held_words
from partnership.ui.wording import day

KEEP, DISPOSE = "keep", "dispose"
LONGEST = 2000


class ReviewForm(EditForm):
    labels = LABELS | {"review_on": "Next review"}

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            (KEEP, "Keep: it is still needed, and still adequate and accurate"),
            (DISPOSE, "Dispose: erase the record, its parts and its shares for good"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to keep the record or dispose of it"},
    )
    because = forms.CharField(
        label="Reason",
        help_text="Kept with the review and in the audit log. Repeat nothing of the record’s content.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
    )
    keep_until = forms.DateField(
        label="Next review",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a day, such as 31/12/2030"},
    )
    sure = forms.BooleanField(label="I understand that disposing cannot be undone", required=False)

    def __init__(self, *args: Any, record: Scoped, latest: date, **kwargs: Any) -> None:
        now = held_words(record) | {"review_on": day(record.review_on)}
        super().__init__(*args, record=record, now=now, initial={"keep_until": latest}, **kwargs)
        self.fields["keep_until"].help_text = f"Only if you keep it. {latest:%-d %B %Y} at the latest."

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("decision") == KEEP and "keep_until" in told and told["keep_until"] is None:
            self.add_error("keep_until", "Enter the day of the next review")
        if told.get("decision") == DISPOSE and not told.get("sure"):
            self.add_error("sure", "Say that you understand that disposing cannot be undone")
        return told
