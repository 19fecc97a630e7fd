"""What is sent with a button beside a failed job."""

from __future__ import annotations

from django import forms


class SettleForm(forms.Form):
    job = forms.UUIDField()
    do = forms.ChoiceField(choices=[("again", "Run again"), ("drop", "Drop")])
