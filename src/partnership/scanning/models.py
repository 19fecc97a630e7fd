"""Emerging terms with what each period said of them, what people made of them, and the lattice of who agrees."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnership.people.rules import Role
from partnership.records.frozen import Frozen
from partnership.records.scoping import PartOf, Scoped

from .rules import Standing


class Term(Scoped):
    """A word or phrase that nobody listed, in one area, from its first period of excess until it is usual."""

    key = models.TextField(unique=True)
    term = models.TextField()
    first_excess = models.CharField(max_length=20)
    first_raised = models.CharField(max_length=20, blank=True)  # empty if it only came near
    newest_period = models.CharField(max_length=20)
    level = models.CharField(max_length=20)  # in the newest period: raised, one source, or below
    q = models.FloatField()  # in the newest period
    flags = models.JSONField(default=list)  # what to beware of, in words
    beside = models.JSONField(default=list)  # words that tell of the same documents
    variants = models.JSONField(default=list)  # other writings counted with it
    phrases = models.JSONField(default=list)  # shorter or longer phrases told by this one
    quotes = models.JSONField(default=list)  # Passages, each as an object
    standing = models.CharField(
        max_length=10, choices=[(each.value, each.label) for each in Standing], default=Standing.OFFERED, db_index=True
    )
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("q", "term", "pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="scanning_term_standing", condition=Q(standing__in=[s.value for s in Standing])
            ),
        )

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("scanning:term", args=[self.uuid])

    @property
    def title(self) -> str:
        return f"“{self.term}”"

    @property
    def origin_key(self) -> str:
        return self.key

    @property
    def standing_told(self) -> Standing:
        return Standing(self.standing)


class Sighting(PartOf):
    """What one period said of a term; fields as in rules.SeenInPeriod."""

    part_of = "term"

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="sightings")
    period = models.CharField(max_length=20)
    raised_in = models.CharField(max_length=20)
    count = models.PositiveBigIntegerField()
    expected = models.FloatField()
    p = models.FloatField()
    q = models.FloatField()
    rank = models.PositiveIntegerField()
    level = models.CharField(max_length=20)
    documents = models.PositiveBigIntegerField()
    groups = models.PositiveIntegerField(null=True)
    areas = models.PositiveIntegerField(null=True)
    keyness = models.FloatField()
    visibility = models.FloatField(null=True)
    diffusion = models.FloatField(null=True)

    class Meta:
        ordering = ("period",)
        constraints = (models.UniqueConstraint(name="scanning_sighting_once", fields=("term", "period")),)

    def __str__(self) -> str:
        return f"{self.period} {self.count}"


class Judgement(Frozen):
    """What somebody made of a term, and why."""

    part_of = "term"

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="judgements")
    version = models.PositiveIntegerField()  # of the term, once judged
    standing = models.CharField(max_length=10, choices=[(each.value, each.label) for each in Standing])
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.standing} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    @property
    def standing_told(self) -> Standing:
        return Standing(self.standing)


class Concept(Scoped):
    """Source groups that say the same within one stretch of time, and all that they say alike."""

    key = models.CharField(max_length=64, unique=True)
    window_start = models.DateField()
    window_end = models.DateField()
    groups = models.JSONField()  # names of independent source groups
    says = models.JSONField()  # list of Said, each as an object
    words = models.TextField()
    size = models.PositiveIntegerField()  # how many groups
    support = models.FloatField()  # their share of all groups of the window
    narrower = models.JSONField(default=list)  # keys of the concepts right below
    signal_ids = models.JSONField(default=list)  # the engine's ids
    is_current = models.BooleanField(default=True, db_index=True)  # part of the last delivery
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-size", "key")
        constraints = Scoped.Meta.constraints

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("scanning:concept", args=[self.uuid])

    @property
    def title(self) -> str:
        return self.words

    @property
    def origin_key(self) -> str:
        return self.key
