"""What would leave, as the slice that holds the records hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.rules import Release
from partnership.records.scoping import Scoped

from .rules import Table, release_of


@dataclass(frozen=True)
class Contents:
    """Records that the person may export, and the tables made of them. Each record has a row at least.

    heading   what the page is called
    title     what the file calls itself
    did       what the log says once it has left
    named     what the file's name says of it, after the marking
    back      address and words of the page it came from
    one       the record, where it is about one
    left_out  records of the same page that the person sees and may not export, such as those only shared with them
    """

    heading: str
    title: str
    did: str
    named: tuple[str, ...]
    back: tuple[str, str]
    area_code: str
    records: tuple[Scoped, ...]
    tables: tuple[Table, ...]
    one: Scoped | None = None
    left_out: int = 0
    note: str = ""

    @cached_property
    def release(self) -> Release:
        return release_of(self.tables)


def count_left_out(person: Person, model: type[Scoped], **where: Any) -> int:
    """How many of those records the person sees and may not export. What they do not see is not counted."""
    exportable = model.objects.allowing(person, Act.EXPORT).values("pk")
    number: int = model.objects.seen_by(person).filter(**where).exclude(pk__in=exportable).count()
    return number
