"""What a form carries that edits something others edit too, and the boxes that many forms have."""

from typing import Any
from uuid import UUID

from django import forms

LONGEST = 2000
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


class PickedField(forms.Field):
    """Ticked rows, each "uuid:version", as versions by uuid. `noun` is what they are, in the plural."""

    widget = forms.MultipleHiddenInput

    def __init__(self, noun: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.noun = noun

    def to_python(self, value: list[str] | None) -> dict[UUID, int]:
        try:
            told = (row.split(":") for row in value or ())
            return {UUID(uuid): VersionField().clean(version) for uuid, version in told}
        except (ValueError, forms.ValidationError):
            raise forms.ValidationError(f"Tick the {self.noun} again") from None


def words_field(
    label: str, missing: str = "", hint: str = "", *, rows: int = 3, longest: int = LONGEST
) -> forms.CharField:
    """A box for words; one without `missing` may stay empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def day_field(label: str, missing: str = "", hint: str = "") -> forms.DateField:
    """A day; one without `missing` may stay empty."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=bool(missing),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "Enter a day, such as 31/12/2030"},
    )
