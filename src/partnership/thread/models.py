"""That one record rests on another, as somebody said and for which reason. Taken back, never deleted."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Tie(models.Model):
    """`record` rests on `on_record`. Editions say which of each it was, where a record has editions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=80)
    record = models.UUIDField()
    edition = models.PositiveIntegerField(null=True, blank=True)
    on_kind = models.CharField(max_length=80)
    on_record = models.UUIDField()
    on_edition = models.PositiveIntegerField(null=True, blank=True)
    because = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = (
            models.Index(fields=("kind", "record"), name="thread_tie_record"),
            models.Index(fields=("on_kind", "on_record"), name="thread_tie_on"),
        )

    def __str__(self) -> str:
        return f"tie {self.pk}"
