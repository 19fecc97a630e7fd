"""Long lists of anything: filtered, sorted by a column, a page at a time. What was asked for stays in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict

A_PAGE = 50


@dataclass(frozen=True)
class Column:
    """A column of a list. `order` is what the rows are sorted by under it; without one, they cannot be."""

    name: str
    label: str
    order: str = ""


@dataclass(frozen=True)
class Head:
    """A column's head as the page shows it: how it is sorted now, and what its link asks for."""

    label: str
    sorted: str  # ascending, descending or none, as aria-sort says it; empty where there is nothing to sort by
    ask: str = ""


class Filters(forms.Form):
    """What a list is narrowed by. A choice that the list does not offer narrows nothing."""

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that are asked for: all of them, unless the list says how to narrow them."""
        return rows

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


@dataclass(frozen=True)
class Listing:
    """A page of a list. `hidden` counts the rows that the filters leave out."""

    page: Page[Any]
    heads: tuple[Head, ...]
    filters: Filters
    total: int
    hidden: int


def listed(
    asked: QueryDict, rows: QuerySet[Any], *, columns: Sequence[Column], filters: Filters, first: str
) -> Listing:
    """The page that the address asks for: ?sort=name or ?sort=-name, ?page=2, and the filters' own fields.

    rows   all that the viewer may see
    first  the column by which they are sorted where the address names none, with a hyphen before it for downwards
    """
    by_name = {column.name: column for column in columns if column.order}
    sort = asked.get("sort", "")
    if sort.removeprefix("-") not in by_name:
        sort = first
    name, is_down = sort.removeprefix("-"), sort.startswith("-")
    order = F(by_name[name].order)
    # What has no value stands last whichever way, and the key settles what is equal.
    ordering = order.desc(nulls_last=True) if is_down else order.asc(nulls_last=True)
    narrowed = filters.narrow(rows)
    page = Paginator(narrowed.order_by(ordering, "pk"), A_PAGE).get_page(asked.get("page"))
    heads = tuple(_head(column, name, is_down=is_down) for column in columns)
    total = rows.count()
    return Listing(page, heads, filters, total, total - page.paginator.count)


def _head(column: Column, name: str, *, is_down: bool) -> Head:
    if not column.order:
        return Head(column.label, "")
    if column.name != name:
        return Head(column.label, "none", column.name)
    return Head(column.label, "descending" if is_down else "ascending", column.name if is_down else f"-{column.name}")
