"""What an import would do, row by row, before anything is done."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from partnership.people.models import Person
from partnership.people.rules import AboveOfficial
from partnership.records.rules import Release
from partnership.records.scoping import Scoped, is_demonstration

from .rules import HELD, OURS, YES, Row, Sheet, is_above_official, read_release, several
from .spec import Ready, Spec

WHOLE_LINE = ""  # in the place of a column
MADE_UP = "It is synthetic, made up for a demonstration, and only a demonstration takes it in. Leave the line out"
ABOVE = "Its words are not kept, shown or handed back."


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, in words that say what to do; and in which column."""

    column: str
    words: str


@dataclass(frozen=True)
class Checked:
    """A row, and what would become of it: it is taken in unless it has faults or is known."""

    row: Row
    title: str = ""
    told: Mapping[str, Any] | None = None
    release: Release | None = None
    key: Hashable = None
    faults: tuple[Fault, ...] = ()
    known: Scoped | None = None

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def is_good(self) -> bool:
        return not self.faults and self.known is None

    @property
    def ready(self) -> Ready:
        if self.told is None or self.release is None:
            raise ValueError(f"Line {self.line} has faults, and cannot be taken in.")
        return Ready(self.line, self.told, self.release)

    @property
    def error(self) -> str:
        return ". ".join(f"{fault.column}: {fault.words}" if fault.column else fault.words for fault in self.faults)


@dataclass(frozen=True)
class Preview:
    """Every row of a file with what would become of it."""

    rows: tuple[Checked, ...]
    unread: tuple[str, ...]  # columns of the file that are not taken in
    lacks_marking: bool

    @property
    def good(self) -> list[Checked]:
        return [row for row in self.rows if row.is_good]

    @property
    def known(self) -> list[Checked]:
        return [row for row in self.rows if row.known is not None and not row.faults]

    @property
    def faulty(self) -> list[Checked]:
        return [row for row in self.rows if row.faults]

    @property
    def digest(self) -> str:
        """What the log knows the rows by."""
        told = "\n".join(repr((one.line, sorted(one.row.cells.items()))) for one in self.rows)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        return {"rows": len(self.rows), "good": len(self.good), "known": len(self.known), "faulty": len(self.faulty)}


def preview(sheet: Sheet, *, spec: Spec, by: Person) -> Preview:
    checked = [_checked(row, spec, by) for row in sheet.rows]
    known = spec.known(by, {one.key for one in checked if not one.faults})
    rows = tuple(_beside_others(checked, known))
    unread = tuple(name for name in sheet.head if name and name not in {*spec.names, *HELD, *OURS})
    return Preview(rows, unread, lacks_marking="marking" not in sheet.head)


def without_words_above_official(sheet: Sheet) -> Sheet:
    """The sheet with nothing left of what may not be held here but the marking and the line that said so."""
    rows = (
        replace(row, cells={"marking": row.cells["marking"]}) if is_above_official(row.cells) else row
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))


def _beside_others(checked: list[Checked], known: Mapping[Hashable, Scoped]) -> Iterator[Checked]:
    """Rows beside what there is already, and beside each other."""
    first: dict[Hashable, int] = {}
    for one in checked:
        if one.faults:
            yield one
        elif one.key in first:
            words = f"The same as line {first[one.key]}. Take one of them out"
            yield replace(one, faults=(Fault(WHOLE_LINE, words),))
        else:
            first[one.key] = one.line
            yield replace(one, known=known.get(one.key))


def _checked(row: Row, spec: Spec, by: Person) -> Checked:
    try:
        release = _release(row, by)
    except AboveOfficial as refusal:
        return Checked(row, faults=(Fault("marking", f"{refusal} {ABOVE}"), *_faults_of_line(row)))
    except ValueError as refusal:
        held: Release | None = None
        faults = [Fault(_held_column(row), str(refusal))]
    else:
        held, faults = release, []
    faults += _faults_of_line(row)
    form = spec.form(_data(row, spec))
    faults += _faults_of_form(form, row)
    if faults:
        return Checked(row, next(filter(None, row.cells.values()), ""), faults=tuple(faults))
    told = form.cleaned_data
    return Checked(row, spec.title(told), told, held, spec.key(told))


def _release(row: Row, by: Person) -> Release:
    release = read_release(row.cells)
    if release.marking not in by.cleared_for:
        raise ValueError(f"You are not cleared for {release.marking.value}, and could not read it yourself")
    return release


def _held_column(row: Row) -> str:
    """The column that the refusal of how a row is held most likely speaks of."""
    return "handling" if row.cells.get("handling", "").strip().upper()[:1] not in {"", "P", "C"} else "conditions"


def _faults_of_line(row: Row) -> list[Fault]:
    faults = []
    if row.extra:
        words = "The line has more cells than there are columns. Put text with a comma in it into quotation marks"
        faults.append(Fault(WHOLE_LINE, words))
    if row.cells.get("synthetic", "").casefold() in YES and not is_demonstration():
        faults.append(Fault("synthetic", MADE_UP))
    return faults


def _data(row: Row, spec: Spec) -> MultiValueDict[str, str]:
    """The cells as the form expects them: a choice by its value also where it was typed as its words."""
    data: MultiValueDict[str, str] = MultiValueDict()
    for column in spec.columns:
        cell = row.cells.get(column.name, "")
        data.setlist(column.name, several(cell) if column.several else [cell])
    return data


def _faults_of_form(form: forms.Form, row: Row) -> list[Fault]:
    _take_words_for_values(form)
    found = []
    for name, errors in form.errors.as_data().items():
        for error in errors:
            if error.code == "invalid_choice" and name in form.fields:
                words = _choices_in_words(form.fields[name], error, row.cells.get(name, ""))
            else:
                words = " ".join(error.messages)
            found.append(Fault(WHOLE_LINE if name == "__all__" else name, words))
    return found


def _take_words_for_values(form: forms.Form) -> None:
    """In a choice, what was typed as the words for a value becomes the value, whatever its capitals."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ChoiceField):
            values = _values(field)
            typed = form.data.getlist(name)
            form.data.setlist(name, [values.get(one.strip().casefold(), one) for one in typed])


def _values(field: forms.ChoiceField) -> dict[str, str]:
    values: dict[str, str] = {}
    for value, words in _flat(field.choices):
        values |= {str(words).casefold(): str(value), str(words).partition(":")[0].casefold(): str(value)}
    return values | {str(value).casefold(): str(value) for value, _ in _flat(field.choices)}


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from _flat(words)
        else:
            yield value, words


def _choices_in_words(field: forms.Field, error: forms.ValidationError, typed: str) -> str:
    wrong = str((error.params or {}).get("value", typed))[:40]
    offered = ", ".join(_named(value, words) for value, words in _flat(getattr(field, "choices", ())) if value)
    return f"“{wrong}” is not one of: {offered}" if len(offered) <= 600 else f"“{wrong}” is not in the list"


def _named(value: Any, words: Any) -> str:
    """A choice as it is typed, with its words where they say more than that."""
    plain = str(words).partition(":")[0]
    return str(value) if plain.casefold() == str(value).casefold().replace("-", " ") else f"{value} ({plain})"
