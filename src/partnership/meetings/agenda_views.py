"""The agenda of a meeting as its convener writes it, and who came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.views import posted
from partnership.records import pages as records
from partnership.records.rules import Stale

from . import actions, queries
from .agenda import Shown, by_section, records_shown, sections_of, shown
from .agenda_actions import add_item, build_agenda, edit_item, move_item, remove_item
from .agenda_due import due_for
from .agenda_forms import AddItemForm, AttendanceForm, ExpectForm, ItemForm, VersionedForm
from .attendance import in_words
from .attendance_actions import expect, record_attendance
from .models import Meeting
from .views import change, meeting_or_404, show_form

READ_AGAIN = "The agenda that was sent is not the one that stands here. Read it again, then try once more."


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, uuid: str) -> HttpResponse:
    """The agenda to be put in order; posted, one item more."""
    found = meeting_or_404(request, uuid)
    if request.method != "POST":
        return _show(request, found)
    form = _add_form(request, found, request.POST)
    if form.is_valid():
        try:
            add_item(meeting=found, by=request.user, seen_version=form.cleaned_data["version"], **form.told)
        except Stale as overtaken:
            return _overtaken(request, uuid, overtaken)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added.")
            return _back(found)
    return _show(request, found, form, status=422)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HttpRequest, uuid: str) -> HttpResponse:
    """The same page; posted, whatever is due is added to what is there."""
    found = meeting_or_404(request, uuid)
    form = VersionedForm(posted(request))
    if not form.is_valid():
        return _show(request, found, status=422, why=READ_AGAIN) if request.method == "POST" else _show(request, found)
    try:
        added = build_agenda(meeting=found, by=request.user, seen_version=form.cleaned_data["version"])
    except Stale as overtaken:
        return _overtaken(request, uuid, overtaken)
    except NotAllowed as refusal:
        return _refused(request, found, refusal)
    messages.success(request, _added_words(added))
    return _back(found)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, uuid: str, entry: str, way: str) -> HttpResponse:
    """The same page; posted, the item one place up or down in its section."""
    if way not in {"up", "down"}:
        raise Http404
    found = meeting_or_404(request, uuid)
    row = _row_or_404(request, found, entry)
    form = VersionedForm(posted(request))
    if not form.is_valid():
        return _show(request, found, status=422, why=READ_AGAIN) if request.method == "POST" else _show(request, found)
    try:
        move_item(item=row.item, up=way == "up", by=request.user, seen_version=form.cleaned_data["version"])
    except Stale as overtaken:
        return _overtaken(request, uuid, overtaken)
    except NotAllowed as refusal:
        return _refused(request, found, refusal)
    return redirect(f"{reverse('meetings:agenda', args=[found.uuid])}#item-{row.item.uuid}")


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, uuid: str, entry: str) -> HttpResponse:
    """One item: in other words, or off the agenda."""
    found = meeting_or_404(request, uuid)
    row = _row_or_404(request, found, entry)
    form = ItemForm(posted(request), meeting=found, item=row.item, title=row.title)
    if form.is_valid():
        told = form.cleaned_data
        who = {"item": row.item, "by": request.user, "seen_version": told["version"]}
        try:
            if told["remove"]:
                remove_item(**who)
            else:
                edit_item(text=told["text"], **who)
        except Stale:
            found = meeting_or_404(request, uuid)
            row = _row_or_404(request, found, entry)
            form = ItemForm(posted(request), meeting=found, item=row.item, title=row.title)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Taken off." if told["remove"] else "Saved.")
            return _back(found)
    held = [row.record] if row.record else []
    return show_form(request, "meetings/item.html", found, form, shown=held, row=row)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, uuid: str) -> HttpResponse:
    def form_of(now: Meeting) -> AttendanceForm:
        rows = now.attendance.select_related("agency", "person")
        return AttendanceForm(posted(request), meeting=now, rows=list(rows))

    def save(now: Meeting, form: Any) -> None:
        seen = form.cleaned_data["version"]
        record_attendance(meeting=now, told=form.told, by=request.user, seen_version=seen)

    return change(request, meeting_or_404, uuid, form_of, save, "meetings/attendance.html", "Saved.")


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def expect_agency(request: HttpRequest, uuid: str) -> HttpResponse:
    """One more agency at this meeting alone."""
    found = meeting_or_404(request, uuid)
    form = ExpectForm(
        posted(request), people=queries.people_to_sit(found.area_code), initial={"version": found.version}
    )
    if form.is_valid():
        try:
            expect(meeting=found, told=form.told, by=request.user, seen_version=form.cleaned_data["version"])
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data.copy()
            form.data["version"] = meeting_or_404(request, uuid).version
        else:
            messages.success(request, "Added.")
            return redirect("meetings:attendance", found.uuid)
    return show_form(request, "meetings/expect.html", found, form)


def _row_or_404(request: HttpRequest, found: Meeting, entry: str) -> Shown:
    """The item, if whoever asks sees what it is about."""
    row = next((one for one in shown(request.user, found) if str(one.item.uuid) == str(entry)), None)
    if row is None:
        raise Http404
    return row


def _add_form(request: HttpRequest, found: Meeting, sent: Any = None) -> AddItemForm:
    sections, due = sections_of(found), due_for(request.user, found)
    return AddItemForm(sent, sections=sections, due=due, initial={"version": found.version})


def _show(
    request: HttpRequest, found: Meeting, form: AddItemForm | None = None, *, status: int = 200, why: str = ""
) -> HttpResponse:
    form = form or _add_form(request, found)
    rows = shown(request.user, found)
    offered = [record for _, record in form.records.values()]
    held = [*records_shown(rows), *offered]
    actions.note_read(did="opened agenda", record=found, shown=held, by=request.user)
    page = records.banner(request.user, found) | {
        "meeting": found,
        "sections": by_section(rows),
        "form": form,
        "waiting": len(offered),
        "why": why,
        "came_words": in_words(list(found.attendance.all())),
        "page_marking": records.highest_marking([found, *held]),
    }
    return render(request, "meetings/agenda.html", page, status=status)


def _overtaken(request: HttpRequest, uuid: str, why: Stale) -> HttpResponse:
    """The agenda as it stands now, with who changed it: nothing was written over it."""
    return _show(request, meeting_or_404(request, uuid), status=409, why=str(why))


def _refused(request: HttpRequest, found: Meeting, why: NotAllowed) -> HttpResponse:
    return _show(request, found, status=422, why=str(why))


def _back(found: Meeting) -> HttpResponse:
    return redirect("meetings:agenda", found.uuid)


def _added_words(added: int) -> str:
    if not added:
        return "Nothing else is due: the agenda stays as it was."
    return f"{added} item{'' if added == 1 else 's'} added. Nothing that was there has moved."
