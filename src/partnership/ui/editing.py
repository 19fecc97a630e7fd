"""What a form carries that edits something others edit too."""

from typing import Any

from django import forms

HIGHEST = 2**31 - 1  # what either database holds in such a column
OPEN_AGAIN = "Open the page again"


class VersionField(forms.IntegerField):
    """The version that was on the screen, hidden in the form. One that never was is refused in words."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=HIGHEST, **kwargs)

    def clean(self, value: Any) -> int:
        try:
            return int(super().clean(value))
        except forms.ValidationError:
            raise forms.ValidationError(OPEN_AGAIN) from None
