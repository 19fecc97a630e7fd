"""Enablers, the groups they help, and intelligence requirements."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.imports.views import import_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import enabler_actions as actions
from .actions import note_list_read
from .enabler_forms import AddEnablerForm, EditEnablerForm, EndInvolvementForm, InvolveForm
from .enabler_pages import enabler_page, enablers_page
from .enabler_queries import ties_seen_by
from .exporting import enablers_contents
from .importing import enablers_spec
from .models import Enabler
from .pages import open_needs
from .views import EDIT_METHODS, group_or_404, posted, show_form


@requires(Act.SEE_BOARD)
@require_safe
def enablers(request: HttpRequest) -> HttpResponse:
    page = enablers_page(request.user, asked=request.GET)
    note_list_read(did="read list of enablers", shown=page["shown"], by=request.user)
    return render(request, "ocgs/enablers.html", page)


@requires(Act.EXPORT)
@require_http_methods(EDIT_METHODS)
def export_enablers(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: enablers_contents(request.user))


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def import_enablers(request: HttpRequest) -> HttpResponse:
    return import_page(request, spec=enablers_spec(request.user))


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    form = AddEnablerForm(posted(request), by=request.user)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("area_code", "name", "kind", "description")}
        try:
            made = actions.add_enabler(release=form.release, by=request.user, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added. Open a group to say that it helps it.")
            return redirect(made)
    return render(request, "ocgs/add_enabler.html", {"form": form}, status=422 if form.errors else 200)


@requires(Act.SEE_RECORD)
@require_safe
def enabler(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _enabler_or_404(request, uuid, Act.SEE_RECORD)
    page = enabler_page(request.user, found)
    page |= read_with_thread(found, did="read enabler", by=request.user, also=page["also"])
    page["needs"] = open_needs(page["thread"])
    return render(request, "ocgs/enabler.html", page)


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def edit(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _enabler_or_404(request, uuid, Act.WORK_ON_GROUP)
    form = EditEnablerForm(posted(request), record=found)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("name", "kind", "description")}
        try:
            actions.edit_enabler(enabler=found, by=request.user, seen_version=form.cleaned_data["version"], **told)
        except Stale:
            found = _enabler_or_404(request, uuid, Act.WORK_ON_GROUP)
            form = EditEnablerForm(request.POST, record=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return show_form(request, "edit_enabler", found, form)


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def involve(request: HttpRequest, uuid: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
    form = InvolveForm(posted(request), group=found, by=request.user)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("how", "since")}
        try:
            actions.involve(group=found, enabler=form.chosen, by=request.user, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Tied. The group and the enabler both show it.")
            return redirect(f"{found.get_absolute_url()}#enablers")
    return show_form(request, "involve", found, form, shown=list(form.enablers.values()))


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def end_involvement(request: HttpRequest, uuid: str, involvement: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
    tie = get_object_or_404(ties_seen_by(request.user).filter(group=found, until__isnull=True), uuid=involvement)
    form = EndInvolvementForm(posted(request))
    if form.is_valid():
        try:
            actions.end_involvement(involvement=tie, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Ended. It stays in the history of both.")
            return redirect(f"{found.get_absolute_url()}#enablers")
    return show_form(request, "end_involvement", found, form, shown=[tie.enabler], tie=tie)


def _enabler_or_404(request: HttpRequest, uuid: str, act: Act) -> Enabler:
    found: Enabler = get_object_or_404(Enabler.objects.allowing(request.user, act), uuid=uuid)
    return found
