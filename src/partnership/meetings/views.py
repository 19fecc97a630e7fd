"""Series of meetings, and meetings. What is missing and what is forbidden look the same: not found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.forms import held_as
from partnership.plans.views import posted
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.records.scoping import Scoped
from partnership.thread.pages import read_with_thread

from . import actions, queries
from .exporting import meetings_contents, series_contents
from .forms import MeetingEditForm, MeetingForm, ReasonForm, SeatEditForm, SeatForm, SeriesEditForm, SeriesForm
from .models import Meeting, MeetingSeries
from .pages import meeting_page, meetings_page, proposed, series_list_page, series_page, set_page
from .practice import in_force


@requires(Act.SEE_RECORD)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    return show_page(request, "meetings/meetings.html", meetings_page(request.user, request.GET), "read meetings")


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: meetings_contents(request.user, request.GET))


@requires(Act.SEE_RECORD)
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    return show_page(request, "meetings/series_list.html", series_list_page(request.user), "read series of meetings")


@requires(Act.CONVENE)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of meetings is to be started."""
    return render(request, "meetings/choose.html", {"practice": in_force()})


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, kind: str) -> HttpResponse:
    found = next((one for one in in_force().kinds if one.key == kind), None)
    areas = queries.areas_to_convene_in(request.user)
    if found is None or not areas:
        raise Http404
    people = {one.pk: one for code, _ in areas for one in queries.people_to_chair(code)}
    form = SeriesForm(posted(request), kind=found, areas=areas, people=people.values())
    if form.is_valid():
        try:
            made = actions.start_series(
                kind=found, told=form.told, area_code=form.cleaned_data["area"], release=form.release, by=request.user
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Started. Say who is expected, and plan its first meeting.")
            return redirect(made)
    page = {"form": form, "kind": found}
    return render(request, "meetings/start.html", page, status=422 if form.errors else 200)


@requires(Act.SEE_RECORD)
@require_safe
def series(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.series_seen_by(request.user), uuid=uuid)
    page = series_page(request.user, found)
    page |= read_with_thread(found, did="read series of meetings", by=request.user, also=page["shown"])
    return render(request, "meetings/series.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_series(request: HttpRequest, uuid: str) -> HttpResponse:
    exportable = MeetingSeries.objects.allowing(request.user, Act.EXPORT)
    return export_page(request, gather=lambda: series_contents(request.user, get_object_or_404(exportable, uuid=uuid)))


@requires(Act.SEE_RECORD)
@require_safe
def actions_set(request: HttpRequest, uuid: str) -> HttpResponse:
    """What the meetings of a series set, and how often each was put off."""
    found = get_object_or_404(queries.series_seen_by(request.user), uuid=uuid)
    page = set_page(request.user, found)
    return show_page(request, "meetings/actions.html", page, "read actions of series", found)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_series(request: HttpRequest, uuid: str) -> HttpResponse:
    def form_of(now: MeetingSeries) -> SeriesEditForm:
        return SeriesEditForm(posted(request), series=now, people=queries.people_to_chair(now.area_code))

    def save(now: MeetingSeries, form: Any) -> None:
        actions.edit_series(series=now, told=form.told, by=request.user, seen_version=form.cleaned_data["version"])

    return change(request, series_or_404, uuid, form_of, save, "meetings/edit_series.html", "Saved.")


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_series(request: HttpRequest, uuid: str) -> HttpResponse:
    def save(now: MeetingSeries, form: Any) -> None:
        told = form.cleaned_data
        actions.end_series(series=now, reason=told["because"], by=request.user, seen_version=told["version"])

    def form_of(now: MeetingSeries) -> ReasonForm:
        return ReasonForm(posted(request), record=now)

    return change(request, series_or_404, uuid, form_of, save, "meetings/end_series.html", "Ended.")


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_seat(request: HttpRequest, uuid: str) -> HttpResponse:
    found = series_or_404(request, uuid)
    form = SeatForm(posted(request), people=queries.people_to_sit(found.area_code))
    if form.is_valid():
        try:
            actions.add_seat(series=found, told=form.told, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added.")
            return redirect(found)
    kind = in_force().kind(found.practice)
    return show_form(request, "meetings/add_seat.html", found, form, kind=kind)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, uuid: str, seat: str) -> HttpResponse:
    def form_of(now: MeetingSeries) -> SeatEditForm:
        held = get_object_or_404(now.seats.select_related("agency", "person"), uuid=seat)
        return SeatEditForm(posted(request), seat=held, people=queries.people_to_sit(now.area_code))

    def save(now: MeetingSeries, form: Any) -> None:
        held, told = get_object_or_404(now.seats, uuid=seat), form.cleaned_data
        what = None if told["remove"] else form.told
        actions.edit_seat(seat=held, told=what, by=request.user, seen_version=told["version"])

    return change(request, series_or_404, uuid, form_of, save, "meetings/seat.html", "Saved.")


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, uuid: str) -> HttpResponse:
    """The next meeting of a series, on the day that its cadence proposes."""
    found = series_or_404(request, uuid)
    form = MeetingForm(
        posted(request),
        people=queries.people_to_chair(found.area_code),
        chair=found.chair,
        first=held_as(found.release) | proposed(request.user, found),
    )
    if form.is_valid():
        try:
            made = actions.plan_meeting(series=found, told=form.told, release=form.release, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Planned. Build its agenda from what is due.")
            return redirect(made)
    return show_form(request, "meetings/plan.html", found, form)


@requires(Act.SEE_RECORD)
@require_safe
def meeting(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.meetings_seen_by(request.user), uuid=uuid)
    page = meeting_page(request.user, found)
    page |= read_with_thread(found, did="read meeting", by=request.user, also=page["shown"])
    return render(request, "meetings/meeting.html", page)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: str) -> HttpResponse:
    def form_of(now: Meeting) -> MeetingEditForm:
        return MeetingEditForm(posted(request), meeting=now, people=queries.people_to_chair(now.area_code))

    def save(now: Meeting, form: Any) -> None:
        actions.edit_meeting(meeting=now, told=form.told, by=request.user, seen_version=form.cleaned_data["version"])

    return change(request, meeting_or_404, uuid, form_of, save, "meetings/edit.html", "Saved.")


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, uuid: str) -> HttpResponse:
    def form_of(now: Meeting) -> ReasonForm:
        return ReasonForm(posted(request), record=now)

    def save(now: Meeting, form: Any) -> None:
        told = form.cleaned_data
        actions.cancel_meeting(meeting=now, reason=told["because"], by=request.user, seen_version=told["version"])

    return change(request, meeting_or_404, uuid, form_of, save, "meetings/cancel.html", "Cancelled.")


def series_or_404(request: HttpRequest, uuid: str) -> MeetingSeries:
    """The series, for whoever may change it."""
    rows = MeetingSeries.objects.allowing(request.user, Act.CONVENE).select_related("chair__agency", "originator")
    found: MeetingSeries = get_object_or_404(rows, uuid=uuid)
    return found


def meeting_or_404(request: HttpRequest, uuid: str) -> Meeting:
    """The meeting, for whoever may change it."""
    rows = Meeting.objects.allowing(request.user, Act.CONVENE).select_related("chair__agency", "originator", "series")
    found: Meeting = get_object_or_404(rows, uuid=uuid)
    return found


def change(
    request: HttpRequest,
    find: Callable[[HttpRequest, str], Any],
    uuid: str,
    form_of: Callable[[Any], Any],
    save: Callable[[Any, Any], None],
    template: str,
    done: str,
) -> HttpResponse:
    """The page with an edit form; posted, what it says is saved, or shown beside what somebody else wrote first."""
    found = find(request, uuid)
    form = form_of(found)
    if form.is_valid():
        try:
            save(found, form)
        except Stale:
            found = find(request, uuid)
            form = form_of(found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(found)
    return show_form(request, template, found, form)


def show_page(
    request: HttpRequest, template: str, page: dict[str, Any], did: str, record: Scoped | None = None
) -> HttpResponse:
    """The page, once its reading is recorded. `shown` in it are the records that it shows."""
    actions.note_read(did=did, shown=page["shown"], by=request.user, record=record)
    page["page_marking"] = records.highest_marking([*([record] if record else []), *page["shown"]])
    return render(request, template, page)


def show_form(
    request: HttpRequest, template: str, record: Scoped, form: Any, *, shown: Any = (), **more: Any
) -> HttpResponse:
    """The page with the form, once its reading is recorded: 422 if it was refused, 409 if somebody else was first."""
    actions.note_read(did="opened form", record=record, shown=shown, by=request.user)
    status = 200
    if form.errors:
        status = 409 if getattr(form, "overtaken", False) else 422
    page = records.banner(request.user, record) | {"form": form} | more
    page["page_marking"] = records.highest_marking([record, *shown])
    return render(request, template, page, status=status)
