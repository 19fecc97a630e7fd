"""One row for everything anyone did. The database refuses to change or remove one: see guards.py."""

from typing import Any, NoReturn
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from .rules import AppendOnly, Verb

REFUSAL = "The audit log only grows: an event is never changed or removed. Record a new event instead."


def key_of(obj: models.Model) -> str:
    """By what the log knows an object, also when it is long gone: the digits of its uuid, or its key if it has none."""
    own = getattr(obj, "uuid", None)
    return own.hex if isinstance(own, UUID) else str(obj.pk)


def kind_in_words(kind: str) -> str:
    """What the log calls a kind of object, for the screen; as it stands, if there is no such kind any more.

    >>> kind_in_words("people.person")
    'person'
    """
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


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
    object_key = models.CharField(max_length=64, blank=True)
    because = models.TextField(blank=True)
    recipient = models.TextField(blank=True)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ("-sequence",)
        indexes = (models.Index(fields=("object_kind", "object_key"), name="audit_event_object"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.did} {self.object_kind} {self.object_key}".strip()

    @property
    def object_words(self) -> str:
        return kind_in_words(self.object_kind) if self.object_kind else ""

    @property
    def object_id(self) -> str:
        """The object's key as addresses and tombstones write it."""
        is_uuid = len(self.object_key) == len(UUID(int=0).hex)
        return str(UUID(self.object_key)) if is_uuid else self.object_key

    @property
    def detail_rows(self) -> list[tuple[str, str]]:
        """The ids, codes and counts of the event, as a page lists them."""
        return [
            (name, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
            for name, value in sorted(self.detail.items())
        ]

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
    object_key = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "shown"
        indexes = (models.Index(fields=("object_kind", "object_key"), name="audit_shown_object"),)

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_key}"


class Head(models.Model):
    """The one row, of key 1, that says where the chain ends. Whoever writes an event holds it until they are done."""

    sequence = models.BigIntegerField()
    mac = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.sequence)
