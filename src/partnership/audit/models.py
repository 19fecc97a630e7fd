"""One row for everything anyone did. The database refuses to change or remove one: see guards.py."""

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from .rules import AppendOnly

REFUSAL = "The audit log only grows: an event is never changed or removed. Record a new event instead."


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **changes: Any) -> NoReturn:
        raise AppendOnly(REFUSAL)

    def delete(self) -> NoReturn:
        raise AppendOnly(REFUSAL)


class Event(models.Model):
    """Who (by id and role, as they were), did what, to what, why and when (UTC). Never content."""

    sequence = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    actor_id = models.CharField(max_length=64, blank=True, help_text="Empty when the system itself acted.")
    actor_role = models.CharField(max_length=40, blank=True)
    did = models.CharField(max_length=80, db_index=True)
    object_kind = models.CharField(max_length=80, blank=True)
    object_pk = models.CharField(max_length=64, blank=True)
    because = models.TextField(blank=True)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-sequence",)
        indexes = (models.Index(fields=("object_kind", "object_pk"), name="audit_event_object"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.did} {self.object_kind} {self.object_pk}".strip()

    @property
    def actor_role_words(self) -> str:
        return self.actor_role.replace("-", " ")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(REFUSAL)
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(REFUSAL)
