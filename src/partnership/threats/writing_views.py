"""Threats to write: starting one, its next edition, closing and reopening."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from partnership.areas.models import Area
from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.imports.views import import_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.records.starting import may_start

from . import actions, queries
from .drafting import draft_from
from .edition_form import EditionForm, Offer
from .forms import SettleForm, StartForm
from .importing import threats_spec
from .models import Threat
from .pages import writing_page
from .rules import State
from .scales import the_scales
from .views import threat_or_404

SETTLED = {State.CLOSED: "Closed. It stays in the list of closed threats.", State.CURRENT: "Opened again."}
FROM_INSIDE = "areas"  # ?draft=areas: filled from the editions of the areas inside


@requires(Act.ASSESS_THREAT)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    by = request.user
    areas = [area for area in Area.objects.all() if may_start(by, Act.ASSESS_THREAT, area.code)]
    first = {name: request.GET[name] for name in ("key", "area") if name in request.GET}
    form = StartForm(request.POST if request.method == "POST" else None, areas=areas, initial=first)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.start_threat(key=told["key"], area=form.chosen_area, release=form.release, by=by)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(writing_address(made, request.GET.get("draft", "")))
    audit.record(by=by, verb=Verb.CONSULTATION, did="read where a threat can be started")
    return render(request, "threats/start.html", {"form": form}, status=422 if form.errors else 200)


@requires(Act.ASSESS_THREAT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_threats(request: HttpRequest) -> HttpResponse:
    return import_page(request, spec=threats_spec(request.user))


def writing_address(threat: Threat, draft: str = "") -> str:
    address = reverse("threats:new-edition", args=[threat.uuid])
    return f"{address}?{urlencode({'draft': draft})}" if draft else address


@requires(Act.ASSESS_THREAT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_edition(request: HttpRequest, uuid: str) -> HttpResponse:
    threat = threat_or_404(request, uuid, Act.ASSESS_THREAT)
    offer = _offer(request, threat)
    more = request.GET.get("more", "")
    if request.method != "POST":
        draft = _draft(request, threat, offer)
        return _show_writing(request, threat, offer, _form(threat, offer, draft=draft), is_draft=bool(draft))
    form = _form(threat, offer, data=request.POST)
    if more:
        # Only more lines were asked for: nothing is checked, and all that was typed stays.
        return _show_writing(request, threat, offer, _form(threat, offer, draft=form.typed(), more=more))
    if form.is_valid():
        try:
            made = actions.write_edition(
                threat=threat,
                estimate=form.estimate,
                by=request.user,
                seen_version=form.cleaned_data["version"],
                rests_on=form.rests_on,
                tied_because=form.cleaned_data.get("tied_because", ""),
                figures=[record for one in form.chosen_figures for record in one.records],
            )
        except Stale:
            threat = threat_or_404(request, uuid, Act.ASSESS_THREAT)
            offer = _offer(request, threat)
            form = _form(threat, offer, data=request.POST)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Edition {made.edition} is in force.")
            return redirect(threat)
    return _show_writing(request, threat, offer, form)


@requires(Act.ASSESS_THREAT)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, uuid: str) -> HttpResponse:
    threat = threat_or_404(request, uuid, Act.ASSESS_THREAT)
    form = SettleForm(request.POST if request.method == "POST" else None, threat=threat)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.settle_threat(
                threat=threat, to=form.to, because=told["because"], by=request.user, seen_version=told["version"]
            )
        except Stale:
            threat = threat_or_404(request, uuid, Act.ASSESS_THREAT)
            form = SettleForm(request.POST, threat=threat)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SETTLED[State(threat.state)])
            return redirect(threat)
    did = "read whether a threat is current"
    audit.record(by=request.user, verb=Verb.CONSULTATION, did=did, to=threat, shown=[threat])
    page = records.banner(request.user, threat) | {"form": form, "threat": threat}
    return render(request, "threats/settle.html", page, status=_status(form))


def _offer(request: HttpRequest, threat: Threat) -> Offer:
    by = request.user
    queries.with_editions(by, [threat])
    return Offer(
        signals=tuple(queries.signals_offered(by, threat)),
        inside=tuple(queries.inside(by, threat.key, threat.area_code)),
        comparables=tuple(queries.comparables(by, threat.area_code, threat.key)),
    )


def _form(threat: Threat, offer: Offer, **told: Any) -> EditionForm:
    return EditionForm(told.pop("data", None), threat=threat, scales=the_scales(), offer=offer, **told)


def _draft(request: HttpRequest, threat: Threat, offer: Offer) -> dict[str, Any]:
    if request.GET.get("draft") != FROM_INSIDE or not offer.inside:
        return {}
    return draft_from(offer.inside, threat, the_scales())


def _show_writing(
    request: HttpRequest, threat: Threat, offer: Offer, form: EditionForm, *, is_draft: bool = False
) -> HttpResponse:
    """The form, once it is kept which records it put before whoever asks."""
    shown = [threat, *offer.shown]
    audit.record(
        by=request.user, verb=Verb.CONSULTATION, did="read what an edition can rest on", to=threat, shown=shown
    )
    page = writing_page(request.user, threat, form, offer) | {"is_draft": is_draft}
    return render(request, "threats/new_edition.html", page, status=_status(form))


def _status(form: EditionForm | SettleForm) -> int:
    if form.is_bound and form.overtaken:
        return 409
    return 422 if form.errors else 200
