"""Writing a profile: its editions begun, its sections written, its figures brought up to date, and published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.records.scoping import Scoped

from . import pages, writing
from .finding import edition_or_404, posted, profile_or_404, show
from .forms import AreaSectionForm, ConfirmForm, EditionForm, NewEditionForm, PublishForm, WritingForm
from .models import Edition, Profile, Section
from .sections import in_force
from .versions import read_again

FORM = ["GET", "HEAD", "POST"]


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def start_edition(request: HttpRequest, uuid: str) -> HttpResponse:
    found = profile_or_404(request, uuid, Act.WRITE_PROFILE)
    form = NewEditionForm(posted(request), before=found.editions.first())
    if form.is_valid():
        try:
            made = writing.start_edition(profile=found, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Drafted from live figures. Now write it, section by section.")
            return redirect(made)
    return _form(request, "start_edition", found, form)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def change_edition(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    found = edition_or_404(request, uuid, number, Act.WRITE_PROFILE)
    if not found.is_draft:
        return redirect(found)
    form = EditionForm(posted(request), edition=found, profile=found.profile)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in EditionForm.labels}
        try:
            writing.change_edition(edition=found, by=request.user, seen_version=form.cleaned_data["version"], **told)
        except Stale:
            found = edition_or_404(request, uuid, number, Act.WRITE_PROFILE)
            form = EditionForm(request.POST, edition=found, profile=found.profile)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Bring the figures up to date if the period changed.")
            return redirect(found)
    return _form(request, "change_edition", found.profile, form, edition=found)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def figures(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    found = edition_or_404(request, uuid, number, Act.WRITE_PROFILE)
    if not found.is_draft:
        return redirect(found)
    form = ConfirmForm(posted(request))
    if form.is_valid():
        try:
            writing.update_figures(edition=found, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The figures stand as of today. No word was touched.")
            return redirect(found)
    return _form(request, "figures", found.profile, form, edition=found)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def add_section(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    found = edition_or_404(request, uuid, number, Act.WRITE_PROFILE)
    if not found.is_draft:
        return redirect(found)
    form = AreaSectionForm(posted(request), kinds=[kind for kind in in_force().sections if kind.each_area])
    if form.is_valid():
        try:
            made = writing.add_area_section(edition=found, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("profiles:section", found.profile.uuid, made.uuid)
    return _form(request, "add_section", found.profile, form, edition=found)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def section(request: HttpRequest, uuid: str, section: str) -> HttpResponse:
    found = profile_or_404(request, uuid, Act.WRITE_PROFILE)
    written = _section_or_404(request, found, section)
    if not written.edition.is_draft:
        return redirect(written.edition)
    form = WritingForm(posted(request), written=written, whole=found)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("text", "evidence_of")}
        try:
            writing.write_section(section=written, by=request.user, seen_version=form.cleaned_data["version"], **told)
        except Stale:
            written = _section_or_404(request, found, section)
            form = WritingForm(request.POST, written=written, whole=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{written.edition.get_absolute_url()}#{written.uuid}")
    parts = pages.sections_shown(request.user, written.edition, timezone.localdate())
    shown = next(part for part in parts if part.section.pk == written.pk)
    return _form(request, "section", found, form, edition=written.edition, part=shown)


@requires(Act.APPROVE)
@require_http_methods(FORM)
def publish(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    found = edition_or_404(request, uuid, number, Act.APPROVE)
    if not found.is_draft:
        return redirect(found)
    form = _publish_form(request, found)
    if form.is_valid():
        told = form.cleaned_data
        because, read = told.get("because", ""), told["read"]
        try:
            writing.publish(
                edition=found, because=because, by=request.user, seen_version=told["version"], seen_sections=read
            )
        except Stale:
            form = _publish_form(request, edition_or_404(request, uuid, number, Act.APPROVE))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Published. Now send it to those who should read it.")
            return redirect("profiles:readers", found.profile.uuid)
    more = pages.lacking(request.user, found) | {"months_until_refresh": in_force().months_until_refresh}
    return _form(request, "publish", found.profile, form, shown=more["homeless"], edition=found, **more)


def _publish_form(request: HttpRequest, found: Edition) -> PublishForm:
    read = read_again(found.sections.all())
    return PublishForm(posted(request), profile=found.profile, edition=found, read=read)


def _section_or_404(request: HttpRequest, found: Profile, uuid: str) -> Section:
    sections = Section.objects.allowing(request.user, Act.WRITE_PROFILE).filter(edition__profile=found.pk)
    written: Section = get_object_or_404(sections.select_related("edition__author", "by"), uuid=uuid)
    written.edition.profile = found
    return written


def _form(
    request: HttpRequest, template: str, found: Profile, form: Any, *, shown: Iterable[Scoped] = (), **more: Any
) -> HttpResponse:
    """A page about the profile with a form on it, once its reading is recorded. shown: other records on it."""
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read profile", to=found, shown=[found, *shown])
    return show(request, template, records.banner(request.user, found) | {"profile": found, "form": form} | more)
