"""Who stands behind a request by a program: the owner of its token, read anew each time and narrowed to it.

Only addresses for programs ask here. Every other address knows people by their session, and takes no token.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError, Throttled
from ninja.security.http import HttpAuthBase

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people import throttling
from partnership.people.models import Person
from partnership.people.rules import Act

from .models import Token
from .rules import digest_of

NOTED_EVERY = timedelta(minutes=1)


class BearerToken(HttpAuthBase):
    """Lets a request through that carries a token in force which leaves its owner the act; any token without one.

    No token, an unknown one, one that ended or ran out, and one whose owner may not sign in look the same: 401.
    Without the act it is 404, as if the address did not exist.
    """

    openapi_scheme = "bearer"
    openapi_description = "A token made on the page Your tokens, sent as `Authorization: Bearer tocsin_…`."

    def __init__(self, act: Act | None = None) -> None:
        super().__init__()
        self.act = act

    def __call__(self, request: HttpRequest) -> Person:
        person = who_asks(request)
        if self.act is not None and not person.may(self.act):
            raise Http404
        return person


def who_asks(request: HttpRequest) -> Person:
    """The owner of the token, narrowed to it.

    Raises AuthenticationError, and after too many bad tokens from one address Throttled. A good token is never kept
    out by bad ones: what is counted would otherwise lock out everybody behind the same address.
    """
    secret = _secret_in(request)
    if secret is None:
        raise AuthenticationError
    token = Token.objects.select_related("person__agency").filter(digest=digest_of(secret)).first()
    if token is None or not token.counts:
        _refuse(token, throttling.bucket_of_programs(request))
        raise AuthenticationError
    _note_use(token)
    person: Person = token.person
    person.narrowing = token.narrowing
    return person


def _secret_in(request: HttpRequest) -> str | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and secret.strip() else None


@transaction.atomic
def _refuse(token: Token | None, buckets: tuple[str, ...]) -> None:
    """Counts and records a bad token, until there were too many: then neither, or a guesser could fill the log."""
    if throttling.is_throttled(buckets):
        raise Throttled(wait=throttling.WINDOW.seconds)
    throttling.count_failure(buckets)
    audit.record(by=None, verb=Verb.REFUSAL, did="refused token", to=token)


def _note_use(token: Token) -> None:
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - NOTED_EVERY)
    Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)
