"""The minutes of a meeting: read in draft and issued, issued, taken out as PDF or Word."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.views import posted, show_form
from partnership.records import pages as records
from partnership.records.editing import EditForm
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import queries
from .exercise_views import meeting_to_write_or_404
from .minutes import bare_actions, minutes_of, minutes_page, why_not_issue
from .minutes_actions import issue_minutes
from .minutes_paper import minutes_contents
from .models import Meeting


class IssueForm(EditForm):
    """Nothing to type: what is issued is what stands on the page, and that version of it."""

    labels: ClassVar = {"state": "The meeting is"}


@requires(Act.SEE_RECORD)
@require_safe
def minutes(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.meetings_seen_by(request.user), uuid=uuid)
    page = minutes_page(request.user, found) | records.banner(request.user, found)
    page |= read_with_thread(found, did="read minutes", by=request.user, also=page["shown"])
    return render(request, "meetings/minutes.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, uuid: str) -> HttpResponse:
    exportable = Meeting.objects.allowing(request.user, Act.EXPORT).select_related("series", "chair")
    return export_page(request, gather=lambda: minutes_contents(request.user, get_object_or_404(exportable, uuid=uuid)))


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, uuid: str) -> HttpResponse:
    """What would be issued and what is missing; posted, issued for good."""
    found = meeting_to_write_or_404(request, uuid)
    form = _form(request, found)
    if form.is_valid():
        try:
            issue_minutes(meeting=found, by=request.user, seen_version=form.cleaned_data["version"])
        except Stale:
            found = meeting_to_write_or_404(request, uuid)
            form = _form(request, found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Issued. Nothing of these minutes changes any more.")
            return redirect("meetings:minutes", uuid=found.uuid)
    told = minutes_of(request.user, found)
    page = {"meeting": found, "minutes": told, "bare": bare_actions(told.items)}
    page["why_not"] = why_not_issue(request.user, told)
    return show_form(request, "meetings/issue_minutes.html", found, form, shown=told.records, **page)


def _form(request: HttpRequest, meeting: Meeting) -> IssueForm:
    return IssueForm(posted(request), record=meeting, now={"state": meeting.get_state_display()})
