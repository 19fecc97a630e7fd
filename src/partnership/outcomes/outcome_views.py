"""What changed: the list, one outcome, recording and changing it; and what came of signals like one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.actions import note_read
from partnership.plans.forms import held_as
from partnership.plans.views import posted, show_form
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread
from partnership.triage import queries as triage

from . import outcome_actions as actions
from . import queries
from .exporting import outcomes_contents
from .likes import likes_page
from .models import Outcome
from .outcome_forms import OutcomeEditForm, OutcomeForm
from .pages import outcome_page, outcomes_page


@requires(Act.SEE_RECORD)
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    page = outcomes_page(request.user, request.GET)
    note_read(did="read outcomes", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "outcomes/outcomes.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_outcomes(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: outcomes_contents(request.user, request.GET))


@requires(Act.SEE_RECORD)
@require_safe
def outcome(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.outcomes_seen_by(request.user), uuid=uuid)
    page = outcome_page(request.user, found) | read_with_thread(found, did="read outcome", by=request.user)
    return render(request, "outcomes/outcome.html", page)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    target = queries.target_of(request.user, kind, uuid, of=Outcome)
    if target is None:
        raise Http404
    named = queries.harm_named(request.user, target)
    form = OutcomeForm(posted(request), named=named, first=held_as(target.release))
    if form.is_valid():
        told: dict[str, Any] = {"change": form.change, "release": form.release, "by": request.user}
        try:
            made = actions.record_outcome(target=target, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Recorded.")
            return redirect(made)
    note_read(did="opened form to record outcome", record=target, shown=[], by=request.user)
    page = {"form": form, "target": target, "page_marking": records.highest_marking([target])}
    return render(request, "outcomes/record.html", page, status=422 if form.errors else 200)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_outcome(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _outcome_or_404(request, uuid)
    form = OutcomeEditForm(posted(request), outcome=found)
    if form.is_valid():
        who = {"by": request.user, "seen_version": form.cleaned_data["version"]}
        try:
            actions.edit_outcome(outcome=found, change=form.change, **who)
        except Stale:
            found = _outcome_or_404(request, uuid)
            form = OutcomeEditForm(posted(request), outcome=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return show_form(request, "outcomes/edit_outcome.html", found, form)


@requires(Act.SEE_RECORD)
@require_safe
def likes(request: HttpRequest, uuid: str) -> HttpResponse:
    """What came of other signals of the same threat, measure and level of area, of that what the viewer may see."""
    signal = get_object_or_404(triage.seen_by(request.user), uuid=uuid)
    page = likes_page(request.user, signal)
    note_read(did="read what came of signals like it", record=signal, shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking([signal, *page["shown"]])
    return render(request, "outcomes/likes.html", page)


def _outcome_or_404(request: HttpRequest, uuid: str) -> Outcome:
    workable = Outcome.objects.allowing(request.user, Act.PLAN).select_related("recorded_by__agency")
    found: Outcome = get_object_or_404(workable, uuid=uuid)
    return found
