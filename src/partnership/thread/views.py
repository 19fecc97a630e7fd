"""Tying a record to what it rests on, and taking that back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.scoping import Scoped, scoped_models

from . import actions, queries
from .forms import TieForm, UntieForm


@requires(Act.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    record = _record_or_404(request, kind, uuid)
    found = queries.can_rest_on(request.user, record)
    form = TieForm(request.POST if request.method == "POST" else None, found=found)
    if form.is_valid():
        try:
            actions.tie(record=record, on=form.on, because=form.cleaned_data["because"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Tied. Both records now show it.")
            return redirect(f"{record.get_absolute_url()}#thread")
    return _show(request, "tie", record, form, shown=found)


@requires(Act.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def untie(request: HttpRequest, kind: str, uuid: str, tie: str) -> HttpResponse:
    record = _record_or_404(request, kind, uuid)
    held = get_object_or_404(queries.ties_of(record), uuid=tie)
    on = queries.far_end(request.user, held)
    if on is None:
        raise Http404
    form = UntieForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.untie(record=record, tie=held, because=form.cleaned_data["because"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Taken back. The log keeps that they were tied.")
            return redirect(f"{record.get_absolute_url()}#thread")
    return _show(request, "untie", record, form, shown=[on], on=on)


def _record_or_404(request: HttpRequest, kind: str, uuid: str) -> Scoped:
    model = scoped_models().get(kind)
    if model is None or model.tied_by is None:
        raise Http404
    return get_object_or_404(model.objects.allowing(request.user, model.tied_by), uuid=uuid)


def _show(
    request: HttpRequest, page: str, record: Scoped, form: TieForm | UntieForm, *, shown: list[Scoped], **more: Any
) -> HttpResponse:
    """The page, once it is kept which records it put before whoever asks."""
    actions.note_choice(record=record, shown=shown, by=request.user)
    told = records.banner(request.user, record) | {"form": form} | more
    told["page_marking"] = records.highest_marking([record, *shown])
    return render(request, f"thread/{page}.html", told, status=422 if form.errors else 200)
