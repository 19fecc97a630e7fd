"""Sending an edition, who has opened it and who has not, and feedback to the district."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Agency
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records import queries as held

from . import distributing
from .distribution_forms import FeedbackForm, SendForm
from .finding import posted, profile_or_404, show
from .models import Edition, Profile
from .readers import readers_of, readership
from .rules import EditionState

FORM = ["GET", "HEAD", "POST"]


@requires(Act.WRITE_PROFILE)
@require_safe
def readers(request: HttpRequest, uuid: str) -> HttpResponse:
    """Of the edition that is asked for, or the newest: to whom it was sent, who opened it, who did not."""
    found = profile_or_404(request, uuid, Act.WRITE_PROFILE)
    editions = _published(found)
    chosen = next((one for one in editions if str(one.number) == request.GET.get("edition")), None)
    edition = chosen or next(iter(editions), None)
    page = records.banner(request.user, found) | {"profile": found, "editions": editions, "edition": edition}
    if edition is not None:
        sent = found.distributions.filter(number=edition.number)
        reading = readership(found, edition.number)
        page |= {
            "readership": reading,
            "opened": sorted(reading.opened.values(), key=lambda receipt: (receipt.at, receipt.pk)),
            "sent": sent.select_related("to_agency", "to_person__agency", "by"),
        }
    did = "read who opened the profile"
    audit.record(by=request.user, verb=Verb.CONSULTATION, did=did, to=found, shown=[found])
    return render(request, "profiles/readers.html", page)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def send(request: HttpRequest, uuid: str) -> HttpResponse:
    found = profile_or_404(request, uuid, Act.WRITE_PROFILE)
    edition = next(iter(_published(found)), None)
    form = _send_form(request, found)
    if form.is_valid():
        try:
            if edition is None:
                raise NotAllowed("Publish an edition first: a draft is not sent")
            distributing.send(edition=edition, note=form.cleaned_data["note"], by=request.user, **form.recipients)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Sent. Whoever has not opened it stays on the list below.")
            return redirect("profiles:readers", found.uuid)
    return _form(request, "send", found, form, edition=edition)


@requires(Act.NOTE_HYPOTHESIS)
@require_http_methods(FORM)
def feedback(request: HttpRequest, uuid: str) -> HttpResponse:
    found = profile_or_404(request, uuid, Act.NOTE_HYPOTHESIS)
    form = FeedbackForm(posted(request), editions=_published(found))
    if form.is_valid():
        told = form.cleaned_data
        try:
            distributing.give_feedback(
                profile=found, number=told["edition"], topic=told["topic"], text=told["text"], by=request.user
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. The district and everybody who sees the profile can read it.")
            return redirect(f"{found.get_absolute_url()}#feedback")
    return _form(request, "feedback", found, form)


def _published(found: Profile) -> list[Edition]:
    return list(found.editions.filter(state=EditionState.PUBLISHED))


def _send_form(request: HttpRequest, found: Profile) -> SendForm:
    """Whoever may not share the profile sends it to those who can read it as it is."""
    by, may_open = request.user, held.may(request.user, Act.RELEASE, found)
    reading = sorted(readers_of(found) - {by}, key=lambda person: (person.name, person.pk))
    if may_open:
        agencies = {*held.agencies_to_share_with(by, found), *(person.agency for person in reading)}
        people = [*reading, *(one for one in held.people_to_share_with(by, found) if one not in reading)]
    else:
        agencies, people = {person.agency for person in reading}, reading
    in_order: list[Agency] = sorted(agencies, key=lambda agency: agency.name)
    return SendForm(posted(request), agencies=in_order, people=people, may_open=may_open)


def _form(request: HttpRequest, template: str, found: Profile, form: Any, **more: Any) -> HttpResponse:
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read profile", to=found, shown=[found])
    return show(request, template, records.banner(request.user, found) | {"profile": found, "form": form} | more)
