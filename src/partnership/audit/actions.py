"""The one way into the log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, models, transaction

from . import chain, checkpoints
from .models import Event, Head, Shown, key_of
from .rules import NotRecorded, Verb, is_an_id, one_line
from .signals import recorded


class Through(Protocol):
    """What somebody acts through who is not there themselves, such as a token: which one, and what it is for."""

    @property
    def token(self) -> UUID: ...
    @property
    def purpose(self) -> str: ...


class Actor(Protocol):
    """Anyone with a key and a role, perhaps acting through something: the log knows no more of people than that."""

    pk: Any
    role: str

    @property
    def narrowing(self) -> Through | None: ...


def record(
    *,
    by: Actor | None,
    verb: Verb,
    did: str,
    to: models.Model | None = None,
    because: str = "",
    detail: dict[str, Any] | None = None,
    recipient: str = "",
    shown: Iterable[models.Model] = (),
) -> Event:
    """The event just written, inside the caller's transaction: no event, no change.

    by         who acted; None for the system itself
    verb       which kind of processing it was
    did        a verb in the past and its object, such as "dismissed signal"
    detail     ids, codes and counts only; of somebody who acts through a token, the token too
    because    why, in words; for a token, what it is for, unless a reason is given
    recipient  to whom something was disclosed, in words
    shown      the records that were put before whoever acted

    Raises ValueError if the detail holds anything longer or wordier than an id; NotRecorded if the event could not
    be written, or could not be checkpointed afterwards: then nothing may be shown or changed.
    """
    through = None if by is None else by.narrowing
    told = (detail or {}) | ({} if through is None else {"token": through.token})
    detail = json.loads(json.dumps(told, cls=DjangoJSONEncoder))
    if wordy := sorted(key for key, value in detail.items() if not is_an_id(value)):
        raise ValueError(f"An event's detail holds ids only; {', '.join(wordy)} holds more. Put words in `because`.")
    event = Event(
        actor_id="" if by is None else str(by.pk),
        actor_role="" if by is None else str(by.role),
        verb=verb,
        did=did,
        object_kind="" if to is None else to._meta.label_lower,
        object_key="" if to is None else key_of(to),
        because=one_line(because) or one_line("" if through is None else through.purpose),
        recipient=one_line(recipient),
        detail=detail,
    )
    pairs = sorted({(each._meta.label_lower, key_of(each)) for each in shown})
    try:
        checkpoints.make_sure()
        with transaction.atomic():
            _append(event, pairs)
    except (DatabaseError, OSError) as fault:
        raise NotRecorded(f"The audit log could not be written ({type(fault).__name__}).") from fault
    recorded.send(sender=Event, event=event, to=to)
    return event


def _append(event: Event, shown: list[tuple[str, str]]) -> None:
    # Held until the caller's transaction ends, so that no two events follow the same one.
    head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults={"sequence": 0, "mac": chain.START})
    event.sequence = head.sequence + 1
    event.mac = chain.mac(event, shown, head.mac, key=chain.key())
    event.save()
    Shown.objects.bulk_create(Shown(event=event, object_kind=kind, object_key=key) for kind, key in shown)
    Head.objects.update(sequence=event.sequence, mac=event.mac)
    transaction.on_commit(partial(checkpoints.advance, event.sequence, event.mac))
