"""What a record rests on, chosen from what the viewer sees."""

from __future__ import annotations

from typing import Any

from django import forms

from partnership.records.scoping import Scoped

LONGEST = 2000


class TieForm(forms.Form):
    """Takes `found`, the records it can be tied to."""

    rests_on = forms.ChoiceField(
        label="What does it rest on?",
        error_messages={"required": "Choose a record", "invalid_choice": "Choose one of those listed"},
    )
    because = forms.CharField(
        label="Why?",
        help_text="What that record says which this one needs. Everybody who sees both reads it.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why it rests on that"},
    )

    def __init__(self, *args: Any, found: list[Scoped], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"{record.slug}:{record.uuid}": record for record in found}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, record in self.found.items():
            kind = str(record._meta.verbose_name_plural).capitalize()
            groups.setdefault(kind, []).append((key, record.title))
        self.fields["rests_on"].choices = [("", "Choose"), *groups.items()]

    @property
    def on(self) -> Scoped:
        return self.found[self.cleaned_data["rests_on"]]


class UntieForm(forms.Form):
    because = forms.CharField(
        label="Why is it taken back?",
        help_text="Kept in the log.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why it is taken back"},
    )
