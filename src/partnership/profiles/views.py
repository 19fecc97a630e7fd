"""Profiles and their editions, as they are listed, read, compared and taken out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.thread.pages import read_with_thread

from . import distributing, pages, queries, writing
from .exporting import edition_contents, profiles_contents
from .finding import edition_or_404, posted, profile_or_404, show
from .forms import StartForm
from .models import Edition, Profile

FORM = ["GET", "HEAD", "POST"]


@requires(Act.SEE_RECORD)
@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    page = pages.profiles_page(request.user, request.GET)
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read list of profiles", shown=page["shown"])
    return render(request, "profiles/profiles.html", page)


@requires(Act.EXPORT)
@require_http_methods(FORM)
def export_profiles(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: profiles_contents(request.user))


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def start(request: HttpRequest) -> HttpResponse:
    form = StartForm(posted(request), areas=queries.areas_without_profile(request.user))
    if form.is_valid():
        try:
            area = form.areas[form.cleaned_data["area"]]
            made = writing.start_profile(area=area, release=form.release, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("profiles:start-edition", made.uuid)
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read form for a profile")
    return show(request, "start", {"form": form})


@requires(Act.SEE_RECORD)
@require_safe
def profile(request: HttpRequest, uuid: str) -> HttpResponse:
    """The newest edition published; to those who write it, the draft while there is no other."""
    found = profile_or_404(request, uuid, Act.SEE_RECORD)
    newest = found.editions.filter(number=found.edition).first() if found.edition else None
    return _show_edition(request, found, newest)


@requires(Act.SEE_RECORD)
@require_safe
def edition(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    found = edition_or_404(request, uuid, number, Act.SEE_RECORD)
    return _show_edition(request, found.profile, found)


@requires(Act.SEE_RECORD)
@require_safe
def changes(request: HttpRequest, uuid: str) -> HttpResponse:
    """What changed between two editions that are asked for; without, between the two newest."""
    found = profile_or_404(request, uuid, Act.SEE_RECORD)
    editions = queries.editions_for(request.user, found)
    by_number = {str(one.number): one for one in editions}
    newer = by_number.get(request.GET.get("to", ""), editions[0] if editions else None)
    before = [one for one in editions if newer is not None and one.number < newer.number]
    older = by_number.get(request.GET.get("from", ""), before[0] if before else None)
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="compared editions", to=found, shown=[found])
    page = records.banner(request.user, found) | {
        "profile": found,
        "editions": editions,
        "older": older,
        "newer": newer,
    }
    if older is not None and newer is not None:
        page |= pages.told_changes(pages.changes_between(older, newer))
    return render(request, "profiles/changes.html", page)


@requires(Act.EXPORT)
@require_http_methods(FORM)
def export_edition(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    found = edition_or_404(request, uuid, number, Act.EXPORT)
    if found not in queries.editions_for(request.user, found.profile):
        return redirect(found)
    return export_page(
        request, gather=lambda: edition_contents(request.user, edition_or_404(request, uuid, number, Act.EXPORT))
    )


def _show_edition(request: HttpRequest, found: Profile, edition: Edition | None) -> HttpResponse:
    page = pages.profile_page(request.user, found, edition)
    told = {"number": page["edition"].number} if page["edition"] else {}
    page |= read_with_thread(found, did="read profile", by=request.user, detail=told)
    if page["edition"] is not None and request.method == "GET":
        distributing.note_opened(edition=page["edition"], by=request.user)
    return render(request, "profiles/profile.html", page)
