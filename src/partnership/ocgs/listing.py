"""The lists of groups, enablers and requirements: their columns, and what they can be narrowed by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from partnership.ui.listing import Column, Filters

from .enabler_queries import CLOSED
from .models import Enabler, Group, Requirement
from .queries import LIVE, leads_of, newest_assessments
from .rules import EnablerKind, Reach, RequirementState, Status
from .schemes import in_force
from .wording import area_names, crime_type_names

GROUP_COLUMNS = (
    Column("name", "Code name", "code_name"),
    Column("status", "Status", "state"),
    Column("crime", "Crime types"),
    Column("district", "District and reach", "area_code"),
    Column("bands", "Bands given"),
    Column("lead", "Lead"),
    Column("review", "Next review", "next_review"),
)
ENABLER_COLUMNS = (
    Column("name", "Name", "name"),
    Column("kind", "Kind", "kind"),
    Column("district", "District", "area_code"),
    Column("groups", "Groups it helps", "helped"),
)
REQUIREMENT_COLUMNS = (
    Column("question", "What must be found out", "question"),
    Column("status", "Status", "state"),
    Column("district", "District", "area_code"),
    Column("due", "By when", "due"),
)
OVERDUE, SOON, NONE = "overdue", "soon", "none"


def _choice(label: str, *choices: tuple[str, str], every: str = "All") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", every), *choices])


class GroupFilters(Filters):
    """Takes the person's `groups`, and `day`. Its choices come only from those groups."""

    district = _choice("District")
    status = _choice("Status", *((status.value, status.label) for status in Status))
    crime = _choice("Crime type")
    reach = _choice("Reach", *((reach.value, reach.label) for reach in Reach))
    band = _choice("Band")
    lead = _choice("Lead")
    review = _choice("Review", (OVERDUE, "Overdue"), (SOON, "Due soon"), (NONE, "None set"))
    waiting = _choice("Decision", ("yes", "Waiting for one"))

    def __init__(self, data: Any, *, groups: QuerySet[Group], day: date) -> None:
        super().__init__(data)
        self.day, self.practice = day, in_force()
        self.held = list(groups.order_by("code_name", "pk"))
        self.leads = leads_of(self.held, day)
        names, crimes = area_names(), crime_type_names()
        types = {str(key) for group in self.held for key in group.crime_types}
        people = {str(person.uuid): person.name for person in self.leads.values()}
        self._offer("district", {group.area_code: names.get(group.area_code, group.area_code) for group in self.held})
        self._offer("crime", {key: crimes.get(key, key) for key in types})
        self._offer("lead", people, (NONE, "Nobody"))
        bands = {band.key: band.label for scheme in self.practice.schemes.values() for band in scheme.bands}
        self.fields["band"].choices = [("", "All"), *bands.items(), (NONE, "Not assessed")]

    def narrow(self, rows: QuerySet[Group]) -> QuerySet[Group]:
        wanted = self.wanted
        plain = {"district": "area_code", "status": "state", "reach": "reach"}
        rows = rows.filter(**{plain[name]: value for name, value in wanted.items() if name in plain})
        if "review" in wanted:
            rows = rows.filter(self._review(wanted["review"]))
        if "waiting" in wanted:
            rows = rows.filter(moves__accepted__isnull=True, moves__isnull=False)
        # What stands in lists, and what depends on the day, is looked up in the groups already read.
        if by_hand := {"crime", "band", "lead"} & wanted.keys():
            rows = rows.filter(pk__in=[group.pk for group in self.held if self._holds(group, wanted, by_hand)])
        return rows

    def _review(self, wanted: str) -> Q:
        soon = self.day + timedelta(days=self.practice.soon_days)
        is_wanted = {
            OVERDUE: Q(next_review__lt=self.day),
            SOON: Q(next_review__gte=self.day, next_review__lte=soon),
            NONE: Q(next_review__isnull=True),
        }
        return Q(state__in=LIVE) & is_wanted[wanted]

    def _holds(self, group: Group, wanted: dict[str, Any], names: set[str]) -> bool:
        lead = self.leads.get(group.pk)
        found = {
            "crime": lambda: wanted["crime"] in group.crime_types,
            "lead": lambda: wanted["lead"] == (NONE if lead is None else str(lead.uuid)),
            "band": lambda: wanted["band"] in self._bands(group),
        }
        return all(found[name]() for name in names)

    def _bands(self, group: Group) -> set[str]:
        if not hasattr(self, "newest"):
            self.newest = newest_assessments(self.held)
        return {assessment.band for assessment in self.newest[group.pk]} or {NONE}

    def _offer(self, name: str, found: dict[str, str], *more: tuple[str, str]) -> None:
        self.fields[name].choices = [("", "All"), *sorted(found.items(), key=lambda pair: pair[1]), *more]


class EnablerFilters(Filters):
    """Takes the person's `enablers`; its choices come only from those."""

    district = _choice("District")
    kind = _choice("Kind", *((kind.value, kind.label) for kind in EnablerKind))
    shared = _choice("Groups", ("yes", "Helps several"))

    def __init__(self, data: Any, *, enablers: QuerySet[Enabler]) -> None:
        super().__init__(data)
        self.fields["district"].choices = _districts_of(enablers)

    def narrow(self, rows: QuerySet[Enabler]) -> QuerySet[Enabler]:
        plain = {"district": "area_code", "kind": "kind"}
        narrowed = rows.filter(**{plain[name]: value for name, value in self.wanted.items() if name in plain})
        return narrowed.filter(helped__gt=1) if "shared" in self.wanted else narrowed


class RequirementFilters(Filters):
    """Takes the person's `requirements`; its choices come only from those."""

    district = _choice("District")
    status = _choice("Status", *((state.value, state.label) for state in RequirementState))
    due = _choice("By when", (OVERDUE, "Overdue"))

    def __init__(self, data: Any, *, requirements: QuerySet[Requirement], day: date) -> None:
        super().__init__(data)
        self.day = day
        self.fields["district"].choices = _districts_of(requirements)

    def narrow(self, rows: QuerySet[Requirement]) -> QuerySet[Requirement]:
        plain = {"district": "area_code", "status": "state"}
        narrowed = rows.filter(**{plain[name]: value for name, value in self.wanted.items() if name in plain})
        return narrowed.filter(state=RequirementState.OPEN, due__lt=self.day) if "due" in self.wanted else narrowed


class NetworkFilters(Filters):
    """Takes the person's `groups`. By default only groups that somebody works on are drawn."""

    district = _choice("District")
    kind = _choice("Enablers", *((kind.value, kind.label) for kind in EnablerKind))
    status = _choice("Groups", ("all", "Also archived and merged ones"), every="Those not closed")

    def __init__(self, data: Any, *, groups: QuerySet[Group]) -> None:
        super().__init__(data)
        self.fields["district"].choices = _districts_of(groups)

    def narrow(self, rows: QuerySet[Group]) -> QuerySet[Group]:
        if "district" in self.wanted:
            rows = rows.filter(area_code=self.wanted["district"])
        return rows if "status" in self.wanted else rows.exclude(state__in=CLOSED)


def _districts_of(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    names = area_names()
    codes = rows.order_by().values_list("area_code", flat=True).distinct()
    return [("", "All"), *sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])]
