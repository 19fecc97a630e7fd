"""Slows guessing without letting a guesser lock anyone out.

Failures are counted in buckets. A browser that has signed in to the account before has a bucket of its own,
so however hard an account, or everyone behind one address, is attacked, its owner still gets in.
Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import FailedSignIn

WINDOW = timedelta(minutes=15)
MOST_FAILURES = {"browser": 5, "account": 5, "source": 30}
COOKIE = settings.TOCSIN_KNOWN_BROWSER_COOKIE
COOKIE_DAYS = 90
SALT = "tocsin.known-browser"


def buckets_of(request: HttpRequest, email: str) -> tuple[str, ...]:
    """Where a failure to sign in counts: the browser if the account knows it, else the account and the address."""
    account = _digest("account", email.strip().lower())
    if browser := _known_browser(request, account):
        return (f"browser:{browser}",)
    return f"account:{account}", f"source:{_digest('source', request.META['REMOTE_ADDR'])}"


def bucket_of_programs(request: HttpRequest) -> tuple[str, ...]:
    """Where a bad token counts: the address, apart from the people who sign in from there.

    A forgotten program that asks every minute with a token that has ended must not keep its whole office out.
    """
    return (f"source:{_digest('programs', request.META['REMOTE_ADDR'])}",)


def is_throttled(buckets: tuple[str, ...]) -> bool:
    recent = FailedSignIn.objects.filter(at__gt=timezone.now() - WINDOW)
    return any(recent.filter(bucket=bucket).count() >= MOST_FAILURES[_kind(bucket)] for bucket in buckets)


def count_failure(buckets: tuple[str, ...]) -> None:
    FailedSignIn.objects.filter(at__lte=timezone.now() - WINDOW).delete()
    FailedSignIn.objects.bulk_create(FailedSignIn(bucket=bucket) for bucket in buckets)


def forgive(buckets: tuple[str, ...]) -> None:
    """Forgets the account's or the browser's failures; an address keeps its own, or one good account would clear it."""
    FailedSignIn.objects.filter(bucket__in=[b for b in buckets if _kind(b) != "source"]).delete()


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    account = _digest("account", email.strip().lower())
    browser = _known_browser(request, account) or secrets.token_hex(16)
    response.set_cookie(
        COOKIE,
        signing.dumps([account, browser], salt=SALT),
        max_age=COOKIE_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _known_browser(request: HttpRequest, account: str) -> str | None:
    try:
        known, browser = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=timedelta(days=COOKIE_DAYS))
    except signing.BadSignature:
        return None
    return str(browser) if known == account else None


def _digest(kind: str, value: str) -> str:
    """A keyed digest, so that neither what was typed nor an address is kept."""
    return salted_hmac(f"tocsin.throttling.{kind}", value, algorithm="sha256").hexdigest()


def _kind(bucket: str) -> str:
    return bucket.partition(":")[0]
