"""What leaves as a bundle, what came in one, and what is made of it. What is missing and what is forbidden look the
same: not found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.views import posted, show_form
from partnership.records.rules import Stale
from partnership.records.scoping import Scoped, scoped_models
from partnership.thread.pages import read_with_thread

from . import actions, queries
from .exporting import bundle_contents, received_contents, record_contents
from .forms import ActionForm, AsideForm, GroupForm
from .models import Received
from .pages import choose_page, one_page, plans_to_choose, received_page
from .rules import ReceivedState
from .sheaf import MAIN

METHODS = ["GET", "HEAD", "POST"]


@requires(Act.SEE_RECORD)
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    page = received_page(request.user, request.GET)
    actions.note_read(did="read received objects", shown=page["shown"], by=request.user)
    return render(request, "exchange/received.html", page)


@requires(Act.EXPORT)
@require_http_methods(METHODS)
def export_received(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: received_contents(request.user, request.GET))


@requires(Act.EXPORT)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    page = choose_page(request.user, request.GET)
    actions.note_read(did="chose what to send in STIX bundle", shown=page["shown"], by=request.user)
    return render(request, "exchange/choose.html", page, status=422 if page["form"].errors else 200)


@requires(Act.EXPORT)
@require_http_methods(METHODS)
def export(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: bundle_contents(request.user, request.GET))


@requires(Act.EXPORT)
@require_http_methods(METHODS)
def export_record(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    """One record, and its thread as far as the person may export it."""
    return export_page(request, gather=lambda: record_contents(request.user, _to_send_or_404(request, kind, uuid)))


@requires(Act.SEE_RECORD)
@require_safe
def one(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.received_by(request.user), uuid=uuid)
    page = one_page(request.user, found) | read_with_thread(found, did="read received object", by=request.user)
    return render(request, "exchange/one.html", page)


@requires(Act.TRIAGE)
@require_http_methods(METHODS)
def set_aside(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _received_or_404(request, uuid, Act.TRIAGE)
    form = AsideForm(posted(request), received=found)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.set_aside(received=found, because=told["because"], by=request.user, seen_version=told["version"])
        except Stale:
            found = _received_or_404(request, uuid, Act.TRIAGE)
            form = AsideForm(posted(request), received=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept.")
            return redirect(found)
    return show_form(request, "exchange/aside.html", found, form, is_aside=found.state == ReceivedState.ASIDE)


@requires(Act.WORK_ON_GROUP)
@require_http_methods(METHODS)
def propose(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _received_or_404(request, uuid, Act.WORK_ON_GROUP)
    form = GroupForm(posted(request), received=found, by=request.user)
    if form.is_valid():
        told = form.cleaned_data
        fields = form.told | {name: told[name] for name in ("because", "area_code")}
        seen = {"seen_version": told["version"], "by": request.user, "release": form.release}
        if made := _made(form, lambda: actions.accept_as_group(received=found, **seen, **fields)):
            messages.success(request, "Proposed. Somebody else approves it before it counts as a group.")
            return redirect(made)
    return show_form(request, "exchange/propose.html", found, form, received=found)


@requires(Act.PLAN)
@require_http_methods(METHODS)
def plan(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _received_or_404(request, uuid, Act.PLAN)
    plans = plans_to_choose(request.user, found)
    form = ActionForm(posted(request), received=found, plans=plans)
    if form.is_valid():
        into, deed = form.chosen
        seen = {"seen_version": form.cleaned_data["version"], "by": request.user, "release": form.release}
        if made := _made(form, lambda: actions.accept_as_action(received=found, plan=into, deed=deed, **seen)):
            messages.success(request, "Added to the plan.")
            return redirect(made)
    return show_form(request, "exchange/plan.html", found, form, shown=plans, received=found, plans=plans)


def _made(form: Any, make: Any) -> Any:
    """What was made; or nothing, and why not on the form."""
    try:
        return make()
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None


def _received_or_404(request: HttpRequest, uuid: str, act: Act) -> Received:
    found: Received = get_object_or_404(Received.objects.allowing(request.user, act), uuid=uuid)
    return found


def _to_send_or_404(request: HttpRequest, kind: str, uuid: str) -> Scoped:
    model = scoped_models().get(kind)
    if model is None or model._meta.label_lower not in MAIN:
        raise Http404
    exportable = model.objects.allowing(request.user, Act.EXPORT).select_related("originator")
    found: Scoped = get_object_or_404(exportable, uuid=uuid)
    return found
