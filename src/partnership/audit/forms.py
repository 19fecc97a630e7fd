"""Narrowing the log."""

from collections.abc import Sequence
from typing import Any

from django import forms

from .models import kind_in_words
from .rules import Verb

_WORDS = [(verb.value, verb.value.replace("-", " ").capitalize()) for verb in Verb]


class FilterForm(forms.Form):
    verb = forms.ChoiceField(label="Kind of processing", required=False, choices=[("", "Any"), *_WORDS])
    did = forms.ChoiceField(label="What was done", required=False)
    object_kind = forms.ChoiceField(label="To what kind of record", required=False)
    object_key = forms.RegexField(
        r"^[0-9a-zA-Z-]{1,64}$",
        label="Which one",
        help_text="Its id, as the log or a tombstone shows it",
        required=False,
        error_messages={"invalid": "Enter an id of letters, digits and hyphens"},
    )

    def __init__(self, *args: Any, verbs: Sequence[str], kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["did"].choices = [("", "Anything"), *((verb, verb) for verb in verbs)]
        self.fields["object_kind"].choices = [("", "Any"), *((kind, kind_in_words(kind)) for kind in kinds)]

    def clean_object_key(self) -> str:
        return str(self.cleaned_data["object_key"]).replace("-", "").lower()
