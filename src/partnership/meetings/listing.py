"""The list of meetings: what it shows, and what it is narrowed and sorted by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from partnership.people.models import Person
from partnership.ui.listing import Column, Filters

from . import queries
from .models import Meeting
from .practice import in_force
from .rules import MeetingState

MEETING_COLUMNS = (
    Column("name", "Meeting", "name"),
    Column("when", "When", "starts_at"),
    Column("area", "District", "area_code"),
    Column("place", "Where", "place"),
    Column("chair", "Chair", "chair_role"),
    Column("state", "State", "state"),
)
COMING, PAST = "coming", "past"


class MeetingFilters(Filters):
    when = forms.ChoiceField(
        required=False,
        label="When",
        choices=[("", "Past and coming"), (COMING, "Today or later"), (PAST, "Before today")],
    )
    area = forms.ChoiceField(required=False, label="District")
    kind = forms.ChoiceField(required=False, label="Kind")
    state = forms.ChoiceField(
        required=False, label="State", choices=[("", "All"), *((state.value, state.label) for state in MeetingState)]
    )

    def __init__(self, asked: Any, *, person: Person, rows: QuerySet[Meeting]) -> None:
        super().__init__(asked)
        codes = rows.order_by().values_list("area_code", flat=True).distinct()
        names = queries.area_names(codes)
        of_areas = sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])
        self.fields["area"].choices = [("", "All"), *of_areas]
        practice, self.seen = in_force(), queries.series_seen_by(person).order_by()
        kinds = set(self.seen.filter(pk__in=rows.order_by().values("series")).values_list("practice", flat=True))
        named = sorted(((key, practice.kind(key).name) for key in kinds), key=lambda pair: pair[1])
        self.fields["kind"].choices = [("", "All"), *named]

    def narrow(self, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
        wanted, today = self.wanted, timezone.localdate()
        if "when" in wanted:
            days = {"starts_at__date__gte": today} if wanted["when"] == COMING else {"starts_at__date__lt": today}
            rows = rows.filter(**days)
        if "area" in wanted:
            rows = rows.filter(area_code=wanted["area"])
        if "kind" in wanted:
            # Of what kind a series is, is that series' own to tell.
            rows = rows.filter(series__in=self.seen.filter(practice=wanted["kind"]).values("pk"))
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        return rows
