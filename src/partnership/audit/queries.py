"""Reads of the log. Opening the log is itself recorded, by the page that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from .models import Event, key_of


def history_of(obj: models.Model) -> models.QuerySet[Event]:
    """Everything recorded about one object, newest first."""
    return Event.objects.filter(object_kind=obj._meta.label_lower, object_key=key_of(obj))


@dataclass(frozen=True)
class Look:
    """That somebody was shown a record: whoever has no account any more is known by their number alone."""

    actor_id: str
    name: str
    first: datetime
    last: datetime
    count: int


def who_looked(obj: models.Model) -> list[Look]:
    """Everyone who was shown the record, on its page or in a list, or took it out; the last to look first."""
    events = Event.objects.filter(shown__object_kind=obj._meta.label_lower, shown__object_key=key_of(obj))
    told = events.exclude(actor_id="").order_by().values_list("actor_id")
    rows = list(told.annotate(models.Min("at"), models.Max("at"), models.Count("pk")))
    names = {str(pk): str(person) for pk, person in _people().in_bulk({row[0] for row in rows}).items()}
    looks = [Look(actor, names.get(actor, ""), *rest) for actor, *rest in rows]
    return sorted(looks, key=lambda look: look.last, reverse=True)


def verbs(events: models.QuerySet[Event]) -> list[str]:
    """Every verb those events hold, in alphabetical order."""
    return list(events.order_by("did").values_list("did", flat=True).distinct())


def object_kinds(events: models.QuerySet[Event]) -> list[str]:
    """Every kind of object those events mention, in alphabetical order."""
    kinds = events.exclude(object_kind="").order_by("object_kind")
    return list(kinds.values_list("object_kind", flat=True).distinct())


def actor_names(events: Iterable[Event]) -> dict[str, str]:
    """Name by actor id, of those who acted and still have an account."""
    people = _people().in_bulk({event.actor_id for event in events if event.actor_id})
    return {str(pk): str(person) for pk, person in people.items()}


def _people() -> models.Manager[Any]:
    return get_user_model()._default_manager
