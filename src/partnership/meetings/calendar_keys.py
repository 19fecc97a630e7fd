"""Whose calendar an address is: its owner, read anew each time, who may do nothing by it but read."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people import throttling
from partnership.people.models import Narrowing, Person
from partnership.people.rules import Act
from partnership.tokens.rules import digest_of

from .models import CalendarKey

READS = frozenset({Act.SEE_RECORD, Act.SEE_BOARD})
PURPOSE = "Calendar subscription"


class TooManyGuesses(Exception):
    """So many bad addresses came from there that no more are looked at, or a guesser could fill the log."""


def owner_of(request: HttpRequest, secret: str) -> Person | None:
    """The owner of the address that holds this secret; None if none does, it ended, or they may not sign in.

    Raises TooManyGuesses. A good address is never kept out by bad ones that come from the same place.
    """
    key = CalendarKey.objects.select_related("person__agency").filter(digest=digest_of(secret)).first()
    if key is None or not _counts(key):
        _refuse(key, throttling.bucket_of_programs(request))
        return None
    person: Person = key.person
    person.narrowing = Narrowing(READS, None, key.uuid, PURPOSE)
    return person


def _counts(key: CalendarKey) -> bool:
    return key.ended_at is None and key.person.is_active and not key.person.must_change_password


@transaction.atomic
def _refuse(key: CalendarKey | None, buckets: tuple[str, ...]) -> None:
    if throttling.is_throttled(buckets):
        raise TooManyGuesses
    throttling.count_failure(buckets)
    audit.record(by=None, verb=Verb.REFUSAL, did="refused calendar address", to=key)
