"""Making and ending tokens. What is done through one is recorded where it is done."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Person
from partnership.people.rules import NotAllowed, Role, acts_of

from .models import Token
from .rules import PREFIX, Wanted, digest_of, may_make


@transaction.atomic
def make_token(*, wanted: Wanted, by: Person) -> tuple[Token, str]:
    """The token and its secret, which is shown now and kept nowhere.

    Raises NotAllowed, in words for the screen, if the rules refuse.
    """
    if refusal := may_make(
        wanted,
        today=timezone.localdate(),
        owner_acts=acts_of(Role(by.role)),
        owner_areas=by.area_codes,
        is_through_token=by.narrowing is not None,
    ):
        raise NotAllowed(refusal)
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        person=by,
        name=wanted.name.strip(),
        purpose=wanted.purpose.strip(),
        digest=digest_of(secret),
        acts=sorted(wanted.acts),
        area_codes=None if wanted.area_codes is None else sorted(wanted.area_codes),
        until=wanted.until,
    )
    told = {"acts": token.acts, "areas": token.area_codes, "until": token.until.isoformat()}
    audit.record(by=by, verb=Verb.ALTERATION, did="made token", to=token, because=token.purpose, detail=told)
    return token, secret


@transaction.atomic
def end_token(*, token: Token, by: Person) -> None:
    """It stops at the program's next request. Raises NotAllowed on somebody else's, or if it has ended."""
    mine = Token.objects.of(by).filter(pk=token.pk, ended_at__isnull=True)
    if by.narrowing is not None or not mine.update(ended_at=timezone.now()):
        raise NotAllowed("This token has already ended")
    audit.record(by=by, verb=Verb.ALTERATION, did="ended token", to=token)
