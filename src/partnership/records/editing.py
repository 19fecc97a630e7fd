"""What every form carries that edits something others edit too: the version that was on the screen, and its words.

A form whose version is no longer the newest is refused with the differences. It keeps all that was typed and takes
up the newest version, so that pressing again answers to what stands now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core import signing

from partnership.ui.differences import Difference, differences
from partnership.ui.editing import VersionField

from .scoping import Scoped
from .versions import Change, changes_since, why_stale

SALT = "what was on the screen"


class EditForm(forms.Form):
    """Takes `record`, and `now`: the words for each of `labels` as the record stands.

    overtaken    True once it was refused because somebody else wrote first; the answer is then 409
    differences  what was seen, what stands now, and what was typed, beside each other
    changes      who changed it since, when and why
    """

    labels: ClassVar[Mapping[str, str]]

    version = VersionField()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, record: Scoped, now: Mapping[str, str], **kwargs: Any) -> None:
        self.record, self.now = record, dict(now)
        self.fresh = {"version": record.version, "seen": signing.dumps(self.now, salt=SALT)}
        super().__init__(*args, initial=self.fresh | kwargs.pop("initial", {}), **kwargs)
        self.overtaken = False
        self.differences: list[Difference] = []
        self.changes: list[Change] = []

    def yours(self) -> dict[str, str]:
        """What was typed, in the same words as `now`; what is left out was not the form's to change."""
        return {}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        version = told.get("version")
        if version is not None and version != self.record.version:
            self._overtake(version, _read(told.get("seen", "")))
        return told

    def _overtake(self, version: int, seen: dict[str, str]) -> None:
        self.overtaken = True
        self.differences = differences(labels=self.labels, seen=seen, now=self.now, yours=self.yours())
        self.changes = changes_since(self.record, version)
        self.add_error(None, f"Nothing that you typed is lost: compare, and decide. {why_stale(self.record, version)}")
        self.data = self.data.copy()
        self.data.update({self.add_prefix(name): value for name, value in self.fresh.items()})


def _read(signed: str) -> dict[str, str]:
    """The words that were on the screen; none if they did not come from this site."""
    try:
        return dict(signing.loads(signed, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return {}
