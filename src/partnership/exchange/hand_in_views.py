"""Handing a bundle in: looked at first, then taken in. Nothing is kept here in between."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from partnership.people.permissions import requires
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.records.pages import highest_marking

from . import actions
from .forms import HandInForm
from .incoming import Preview, carried, preview, read_carried
from .pages import ways
from .rules import LARGEST
from .unpacking import Unreadable

ROOM_FOR_FIELDS = 20_000  # bytes of a request beside the file


@requires(Act.TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """The page to send a file from; posted, what would be taken in; confirmed, what was."""
    if request.method != "POST":
        return _ask(request, HandInForm(by=request.user))
    if "carried" in request.POST:
        return _take(request)
    return _look(request)


def _look(request: HttpRequest) -> HttpResponse:
    is_large = int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ROOM_FOR_FIELDS
    form = HandInForm(request.POST, request.FILES, by=request.user, is_large=is_large)
    if not form.is_valid():
        return _ask(request, form)
    data, area_code = form.data_sent, form.cleaned_data["area_code"]
    try:
        found = preview(data, by=request.user)
        told = {"carried": carried(data, area_code, by=request.user)}
    except Unreadable as refusal:
        form.add_error("file" if request.FILES else "pasted", str(refusal))
        return _ask(request, form)
    actions.note_preview(preview=found, area_code=area_code, by=request.user)
    return _show(request, "preview", found, told)


def _take(request: HttpRequest) -> HttpResponse:
    try:
        data, area_code = read_carried(request.POST["carried"], by=request.user)
        found = preview(data, by=request.user)
        taken = actions.take_in(preview=found, area_code=area_code, by=request.user)
    except (Unreadable, NotAllowed) as refusal:
        return _ask(request, HandInForm({}, by=request.user, refusal=str(refusal)))
    return _show(request, "done", found, {"taken": taken})


def _ask(request: HttpRequest, form: HandInForm) -> HttpResponse:
    # What was pasted is shown again, and nobody knows yet how it is held.
    marking = Marking.OFFICIAL_SENSITIVE if form.data.get("pasted") else Marking.OFFICIAL
    page = {"form": form, "page_marking": marking} | ways(request.user)
    return render(request, "exchange/hand_in.html", page, status=422 if form.errors else 200)


def _show(request: HttpRequest, page: str, found: Preview, told: dict[str, Any]) -> HttpResponse:
    markings = [highest_marking(found.shown), *(line.found.release.marking for line in found.lines)]
    highest = max(markings, key=lambda marking: marking.height, default=Marking.OFFICIAL)
    return render(request, f"exchange/{page}.html", told | {"preview": found, "page_marking": highest})
