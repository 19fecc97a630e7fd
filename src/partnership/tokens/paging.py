"""Lists for programs: narrowed, a page at a time, and recorded with what the page shows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

from partnership.audit import actions as audit
from partnership.audit.rules import Verb


class PageAsked(Schema):
    page: int = Field(1, ge=1, le=100_000, description="Pages count from 1.")
    size: int = Field(50, ge=1, le=100, description="How many on a page.")


class AreaPageAsked(PageAsked):
    area: str = Field("", pattern="^[A-Za-z0-9]{0,64}$", description="Only those about that area, by its code.")


class Paged(Schema):
    """Where a page stands among all."""

    total: int = Field(description="How many there are in all, on every page together.")
    page: int
    next_page: int | None = Field(description="null on the last page.")


def page_of(rows: QuerySet[Any], asked: PageAsked, **chosen: Any) -> tuple[list[Any], dict[str, Any]]:
    """The rows of the page that is asked for, and where it stands among all.

    rows    what the owner may see, in an order in which pages already read stay as they were
    chosen  what each field must be; what is empty narrows nothing
    """
    found = rows.filter(**{field: value for field, value in chosen.items() if value})
    total, end = found.count(), asked.page * asked.size
    shown = list(found[end - asked.size : end])
    return shown, {"total": total, "page": asked.page, "next_page": asked.page + 1 if end < total else None}


def note_read(request: HttpRequest, did: str, *shown: Any, to: Any = None) -> None:
    """Keep that the owner of a token read something, and which records it told of."""
    audit.record(by=request.auth, verb=Verb.CONSULTATION, did=did, to=to, shown=shown)
