"""A file, or what was copied from one."""

from __future__ import annotations

from typing import Any

from django import forms

from .rules import LARGEST, Text, Unreadable, read_letters

CHOOSE = "Choose a CSV file, or paste its lines"
TOO_LARGE = f"The file is larger than {LARGEST // 1_000_000} MB. Split it, and import the parts"


class UploadForm(forms.Form):
    """`text` is what was sent, once the form is valid.

    is_large  what was sent was too much to be looked at
    refusal   why what came back from the next page cannot be gone on with
    """

    file = forms.FileField(
        label="A CSV file",
        help_text=f"Up to {LARGEST // 1_000_000} MB.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    pasted = forms.CharField(
        label="Or paste the lines here",
        help_text="The columns’ names first. Cells copied from a spreadsheet will do.",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, is_large: bool = False, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_large, self.refusal = is_large, refusal
        self.text = Text("")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        file, pasted = told.get("file"), told.get("pasted", "")
        if self.refusal:
            self.add_error(None, self.refusal)
        elif file is None and not pasted.strip():
            self.add_error("file", TOO_LARGE if self.is_large else CHOOSE)
        elif file is not None and pasted.strip():
            self.add_error("file", "Choose a file or paste lines, not both")
        else:
            self._read(pasted.encode("utf-8", "replace") if file is None else file.read())
        return told

    def _read(self, data: bytes) -> None:
        try:
            self.text = read_letters(data)
        except Unreadable as refusal:
            self.add_error("file" if self.cleaned_data.get("file") is not None else "pasted", str(refusal))
