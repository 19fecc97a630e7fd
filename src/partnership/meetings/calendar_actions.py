"""Making and ending the address of one's own calendar. What is read by it is recorded where it is read."""

from __future__ import annotations

import secrets

from django.db import models, transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import NotAllowed
from partnership.tokens.rules import PREFIX, digest_of

from .models import CalendarKey

NONE_TO_END = "You have no calendar address in force"


@transaction.atomic
def make_key(*, by: Person) -> str:
    """The secret of the new address, which is shown now and kept nowhere. The one before it stops."""
    _in_force(by).update(ended_at=timezone.now())
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    key = CalendarKey.objects.create(person=by, digest=digest_of(secret))
    audit.record(by=by, verb=Verb.ALTERATION, did="made calendar address", to=key)
    return secret


@transaction.atomic
def end_key(*, by: Person) -> None:
    """It stops at the calendar's next request. Raises NotAllowed if there is none in force."""
    key = _in_force(by).first()
    if key is None:
        raise NotAllowed(NONE_TO_END)
    _in_force(by).update(ended_at=timezone.now())
    audit.record(by=by, verb=Verb.ALTERATION, did="ended calendar address", to=key)


def _in_force(person: Person) -> models.QuerySet[CalendarKey]:
    return CalendarKey.objects.filter(person=person, ended_at__isnull=True)
