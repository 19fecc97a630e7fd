"""The lists of disruptions and of outcomes: what they show, and what they are narrowed and sorted by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from partnership.people.models import Agency, Person
from partnership.plans.queries import area_names
from partnership.records.ps import p_choices
from partnership.threats.scales import the_scales
from partnership.ui.listing import Column, Filters

from .models import Disruption, Outcome
from .rules import ClaimState, Direction, Grade

DISRUPTION_COLUMNS = (
    Column("what", "Disruption"),
    Column("date", "Date", "happened_on"),
    Column("p", "P", "p"),
    Column("grade", "Grade", "grade"),
    Column("agency", "Agency", "agency__name"),
    Column("area", "District", "area_code"),
    Column("state", "State", "state"),
)
OUTCOME_COLUMNS = (
    Column("text", "What changed"),
    Column("date", "Seen", "observed_on"),
    Column("harm", "Harm", "harm"),
    Column("direction", "What became of it", "direction"),
    Column("figures", "A month, before and after"),
    Column("area", "District", "area_code"),
)


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
    )


class DisruptionFilters(Filters):
    area = forms.ChoiceField(required=False, label="District")
    p = forms.ChoiceField(required=False, label="P")
    grade = forms.ChoiceField(
        required=False, label="Grade", choices=[("", "All"), *((one.value, one.label) for one in reversed(Grade))]
    )
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "All"), *((one.value, one.label) for one in ClaimState)]
    )
    agency = forms.ChoiceField(required=False, label="Agency")
    since = _day("From")
    until = _day("To")

    def __init__(self, asked: Any, *, person: Person, rows: QuerySet[Disruption]) -> None:
        super().__init__(asked)
        self.fields["area"].choices = [("", "All"), *area_names(person, rows)]
        known = dict(p_choices())
        others = sorted(set(rows.order_by().values_list("p", flat=True).distinct()) - set(known))
        self.fields["p"].choices = [("", "All"), *known.items(), *((key, key) for key in others)]
        agencies = Agency.objects.filter(pk__in=rows.order_by().values("agency"))
        self.fields["agency"].choices = [("", "All"), *((each.name, each.name) for each in agencies)]

    def narrow(self, rows: QuerySet[Disruption]) -> QuerySet[Disruption]:
        by = {"area": "area_code", "p": "p", "grade": "grade", "state": "state", "agency": "agency__name"}
        by |= {"since": "happened_on__gte", "until": "happened_on__lte"}
        return rows.filter(**{by[name]: value for name, value in self.wanted.items()})


class OutcomeFilters(Filters):
    area = forms.ChoiceField(required=False, label="District")
    harm = forms.ChoiceField(required=False, label="Harm")
    direction = forms.ChoiceField(
        required=False, label="What became of it", choices=[("", "All"), *((one.value, one.label) for one in Direction)]
    )
    since = _day("From")
    until = _day("To")

    def __init__(self, asked: Any, *, person: Person, rows: QuerySet[Outcome]) -> None:
        super().__init__(asked)
        self.fields["area"].choices = [("", "All"), *area_names(person, rows)]
        known = {one.key: one.name for one in the_scales().harm}
        others = sorted(set(rows.order_by().values_list("harm", flat=True).distinct()) - set(known))
        self.fields["harm"].choices = [("", "All"), *known.items(), *((key, key) for key in others)]

    def narrow(self, rows: QuerySet[Outcome]) -> QuerySet[Outcome]:
        by = {"area": "area_code", "harm": "harm", "direction": "direction"}
        by |= {"since": "observed_on__gte", "until": "observed_on__lte"}
        return rows.filter(**{by[name]: value for name, value in self.wanted.items()})
