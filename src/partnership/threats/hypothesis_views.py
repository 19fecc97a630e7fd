"""The competing hypotheses of a threat: the table, and a page for each thing that is added to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.scoping import Scoped

from . import hypotheses as actions
from . import queries
from .forms import HypothesisForm, ItemForm, ReadingForm, SetAsideForm
from .hypothesis_pages import hypotheses_page
from .models import Threat
from .views import threat_or_404


@requires(Act.SEE_RECORD)
@require_safe
def hypotheses(request: HttpRequest, uuid: str) -> HttpResponse:
    threat = threat_or_404(request, uuid)
    page = hypotheses_page(request.user, threat)
    page |= _kept(request, [threat, *page["signals"]])
    return render(request, "threats/hypotheses.html", page)


@requires(Act.NOTE_HYPOTHESIS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_hypothesis(request: HttpRequest, uuid: str) -> HttpResponse:
    threat = threat_or_404(request, uuid, Act.NOTE_HYPOTHESIS)
    form = HypothesisForm(_posted(request))
    if form.is_valid():
        try:
            actions.add_hypothesis(threat=threat, text=form.cleaned_data["text"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, threat, "Added. Read the items against it next.")
    return _show(request, "add_hypothesis", threat, form)


@requires(Act.ASSESS_THREAT)
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: HttpRequest, uuid: str) -> HttpResponse:
    threat = threat_or_404(request, uuid, Act.ASSESS_THREAT)
    signals = queries.signals_tied(request.user, threat)
    form = ItemForm(_posted(request), signals=signals)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.add_item(
                threat=threat, text=told["text"], dated=told["dated"], signal=form.chosen, by=request.user
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added. Read it against every hypothesis.")
            return redirect("threats:read-item", threat.uuid, made.uuid)
    return _show(request, "add_item", threat, form, shown=signals)


@requires(Act.NOTE_HYPOTHESIS)
@require_http_methods(["GET", "HEAD", "POST"])
def read_item(request: HttpRequest, uuid: str, item: str) -> HttpResponse:
    threat = threat_or_404(request, uuid, Act.NOTE_HYPOTHESIS)
    held = get_object_or_404(threat.items.all(), uuid=item)
    competing = list(threat.hypotheses.filter(set_aside_at__isnull=True))
    before = actions.newest_readings(held, request.user)
    form = ReadingForm(_posted(request), hypotheses=competing, before=before)
    if form.is_valid():
        try:
            actions.read_item(
                threat=threat,
                item=held,
                consistency=form.consistency,
                because=form.cleaned_data["because"],
                by=request.user,
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, threat, "Your reading is kept.")
    return _show(request, "read_item", threat, form, item=held, has_hypotheses=bool(competing))


@requires(Act.ASSESS_THREAT)
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, uuid: str, hypothesis: str) -> HttpResponse:
    threat = threat_or_404(request, uuid, Act.ASSESS_THREAT)
    held = get_object_or_404(threat.hypotheses.filter(set_aside_at__isnull=True), uuid=hypothesis)
    form = SetAsideForm(_posted(request))
    if form.is_valid():
        try:
            actions.set_aside(threat=threat, hypothesis=held, because=form.cleaned_data["because"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, threat, "Set aside. It stays below the table, with the reason.")
    return _show(request, "set_aside", threat, form, hypothesis=held)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(request: HttpRequest, threat: Threat, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(reverse("threats:hypotheses", args=[threat.uuid]))


def _show(
    request: HttpRequest,
    template: str,
    threat: Threat,
    form: forms.Form,
    *,
    shown: Sequence[Scoped] = (),
    **more: Any,
) -> HttpResponse:
    """A page with one form, once it is kept what it put before whoever asks."""
    page = records.banner(request.user, threat) | {"form": form, "threat": threat} | more
    page |= _kept(request, [threat, *shown])
    return render(request, f"threats/{template}.html", page, status=422 if form.errors else 200)


def _kept(request: HttpRequest, shown: list[Scoped]) -> dict[str, Any]:
    """The page's marking, once it is kept that somebody read those records; the threat comes first."""
    did = "read competing hypotheses"
    audit.record(by=request.user, verb=Verb.CONSULTATION, did=did, to=shown[0], shown=shown)
    return {"page_marking": records.highest_marking(shown)}
