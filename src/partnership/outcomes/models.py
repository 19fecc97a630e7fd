"""Disruptions as one claims and another moderates them, and what changed in the harm that a threat estimate named."""

from __future__ import annotations

import uuid
from dataclasses import fields

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from partnership.people.models import Agency
from partnership.people.rules import Act
from partnership.records.scoping import PartOf, Scoped

from .measuring import FiguresAre, Measured, Period
from .rules import Claim, ClaimState, Direction, Grade


class Disruption(Scoped):
    """One event that took something from organised crime, whoever had a part in it: one event, one disruption.

    what                 what was done
    affected             what it struck, a key of outcomes.toml, such as a group or a vulnerability
    affected_words       how that was affected
    lasts                for how long it is held to last, a key of outcomes.toml
    claimed_grade        as it was claimed; `grade` is what the moderator gave, empty until then
    event_reference      what the event is called elsewhere (a crime or operation reference), by which a second claim of
                         it is known; event_key is the same without what people write differently
    disruption_reference what the national system calls it, so that figures reconcile
    moderated_because    why it was decided so, or withdrawn
    another_because      why it is another event than claims that looked like it, as its claimer said
    """

    may_rest_on = ("plans.action", "plans.plan", "ocgs.group", "ocgs.enabler")
    tied_by = Act.PLAN

    what = models.TextField()
    p = models.CharField(max_length=40)  # such as soc4p:pursue
    happened_on = models.DateField(db_index=True)
    affected = models.CharField(max_length=40)
    affected_words = models.TextField(blank=True)
    lasts = models.CharField(max_length=40)
    evidence = models.TextField()
    claimed_grade = models.CharField(max_length=10, choices=[(grade.value, grade.label) for grade in Grade])
    grade = models.CharField(max_length=10, choices=[(grade.value, grade.label) for grade in Grade], blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.label) for state in ClaimState],
        default=ClaimState.CLAIMED,
        db_index=True,
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    event_reference = models.CharField(max_length=80, blank=True)
    event_key = models.CharField(max_length=80, blank=True, db_index=True)
    disruption_reference = models.CharField(max_length=80, blank=True)
    another_because = models.TextField(blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(default=timezone.now)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_because = models.TextField(blank=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")

    class Meta:
        ordering = ("-happened_on", "-pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="outcomes_disruption_state", condition=Q(state__in=[state.value for state in ClaimState])
            ),
            models.CheckConstraint(
                name="outcomes_disruption_graded_if_accepted",
                condition=~Q(state=ClaimState.ACCEPTED.value) | Q(grade__in=[grade.value for grade in Grade]),
            ),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def stands(self) -> ClaimState:
        return ClaimState(self.state)

    @property
    def claim(self) -> Claim:
        """What is claimed, as the rules look at it."""
        names = (field.name for field in fields(Claim) if field.name != "grade")
        return Claim(grade=Grade(self.claimed_grade), **{name: getattr(self, name) for name in names})

    def get_absolute_url(self) -> str:
        return reverse("outcomes:disruption", args=[self.uuid])


class Contribution(PartOf):
    """What another agency did in the same event. It claims nothing of its own: the event counts once."""

    part_of = "disruption"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, related_name="contributions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="outcomes_one_contribution_each", fields=("disruption", "agency")),)

    def __str__(self) -> str:
        return f"contribution {self.pk}"


class Outcome(Scoped):
    """What changed in a harm that a threat estimate named: associated with what was done, never caused by it.

    harm              the key of a dimension of harm in scales.toml, such as financial
    measure           what was counted or observed; `before` and `after` are in its unit, over periods of their own
    not_explained_by  what else could account for the change, and how far that was looked into
    """

    may_rest_on = ("outcomes.disruption", "plans.action", "plans.plan", "threats.threat")
    tied_by = Act.PLAN

    text = models.TextField()
    harm = models.CharField(max_length=40)
    direction = models.CharField(
        max_length=10,
        choices=[(direction.value, direction.label) for direction in Direction],
        default=Direction.UNKNOWN,
        db_index=True,
    )
    measure = models.CharField(max_length=200, blank=True)
    figures_are = models.CharField(
        max_length=10, choices=[(each.value, each.label) for each in FiguresAre], default=FiguresAre.COUNT
    )
    before = models.FloatField(null=True, blank=True)
    before_start = models.DateField(null=True, blank=True)
    before_end = models.DateField(null=True, blank=True)
    after = models.FloatField(null=True, blank=True)
    after_start = models.DateField(null=True, blank=True)
    after_end = models.DateField(null=True, blank=True)
    evidence = models.TextField()
    not_explained_by = models.TextField(blank=True)
    observed_on = models.DateField(default=timezone.localdate, db_index=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-observed_on", "-pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="outcomes_outcome_before_ends",
                condition=Q(before_end__isnull=True) | Q(before_end__gte=F("before_start")),
            ),
            models.CheckConstraint(
                name="outcomes_outcome_after_ends",
                condition=Q(after_end__isnull=True) | Q(after_end__gte=F("after_start")),
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def measured(self) -> Measured | None:
        """The harm before and after; None where nothing was counted."""
        held = (self.before, self.before_start, self.before_end, self.after, self.after_start, self.after_end)
        if None in held:
            return None
        before, after = Period(*held[:3]), Period(*held[3:])
        return Measured(self.measure, FiguresAre(self.figures_are), before, after)

    def get_absolute_url(self) -> str:
        return reverse("outcomes:outcome", args=[self.uuid])
