"""Signing in, signing out and changing one's own password. Accounts of others are in account_views."""

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from . import actions, throttling
from .forms import PasswordForm, SignInForm
from .permissions import open_to_all, requires_sign_in
from .rules import NotAllowed


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        buckets = throttling.buckets_of(request, email)
        try:
            person = actions.sign_in(email=email, password=form.cleaned_data["password"], buckets=buckets)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, person)
            response = redirect(_next(request))
            throttling.remember_browser(request, response, email)
            return response
    page = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "people/sign_in.html", page, status=422 if form.errors else 200)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        actions.sign_out(by=request.user)
        logout(request)
    return redirect("people:sign-in")


@requires_sign_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, person=request.user)
    if form.is_valid():
        actions.change_password(person=request.user, password=form.cleaned_data["new"], by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. You are signed out everywhere else.")
        return redirect("front")
    return render(request, "people/password.html", {"form": form}, status=422 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    """Where the person was going, if that is within this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_local = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_local else reverse("front")
