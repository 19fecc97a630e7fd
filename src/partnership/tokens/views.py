"""One's own tokens: seen, made, ended. The secret of a new one is on the answer that makes it, and nowhere after."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from partnership.people.permissions import requires, requires_recent_sign_in
from partnership.people.rules import Act, NotAllowed

from . import actions
from .forms import EndTokenForm, MakeTokenForm
from .models import Token
from .wording import told


@requires(Act.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    form = EndTokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        token = get_object_or_404(Token.objects.of(request.user), uuid=form.cleaned_data["token"])
        try:
            actions.end_token(token=token, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Ended: \u2068{token.name}\u2069. It stops at its next request.")
            return redirect("tokens:own")
    page = {"form": form, "tokens": [told(token) for token in Token.objects.of(request.user).select_related("person")]}
    return render(request, "tokens/own.html", page, status=422 if form.errors else 200)


@requires(Act.SEE_RECORD)
@requires_recent_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    form = MakeTokenForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        try:
            token, secret = actions.make_token(wanted=form.wanted, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "tokens/secret.html", {"told": told(token), "secret": secret})
    return render(request, "tokens/make.html", {"form": form}, status=422 if form.errors else 200)
