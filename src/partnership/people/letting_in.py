"""The last step of signing in, whichever way it was; and where the person was going."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from . import sessions, signing_in, throttling
from .models import Person


def let_in(request: HttpRequest, person: Person, *, way: str, has_two_factors: bool, going: str) -> HttpResponse:
    """way  how they proved who they are: password, code or openid-connect"""
    signing_in.note_signed_in(by=person, buckets=throttling.buckets_of(request, person.email), way=way)
    sessions.begin(request, person, by_second_factor=has_two_factors, by_organisation=way == "openid-connect")
    response = redirect(within_site(request, going))
    throttling.remember_browser(request, response, person.email)
    return response


def ask_for_code(request: HttpRequest, person: Person, *, going: str, by_organisation: bool = False) -> HttpResponse:
    sessions.wait_for_code(request, person, by_organisation=by_organisation)
    return redirect(f"{reverse('people:code')}?{urlencode({'next': within_site(request, going)})}")


def asked(request: HttpRequest) -> str:
    """Where the person was going, as the address or the form says."""
    return request.POST.get("next") or request.GET.get("next", "")


def within_site(request: HttpRequest, wanted: str) -> str:
    """That address, if it is one within this site; the front page otherwise."""
    is_local = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_local and wanted.startswith("/") else reverse("front")
