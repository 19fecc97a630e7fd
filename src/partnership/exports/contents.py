"""What would leave, as the slice that holds the records hands it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.rules import Release, strictest
from partnership.records.scoping import Scoped

from . import pdf_engine
from .paper import Paper
from .rules import Format, Table, release_of


@dataclass(frozen=True)
class Contents:
    """Records that the person may export, and the tables or the paper made of them, or both; or a bundle of them.

    With tables alone, each record has a row at least; a paper and a bundle are made of all of them.

    heading   what the page is called
    title     what the file calls itself
    did       what the log says once it has left
    named     what the file's name says of it, after the marking
    back      address and words of the page it came from
    one       the record, where it is about one
    left_out  records of the same page that the person sees and may not export, such as those only shared with them
    bundle    makes the bytes of a STIX bundle, once it is asked for; raises NotAllowed for one that is not valid
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
    paper: Paper | None = None
    bundle: Callable[[], bytes] | None = None

    @cached_property
    def release(self) -> Release:
        """As the strictest of the rows; and, of a paper or a bundle, of the records. With none, held most closely."""
        if self.paper is None and self.bundle is None:
            return release_of(self.tables)
        rows = {row.release for table in self.tables for row in table.rows}
        held = rows | {record.release for record in self.records}
        return strictest(*sorted(held, key=lambda release: release.conditions))

    @property
    def formats(self) -> tuple[Format, ...]:
        """What it can be written as."""
        has = {False: bool(self.tables), True: self.paper is not None}
        is_there = {one: has[one.is_paper] for one in Format} | {Format.STIX: self.is_bundle}
        return tuple(one for one in Format if is_there[one] and (one is not Format.PDF or pdf_engine.IS_POSSIBLE))

    @property
    def is_bundle(self) -> bool:
        """True if it leaves as a STIX bundle. A template that asked for `bundle` itself would have it made."""
        return self.bundle is not None

    @property
    def lacks_pdf(self) -> bool:
        """True if a PDF could be made of it, were Pango on this machine."""
        return self.paper is not None and Format.PDF not in self.formats

    @property
    def longest(self) -> int:
        return max((len(table.rows) for table in self.tables), default=0)


def count_left_out(person: Person, model: type[Scoped], **where: Any) -> int:
    """How many of those records the person sees and may not export. What they do not see is not counted."""
    exportable = model.objects.allowing(person, Act.EXPORT).values("pk")
    number: int = model.objects.seen_by(person).filter(**where).exclude(pk__in=exportable).count()
    return number
