"""Reads of the log. Opening the log is itself recorded, by the page that shows it."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import models

from .models import Event


def history_of(obj: models.Model) -> models.QuerySet[Event]:
    """Everything recorded about one object, newest first."""
    return Event.objects.filter(object_kind=obj._meta.label_lower, object_pk=str(obj.pk))


def verbs(events: models.QuerySet[Event]) -> list[str]:
    """Every verb those events hold, in alphabetical order."""
    return list(events.order_by("did").values_list("did", flat=True).distinct())


def object_kinds(events: models.QuerySet[Event]) -> list[str]:
    """Every kind of object those events mention, in alphabetical order."""
    kinds = events.exclude(object_kind="").order_by("object_kind")
    return list(kinds.values_list("object_kind", flat=True).distinct())


def actor_names(events: Iterable[Event]) -> dict[str, str]:
    """Name by actor id, of those who acted and still have an account."""
    people = get_user_model()._default_manager.in_bulk({event.actor_id for event in events if event.actor_id})
    return {str(pk): str(person) for pk, person in people.items()}
