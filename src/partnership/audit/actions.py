"""The one way into the log."""

from typing import Any, Protocol

from django.db import models

from .models import Event
from .rules import is_an_id


class Actor(Protocol):
    """Anyone with a key and a role: the log knows no more of people than that."""

    pk: Any
    role: str


def record(
    *,
    by: Actor | None,
    did: str,
    to: models.Model | None = None,
    because: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    """The event just written, inside the caller's transaction: no event, no change.

    by      who acted; None for the system itself
    did     a verb in the past and its object, such as "dismissed signal"
    detail  ids, codes and counts only

    Raises ValueError if the detail holds anything longer or wordier than an id.
    """
    detail = detail or {}
    if wordy := sorted(key for key, value in detail.items() if not is_an_id(value)):
        raise ValueError(f"An event's detail holds ids only; {', '.join(wordy)} holds more. Put words in `because`.")
    return Event.objects.create(
        actor_id="" if by is None else str(by.pk),
        actor_role="" if by is None else str(by.role),
        did=did,
        object_kind="" if to is None else to._meta.label_lower,
        object_pk="" if to is None else str(to.pk),
        because=because,
        detail=detail,
    )
