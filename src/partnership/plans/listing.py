"""The lists of plans and of actions: what they show, and what they are narrowed and sorted by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.records.ps import p_choices
from partnership.ui.listing import Column, Filters

from . import queries
from .models import Action, Plan
from .practice import in_force
from .rules import LIVE, ActionState, PlanState

PLAN_COLUMNS = (
    Column("name", "Plan", "name"),
    Column("for", "What it is for"),
    Column("area", "District", "area_code"),
    Column("lead", "Lead", "lead__name"),
    Column("open", "Open actions", "open_actions"),
    Column("overdue", "Overdue", "overdue_actions"),
    Column("gaps", "Ps with no action"),
    Column("state", "State", "state"),
)
ACTION_COLUMNS = (
    Column("text", "Action", "text"),
    Column("p", "P", "p"),
    Column("who", "Who", "agency__name"),
    Column("due", "Due", "due"),
    Column("told", "Last update", "told_at"),
    Column("state", "State", "state"),
)
ANY = "any"


def plans_to_list(person: Person) -> QuerySet[Plan]:
    """What the person sees, each with how many of its actions that they see are open, and overdue."""
    seen = Action.objects.seen_by(person).filter(plan=OuterRef("pk")).order_by()
    today = timezone.localdate()
    return queries.plans_seen_by(person).annotate(
        open_actions=_number(seen.filter(state__in=LIVE)),
        overdue_actions=_number(seen.filter(queries.overdue(today))),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("plan").annotate(number=Count("pk")).values("number")), 0)


class PlanFilters(Filters):
    area = forms.ChoiceField(required=False, label="District")
    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "Open"), ("closed", "Closed"), (ANY, "Open and closed")],
    )
    gap = forms.ChoiceField(required=False, label="P with no action")
    late = forms.ChoiceField(
        required=False, label="Actions", choices=[("", "Whatever they are"), ("overdue", "Some are overdue")]
    )
    lead = forms.ChoiceField(required=False, label="Lead")

    def __init__(self, asked: Any, *, person: Person, rows: QuerySet[Plan]) -> None:
        super().__init__(asked)
        self.person = person
        self.fields["area"].choices = [("", "All"), *queries.area_names(person, rows)]
        leads = Person.objects.filter(pk__in=rows.order_by().values("lead"))
        self.fields["lead"].choices = [("", "Anybody"), *((str(one.uuid), one.name) for one in leads)]
        self.fields["gap"].choices = [("", "Not asked"), (ANY, "Any of them"), *p_choices()]

    def narrow(self, rows: QuerySet[Plan]) -> QuerySet[Plan]:
        wanted = self.wanted
        if "area" in wanted:
            rows = rows.filter(area_code=wanted["area"])
        if wanted.get("state") != ANY:
            rows = rows.filter(state=wanted.get("state", PlanState.OPEN.value))
        if "gap" in wanted:
            rows = rows.filter(self._has_gap(wanted["gap"]))
        if "late" in wanted:
            rows = rows.filter(overdue_actions__gt=0)
        if "lead" in wanted:
            rows = rows.filter(lead__uuid=wanted["lead"])
        return rows

    def _has_gap(self, key: str) -> Q:
        kept = Action.objects.seen_by(self.person).filter(plan=OuterRef("pk")).exclude(state=ActionState.DROPPED)
        lacking = Q(pk__in=())
        for p in queries.p_keys() if key == ANY else [key]:
            lacking |= Q(~Exists(kept.filter(p=p)))
        return lacking


class ActionFilters(Filters):
    area = forms.ChoiceField(required=False, label="District")
    p = forms.ChoiceField(required=False, label="P")
    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[("", "Open or blocked"), *((s.value, s.label) for s in ActionState), (ANY, "All")],
    )
    agency = forms.ChoiceField(required=False, label="Agency")
    late = forms.ChoiceField(required=False, label="What asks for somebody")
    mine = forms.ChoiceField(required=False, label="Whose", choices=[("", "Anybody’s"), ("mine", "Mine, or my plans’")])

    def __init__(self, asked: Any, *, person: Person, rows: QuerySet[Action]) -> None:
        super().__init__(asked)
        self.person, self.today, self.limits = person, timezone.localdate(), in_force().limits
        self.fields["area"].choices = [("", "All"), *queries.area_names(person, rows)]
        known = dict(p_choices())
        others = sorted(set(rows.order_by().values_list("p", flat=True).distinct()) - set(known))
        self.fields["p"].choices = [("", "All"), *known.items(), *((key, key) for key in others)]
        agencies = Agency.objects.filter(pk__in=rows.order_by().values("agency"))
        self.fields["agency"].choices = [("", "All"), *((each.name, each.name) for each in agencies)]
        self.fields["late"].choices = [
            ("", "Not asked"),
            ("overdue", "Overdue"),
            ("soon", f"Due within {self.limits.soon_days} days"),
            ("stale", f"No update for more than {self.limits.stale_after_days} days"),
            ("carried", "Carried forward"),
        ]

    def narrow(self, rows: QuerySet[Action]) -> QuerySet[Action]:
        wanted = self.wanted
        if "area" in wanted:
            rows = rows.filter(area_code=wanted["area"])
        if "p" in wanted:
            rows = rows.filter(p=wanted["p"])
        if "agency" in wanted:
            rows = rows.filter(agency__name=wanted["agency"])
        if "state" not in wanted:
            rows = rows.filter(state__in=LIVE)
        elif wanted["state"] != ANY:
            rows = rows.filter(state=wanted["state"])
        if "late" in wanted:
            rows = rows.filter(_asked_for(wanted["late"], self.today, self.limits))
        if "mine" in wanted:
            rows = rows.filter(Q(owner=self.person) | Q(plan__in=queries.led_by(self.person)))
        return rows


def _asked_for(late: str, today: date, limits: Any) -> Q:
    soon = today + timedelta(days=limits.soon_days)
    return {
        "overdue": queries.overdue(today),
        "soon": Q(state__in=LIVE, due__gte=today, due__lte=soon),
        "stale": queries.stale(today, limits),
        "carried": Q(state__in=LIVE, carried__gt=0),
    }[late]
