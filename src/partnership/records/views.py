"""How a record is held: seen, shared, held closer, proposed to be held less closely. Missing and forbidden look the
same. Every reading is recorded before the page is drawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed

from . import actions, queries
from .editing import EditForm
from .forms import EndShareForm, ReleaseForm, SettleForm, ShareForm
from .models import Lowering, Share
from .pages import banner, highest_marking, proposal_page, record_page
from .rules import Stale
from .scoping import Scoped, scoped_models

PROPOSED = "Proposed. It is held as before until somebody else accepts it."
SETTLED = {"accept": "Accepted. It is held so from now on.", "decline": "Declined. It is held as before."}


@requires(Act.SEE_RECORD)
@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    return render(request, "records/shared.html", shared_page(request))


@requires(Act.SEE_RECORD)
@require_safe
def record(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    found = _record_or_404(request, kind, uuid, Act.SEE_RECORD)
    return _show(request, "record", found, record_page(request.user, found))


@requires(Act.RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    found = _record_or_404(request, kind, uuid, Act.RELEASE)
    form = ShareForm(_posted(request), record=found, by=request.user)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.share_record(
                record=found,
                because=told["because"],
                until=told["until"],
                seen_version=told["version"],
                by=request.user,
                **form.recipient,
            )
        except Stale:
            return _again(request, "share", ShareForm, found, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Shared with {made.recipient} until {made.until:%-d %B %Y}.")
            return redirect("records:record", kind, uuid)
    return _show(request, "share", found, banner(request.user, found) | {"form": form})


@requires(Act.RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_share(request: HttpRequest, kind: str, uuid: str, share: str) -> HttpResponse:
    found = _record_or_404(request, kind, uuid, Act.RELEASE)
    held = get_object_or_404(Share, kind=found._meta.label_lower, record=found.uuid, uuid=share)
    form = EndShareForm(_posted(request))
    if form.is_valid():
        try:
            actions.end_share(share=held, because=form.cleaned_data["because"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"No longer shared with {held.recipient}.")
            return redirect("records:record", kind, uuid)
    return _show(request, "end_share", found, banner(request.user, found) | {"form": form, "share": held})


@requires(Act.RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    found = _record_or_404(request, kind, uuid, Act.RELEASE)
    form = ReleaseForm(_posted(request), record=found)
    if form.is_valid():
        told = form.cleaned_data
        try:
            proposed = actions.change_release(
                record=found,
                release=form.release,
                because=told["because"],
                by=request.user,
                seen_version=told["version"],
            )
        except Stale:
            return _again(request, "release", ReleaseForm, found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, PROPOSED if proposed else "Held so from now on.")
            # Who holds a record closer than they are cleared for no longer sees it themselves.
            is_seen = proposed is not None or queries.may(request.user, Act.SEE_RECORD, found)
            return redirect("records:record", kind, uuid) if is_seen else redirect("front")
    return _show(request, "release", found, banner(request.user, found) | {"form": form})


@requires(Act.RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def lowering(request: HttpRequest, kind: str, uuid: str, lowering: str) -> HttpResponse:
    found = _record_or_404(request, kind, uuid, Act.RELEASE)
    still_open = Lowering.objects.filter(kind=found._meta.label_lower, record=found.uuid, accepted__isnull=True)
    proposal = get_object_or_404(still_open.select_related("proposed_by"), uuid=lowering)
    form = SettleForm(_posted(request), is_overtaken=proposal.version != found.version)
    status = 422
    if form.is_valid():
        settle = {"accept": actions.accept_lowering, "decline": actions.decline_lowering}[form.cleaned_data["decision"]]
        try:
            settle(lowering=proposal, because=form.cleaned_data["because"], by=request.user)
        except NotAllowed as refusal:
            status = 409 if isinstance(refusal, Stale) else 422
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SETTLED[form.cleaned_data["decision"]])
            return redirect("records:record", kind, uuid)
    page = proposal_page(found, proposal) | {"form": form, "is_own": proposal.proposed_by == request.user}
    return _show(request, "lowering", found, page, refused=status)


def shared_page(request: HttpRequest) -> dict[str, Any]:
    """What is shared with whoever asks, with its reading recorded."""
    rows = queries.shared_with(request.user)
    shown = [row.record for row in rows]
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read shared records", shown=shown)
    return {"rows": rows, "page_marking": highest_marking(shown)}


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _record_or_404(request: HttpRequest, kind: str, uuid: str, act: Act) -> Scoped:
    model = scoped_models().get(kind)
    if model is None:
        raise Http404
    found: Scoped = get_object_or_404(model.objects.allowing(request.user, act), uuid=uuid)
    return found


def _again(
    request: HttpRequest, template: str, form_class: type[EditForm], record: Scoped, **told: Any
) -> HttpResponse:
    """The page once more for somebody who was overtaken at the very moment of pressing."""
    now = _record_or_404(request, record.slug, str(record.uuid), Act.RELEASE)
    return _show(
        request, template, now, banner(request.user, now) | {"form": form_class(request.POST, record=now, **told)}
    )


def _show(
    request: HttpRequest, template: str, record: Scoped, page: dict[str, Any], *, refused: int = 422
) -> HttpResponse:
    """The page, once its reading is recorded; refused with that status if its form holds errors."""
    did = "read how the record is held"
    audit.record(by=request.user, verb=Verb.CONSULTATION, did=did, to=record, shown=[record])
    form = page.get("form")
    status = 200
    if form is not None and form.errors:
        status = 409 if getattr(form, "overtaken", False) else refused
    return render(request, f"records/{template}.html", page, status=status)
