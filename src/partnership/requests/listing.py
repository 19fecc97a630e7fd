"""The list of requests: what it shows, and what it is narrowed and sorted by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.ui.listing import Column, Filters

from . import queries
from .models import Request
from .practice import in_force
from .rules import RequestState

ANY = "any"
COLUMNS = (
    Column("asks", "What is asked", "asks"),
    Column("criterion", "Criterion", "criterion"),
    Column("about", "About"),
    Column("area", "District", "area_code"),
    Column("asked", "Asked", "asked_at"),
    Column("answers", "Answers"),
    Column("expires", "Expires", "expires_on"),
    Column("state", "State", "state"),
)


class RequestFilters(Filters):
    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "Open"), ("closed", "Closed"), ("withdrawn", "Withdrawn"), (ANY, "All")],
    )
    criterion = forms.ChoiceField(required=False, label="Criterion")
    area = forms.ChoiceField(required=False, label="District")
    agency = forms.ChoiceField(required=False, label="Partner")
    expiry = forms.ChoiceField(required=False, label="Expiry")

    def __init__(self, asked: Any, *, person: Person, rows: QuerySet[Request]) -> None:
        super().__init__(asked)
        self.today, self.practice = timezone.localdate(), in_force()
        self.enquiries = queries.enquiries_seen_by(person)
        names = queries.names_of_areas(rows.order_by().values_list("area_code", flat=True).distinct())
        self.fields["area"].choices = [("", "All"), *sorted(names.items(), key=lambda pair: pair[1])]
        self.fields["criterion"].choices = [("", "All"), *((one.key, one.name) for one in self.practice.criteria)]
        partners = Agency.objects.filter(pk__in=self.enquiries.order_by().values("agency"))
        self.fields["agency"].choices = [("", "Any"), *((one.name, one.name) for one in partners)]
        soon = f"Within {self.practice.limits.soon_days} days"
        self.fields["expiry"].choices = [("", "Not asked"), ("soon", soon), ("over", "Expired")]

    def narrow(self, rows: QuerySet[Request]) -> QuerySet[Request]:
        wanted = self.wanted
        if wanted.get("state") != ANY:
            rows = rows.filter(state=wanted.get("state", RequestState.OPEN.value))
        if "criterion" in wanted:
            rows = rows.filter(criterion=wanted["criterion"])
        if "area" in wanted:
            rows = rows.filter(area_code=wanted["area"])
        if "agency" in wanted:
            rows = rows.filter(pk__in=self._that_asked(wanted["agency"]))
        if "expiry" in wanted:
            soon = self.today + timedelta(days=self.practice.limits.soon_days)
            days = {"soon": {"expires_on__range": (self.today, soon)}, "over": {"expires_on__lt": self.today}}
            rows = rows.filter(**days[wanted["expiry"]])
        return rows

    def _that_asked(self, agency: str) -> QuerySet[Any]:
        """Of those enquiries alone that the person sees."""
        return self.enquiries.filter(agency__name=agency).order_by().values("request")
