"""The list of what came in: what it shows, and what it is narrowed and sorted by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.ui.listing import Column, Filters

from .models import Received
from .rules import ReceivedState
from .wording import type_words

COLUMNS = (
    Column("name", "What it says it is", "name"),
    Column("type", "Kind", "stix_type"),
    Column("source", "Made by", "source"),
    Column("area", "District", "area_code"),
    Column("received", "Received", "received_at"),
    Column("state", "State", "state"),
)


class ReceivedFilters(Filters):
    """Takes the person's `rows`; its choices come only from those."""

    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "All"), *((s.value, s.label) for s in ReceivedState)]
    )
    type = forms.ChoiceField(required=False, label="Kind")
    source = forms.ChoiceField(required=False, label="Made by")
    area = forms.ChoiceField(required=False, label="District")

    def __init__(self, asked: Any, *, person: Person, rows: QuerySet[Received]) -> None:
        super().__init__(asked)
        types, sources, codes = (_distinct(rows, name) for name in ("stix_type", "source", "area_code"))
        names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
        self.fields["type"].choices = [("", "All"), *((one, type_words(one)) for one in types)]
        self.fields["source"].choices = [("", "Anybody"), *((one, one) for one in sources if one)]
        self.fields["area"].choices = [("", "All"), *((code, names.get(code, code)) for code in codes)]

    def narrow(self, rows: QuerySet[Received]) -> QuerySet[Received]:
        columns = {"state": "state", "type": "stix_type", "source": "source", "area": "area_code"}
        return rows.filter(**{columns[name]: value for name, value in self.wanted.items()})


def _distinct(rows: QuerySet[Received], name: str) -> list[str]:
    return sorted(set(rows.order_by().values_list(name, flat=True).distinct()))
