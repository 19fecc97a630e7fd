"""An exercise or event: its scenario, who took part, what was learnt, and the action that each lesson leads to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.people.models import Person
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.forms import NO_PERSONS, words
from partnership.plans.models import Plan
from partnership.plans.practice import in_force as plans_in_force
from partnership.plans.queries import people_to_own
from partnership.plans.rules import PlanState
from partnership.plans.views import posted, show_form
from partnership.records import pages as records
from partnership.records.editing import EditForm
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import queries
from .board_forms import OWN, TaskForm
from .exercise import exercise_page, lessons_of
from .exercise_actions import edit_exercise, set_for_lesson
from .models import Meeting


class ExerciseForm(EditForm):
    labels: ClassVar = {"scenario": "Scenario", "lessons": "Lessons"}

    scenario = words("What was played through?", hint=f"What the table was given, in which order. {NO_PERSONS}", rows=8)
    lessons = words("What was learnt?", hint="One lesson a line: each can lead to an action.", rows=8)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        now = {"scenario": meeting.scenario, "lessons": meeting.lessons}
        super().__init__(*args, record=meeting, now=now, initial=dict(now), **kwargs)

    def yours(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.labels if name in self.cleaned_data}


@requires(Act.SEE_RECORD)
@require_safe
def exercise(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.meetings_seen_by(request.user), uuid=uuid)
    page = exercise_page(request.user, found) | records.banner(request.user, found)
    page |= read_with_thread(found, did="read exercise", by=request.user, also=page["shown"])
    return render(request, "meetings/exercise.html", page)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: str) -> HttpResponse:
    found = meeting_to_write_or_404(request, uuid)
    form = ExerciseForm(posted(request), meeting=found)
    if form.is_valid():
        told = form.cleaned_data
        said = {"scenario": told["scenario"], "lessons": told["lessons"], "seen_version": told["version"]}
        try:
            edit_exercise(meeting=found, by=request.user, **said)
        except Stale:
            found = meeting_to_write_or_404(request, uuid)
            form = ExerciseForm(posted(request), meeting=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("meetings:exercise", uuid=found.uuid)
    return show_form(request, "meetings/edit_exercise.html", found, form, meeting=found)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    """Sets an action for one of the lessons."""
    found = meeting_to_write_or_404(request, uuid)
    lessons = lessons_of(found.lessons)
    if not 1 <= number <= len(lessons):
        raise Http404
    text = lessons[number - 1]
    plans = list(_open_plans(request.user, found))
    began = {"text": text, "plan": OWN}
    form = TaskForm(posted(request), plans=plans, people=people_to_own(found.area_code), initial=began)
    if form.is_valid():
        try:
            set_for_lesson(meeting=found, lesson=text, task=form.task, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Set.")
            return redirect("meetings:exercise", uuid=found.uuid)
    more = {"meeting": found, "lesson": text, "owner_roles": plans_in_force().owner_roles}
    return show_form(request, "meetings/lesson.html", found, form, shown=plans, **more)


def _open_plans(person: Person, meeting: Meeting) -> QuerySet[Plan]:
    """Those of the meeting's area that could take the action up, beside the series' own."""
    rows: QuerySet[Plan] = Plan.objects.allowing(person, Act.PLAN)
    return rows.filter(area_code=meeting.area_code, state=PlanState.OPEN).order_by("name", "pk")


def meeting_to_write_or_404(request: HttpRequest, uuid: str) -> Meeting:
    """The meeting, for whoever may convene it."""
    convened = Meeting.objects.allowing(request.user, Act.CONVENE).select_related("series", "chair", "originator")
    found: Meeting = get_object_or_404(convened, uuid=uuid)
    return found
