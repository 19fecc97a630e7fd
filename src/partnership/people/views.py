"""Signing in and out, confirming who one is, one's password and one's sessions."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from . import actions, second_factor, sessions, signing_in, single_sign_on, throttling
from .forms import CodeForm, ConfirmForm, PasswordForm, SignInForm
from .letting_in import ask_for_code, asked, let_in, within_site
from .permissions import open_to_all, requires_sign_in
from .rules import NotAllowed


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(within_site(request, asked(request)))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        buckets = throttling.buckets_of(request, email)
        try:
            person = signing_in.check_password(email=email, password=form.cleaned_data["password"], buckets=buckets)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            if second_factor.has_one(person):
                return ask_for_code(request, person, going=asked(request))
            return let_in(request, person, way="password", has_two_factors=False, going=asked(request))
    page = {"form": form, "next": asked(request), "organisation": single_sign_on.name()}
    return render(request, "people/sign_in.html", page, status=422 if form.errors else 200)


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: nobody is signed in before it."""
    person = sessions.who_is_waiting(request)
    if person is None or request.user.is_authenticated:
        return redirect("people:sign-in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        buckets = throttling.buckets_of(request, person.email)
        try:
            signing_in.check_code(person=person, code=form.cleaned_data["code"], buckets=buckets)
        except NotAllowed as refusal:
            form.add_error("code", str(refusal))
        else:
            return let_in(request, person, way="code", has_two_factors=True, going=asked(request))
    page = {"form": form, "next": asked(request)}
    return render(request, "people/code.html", page, status=422 if form.errors else 200)


@requires_sign_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Asks again who it is, before something that an unattended screen must not allow."""
    has_code = second_factor.has_one(request.user)
    form = ConfirmForm(request.POST or None)
    form.fields["code"].required = has_code
    if form.is_valid():
        email, buckets = request.user.email, throttling.buckets_of(request, request.user.email)
        try:
            signing_in.check_password(email=email, password=form.cleaned_data["password"], buckets=buckets)
            if has_code:
                signing_in.check_code(person=request.user, code=form.cleaned_data["code"], buckets=buckets)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            signing_in.note_confirmed(by=request.user)
            sessions.confirm(request)
            return redirect(within_site(request, asked(request)))
    page = {"form": form, "next": asked(request), "has_code": has_code}
    page["organisation"] = single_sign_on.name() if request.session.get(sessions.BY_ORGANISATION) else ""
    return render(request, "people/confirm.html", page, status=422 if form.errors else 200)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        signing_in.sign_out(by=request.user)
        logout(request)
    return redirect("people:sign-in")


@requires_sign_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, person=request.user)
    if form.is_valid():
        signing_in.change_password(
            person=request.user,
            password=form.cleaned_data["new"],
            session=request.session.session_key,
            by=request.user,
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. You are signed out everywhere else.")
        return redirect("front")
    return render(request, "people/password.html", {"form": form}, status=422 if form.errors else 200)


@requires_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        ended = actions.end_sessions(
            person=request.user,
            but=request.session.session_key,
            mark=request.POST.get("session", ""),
            by=request.user,
        )
        messages.success(request, f"{ended} session{'' if ended == 1 else 's'} ended.")
        return redirect("people:sessions")
    return render(request, "people/sessions.html", {"sessions": sessions.of(request)})
