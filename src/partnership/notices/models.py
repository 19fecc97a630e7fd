"""Who follows which record, what they were told of it, and when they want a digest by e-mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Subscription(models.Model):
    """Somebody who asked to be told of a record."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=80)
    record = models.UUIDField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (models.UniqueConstraint(name="notices_follow_once", fields=("person", "kind", "record")),)
        indexes = (models.Index(fields=("kind", "record"), name="notices_subscribers"),)

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Notice(models.Model):
    """One thing that somebody did to a record, for one person. It holds no word of the record; whoever reads it is
    shown the record as they may see it then, or nothing.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=80)
    record = models.UUIDField()
    did = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("person", "-at"), name="notices_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=("kind", "record"), name="notices_of_record"),
        )

    def __str__(self) -> str:
        return f"notice {self.pk}"


class DigestHour(models.Model):
    """The hour, as London reads it, at which somebody wants their digest. Without a row they get none."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(name="notices_hour_of_day", condition=Q(hour__lte=23)),)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.hour}"


class Digest(models.Model):
    """The digest of one person on one day, so that there is one.

    begun_at  when it was handed to the mail server; from then on it is not sent a second time
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    begun_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-day", "pk")
        constraints = (models.UniqueConstraint(name="notices_one_digest_a_day", fields=("person", "day")),)

    def __str__(self) -> str:
        return f"digest {self.pk}"
