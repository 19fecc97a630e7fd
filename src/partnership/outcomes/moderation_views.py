"""The claims that wait for a moderator, and deciding on one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.actions import note_read
from partnership.plans.views import posted, show_form
from partnership.records import pages as records
from partnership.records.rules import Stale

from . import moderation_actions as actions
from . import queries
from .models import Disruption
from .moderation_forms import Decision, ModerateForm
from .pages import moderation_page, waiting_page
from .practice import in_force

DONE = {
    Decision.ACCEPT: "Accepted. It counts from now on.",
    Decision.DECLINE: "Declined. Its claimer reads why.",
    Decision.FOLD: "Counted with the other claim. The event counts once.",
}


@requires(Act.APPROVE)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    page = waiting_page(request.user)
    note_read(did="read claims that wait", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "outcomes/waiting.html", page)


@requires(Act.APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _moderated_or_404(request, uuid)
    form = _form(request, found)
    if form.is_valid():
        try:
            _decide(request, found, form)
        except Stale:
            found = _moderated_or_404(request, uuid)
            form = _form(request, found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[form.cleaned_data["decision"]])
            return redirect("outcomes:waiting")
    page = moderation_page(request.user, found, list(form.others.values()))
    return show_form(request, "outcomes/moderate.html", found, form, **page)


def _decide(request: HttpRequest, found: Disruption, form: ModerateForm) -> None:
    told = form.cleaned_data
    who = {"disruption": found, "reason": told["because"], "by": request.user, "seen_version": told["version"]}
    if told["decision"] is Decision.ACCEPT:
        actions.accept_claim(grade=told["grade"], **who)
    elif told["decision"] is Decision.DECLINE:
        actions.decline_claim(**who)
    else:
        actions.fold_claim(into=form.chosen, words=told["agency_did"], **who)


def _form(request: HttpRequest, found: Disruption) -> ModerateForm:
    others = queries.to_fold_into(request.user, found)
    return ModerateForm(posted(request), disruption=found, practice=in_force(), others=others)


def _moderated_or_404(request: HttpRequest, uuid: str) -> Disruption:
    theirs = Disruption.objects.allowing(request.user, Act.APPROVE).select_related("agency", "claimed_by__agency")
    found: Disruption = get_object_or_404(theirs, uuid=uuid)
    return found
