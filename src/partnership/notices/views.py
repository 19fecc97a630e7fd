"""One's notices, the records one follows, and the digest. What is missing and what is forbidden look the same."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.people.permissions import requires
from partnership.people.rules import Act
from partnership.records.pages import highest_marking
from partnership.records.scoping import Scoped, scoped_models

from . import actions, queries
from .forms import DigestForm, ReadForm
from .waiting import waiting_for


@requires(Act.SEE_RECORD)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    until, told = timezone.now(), queries.news(request.user)
    shown = [one.record for one in told]
    actions.note_list_read(did="read notices", shown=shown, by=request.user)
    page = {"news": told, "until": until.isoformat(), "waiting": waiting_for(request.user)}
    return render(request, "notices/notices.html", page | {"page_marking": highest_marking(shown)})


@requires(Act.SEE_RECORD)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Marks as read what the list showed, all of it or one record's."""
    form = ReadForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        record = _record_or_404(request, told["kind"], str(told["record"])) if told["record"] else None
        actions.mark_read(until=told["until"], record=record, by=request.user)
    return redirect("notices:list")


@requires(Act.SEE_RECORD)
@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    rows = queries.followed_by(request.user)
    shown = [row.record for row in rows]
    actions.note_list_read(did="read followed records", shown=shown, by=request.user)
    return render(request, "notices/followed.html", {"rows": rows, "page_marking": highest_marking(shown)})


@requires(Act.SEE_RECORD)
@require_POST
def follow(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    record = _record_or_404(request, kind, uuid)
    actions.follow(record=record, by=request.user)
    messages.success(request, "You are told of what others do to this record.")
    return redirect(record)


@requires(Act.SEE_RECORD)
@require_POST
def unfollow(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    record = _record_or_404(request, kind, uuid)
    actions.unfollow(record=record, by=request.user)
    messages.success(request, "You no longer follow this record.")
    return redirect("notices:followed" if "list" in request.POST else record)


@requires(Act.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: HttpRequest) -> HttpResponse:
    hour = queries.digest_hour(request.user)
    form = DigestForm(
        request.POST if request.method == "POST" else None, initial={"hour": "" if hour is None else str(hour)}
    )
    if form.is_valid():
        actions.choose_digest(hour=form.chosen, by=request.user)
        messages.success(request, "Saved.")
        return redirect("notices:digest")
    page = {"form": form, "sends_mail": settings.TOCSIN_SENDS_MAIL}
    return render(request, "notices/digest_hour.html", page, status=422 if form.errors else 200)


def _record_or_404(request: HttpRequest, kind: str, uuid: str) -> Scoped:
    model = scoped_models().get(kind)
    if model is None:
        raise Http404
    found: Scoped = get_object_or_404(model.objects.seen_by(request.user), uuid=uuid)
    return found
