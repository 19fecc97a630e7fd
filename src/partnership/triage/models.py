"""Signals, the evidence frozen as it arrived, and what people said. Only a signal itself ever changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from partnership.people.rules import Act, Role
from partnership.records.frozen import Frozen
from partnership.records.scoping import Scoped

from .grounds import Grounds
from .rules import Level, State, Weight


class Signal(Scoped):
    """One unexplained rise, from its first period of excess until it ends."""

    engine_signal_id = models.CharField(max_length=64, unique=True)
    series_id = models.TextField()
    area_name = models.TextField()
    area_level = models.CharField(max_length=20)
    threat = models.TextField()
    threat_name = models.TextField()
    measure = models.TextField()
    level = models.CharField(max_length=10, choices=[(level.value, level.label) for level in Level])
    level_reason = models.TextField()
    statement = models.TextField()
    state = models.CharField(
        max_length=10, choices=[(state.value, state.label) for state in State], default=State.OPEN.value, db_index=True
    )
    period = models.CharField(max_length=20)
    period_start = models.DateField()
    period_end = models.DateField()
    raised_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)  # the evidence in force

    class Meta:
        ordering = ("-raised_at", "-pk")
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(name="triage_signal_state", condition=Q(state__in=[s.value for s in State])),
            models.CheckConstraint(name="triage_signal_level", condition=Q(level__in=[v.value for v in Level])),
        )

    def __str__(self) -> str:
        return self.engine_signal_id

    def get_absolute_url(self) -> str:
        return reverse("triage:signal", args=[self.uuid])

    @classmethod
    def state_allows(cls, act: Act) -> Q:
        """Nothing is added to a dismissed signal, nor is it passed on: it is reopened first."""
        return ~Q(state=State.DISMISSED) if act in {Act.NOTE_HYPOTHESIS, Act.RELEASE} else Q()

    @property
    def title(self) -> str:
        return self.statement

    @property
    def origin_key(self) -> str:
        return self.engine_signal_id

    @cached_property
    def evidence(self) -> Evidence:
        """The edition in force. Lists fill this in beforehand, in one query."""
        return self.editions.get(edition=self.edition)

    @property
    def row(self) -> str:
        """The signal as a ticked row carries it: which one, and which version of it was on the screen."""
        return f"{self.uuid}:{self.version}"

    @property
    def state_told(self) -> State:
        return State(self.state)


class Evidence(Frozen):
    """What the engine knew when it raised the signal or told more of it. Editions count from one."""

    part_of = "signal"

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="editions")
    edition = models.PositiveIntegerField()
    level = models.CharField(max_length=10)
    level_reason = models.TextField()
    statement = models.TextField()
    period = models.CharField(max_length=20)
    observed = models.FloatField()
    expected = models.FloatField()
    upper = models.FloatField()
    p = models.FloatField()
    q = models.FloatField()
    first_excess = models.CharField(max_length=20)
    baseline = models.TextField()
    method = models.TextField()
    method_version = models.TextField()
    source = models.TextField()
    source_groups = models.JSONField()  # list of names
    would_lower = models.JSONField()  # list of sentences
    window = models.JSONField()  # list of WindowPoint, each as an object
    grounds = models.JSONField(default=dict)  # Grounds as an object; empty for an older store
    store_digest = models.TextField()
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-edition",)
        verbose_name_plural = "evidence"
        constraints = (models.UniqueConstraint(fields=["signal", "edition"], name="triage_evidence_edition"),)

    def __str__(self) -> str:
        return f"edition {self.edition}"

    @property
    def grounds_told(self) -> Grounds:
        return Grounds.told(self.grounds)

    @property
    def weight(self) -> Weight:
        return Weight(
            level=Level(self.level),
            p=self.p,
            q=self.q,
            observed=self.observed,
            expected=self.expected,
            source_groups=tuple(self.source_groups),
        )


class Quote(Frozen):
    """The words, or the count, that raised it, and where they can be read."""

    part_of = "evidence"

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="quotes")
    rank = models.PositiveIntegerField()
    title = models.TextField(blank=True)
    published = models.DateField(null=True)
    source_group = models.TextField(blank=True)
    link = models.TextField(blank=True)  # as published; only followed when it is a web link
    quote = models.TextField(blank=True)
    term = models.TextField(blank=True)
    content_hash = models.TextField(blank=True)
    where = models.TextField(blank=True)

    class Meta:
        ordering = ("rank", "pk")

    def __str__(self) -> str:
        return f"quote {self.rank}"


class Verdict(Frozen):
    """What somebody decided, on which evidence. `by` is empty where the rules reopened it themselves."""

    part_of = "signal"

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="verdicts")
    edition = models.PositiveIntegerField()  # of the evidence that was judged
    version = models.PositiveIntegerField()  # of the signal, once decided
    state = models.CharField(max_length=10, choices=[(state.value, state.label) for state in State])
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.state} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label if self.by_id else "The site"

    @property
    def state_told(self) -> State:
        return State(self.state)


class Hypothesis(Frozen):
    """What somebody thinks might explain it, for the others to test."""

    part_of = "signal"

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="hypotheses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "hypotheses"

    def __str__(self) -> str:
        return f"hypothesis {self.pk}"
