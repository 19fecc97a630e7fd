"""Threats, the dated editions of their estimate, and the hypotheses that compete to explain them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from partnership.people.rules import Act
from partnership.records.frozen import Frozen
from partnership.records.scoping import PartOf, Scoped

from .rules import Confidence, Consistency, Direction, Driver, Kind, Likelihood, State


class Threat(Scoped):
    """What could harm one area. What is said of it stands in its editions; the newest is in force."""

    may_rest_on = ("triage.signal", "threats.threat", "exchange.received")
    tied_by = Act.ASSESS_THREAT

    key = models.CharField(max_length=64, db_index=True)  # of the taxonomy, such as modern-slavery
    name = models.CharField(max_length=120)
    area_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in Kind], default=Kind.THREAT)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.label) for state in State], default=State.CURRENT, db_index=True
    )
    edition = models.PositiveIntegerField(default=0)  # in force; 0 until there is one

    class Meta:
        ordering = ("area_name", "name", "pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(name="threats_threat_state", condition=Q(state__in=[s.value for s in State])),
            models.CheckConstraint(name="threats_threat_kind", condition=Q(kind__in=[k.value for k in Kind])),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.area_name}"

    def get_absolute_url(self) -> str:
        return reverse("threats:threat", args=[self.uuid])

    @cached_property
    def current(self) -> Edition | None:
        """The edition in force, if there is one. Lists fill this in beforehand, in one query."""
        return self.editions.filter(edition=self.edition).first()

    @property
    def is_open(self) -> bool:
        return self.state == State.CURRENT

    @property
    def is_demand(self) -> bool:
        return self.kind == Kind.DEMAND


class Edition(Frozen):
    """The estimate as it was made on one day. Compared with others, never overwritten.

    harm      a score from 0 by dimension of the scales, or null where it is not known
    position  a score by dimension of organisational position, kept apart from harm and likelihood
    trend     like-for-like comparisons, each as threats.comparing.Compared keeps it, as they stood
    impact, likelihood_number, risk, risk_band
              as the scales of that day scored it; impact, and so risk, is empty where no harm was known
    """

    part_of = "threat"

    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, related_name="editions")
    edition = models.PositiveIntegerField()
    as_of = models.DateField()
    period_start = models.DateField()
    period_end = models.DateField()
    statement = models.TextField()
    likelihood = models.CharField(max_length=20, choices=[(band.value, band.label) for band in Likelihood])
    confidence = models.CharField(max_length=10, choices=[(level.value, level.label) for level in Confidence])
    confidence_because = models.TextField(blank=True)
    harm = models.JSONField(default=dict)
    position = models.JSONField(default=dict)
    trend = models.JSONField(default=list)
    trend_words = models.TextField(blank=True)
    gaps = models.TextField(blank=True)
    because = models.TextField(blank=True)  # what changed since the edition before
    scales = models.CharField(max_length=40)  # the version of the scales it was scored on
    likelihood_number = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    risk = models.PositiveSmallIntegerField(null=True, blank=True)
    risk_band = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-edition",)
        constraints = (models.UniqueConstraint(fields=["threat", "edition"], name="threats_edition_once"),)

    def __str__(self) -> str:
        return f"edition {self.edition}"


class DriverNote(Frozen):
    """One PESTEL driver of an edition, and which way it pushes."""

    part_of = "edition"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="drivers")
    driver = models.CharField(max_length=20, choices=[(driver.value, driver.label) for driver in Driver])
    direction = models.CharField(max_length=10, choices=[(way.value, way.label) for way in Direction])
    text = models.TextField()

    class Meta:
        ordering = ("pk",)
        verbose_name = "driver"

    def __str__(self) -> str:
        return f"{self.driver} driver {self.pk}"


class Source(Frozen):
    """What an edition relies on besides the records it is tied to."""

    part_of = "edition"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sources")
    text = models.TextField()
    link = models.TextField(blank=True)
    dated = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"source {self.pk}"


class Hypothesis(PartOf):
    """One of the explanations that compete. Set aside with a reason, never deleted."""

    part_of = "threat"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, related_name="hypotheses")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    set_aside_because = models.TextField(blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        verbose_name_plural = "hypotheses"

    def __str__(self) -> str:
        return f"hypothesis {self.pk}"


class Item(Frozen):
    """A piece of evidence that hypotheses are held against; `signal` is the uuid of the one it stands in, if any."""

    part_of = "threat"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    threat = models.ForeignKey(Threat, on_delete=models.PROTECT, related_name="items")
    text = models.TextField()
    signal = models.UUIDField(null=True, blank=True)
    dated = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = "item of evidence"
        verbose_name_plural = "items of evidence"

    def __str__(self) -> str:
        return f"item {self.pk}"


class Reading(Frozen):
    """How one analyst reads an item against a hypothesis. Their newest reading counts; others' stand beside it."""

    part_of = "hypothesis"

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.PROTECT, related_name="readings")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="readings")
    consistency = models.CharField(max_length=2, choices=[(each.value, each.label) for each in Consistency])
    because = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"reading {self.pk}"
