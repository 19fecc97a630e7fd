"""The lists of words and of agreement: their columns, and what they can be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from partnership.areas.models import Area
from partnership.ui.listing import Column, Filters

from .models import Concept, Term
from .rules import Standing

TERM_COLUMNS = (
    Column("term", "Word or phrase", "term"),
    Column("area", "Where", "area_code"),
    Column("since", "More than usual since", "first_excess"),
    Column("q", "How unusual", "q"),
    Column("standing", "What people made of it", "standing"),
)
CONCEPT_COLUMNS = (
    Column("words", "What they say", "words"),
    Column("groups", "Independent groups", "size"),
    Column("window", "When", "window_end"),
)
RAISED = "raised"


class TermFilters(Filters):
    """Takes the person's `terms`; its choices come only from those."""

    level = forms.ChoiceField(
        label="Level", required=False, choices=[("", "All"), (RAISED, "Raised"), ("near", "Came near")]
    )
    standing = forms.ChoiceField(
        label="What people made of it", required=False, choices=[("", "All"), *((s.value, s.label) for s in Standing)]
    )
    area = forms.ChoiceField(label="Where", required=False)

    def __init__(self, data: Any, *, terms: QuerySet[Term]) -> None:
        super().__init__(data)
        codes = set(terms.order_by().values_list("area_code", flat=True))
        names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
        self.fields["area"].choices = [("", "All"), *sorted(names.items(), key=lambda pair: pair[1])]

    def narrow(self, rows: QuerySet[Term]) -> QuerySet[Term]:
        wanted = self.wanted
        if "level" in wanted:
            rows = rows.exclude(first_raised="") if wanted["level"] == RAISED else rows.filter(first_raised="")
        plain = {"standing": "standing", "area": "area_code"}
        return rows.filter(**{plain[name]: value for name, value in wanted.items() if name in plain})


class ConceptFilters(Filters):
    """Takes the person's `concepts`; its choices come only from those."""

    group = forms.ChoiceField(label="Source group", required=False)

    def __init__(self, data: Any, *, concepts: QuerySet[Concept]) -> None:
        super().__init__(data)
        self.held = list(concepts)
        groups = sorted({group for concept in self.held for group in concept.groups})
        self.fields["group"].choices = [("", "All"), *((group, group) for group in groups)]

    def narrow(self, rows: QuerySet[Concept]) -> QuerySet[Concept]:
        group = self.wanted.get("group")
        return rows if group is None else rows.filter(pk__in=[each.pk for each in self.held if group in each.groups])
