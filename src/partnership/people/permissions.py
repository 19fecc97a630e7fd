"""What a view declares about who may open it. A view that declares nothing fails the architecture test."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .rules import Act
from .sessions import was_confirmed_lately

View = Callable[..., HttpResponse]


def requires(act: Act) -> Callable[[View], View]:
    """Opens the view to people whose role allows the act.

    Signed out: to the sign-in page. Signed in without the act: 404, as if the page did not exist.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.may(act):
                raise Http404
            return view(request, *args, **kwargs)

        return declare(guarded, act.value)

    return guard


def requires_sign_in(view: View) -> View:
    """Opens the view to everyone with an account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return declare(guarded, "signed-in")


def requires_recent_sign_in(view: View) -> View:
    """Also asks who it is again, if that was more than a quarter of an hour ago. Goes under `requires…`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not was_confirmed_lately(request):
            return redirect(f"{reverse('people:confirm')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return guarded


def open_to_all(view: View) -> View:
    """Opens the view to anyone; the architecture test lists each such page with the reason."""
    return declare(login_not_required(view), "anyone")


def declare(view: View, rule: str) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view
