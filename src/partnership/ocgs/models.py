"""Groups by code name, who answers for them, how they were assessed, what enables them, and what we need to know.

No person of a group is held here: no name, no nominal reference.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from partnership.people.rules import Act
from partnership.records.frozen import Frozen
from partnership.records.scoping import PartOf, Scoped

from .rules import Duty, EnablerKind, Reach, RequirementState, Status


class Group(Scoped):
    """An organised crime group, by its code name. `area_code` is the district that answers for it.

    crime_types        keys of the threat taxonomy, the primary one first
    areas              codes of every area it affects
    mapping_reference  what the national mapping calls it, so that figures reconcile
    """

    may_rest_on = ("triage.signal", "threats.threat", "exchange.received")
    tied_by = Act.WORK_ON_GROUP

    code_name = models.CharField(max_length=80, db_index=True)
    state = models.CharField(
        max_length=12,
        choices=[(status.value, status.label) for status in Status],
        default=Status.PROPOSED,
        db_index=True,
    )
    crime_types = models.JSONField(default=list)
    reach = models.CharField(
        max_length=20, choices=[(reach.value, reach.label) for reach in Reach], default=Reach.LOCAL
    )
    areas = models.JSONField(default=list)
    summary = models.TextField(blank=True)
    mapping_reference = models.CharField(max_length=80, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    next_review = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("code_name", "pk")
        verbose_name = "organised crime group"
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(name="ocgs_group_state", condition=Q(state__in=[s.value for s in Status])),
        )

    def __str__(self) -> str:
        return self.code_name

    def get_absolute_url(self) -> str:
        return reverse("ocgs:group", args=[self.uuid])

    @property
    def status(self) -> Status:
        return Status(self.state)

    @property
    def primary_crime_type(self) -> str:
        return str(self.crime_types[0]) if self.crime_types else ""


class Move(PartOf):
    """A change of status: proposed by one, approved or declined by another."""

    part_of = "group"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="moves")
    was = models.CharField(max_length=12, choices=[(status.value, status.label) for status in Status])
    to = models.CharField(max_length=12, choices=[(status.value, status.label) for status in Status])
    into = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    because = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_because = models.TextField(blank=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        verbose_name = "change of status"
        verbose_name_plural = "changes of status"
        constraints = (
            models.UniqueConstraint(name="ocgs_one_move_open", fields=("group",), condition=Q(accepted__isnull=True)),
        )

    def __str__(self) -> str:
        return f"to {self.to}"


class Assessment(Frozen):
    """One assessor's scores of a group on one day. Several stand side by side; none replaces another.

    inputs  a score by criterion of the scheme, or null where it is unknown
    score   None where too much is unknown to give one
    """

    part_of = "group"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="assessments")
    scheme = models.CharField(max_length=40)
    scheme_version = models.CharField(max_length=40)
    inputs = models.JSONField(default=dict)
    score = models.FloatField(null=True)
    band = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    as_of = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-as_of", "-pk")

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class Assignment(PartOf):
    """Who answers for a group in one duty, from one day to another, both included."""

    part_of = "group"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="assignments")
    duty = models.CharField(max_length=10, choices=[(duty.value, duty.label) for duty in Duty])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    start = models.DateField(default=timezone.localdate)
    end = models.DateField(null=True, blank=True)
    because = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-start", "-pk")
        constraints = (
            models.CheckConstraint(
                name="ocgs_assignment_ends_after_start", condition=Q(end__isnull=True) | Q(end__gte=F("start"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty} from {self.start}"


class Enabler(Scoped):
    """What helps groups work, described without naming a person: a profession, premises, a business, a service."""

    may_rest_on = ("triage.signal", "exchange.received")
    tied_by = Act.WORK_ON_GROUP

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in EnablerKind])
    description = models.TextField(blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(name="ocgs_enabler_kind", condition=Q(kind__in=[k.value for k in EnablerKind])),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ocgs:enabler", args=[self.uuid])


class Involvement(PartOf):
    """That an enabler helps a group, and how. Ended, never deleted."""

    part_of = "group"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="involvements")
    enabler = models.ForeignKey(Enabler, on_delete=models.PROTECT, related_name="involvements")
    how = models.TextField()
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"involvement {self.pk}"


class Requirement(Scoped):
    """An intelligence requirement: what must be found out, and what was."""

    may_rest_on = ("ocgs.group", "ocgs.enabler", "threats.threat", "triage.signal", "exchange.received")
    tied_by = Act.WORK_ON_GROUP

    question = models.TextField()
    because = models.TextField(blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in RequirementState],
        default=RequirementState.OPEN,
        db_index=True,
    )
    due = models.DateField(null=True, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)  # or, of one that was withdrawn, why
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due", "pk")
        verbose_name = "intelligence requirement"
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="ocgs_requirement_state", condition=Q(state__in=[s.value for s in RequirementState])
            ),
        )

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        return bool(self.state == RequirementState.OPEN)

    def get_absolute_url(self) -> str:
        return reverse("ocgs:requirement", args=[self.uuid])
