"""What a slice says of the records that it takes in from a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from partnership.people.models import Person
from partnership.records.rules import Release
from partnership.records.scoping import Scoped

HELD_COLUMNS_HELP = {
    "marking": "OFFICIAL or OFFICIAL-SENSITIVE. Left empty: held as closely as can be.",
    "handling": "P or C. Left empty: C.",
    "conditions": "For C, what whoever reads it may and may not do with it.",
}


@dataclass(frozen=True)
class Column:
    """A column of the file: a field of the row's form by the same name.

    several  it may hold several words, one a line or with semicolons between
    """

    name: str
    help: str
    required: bool = False
    example: str = ""
    several: bool = False


@dataclass(frozen=True)
class Ready:
    """A row that can be taken in: what its form made of it, and how it is to be held."""

    line: int
    told: Mapping[str, Any]
    release: Release


@dataclass(frozen=True)
class Spec:
    """Made for one request: what it needs to know of the database it has read once, not for each row.

    kind     the records in words, such as ("group", "groups")
    columns  as the template has them; those of how a row is held come by themselves
    form     the form of one row, given its cells
    take     makes the record through the slice's own action, with its event; raises NotAllowed in words
    key      what makes two rows the same, of what the form made of the row
    known    of those keys, the ones of which the person sees a record already, and that record
    title    what a row is called on the screen
    table    in an export of several tables, the one that holds these rows
    back     address and words of the page it came from
    one      the record that the rows will belong to, where there is one
    note     what whoever imports must know besides
    """

    kind: tuple[str, str]
    columns: tuple[Column, ...]
    form: Callable[[Any], forms.Form]
    take: Callable[[Ready, Person], Scoped]
    key: Callable[[Mapping[str, Any]], Hashable]
    known: Callable[[Person, Collection[Any]], Mapping[Hashable, Scoped]]
    title: Callable[[Mapping[str, Any]], str]
    back: tuple[str, str]
    table: str = ""
    one: Scoped | None = None
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """With those that say how a row is held."""
        held = {"marking": "OFFICIAL", "handling": "P", "conditions": ""}
        return (*self.columns, *(Column(name, HELD_COLUMNS_HELP[name], example=one) for name, one in held.items()))
