"""How long a session may last, and what comes before anything else in it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

BEGAN = "began_at"
Answer = Callable[[HttpRequest], HttpResponse]


class AbsoluteLimit:
    """Ends a session that began longer ago than the settings allow, however busy it is."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            began = request.session.setdefault(BEGAN, now)
            if now - began >= settings.TOCSIN_LONGEST_SESSION_SECONDS:
                logout(request)
        return self.get_response(request)


class PasswordChangeFirst:
    """Sends whoever holds a one-time password to change it before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated and person.must_change_password:
            allowed = (reverse("people:password"), reverse("people:sign-out"))
            if request.path not in allowed:
                return redirect("people:password")
        return self.get_response(request)
