"""The asking side. What is missing and what is forbidden look the same: not found. The answering side: answer_views."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.ocgs.models import Group
from partnership.people.permissions import requires
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.plans.views import posted
from partnership.records import pages as records
from partnership.records.rules import Handling, Stale
from partnership.records.scoping import Scoped, scoped_models
from partnership.thread.pages import read_with_thread

from . import actions, queries
from .cautions import Unconfirmed
from .exporting import figures_contents, requests_contents
from .figures import figures_page
from .forms import AskForm, EndForm
from .models import Request
from .pages import owed_page, request_page, requests_page
from .practice import in_force
from .rules import RequestState

MAPPED_GROUP = "mapped-group"


@requires(Act.SEE_RECORD)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    page = requests_page(request.user, request.GET)
    actions.note_read(did="read requests to partners", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "requests/requests.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_requests(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: requests_contents(request.user, request.GET))


@requires(Act.ASK_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Partners are asked about nothing that the site holds, where the criterion allows."""
    return _ask_page(request, None)


@requires(Act.ASK_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    return _ask_page(request, _target_or_404(request, kind, uuid))


@requires(Act.SEE_RECORD)
@require_safe
def request(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.requests_seen_by(request.user), uuid=uuid)
    page = request_page(request.user, found)
    page |= read_with_thread(found, did="read request to partners", by=request.user, also=page["shown"])
    return render(request, "requests/request.html", page)


@requires(Act.ASK_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, uuid: str) -> HttpResponse:
    """Closes or withdraws a request."""
    found = _request_or_404(request, uuid)
    form = EndForm(posted(request), request=found)
    if form.is_valid():
        told = form.cleaned_data
        how = {"to": RequestState(told["to"]), "reason": told["because"], "seen_version": told["version"]}
        try:
            actions.end_request(request=found, by=request.user, **how)
        except Stale:
            found = _request_or_404(request, uuid)
            form = EndForm(posted(request), request=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{how['to'].label}. Partners can no longer open what nobody told them of since.")
            return redirect(found)
    return show_form(request, "requests/end.html", found, form)


@requires(Act.ASK_PARTNERS)
@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """Answers of which the partner was not told yet what they achieved."""
    page = owed_page(request.user)
    actions.note_read(did="read answers without feedback", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "requests/owed.html", page)


@requires(Act.SEE_RECORD)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    page = figures_page(request.user)
    actions.note_read(did="read figures of answers", shown=(), by=request.user)
    return render(request, "requests/figures.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_figures(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: figures_contents(request.user))


def show_form(request: HttpRequest, template: str, record: Scoped, form: Any, **more: Any) -> HttpResponse:
    """The page with the form, once its reading is recorded: 422 if it was refused, 409 if somebody else was first."""
    actions.note_read(did="opened form", record=record, shown=(), by=request.user)
    status = 200
    if form.errors:
        status = 409 if form.overtaken else 422
    page = records.banner(request.user, record) | {"form": form} | more
    return render(request, template, page, status=status)


def _ask_page(request: HttpRequest, target: Scoped | None) -> HttpResponse:
    practice = in_force()
    form = AskForm(
        posted(request),
        practice=practice,
        agencies=queries.agencies_to_ask(request.user),
        areas=queries.areas_to_ask_in(request.user) if target is None else (),
        first=_first(target, practice.conditions),
    )
    if form.is_valid():
        try:
            made = _ask(request, target, form)
        except Unconfirmed as stopped:
            form.warn(stopped.cautions)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Sent. Each partner finds it under Requests to answer.")
            return redirect(made)
    if target is not None:
        actions.note_read(did="opened form to ask partners", record=target, shown=(), by=request.user)
    page = {"form": form, "target": target, "status": practice.status, "limits": practice.limits}
    page["page_marking"] = records.highest_marking([target] if target else [])
    return render(request, "requests/ask.html", page, status=422 if form.errors else 200)


def _ask(request: HttpRequest, target: Scoped | None, form: AskForm) -> Request:
    return actions.ask(
        question=form.question,
        agencies=form.chosen,
        release=form.release,
        target=target,
        area_code=form.cleaned_data.get("area", ""),
        confirmed=form.confirmed,
        by=request.user,
    )


def _first(target: Scoped | None, conditions: str) -> dict[str, Any]:
    """How a request is held unless somebody says otherwise: marked as what it is about, for the agency asked alone."""
    marking = Marking.OFFICIAL if target is None else target.marking
    first = {"marking": marking, "handling": Handling.CONDITIONAL, "conditions": conditions}
    return first | ({"criterion": MAPPED_GROUP} if isinstance(target, Group) else {})


def _target_or_404(request: HttpRequest, kind: str, uuid: str) -> Scoped:
    model = scoped_models().get(kind)
    if model is None or model._meta.label_lower not in Request.may_rest_on:
        raise Http404
    found: Scoped = get_object_or_404(model.objects.allowing(request.user, Act.ASK_PARTNERS), uuid=uuid)
    return found


def _request_or_404(request: HttpRequest, uuid: str) -> Request:
    found: Request = get_object_or_404(Request.objects.allowing(request.user, Act.ASK_PARTNERS), uuid=uuid)
    return found
