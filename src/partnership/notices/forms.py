"""What is sent when notices are read, and the hour of the digest."""

from __future__ import annotations

from typing import Any

from django import forms

NONE = ""
HOURS = [(NONE, "No digest"), *((str(hour), f"{hour:02}:00") for hour in range(24))]


class ReadForm(forms.Form):
    """until: the moment at which the list was drawn. kind, record: of one record; without them, of all."""

    until = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])
    kind = forms.CharField(required=False)
    record = forms.UUIDField(required=False)


class DigestForm(forms.Form):
    hour = forms.ChoiceField(
        required=False,
        label="When it is sent",
        choices=HOURS,
        help_text="Every day at that hour, UK time, if there is something to tell.",
    )

    @property
    def chosen(self) -> int | None:
        told: Any = self.cleaned_data["hour"]
        return int(told) if told != NONE else None
