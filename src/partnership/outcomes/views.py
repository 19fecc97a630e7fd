"""Disruptions: the list, one claim, claiming, changing, withdrawing, and who else had a part in it."""

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
from partnership.records.scoping import Scoped
from partnership.thread.pages import read_with_thread

from . import actions, queries
from .exporting import disruptions_contents
from .forms import ClaimEditForm, ClaimForm, ContributionForm, WithdrawForm
from .models import Disruption
from .pages import disruption_page, disruptions_page
from .practice import in_force


@requires(Act.SEE_RECORD)
@require_safe
def disruptions(request: HttpRequest) -> HttpResponse:
    page = disruptions_page(request.user, request.GET)
    note_read(did="read disruptions", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "outcomes/disruptions.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_disruptions(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: disruptions_contents(request.user, request.GET))


@requires(Act.SEE_RECORD)
@require_safe
def disruption(request: HttpRequest, uuid: str) -> HttpResponse:
    seen = queries.disruptions_seen_by(request.user).select_related("moderated_by__agency")
    found = get_object_or_404(seen, uuid=uuid)
    page = disruption_page(request.user, found)
    page |= read_with_thread(found, did="read disruption", by=request.user, also=page["shown"])
    return render(request, "outcomes/disruption.html", page)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    target = queries.target_of(request.user, kind, uuid, of=Disruption)
    if target is None:
        raise Http404
    practice = in_force()
    form = ClaimForm(posted(request), practice=practice, initial=held_as(target.release) | _asked(target))
    if form.is_valid():
        try:
            return redirect(_claim(request, target, form))
        except actions.LikelyDouble as found:
            form.ask_about(found.doubles, str(found))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    note_read(did="opened form to claim disruption", record=target, shown=form.doubles, by=request.user)
    page = {"form": form, "target": target, "practice": practice}
    page["page_marking"] = records.highest_marking([target, *form.doubles])
    return render(request, "outcomes/claim.html", page, status=422 if form.errors else 200)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_claim(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _claim_or_404(request, uuid)
    form = ClaimEditForm(posted(request), disruption=found, practice=in_force())
    if form.is_valid():
        who = {"by": request.user, "seen_version": form.cleaned_data["version"]}
        try:
            actions.edit_claim(disruption=found, claim=form.claim, **who)
        except Stale:
            found = _claim_or_404(request, uuid)
            form = ClaimEditForm(posted(request), disruption=found, practice=in_force())
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return show_form(request, "outcomes/edit_claim.html", found, form)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _claim_or_404(request, uuid)
    form = WithdrawForm(posted(request), disruption=found)
    if form.is_valid():
        told = {"reason": form.cleaned_data["because"], "seen_version": form.cleaned_data["version"]}
        try:
            actions.withdraw_claim(disruption=found, by=request.user, **told)
        except Stale:
            found = _claim_or_404(request, uuid)
            form = WithdrawForm(posted(request), disruption=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Withdrawn. It stays here, and counts for nothing.")
            return redirect(found)
    return show_form(request, "outcomes/withdraw.html", found, form)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: HttpRequest, uuid: str) -> HttpResponse:
    """Names another agency that had a part in the event, or takes it out again."""
    found = _claim_or_404(request, uuid)
    form = _contribution_form(request, found)
    if form.is_valid():
        try:
            _name_agency(request, found, form)
        except Stale:
            found = _claim_or_404(request, uuid)
            form = _contribution_form(request, found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept. The event still counts once.")
            return redirect(found)
    named = found.contributions.select_related("agency")
    return show_form(request, "outcomes/contribution.html", found, form, contributions=named)


def _claim(request: HttpRequest, target: Scoped, form: ClaimForm) -> Disruption:
    """The claim made, or the one that was joined."""
    if form.joins is not None:
        joined = get_object_or_404(queries.disruptions_seen_by(request.user), uuid=form.joins)
        actions.join_claim(disruption=joined, target=target, claim=form.claim, by=request.user)
        messages.success(request, "Your agency is named in it. The event counts once.")
        return joined
    told = {"release": form.release, "another_because": form.cleaned_data["another_because"]}
    made = actions.claim_disruption(target=target, claim=form.claim, by=request.user, **told)
    messages.success(request, "Claimed. It counts once somebody else has moderated it.")
    return made


def _name_agency(request: HttpRequest, found: Disruption, form: ContributionForm) -> None:
    told: dict[str, Any] = {"agency": form.chosen, "by": request.user, "seen_version": form.cleaned_data["version"]}
    if form.cleaned_data["remove"]:
        actions.remove_contribution(disruption=found, **told)
    else:
        actions.note_contribution(disruption=found, what=form.cleaned_data["what"], **told)


def _contribution_form(request: HttpRequest, found: Disruption) -> ContributionForm:
    return ContributionForm(posted(request), disruption=found, agencies=queries.agencies_beside(found))


def _asked(target: Scoped) -> dict[str, str]:
    """What a claim begins with: the P of the action that it is for."""
    return {"p": target.p} if target._meta.label_lower == "plans.action" else {}


def _claim_or_404(request: HttpRequest, uuid: str) -> Disruption:
    """The claim, for whoever may work on it."""
    workable = Disruption.objects.allowing(request.user, Act.PLAN).select_related("agency", "claimed_by__agency")
    found: Disruption = get_object_or_404(workable, uuid=uuid)
    return found
