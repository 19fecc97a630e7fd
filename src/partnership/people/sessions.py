"""How a session begins and ends, how long it may last, and what comes before anything else in it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from . import second_factor
from .models import Person

BEGAN, CONFIRMED, SECOND, PENDING = "began_at", "confirmed_at", "second_factor", "pending"
BY_ORGANISATION = "by_organisation"  # signed in with their organisation's account: they need no password here
PENDING_SECONDS = 10 * 60
RECENT = timedelta(minutes=15)
NOTED_EVERY = timedelta(minutes=1)
Answer = Callable[[HttpRequest], HttpResponse]
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "a Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Seen:
    """One of a person's sessions, as they are shown it."""

    mark: str
    browser: str
    began: datetime
    last_used: datetime
    is_this_one: bool


def wait_for_code(request: HttpRequest, person: Person, *, by_organisation: bool) -> None:
    """The first factor was right; the session knows who must now give a code, and until when."""
    request.session.cycle_key()
    request.session[PENDING] = {"person": str(person.uuid), "until": timezone.now().timestamp() + PENDING_SECONDS}
    request.session[BY_ORGANISATION] = by_organisation


def who_is_waiting(request: HttpRequest) -> Person | None:
    """Who gave the right first factor in this session within the last ten minutes and has given no code yet."""
    pending = request.session.get(PENDING)
    if pending is None or pending["until"] < timezone.now().timestamp():
        return None
    return Person.objects.filter(uuid=uuid.UUID(pending["person"]), is_active=True).first()


def begin(request: HttpRequest, person: Person, *, by_second_factor: bool, by_organisation: bool) -> None:
    """A new session id, and a session that the person can see and end."""
    request.session.pop(PENDING, None)
    by_organisation = request.session.pop(BY_ORGANISATION, False) or by_organisation
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    now = timezone.now().timestamp()
    request.session.update({BEGAN: now, CONFIRMED: now, SECOND: by_second_factor, BY_ORGANISATION: by_organisation})
    UserSession.objects.create_from_request(request)


def confirm(request: HttpRequest) -> None:
    """Who they are was asked again, and was right: the session gets a new id."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
    request.session[CONFIRMED] = timezone.now().timestamp()


def was_confirmed_lately(request: HttpRequest) -> bool:
    confirmed = request.session.get(CONFIRMED, request.session.get(BEGAN, 0))
    return bool(timezone.now().timestamp() - confirmed < RECENT.total_seconds())


def of(request: HttpRequest) -> list[Seen]:
    """The person's sessions that still stand, the last used first."""
    found = UserSession.objects.purge_and_list(request.user)
    seen = [
        Seen(
            mark=mark_of(each),
            browser=in_words(each.user_agent),
            began=each.created_at,
            last_used=each.last_seen_at,
            is_this_one=each.session_key == request.session.session_key,
        )
        for each in found
    ]
    return sorted(seen, key=lambda each: (not each.is_this_one, -each.last_used.timestamp()))


def end_all(person: Person, *, but: str | None = None) -> int:
    """How many of the person's sessions were ended, leaving the one with that key."""
    ended = 0
    for each in UserSession.objects.filter(user_id=person.pk).exclude(session_key=but or ""):
        each.end()
        ended += 1
    return ended


def end_one(person: Person, mark: str) -> bool:
    """True if the person has a session of that mark; it is ended."""
    held = next((each for each in UserSession.objects.filter(user_id=person.pk) if mark_of(each) == mark), None)
    if held is not None:
        held.end()
    return held is not None


def mark_of(session: UserSession) -> str:
    """What a page calls the session: nothing that counts, and nothing that opens it."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:16]


def in_words(user_agent: str) -> str:
    """The browser and the system it runs on, as far as it says so.

    >>> in_words("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/145.0")
    'Firefox on Windows'
    """
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "Another browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "another system")
    return f"{browser} on {system}"


class AbsoluteLimit:
    """Ends a session that began longer ago than the settings allow, however busy it is."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            began = request.session.setdefault(BEGAN, now.timestamp())
            if now.timestamp() - began >= settings.TOCSIN_LONGEST_SESSION_SECONDS:
                logout(request)
            else:
                used = UserSession.objects.filter(session_key=request.session.session_key)
                used.filter(last_seen_at__lt=now - NOTED_EVERY).update(last_seen_at=now)
        return self.get_response(request)


class FirstThings:
    """Sends whoever holds a one-time password, or no second factor, to see to that before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = _first_page(request)
        if page is not None and request.path not in (reverse(page), reverse("people:sign-out")):
            return redirect(page)
        return self.get_response(request)


def _first_page(request: HttpRequest) -> str | None:
    person = request.user
    if not person.is_authenticated:
        return None
    if person.must_change_password and not request.session.get(BY_ORGANISATION):
        return "people:password"
    if request.session.get(SECOND) or settings.TOCSIN_SECOND_FACTOR_MAY_WAIT or second_factor.has_one(person):
        return None
    return "people:set-up-second-factor"
