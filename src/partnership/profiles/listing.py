"""The lists of profiles and of recommendations: their columns, and what they are narrowed by."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from partnership.people.models import Agency
from partnership.records.ps import p_choices
from partnership.ui.listing import Column, Filters

from .models import Profile, Recommendation
from .queries import area_names, is_red
from .rules import SOON, RecommendationState, Refresh, Standing

PROFILE_COLUMNS = (
    Column("district", "District", "area_name"),
    Column("edition", "Edition", "edition"),
    Column("published", "Published", "published_at"),
    Column("refresh", "Refresh due", "refresh_due"),
    Column("unread", "Not yet opened by"),
    Column("red", "Red recommendations", "red"),
)
RECOMMENDATION_COLUMNS = (
    Column("reference", "Reference", "reference"),
    Column("text", "What is recommended", "text"),
    Column("district", "District", "area_code"),
    Column("p", "P", "p"),
    Column("agency", "Agency", "agency__name"),
    Column("due", "By when", "due"),
    Column("state", "How it stands", "state"),
)
NONE = "none"


def _choice(label: str, *choices: tuple[str, str], every: str = "All") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", every), *choices])


class ProfileFilters(Filters):
    refresh = _choice("Refresh", *((one.value, one.label) for one in Refresh))
    red = _choice("Recommendations", ("red", "Some are red"), every="Whatever they are")

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def narrow(self, rows: QuerySet[Profile]) -> QuerySet[Profile]:
        wanted = self.wanted
        if "red" in wanted:
            rows = rows.filter(red__gt=0)
        return rows.filter(self._refresh(Refresh(wanted["refresh"]))) if "refresh" in wanted else rows

    def _refresh(self, wanted: Refresh) -> Q:
        return {
            Refresh.NEVER: Q(refresh_due__isnull=True),
            Refresh.OVERDUE: Q(refresh_due__lt=self.today),
            Refresh.SOON: Q(refresh_due__gte=self.today, refresh_due__lte=self.today + SOON),
            Refresh.IN_TIME: Q(refresh_due__gt=self.today + SOON),
        }[wanted]


class RecommendationFilters(Filters):
    """Takes the person's `rows`; its choices come only from those."""

    district = _choice("District")
    p = _choice("P")
    agency = _choice("Agency")
    state = _choice(
        "How it stands",
        (Standing.RED.value, "Red"),
        (RecommendationState.OPEN.value, "Not yet answered, red or not"),
        (RecommendationState.TAKEN_UP.value, RecommendationState.TAKEN_UP.label),
        (RecommendationState.DECLINED.value, RecommendationState.DECLINED.label),
    )

    def __init__(self, data: Any, *, rows: QuerySet[Recommendation], today: date) -> None:
        super().__init__(data)
        self.today = today
        plain = rows.order_by()
        codes, known = set(plain.values_list("area_code", flat=True)), dict(p_choices())
        names = area_names(codes)
        districts = sorted((names.get(code, code), code) for code in codes)
        others = sorted(set(plain.values_list("p", flat=True)) - set(known))
        agencies = Agency.objects.filter(pk__in=plain.values("agency")).values_list("name", flat=True)
        self._offer("district", [(code, name) for name, code in districts])
        self._offer("p", [*known.items(), *((key, key) for key in others)])
        self._offer("agency", [*((name, name) for name in agencies), (NONE, "Nobody named")])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "All"), *choices]

    def narrow(self, rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
        wanted = self.wanted
        plain = {"district": "area_code", "p": "p"}
        rows = rows.filter(**{plain[name]: value for name, value in wanted.items() if name in plain})
        if agency := wanted.get("agency"):
            rows = rows.filter(agency__isnull=True) if agency == NONE else rows.filter(agency__name=agency)
        if state := wanted.get("state"):
            rows = rows.filter(is_red(self.today) if state == Standing.RED.value else Q(state=state))
        return rows
