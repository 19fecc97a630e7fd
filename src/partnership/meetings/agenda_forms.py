"""What people type of an agenda, and of who came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from partnership.plans.forms import choice, words
from partnership.records.editing import EditForm
from partnership.records.scoping import Scoped
from partnership.ui.editing import VersionField

from .actions import SeatTold
from .agenda_due import Due
from .attendance_actions import Came
from .forms import LONGEST_ROLE, SeatFields
from .models import Attendance, Item, Meeting
from .practice import Section
from .rules import Presence, may_attend

LONGEST_TITLE = 80
SAY_ITEM = "Enter what the item is, or choose what it is about"
SAY_ONE = "Choose nothing here, or clear the words: an item is in words or about a record, not both"


class VersionedForm(forms.Form):
    """A button on a page that shows the meeting as it was at that version."""

    version = VersionField()


class AddItemForm(VersionedForm):
    """An item in words, or about something that is due. Takes the `sections` and what is `due` in each."""

    section = choice("In which section?", hint="What is due goes where it belongs.")
    text = words("In words", rows=2)
    about = choice("Or about something that is due")

    def __init__(self, *args: Any, sections: Sequence[Section], due: Iterable[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(section.key, section.name) for section in sections]
        self.records: dict[str, tuple[str, Scoped]] = {}
        groups = []
        for one in due:
            keys = {f"{record.slug}:{record.uuid}": record for record in one.records}
            self.records |= {key: (one.section.key, record) for key, record in keys.items()}
            if keys:
                groups.append((one.section.name, [(key, _cut(record.title)) for key, record in keys.items()]))
        self.fields["about"].choices = [("", "Nothing: in words only"), *groups]
        if not groups:
            del self.fields["about"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("text", "").strip() and not told.get("about") and not self.errors:
            self.add_error("text", SAY_ITEM)
        if told.get("text", "").strip() and told.get("about"):
            self.add_error("about", SAY_ONE)
        return told

    @property
    def told(self) -> dict[str, Any]:
        """The item, as the action takes it."""
        told = self.cleaned_data
        if (key := told.get("about", "")) in self.records:
            section, record = self.records[key]
            return {"section": section, "about": record}
        return {"section": told["section"] or next(iter(dict(self.fields["section"].choices))), "text": told["text"]}


class ItemForm(EditForm):
    """One item in words, put otherwise, or taken off."""

    labels: ClassVar = {"text": "The item"}

    text = words("What is the item?")
    remove = forms.BooleanField(label="Take it off the agenda", required=False)

    def __init__(self, *args: Any, meeting: Meeting, item: Item, title: str, **kwargs: Any) -> None:
        now = {"text": item.text or title}
        super().__init__(*args, record=meeting, now=now, initial=dict(now), **kwargs)
        if item.about_kind:
            del self.fields["text"]

    def yours(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("text",) if name in self.cleaned_data}

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if "text" in self.fields and not told.get("remove") and not told.get("text", "").strip():
            self.add_error("text", "Enter what the item is")
        if "text" not in self.fields and not told.get("remove"):
            self.add_error("remove", "Tick this to take it off, or go back")
        return told


class AttendanceForm(EditForm):
    """Every agency expected, and how it came: one pair of fields a row."""

    labels: ClassVar = {}

    def __init__(self, *args: Any, meeting: Meeting, rows: Sequence[Attendance], **kwargs: Any) -> None:
        self.rows = list(rows)
        self.labels = {f"came_{row.uuid}": named_row(row) for row in self.rows}
        now = {f"came_{row.uuid}": _came_words(row.presence, row.represented_by) for row in self.rows}
        super().__init__(*args, record=meeting, now=now, **kwargs)
        for row in self.rows:
            self.fields[f"came_{row.uuid}"] = forms.ChoiceField(
                label=f"How they came: {named_row(row)}",
                choices=[(presence.value, presence.label) for presence in Presence],
                initial=row.presence,
                error_messages={"required": "Choose how they came", "invalid_choice": "Choose one of those listed"},
            )
            self.fields[f"by_{row.uuid}"] = forms.CharField(
                label=f"Who spoke for them: {named_row(row)}",
                required=False,
                max_length=LONGEST_ROLE,
                initial=row.represented_by,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    @property
    def lines(self) -> list[tuple[Attendance, Any, Any]]:
        """Each row with its two fields."""
        return [(row, self[f"came_{row.uuid}"], self[f"by_{row.uuid}"]) for row in self.rows]

    def yours(self) -> dict[str, str]:
        told = self.cleaned_data
        return {
            f"came_{row.uuid}": _came_words(told[f"came_{row.uuid}"], told.get(f"by_{row.uuid}", ""))
            for row in self.rows
            if f"came_{row.uuid}" in told
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        for row in self.rows:
            presence, by = told.get(f"came_{row.uuid}"), told.get(f"by_{row.uuid}", "")
            if presence and Presence(presence) is Presence.REPRESENTED and not by.strip():
                self.add_error(f"by_{row.uuid}", may_attend(Presence.REPRESENTED, by))
        return told

    @property
    def told(self) -> dict[int, Came]:
        """Who spoke for an agency counts only where it was represented: a seat names them beforehand."""
        told = self.cleaned_data
        found = {}
        for row in self.rows:
            presence = Presence(told[f"came_{row.uuid}"])
            by = told[f"by_{row.uuid}"] if presence in {Presence.REPRESENTED, Presence.EXPECTED} else ""
            found[row.pk] = Came(presence, by)
        return found


class ExpectForm(VersionedForm, SeatFields):
    """One more agency at this meeting alone."""

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(people)

    @property
    def expected(self) -> SeatTold:
        return self.told


def named_row(row: Attendance) -> str:
    who = row.capacity or (row.person.name if row.person else "")
    return f"{row.agency.name}, {who}" if who else row.agency.name


def _came_words(presence: str, by: str) -> str:
    label = Presence(presence).label
    return f"{label} by {by.strip()}" if by.strip() else label


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1]}…"
