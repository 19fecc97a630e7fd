"""A meeting's tactical intelligence assessment: read, given its words, taken out as PDF or Word."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.forms import NO_PERSONS, words
from partnership.plans.views import posted, show_form
from partnership.records import pages as records
from partnership.records.editing import EditForm
from partnership.records.queries import may
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import queries
from .assessment import assessment_of
from .assessment_actions import write_assessment
from .assessment_paper import assessment_blocks, assessment_contents
from .exercise_views import meeting_to_write_or_404
from .models import Meeting
from .paper_page import parts_of
from .rules import MeetingState, may_change


class AssessmentForm(EditForm):
    labels: ClassVar = {"assessment": "What it comes to"}

    assessment = words(
        "What does it come to?",
        hint=f"Threat, harm and risk, and what you recommend to task. Say likely only with the yardstick. {NO_PERSONS}",
        rows=14,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        now = {"assessment": meeting.assessment}
        super().__init__(*args, record=meeting, now=now, initial=dict(now), **kwargs)

    def yours(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.labels if name in self.cleaned_data}


@requires(Act.SEE_RECORD)
@require_safe
def assessment(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.meetings_seen_by(request.user), uuid=uuid)
    told = assessment_of(request.user, found)
    page = records.banner(request.user, found) | {
        "meeting": found,
        "area_name": told.area_name,
        "parts": parts_of(assessment_blocks(told)),
        "is_synthetic": any(one.synthetic for one in told.records),
        "may_write": may(request.user, Act.CONVENE, found) and may_change(MeetingState(found.state)) is None,
        "may_export": may(request.user, Act.EXPORT, found),
    }
    page |= read_with_thread(found, did="read tactical assessment", by=request.user, also=told.records)
    return render(request, "meetings/assessment.html", page)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: str) -> HttpResponse:
    found = meeting_to_write_or_404(request, uuid)
    form = AssessmentForm(posted(request), meeting=found)
    if form.is_valid():
        told = form.cleaned_data
        try:
            write_assessment(meeting=found, text=told["assessment"], by=request.user, seen_version=told["version"])
        except Stale:
            found = meeting_to_write_or_404(request, uuid)
            form = AssessmentForm(posted(request), meeting=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("meetings:assessment", uuid=found.uuid)
    return show_form(request, "meetings/edit_assessment.html", found, form, meeting=found)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, uuid: str) -> HttpResponse:
    exportable = Meeting.objects.allowing(request.user, Act.EXPORT).select_related("series")

    def gather() -> Any:
        return assessment_contents(request.user, get_object_or_404(exportable, uuid=uuid))

    return export_page(request, gather=gather)
