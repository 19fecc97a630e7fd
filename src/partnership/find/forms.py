"""What people type of a search that they keep. The rules say what may be; this only carries it."""

from __future__ import annotations

from django import forms

LONGEST_NAME = 80


class SaveForm(forms.Form):
    name = forms.CharField(
        label="Name of this search",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter a name for this search"},
    )
    tells = forms.BooleanField(label="Tell me of new results", required=False)
