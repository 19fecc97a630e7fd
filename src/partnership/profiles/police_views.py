"""The police part of an edition: read, written, taken out. Whom its handling keeps out gets no answer but 404."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import police, police_pages
from .exporting import police_contents
from .finding import edition_or_404, part_or_404, posted, show
from .forms import ConfirmForm, WritingForm
from .models import Passage, PolicePart
from .pages import told_changes

FORM = ["GET", "HEAD", "POST"]


@requires(Act.SEE_RECORD)
@require_safe
def internal(request: HttpRequest, uuid: str) -> HttpResponse:
    part = part_or_404(request, uuid, Act.SEE_RECORD)
    page = police_pages.police_page(request.user, part)
    page |= read_with_thread(part, did="read police part", by=request.user, detail={"number": part.number})
    shown = [part, *page["thread"].records, *(one.record for one in page["closer"])]
    return render(request, "profiles/internal.html", page | {"page_marking": records.highest_marking(shown)})


@requires(Act.SEE_RECORD)
@require_safe
def internal_changes(request: HttpRequest, uuid: str) -> HttpResponse:
    part = part_or_404(request, uuid, Act.SEE_RECORD)
    before = police_pages.part_before(request.user, part)
    shown = [part, before] if before else [part]
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="compared police parts", to=part, shown=shown)
    page = records.banner(request.user, part) | {"part": part, "before": before}
    page["page_marking"] = records.highest_marking(shown)
    if before is not None:
        page |= told_changes(police_pages.police_changes(before, part))
    return render(request, "profiles/internal_changes.html", page)


@requires(Act.EXPORT)
@require_http_methods(FORM)
def export_internal(request: HttpRequest, uuid: str) -> HttpResponse:
    return export_page(request, gather=lambda: police_contents(request.user, part_or_404(request, uuid, Act.EXPORT)))


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def start_police_part(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    edition = edition_or_404(request, uuid, number, Act.WRITE_PROFILE)
    if not edition.is_draft:
        return redirect(edition)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        try:
            made = police.start_police_part(edition=edition, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(made)
    profile = edition.profile
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read profile", to=profile, shown=[profile])
    page = records.banner(request.user, profile) | {"edition": edition, "profile": profile, "form": form}
    return show(request, "start_police_part", page)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def police_figures(request: HttpRequest, uuid: str) -> HttpResponse:
    part = part_or_404(request, uuid, Act.WRITE_PROFILE)
    if not _is_draft(request, part):
        return redirect(part)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        try:
            police.update_police_figures(part=part, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The figures stand as of today. No word was touched.")
            return redirect(part)
    return _form(request, "police_figures", part, form)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def passage(request: HttpRequest, uuid: str, passage: str) -> HttpResponse:
    part = part_or_404(request, uuid, Act.WRITE_PROFILE)
    written = _passage_or_404(part, passage)
    if not _is_draft(request, part):
        return redirect(part)
    form = WritingForm(posted(request), written=written, whole=part)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["version"]
        try:
            police.write_passage(passage=written, text=text, by=request.user, seen_version=seen)
        except Stale:
            written = _passage_or_404(part, passage)
            form = WritingForm(request.POST, written=written, whole=part)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{part.get_absolute_url()}#{written.uuid}")
    _, heading, figures = police_pages.lone(written)
    return _form(request, "passage", part, form, heading=heading, passage=written, figures=figures)


def _passage_or_404(part: PolicePart, uuid: str) -> Passage:
    found: Passage = get_object_or_404(part.passages.all(), uuid=uuid)
    found.police_part = part
    return found


def _is_draft(request: HttpRequest, part: PolicePart) -> bool:
    edition = police_pages.edition_of(request.user, part)
    return edition is not None and edition.is_draft


def _form(request: HttpRequest, template: str, part: PolicePart, form: Any, **more: Any) -> HttpResponse:
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read police part", to=part, shown=[part])
    return show(request, template, records.banner(request.user, part) | {"part": part, "form": form} | more)
