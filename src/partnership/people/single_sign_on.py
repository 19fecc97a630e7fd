"""Signing in with an organisation's own account, by OpenID Connect. Nothing here works, or connects, unless configured.

Authlib speaks the protocol: state, nonce, PKCE, and the ID token's signature, issuer, audience and age. Ours is what
the claims have to say, and, in signing_in, whom they make somebody here.
Source: OpenID Connect Core 1.0; RFC 7636 (PKCE); RFC 8176 (how somebody was authenticated).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from authlib.integrations.django_client.apps import DjangoOAuth2App
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from joserfc.errors import JoseError
from requests import RequestException

from .rules import NotAllowed

log = logging.getLogger(__name__)
GOING = "going"
TIMEOUT_SECONDS = 10
ASKED_ANEW_SECONDS = 5 * 60
FAILED = "Signing in with your organisation’s account did not work. Try again, or ask your organisation’s helpdesk"


@dataclass(frozen=True)
class Claimed:
    """What the provider says of whoever has just signed in there.

    has_two_factors  true if it says that it asked for more than one factor
    """

    issuer: str
    subject: str
    email: str
    has_two_factors: bool


def is_configured() -> bool:
    return settings.TOCSIN_OIDC is not None


def name() -> str:
    """What people call that account; empty if there is none."""
    return settings.TOCSIN_OIDC.name if is_configured() else ""


def lead_away(request: HttpRequest, *, going: str, is_asked_anew: bool) -> HttpResponse:
    """To the provider, remembering where the person was going. Raises NotAllowed if it cannot be reached.

    is_asked_anew  has the provider ask who it is although it may know
    """
    more = {"prompt": "login", "max_age": "0"} if is_asked_anew else {}
    request.session[GOING] = [going, is_asked_anew]
    try:
        answer: HttpResponse = _provider().authorize_redirect(request, _way_back(), **more)
    except (AuthlibBaseError, RequestException, RuntimeError) as fault:
        raise _failed(fault) from fault
    return answer


def come_back(request: HttpRequest) -> tuple[Claimed, str]:
    """What the provider says, and where the person was going.

    Raises NotAllowed if its answer is not one to what was asked, is forged, too old or not for this site, or if its
    account has no address that it vouches for.
    """
    going, is_asked_anew = request.session.pop(GOING, ["", False])
    known = settings.TOCSIN_OIDC
    wanted = {"iss": {"essential": True, "value": known.issuer}, "sub": {"essential": True}}
    if is_asked_anew:
        wanted["auth_time"] = {"essential": True}
    try:
        told = _provider().authorize_access_token(request, claims_options=wanted).get("userinfo")
    except (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError) as fault:
        raise _failed(fault) from fault
    if told is None or (is_asked_anew and timezone.now().timestamp() - told["auth_time"] > ASKED_ANEW_SECONDS):
        raise _failed("no ID token, or none of a fresh sign-in")
    vouched = told.get("email_verified") is True or known.gives_out_addresses
    return Claimed(
        issuer=known.issuer,
        subject=str(told["sub"]),
        email=str(told.get("email", "")).strip().lower() if vouched else "",
        has_two_factors="mfa" in told.get("amr", ()),
    ), going


def _failed(fault: object) -> NotAllowed:
    # As a literal, because a part of it may come from whoever typed the address.
    log.warning("Signing in with an organisation's account failed: %r", str(fault)[:200])
    return NotAllowed(FAILED)


def _way_back() -> str:
    return f"{settings.TOCSIN_ORIGIN.url}{reverse('people:organisation-back')}"


def _provider() -> DjangoOAuth2App:
    known = settings.TOCSIN_OIDC
    return _registered(known.issuer, known.client_id, known.secret)


@cache
def _registered(issuer: str, client_id: str, secret: str) -> DjangoOAuth2App:
    return OAuth().register(
        "organisation",
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": TIMEOUT_SECONDS},
    )
