"""Intelligence requirements: the list, one, raising one, answering or withdrawing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records.pages import highest_marking
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import requirement_actions as actions
from .actions import note_list_read
from .enabler_forms import RaiseForm, SettleForm
from .enabler_pages import requirement_page, requirements_page
from .enabler_queries import enablers_seen_by
from .exporting import requirements_contents
from .models import Requirement
from .queries import seen_by
from .schemes import in_force
from .views import EDIT_METHODS, posted, show_form

PROFESSIONAL = "professional"


@requires(Act.SEE_BOARD)
@require_safe
def requirements(request: HttpRequest) -> HttpResponse:
    page = requirements_page(request.user, asked=request.GET)
    note_list_read(did="read list of intelligence requirements", shown=page["shown"], by=request.user)
    return render(request, "ocgs/requirements.html", page)


@requires(Act.EXPORT)
@require_http_methods(EDIT_METHODS)
def export_requirements(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: requirements_contents(request.user))


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def raise_one(request: HttpRequest) -> HttpResponse:
    found = [*seen_by(request.user).order_by("code_name", "pk"), *enablers_seen_by(request.user)]
    form = RaiseForm(posted(request), by=request.user, found=found, initial=_suggested(request))
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("area_code", "question", "because", "due")}
        told |= {"about": form.about_record, "release": form.release}
        try:
            made = actions.raise_requirement(by=request.user, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Raised.")
            return redirect(made)
    note_list_read(did="opened form to raise intelligence requirement", shown=found, by=request.user)
    page = {"form": form, "page_marking": highest_marking(found)}
    return render(request, "ocgs/raise.html", page, status=422 if form.errors else 200)


@requires(Act.SEE_RECORD)
@require_safe
def requirement(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _requirement_or_404(request, uuid, Act.SEE_RECORD)
    page = requirement_page(request.user, found)
    page |= read_with_thread(found, did="read intelligence requirement", by=request.user)
    return render(request, "ocgs/requirement.html", page)


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def settle(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _requirement_or_404(request, uuid, Act.WORK_ON_GROUP)
    form = SettleForm(posted(request), record=found)
    if form.is_valid():
        told = {"state": form.cleaned_data["state"], "answer": form.cleaned_data["answer"]}
        try:
            actions.settle_requirement(
                requirement=found, by=request.user, seen_version=form.cleaned_data["version"], **told
            )
        except Stale:
            found = _requirement_or_404(request, uuid, Act.WORK_ON_GROUP)
            form = SettleForm(request.POST, record=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{told['state'].label}.")
            return redirect(found)
    return show_form(request, "settle", found, form)


def _suggested(request: HttpRequest) -> dict[str, Any]:
    """What the address asks to have filled in: what it is about, or the requirement that the practice suggests."""
    told: dict[str, Any] = {"about": request.GET.get("about", "")}
    if request.GET.get("suggest") == PROFESSIONAL:
        practice = in_force()
        told |= {"question": practice.question, "because": practice.because}
    return told


def _requirement_or_404(request: HttpRequest, uuid: str, act: Act) -> Requirement:
    found: Requirement = get_object_or_404(Requirement.objects.allowing(request.user, act), uuid=uuid)
    return found
