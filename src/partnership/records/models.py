"""Shares, and proposals to hold a record less closely."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.people.rules import Marking

from .rules import Handling, Release


class ShareQuerySet(models.QuerySet["Share"]):
    def in_force(self) -> ShareQuerySet:
        return self.filter(ended_at__isnull=True, until__gte=timezone.localdate())

    def in_force_for(self, person: Person) -> ShareQuerySet:
        return self.in_force().filter(Q(to_person=person.pk) | Q(to_agency=person.agency_id))


class Share(models.Model):
    """A record opened to a partner: by whom, why, on what conditions, and until when (that day included)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=80)
    record = models.UUIDField()
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    conditions = models.TextField(blank=True)  # of the record's handling code, as they stood
    at = models.DateTimeField(default=timezone.now)
    until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("kind", "record"), name="records_share_record"),)
        constraints = (
            models.CheckConstraint(
                name="records_share_to_one", condition=Q(to_agency__isnull=True) ^ Q(to_person__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"share {self.pk}"

    @property
    def recipient(self) -> str:
        return f"{self.to_person.name}, {self.to_person.agency}" if self.to_person else str(self.to_agency)

    @property
    def is_in_force(self) -> bool:
        return self.ended_at is None and self.until >= timezone.localdate()


class Lowering(models.Model):
    """A proposal to hold a record less closely, which somebody else must accept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=80)
    record = models.UUIDField()
    marking = models.CharField(max_length=20)
    handling = models.CharField(max_length=1)
    handling_conditions = models.TextField(blank=True)
    announced = models.BooleanField()
    version = models.PositiveIntegerField()  # of the record when it was proposed; of no other is it decided
    because = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="records_one_lowering_open", fields=("kind", "record"), condition=Q(accepted__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"lowering {self.pk}"

    @property
    def release(self) -> Release:
        return Release(Marking(self.marking), Handling(self.handling), self.handling_conditions, self.announced)
