"""Changes of status, proposed by one and decided by another, and who answers for a group."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records.rules import Stale

from . import status_actions as actions
from .queries import seen_by
from .rules import Status
from .status_forms import APPROVE, AssignForm, DecideForm, MoveForm
from .views import EDIT_METHODS, group_or_404, posted, show_form

DECIDED = {True: "Approved. It is so from now on.", False: "Declined. The group is as it was."}


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def move(request: HttpRequest, uuid: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
    form = MoveForm(posted(request), group=found, by=request.user)
    if form.is_valid():
        told = form.cleaned_data
        into = form.into_group if told["to"] is Status.MERGED else None
        try:
            actions.propose_move(group=found, to=told["to"], because=told["because"], into=into, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Proposed. The group is as it was until somebody else approves it.")
            return redirect(found)
    open_move = found.moves.filter(accepted__isnull=True).select_related("proposed_by").first()
    shown = list(form.others.values()) if "into" in form.fields else []
    return show_form(request, "move", found, form, shown=shown, open_move=open_move)


@requires(Act.APPROVE)
@require_http_methods(EDIT_METHODS)
def decide(request: HttpRequest, uuid: str, move: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.APPROVE)
    proposed = get_object_or_404(found.moves.select_related("proposed_by", "decided_by"), uuid=move)
    form = DecideForm(posted(request), record=found)
    if form.is_valid():
        is_approved = form.cleaned_data["decision"] == APPROVE
        settle = actions.approve_move if is_approved else actions.decline_move
        told = {"because": form.cleaned_data["because"], "seen_version": form.cleaned_data["version"]}
        try:
            settle(move=proposed, by=request.user, **told)
        except Stale:
            found = group_or_404(request, uuid, Act.APPROVE)
            form = DecideForm(request.POST, record=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DECIDED[is_approved])
            return redirect(found)
    into = seen_by(request.user).filter(pk=proposed.into_id).first() if proposed.into_id else None
    told = {
        "move": proposed,
        "into": into,
        "is_own": proposed.proposed_by == request.user,
        "was": Status(proposed.was),
        "to": Status(proposed.to),
    }
    return show_form(request, "decide", found, form, shown=[into] if into else [], **told)


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def assign(request: HttpRequest, uuid: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
    form = AssignForm(posted(request), record=found)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("duty", "start", "because")}
        told |= {"person": form.chosen, "seen_version": form.cleaned_data["version"]}
        try:
            actions.assign(group=found, by=request.user, **told)
        except Stale:
            found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
            form = AssignForm(request.POST, record=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            name = "Nobody" if form.chosen is None else form.chosen.name
            messages.success(request, f"{form.cleaned_data['duty'].label}: \u2068{name}\u2069.")
            return redirect(found)
    return show_form(request, "assign", found, form)
