"""Decisions to keep or dispose of records, and what is left of those that were disposed of."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone


class Review(models.Model):
    """A decision to keep a record, and until when; or to dispose of it. Never changed."""

    kind = models.CharField(max_length=80)
    record = models.UUIDField()
    was_due = models.DateField()
    keep_until = models.DateField(null=True)  # the next review; empty where the record was disposed of
    because = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("kind", "record"), name="retention_review_record"),)

    def __str__(self) -> str:
        return f"review {self.pk}"


class Tombstone(models.Model):
    """What is left of a record that was disposed of: that it was, what rule applied, and how to know it again.

    key  a digest of what identifies the record where it came from, so that the same thing is not taken in again
    """

    kind = models.CharField(max_length=80)
    record = models.UUIDField(unique=True)
    area_code = models.CharField(max_length=64)
    key = models.CharField(max_length=64, db_index=True)
    authority = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"tombstone {self.record}"

    @property
    def kind_words(self) -> str:
        return str(apps.get_model(self.kind)._meta.verbose_name)
