"""Plans along the Ps, their objectives and actions, and what was said of each action, day by day.

A plan or an action says what it is for by its thread: groups, recommendations and threats that it rests on.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.people.models import Agency
from partnership.people.rules import Act
from partnership.records.frozen import Frozen
from partnership.records.scoping import PartOf, Scoped

from .rules import ActionState, PlanState


class Plan(Scoped):
    """A 4P plan: for a group, a recommendation or a threat, or several of them.

    start  the day from which a template counts its days
    """

    may_rest_on = ("ocgs.group", "profiles.recommendation", "threats.threat")
    tied_by = Act.PLAN

    name = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in PlanState],
        default=PlanState.OPEN,
        db_index=True,
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    start = models.DateField(default=timezone.localdate)
    closed_because = models.TextField(blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(name="plans_plan_state", condition=Q(state__in=[s.value for s in PlanState])),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.uuid])


class Objective(PartOf):
    """What a plan is to achieve under one P, and how that will be known."""

    part_of = "plan"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    p = models.CharField(max_length=40)  # such as soc4p:prevent
    text = models.TextField()
    measure = models.TextField(blank=True)
    rank = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return f"objective {self.pk}"


class Action(Scoped):
    """One thing to be done under one P, by one agency, until a day. A record of its own, so that a partner can be
    shown it and answer it without seeing the plan.
    """

    rests_on = ("plan",)
    may_rest_on = ("profiles.recommendation", "ocgs.group", "threats.threat", "exchange.received")
    tied_by = Act.PLAN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    # An objective that is taken out of a plan leaves its actions there, under the P alone.
    objective = models.ForeignKey(Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    p = models.CharField(max_length=40)
    text = models.TextField()
    owner_role = models.CharField(max_length=120, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True, db_index=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in ActionState],
        default=ActionState.OPEN,
        db_index=True,
    )
    result = models.TextField(blank=True)  # what was done
    outcome = models.TextField(blank=True)  # what changed by it
    carried = models.PositiveIntegerField(default=0)  # how often its day was put off
    told_at = models.DateTimeField(default=timezone.now, db_index=True)  # when it was last updated

    class Meta:
        ordering = ("due", "pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(name="plans_action_state", condition=Q(state__in=[s.value for s in ActionState])),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("plans:action", args=[self.uuid])


class Update(Frozen):
    """What somebody said of an action on one day, and what that changed.

    was_due, due     the day it was due until then, and as it stood afterwards
    result, outcome  as they were told then; the action itself holds what was told last
    """

    part_of = "action"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=[(state.value, state.label) for state in ActionState])
    was_due = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"update {self.pk}"


class Template(Scoped):
    """Objectives and actions to begin a plan with, made in the screen, used again and again."""

    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "plan template"
        constraints = Scoped.Meta.constraints

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plans:template", args=[self.uuid])


class TemplateLine(PartOf):
    """An action of a template, under the objective that it serves."""

    part_of = "template"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="lines")
    p = models.CharField(max_length=40)
    objective = models.TextField()
    measure = models.TextField(blank=True)
    text = models.TextField()
    owner_role = models.CharField(max_length=120, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_in_days = models.PositiveIntegerField(null=True, blank=True)
    rank = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("rank", "pk")
        verbose_name = "line of a template"
        verbose_name_plural = "lines of a template"

    def __str__(self) -> str:
        return f"line {self.pk}"
