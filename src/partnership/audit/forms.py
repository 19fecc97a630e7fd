"""Narrowing the log."""

from collections.abc import Sequence
from typing import Any

from django import forms

from .rules import Verb

_WORDS = [(verb.value, verb.value.replace("-", " ").capitalize()) for verb in Verb]


class FilterForm(forms.Form):
    verb = forms.ChoiceField(label="Kind of processing", required=False, choices=[("", "Any"), *_WORDS])
    did = forms.ChoiceField(label="What was done", required=False)
    object_kind = forms.ChoiceField(label="To what kind of record", required=False)
    object_pk = forms.RegexField(
        r"^\S{1,64}$",
        label="Its number",
        required=False,
        error_messages={"invalid": "Enter a number without spaces"},
    )

    def __init__(self, *args: Any, verbs: Sequence[str], kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["did"].choices = [("", "Anything"), *((verb, verb) for verb in verbs)]
        self.fields["object_kind"].choices = [("", "Any"), *((kind, kind) for kind in kinds)]
