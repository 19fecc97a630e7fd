"""What people type when they begin, write and publish a profile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from partnership.areas.models import Area
from partnership.people.rules import Marking
from partnership.records.editing import EditForm
from partnership.records.forms import LONGEST, HeldFields
from partnership.records.rules import Handling
from partnership.records.scoping import Scoped
from partnership.ui.differences import differences
from partnership.ui.wording import day

from .models import Edition, Profile
from .rules import months_after
from .sections import SectionKind
from .versions import Written, section_changes, why_section_stale

LONGEST_TEXT = 20_000
NONE_GIVEN = "none"


def day_field(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter a day", "invalid": "Enter a day, such as 31/03/2016"},
    )


def words_field(
    label: str, hint: str = "", *, missing: str = "", rows: int = 3, most: int = LONGEST
) -> forms.CharField:
    """A box for words; they may be left out unless it says what is missing."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class ConfirmForm(forms.Form):
    """A button and nothing to type, which can still be refused in words."""


class StartForm(HeldFields):
    """The profile of an area that has none yet. Takes `areas`, those the writer may begin one for."""

    area = forms.ChoiceField(label="Which district is it of?", error_messages={"required": "Choose a district"})

    field_order = ("area",)

    def __init__(self, *args: Any, areas: Iterable[Area], **kwargs: Any) -> None:
        initial = {"marking": Marking.OFFICIAL, "handling": Handling.PERMITTED}
        super().__init__(*args, initial=initial, **kwargs)
        self.areas = {area.code: area for area in areas}
        self.fields["area"].choices = [(code, area.name) for code, area in self.areas.items()]


class PeriodFields(forms.Form):
    start = day_field("First day that it covers")
    end = day_field("Last day that it covers")
    because = words_field(
        "What changed since the edition before?", "Readers see it at the top. It can still be written later.", rows=2
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if {"start", "end"} <= told.keys() and told["end"] < told["start"]:
            self.add_error("end", "Enter a last day that is not before the first")
        return told


class NewEditionForm(PeriodFields):
    """From the day after the edition before until today; a first one over the twelve months until today."""

    def __init__(self, *args: Any, before: Edition | None, **kwargs: Any) -> None:
        today = timezone.localdate()
        start = months_after(today, -12) if before is None else min(before.period_end, today)
        super().__init__(*args, initial={"start": start, "end": today}, **kwargs)
        if before is None:
            del self.fields["because"]


class EditionForm(EditForm, PeriodFields):
    """The period of a draft and what changed. Guarded by the profile's version, which a change of them raises."""

    labels: ClassVar = {"start": "First day", "end": "Last day", "because": "What changed"}

    def __init__(self, *args: Any, edition: Edition, profile: Profile, **kwargs: Any) -> None:
        held = {"start": edition.period_start, "end": edition.period_end, "because": edition.because}
        super().__init__(*args, record=profile, now=_told(held), initial=held, **kwargs)

    def yours(self) -> dict[str, str]:
        return _told({name: self.cleaned_data.get(name) for name in self.labels})


class WritingForm(EditForm):
    """The words of one section or passage, guarded by its own version: two people write two sections at once."""

    labels: ClassVar = {"text": "The words", "evidence_of": "How old the evidence is"}

    text = words_field(
        "The words",
        "Paragraphs, lists with a hyphen, **bold** and *emphasis* are kept. Empty it to leave the section out.",
        rows=16,
        most=LONGEST_TEXT,
    )
    evidence_of = day_field(
        "How old is the newest evidence for this?",
        "It is greyed once that is too long ago. Leave empty if it does not rest on dated evidence.",
        required=False,
    )

    def __init__(self, *args: Any, written: Written, whole: Scoped, **kwargs: Any) -> None:
        self.whole = whole
        held = {"text": written.text, "evidence_of": getattr(written, "evidence_of", None)}
        super().__init__(*args, record=written, now=_told(held), initial=held, **kwargs)
        if not hasattr(written, "evidence_of"):
            del self.fields["evidence_of"]

    def clean_evidence_of(self) -> date | None:
        told: date | None = self.cleaned_data["evidence_of"]
        if told is not None and told > timezone.localdate():
            raise forms.ValidationError("Enter a day that is not to come")
        return told

    def yours(self) -> dict[str, str]:
        return _told({name: self.cleaned_data.get(name) for name in self.fields if name in self.labels})

    def _overtake(self, version: int, seen: dict[str, str]) -> None:
        """As for a record, with what the log says of this section alone."""
        self.overtaken = True
        self.differences = differences(labels=self.labels, seen=seen, now=self.now, yours=self.yours())
        self.changes = section_changes(self.whole, self.record, version)
        why = why_section_stale(self.whole, self.record, version)
        self.add_error(None, f"Nothing that you typed is lost: compare, and decide. {why}")
        self.data = self.data.copy()
        self.data.update({self.add_prefix(name): value for name, value in self.fresh.items()})


class AreaSectionForm(forms.Form):
    """A section of a partnership working area's own. Takes `kinds`, those that one may have."""

    key = forms.ChoiceField(label="Which section?", error_messages={"required": "Choose a section"})
    pwa_name = forms.CharField(
        label="Name of the partnership working area",
        max_length=120,
        error_messages={"required": "Enter the name of the working area"},
    )
    pwa_code = forms.CharField(
        label="Its code",
        help_text="The partnership’s own, always the same for one area, so that editions can be compared.",
        max_length=64,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": "Enter the code of the working area"},
    )

    def __init__(self, *args: Any, kinds: Iterable[SectionKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [(kind.key, kind.heading) for kind in kinds]


class PublishForm(EditForm):
    """Publishing what was read: refused if somebody wrote in it since. `read` is the digest of its sections."""

    labels: ClassVar = {"edition": "Newest edition published", "refresh_due": "Refresh due"}

    read = forms.CharField(widget=forms.HiddenInput)
    because = words_field("What changed since the edition before?", "Readers see it at the top of the profile.")

    def __init__(self, *args: Any, profile: Profile, edition: Edition, read: str, **kwargs: Any) -> None:
        now = {"edition": str(profile.edition or "None"), "refresh_due": day(profile.refresh_due)}
        initial = {"read": read, "because": edition.because}
        super().__init__(*args, record=profile, now=now, initial=initial, **kwargs)
        self.read_now = read
        if edition.number == 1:
            del self.fields["because"]
        else:
            self.fields["because"].required = True
            self.fields["because"].error_messages["required"] = "Enter what changed since the edition before"

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.overtaken and told.get("read") not in (None, self.read_now):
            self.overtaken = True
            self.add_error(None, "Somebody wrote in it after you opened this page. Read it again, then publish")
            self.data = self.data.copy()
            self.data["read"] = self.read_now
        return told


def _told(held: dict[str, Any]) -> dict[str, str]:
    return {name: day(value) if isinstance(value, date) else str(value or NONE_GIVEN) for name, value in held.items()}
