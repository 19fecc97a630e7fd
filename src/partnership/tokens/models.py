"""Tokens: for which program, on whose behalf, how far, until when. The secret itself is never kept."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from partnership.people.models import Narrowing, Person
from partnership.people.rules import Act

from . import rules


class TokenQuerySet(models.QuerySet["Token"]):
    def of(self, person: Person) -> TokenQuerySet:
        """The person's own, those that still count first, and of these the newest first."""
        return self.filter(person=person).order_by(models.F("ended_at").asc(nulls_first=True), "-until", "-pk")


class Token(models.Model):
    """A key for a program, never wider than the person who made it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    purpose = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    acts = models.JSONField()  # list of acts, in code
    area_codes = models.JSONField(null=True)  # list of codes; null for wherever the owner's role applies
    until = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)  # within a minute
    ended_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def told_acts(self) -> frozenset[Act]:
        return frozenset(Act(act) for act in self.acts)

    @property
    def narrowing(self) -> Narrowing:
        """What is left of the owner where this token stands for them."""
        limits = None if self.area_codes is None else frozenset(self.area_codes)
        return Narrowing(self.told_acts, limits, self.uuid, self.purpose)

    @property
    def counts(self) -> bool:
        return rules.counts(
            until=self.until,
            today=timezone.localdate(),
            is_ended=self.ended_at is not None,
            owner_is_open=self.person.is_active,
            owner_must_change_password=self.person.must_change_password,
        )

    @property
    def state(self) -> str:
        """In one word, for its owner."""
        if self.ended_at is not None:
            return "Ended"
        return "In force" if self.until >= timezone.localdate() else "Ran out"
