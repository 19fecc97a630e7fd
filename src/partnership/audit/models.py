"""One row for everything anyone did. The database refuses to change or remove one: see guards.py."""

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from .rules import AppendOnly, Verb

REFUSAL = "The audit log only grows: an event is never changed or removed. Record a new event instead."


class GrowingRows(models.QuerySet[Any]):
    def update(self, **changes: Any) -> NoReturn:
        raise AppendOnly(REFUSAL)

    def delete(self) -> NoReturn:
        raise AppendOnly(REFUSAL)


class Growing(models.Model):
    """A row that is written once."""

    objects = GrowingRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(REFUSAL)
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(REFUSAL)


class Event(Growing):
    """Who (by id and role, as they were), did what, to what, why, for whom and when (UTC). Never content.

    sequence  1, 2, 3 and so on, without a gap
    mac       the event's link in the keyed chain (chain.py)
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    actor_id = models.CharField(max_length=64, blank=True, help_text="Empty when the system itself acted.")
    actor_role = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=20, choices=[(verb, verb.value) for verb in Verb], db_index=True)
    did = models.CharField(max_length=80, db_index=True)
    object_kind = models.CharField(max_length=80, blank=True)
    object_pk = models.CharField(max_length=64, blank=True)
    because = models.TextField(blank=True)
    recipient = models.TextField(blank=True)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ("-sequence",)
        indexes = (models.Index(fields=("object_kind", "object_pk"), name="audit_event_object"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.did} {self.object_kind} {self.object_pk}".strip()

    @property
    def verb_words(self) -> str:
        return self.verb.replace("-", " ")

    @property
    def actor_role_words(self) -> str:
        return self.actor_role.replace("-", " ")


class Shown(Growing):
    """One record that an event showed to whoever acted, so that a record can tell who has looked at it."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="shown")
    object_kind = models.CharField(max_length=80)
    object_pk = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "shown"
        indexes = (models.Index(fields=("object_kind", "object_pk"), name="audit_shown_object"),)

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_pk}"


class Head(models.Model):
    """The one row, of key 1, that says where the chain ends. Whoever writes an event holds it until they are done."""

    sequence = models.BigIntegerField()
    mac = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.sequence)
