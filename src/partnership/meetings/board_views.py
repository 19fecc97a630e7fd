"""Board mode: the meeting opened, one screen an item, what is recorded there, and the meeting closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.models import Action
from partnership.plans.queries import must_be_told
from partnership.plans.views import posted
from partnership.records import pages as records
from partnership.records.rules import Stale

from . import actions, queries
from .agenda import Shown, shown
from .board import CARRY, Typed, board_page, task_form, update_form
from .board_actions import decide, edit_decision, note_discussion, raise_action, update_earlier
from .board_facts import facts_of
from .board_forms import DecisionEditForm, DecisionForm, NoteForm
from .models import Decision, Meeting
from .rules import MeetingState, may_close, may_open
from .views import meeting_or_404, show_form

AS_DATA = "application/json"


@requires(Act.SEE_RECORD)
@require_safe
def board(request: HttpRequest, uuid: str) -> HttpResponse:
    """For whoever convenes, with what is recorded there; for everybody else who sees the meeting, to read."""
    found = get_object_or_404(queries.meetings_seen_by(request.user), uuid=uuid)
    typed = Typed(telling=_action_or_none(request, request.GET.get("tell", "")))
    return _show(request, found, request.GET.get("item", ""), typed)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_meeting(request: HttpRequest, uuid: str) -> HttpResponse:
    found = meeting_or_404(request, uuid)
    if request.method == "POST":
        try:
            actions.open_meeting(meeting=found, by=request.user)
        except NotAllowed as refusal:
            messages.warning(request, f"{refusal}.")
            return redirect(found)
        return redirect("meetings:board", found.uuid)
    return _confirm(request, found, "meetings/open.html", may_open)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_meeting(request: HttpRequest, uuid: str) -> HttpResponse:
    """What nothing was recorded of is named first."""
    found = meeting_or_404(request, uuid)
    if request.method == "POST":
        try:
            actions.close_meeting(meeting=found, by=request.user)
        except NotAllowed as refusal:
            messages.warning(request, f"{refusal}.")
        else:
            messages.success(request, "Closed. Its minutes are a draft until they are issued.")
        return redirect(found)
    return _confirm(request, found, "meetings/close.html", may_close)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, uuid: str, entry: str) -> HttpResponse:
    """What was said under an item. Saved by itself as well, when the page asks for data."""
    found, row = _row_or_404(request, uuid, entry)
    if request.method != "POST":
        return _show(request, found, entry)
    form = NoteForm(request.POST, item=row.item)
    if form.is_valid():
        told = form.cleaned_data
        try:
            now = note_discussion(item=row.item, text=told["discussion"], was=told["was"], by=request.user)
        except Stale as overtaken:
            _, fresh = _row_or_404(request, uuid, entry)
            form.overtake(fresh.item, str(overtaken))
            return _answer_note(request, found, entry, form, status=409)
        except NotAllowed as refusal:
            form.add_error("discussion", str(refusal))
        else:
            if _wants_data(request):
                return JsonResponse({"was": now.discussion, "saved": f"{timezone.localtime():%H:%M}"})
            messages.success(request, "Notes saved.")
            return _to(found, request.POST.get("then") or entry)
    return _answer_note(request, found, entry, form, status=422)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def record_decision(request: HttpRequest, uuid: str, entry: str) -> HttpResponse:
    found, row = _row_or_404(request, uuid, entry)
    form = DecisionForm(posted(request))
    if form.is_valid():
        try:
            decide(item=row.item, text=form.cleaned_data["text"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Decision recorded.")
            return _to(found, entry)
    return _show(request, found, entry, Typed(decision=form) if form.errors else None)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_decision(request: HttpRequest, uuid: str, decision: str) -> HttpResponse:
    """A decision put right, until the minutes are issued."""
    found = meeting_or_404(request, uuid)
    held, row = _decision_or_404(request, found, decision)
    form = DecisionEditForm(posted(request), decision=held)
    if form.is_valid():
        told = form.cleaned_data
        try:
            edit_decision(decision=held, text=told["text"], was=told["was"], by=request.user)
        except Stale as overtaken:
            held, row = _decision_or_404(request, found, decision)
            form.overtake(held, str(overtaken))
            form.overtaken = True
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return _to(found, str(row.item.uuid))
    told_of = [row.record] if row.record else []
    return show_form(request, "meetings/decision.html", found, form, shown=told_of, row=row)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def set_action(request: HttpRequest, uuid: str, entry: str) -> HttpResponse:
    found, row = _row_or_404(request, uuid, entry)
    form = task_form(request.user, found, row, facts_of(request.user, row.record), posted(request))
    if form.is_valid():
        try:
            made = raise_action(item=row.item, task=form.task, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Action set.")
            if unreached := must_be_told(made):
                messages.warning(request, f"\u2068{unreached}\u2069 does not see it yet: share the action with them.")
            return _to(found, entry)
    return _show(request, found, entry, Typed(task=form) if form.errors else None)


@requires(Act.CONVENE)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, uuid: str, entry: str) -> HttpResponse:
    """What the meeting hears of an earlier action: done, blocked, or carried forward to another day."""
    found, row = _row_or_404(request, uuid, entry)
    held = _action_or_none(request, request.POST.get("action", ""))
    if held is None:
        return _show(request, found, entry, status=422 if request.method == "POST" else 0)
    way = CARRY if request.POST.get("way") == CARRY else "update"
    form = update_form(held, way=way, sent=request.POST)
    if form.is_valid():
        told = {"said": form.said, "by": request.user, "seen_version": form.cleaned_data["version"]}
        try:
            update_earlier(item=row.item, action=held, **told)
        except Stale:
            held = _action_or_none(request, str(held.uuid))
            form = update_form(held, way=way, sent=request.POST)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Carried forward." if way == CARRY else "Kept.")
            return _to(found, entry)
    return _show(request, found, entry, Typed(telling=held, **({way: form} if form.errors else {})))


def _show(
    request: HttpRequest, found: Meeting, entry: str, typed: Typed | None = None, status: int = 0
) -> HttpResponse:
    """The screen, once its reading is recorded: 422 if something was refused, 409 if somebody else was first."""
    page = board_page(request.user, found, str(entry), typed)
    errors = page["typed"].errors
    is_overtaken = any(getattr(form, "overtaken", False) for form in errors)
    actions.note_read(did="read board mode", record=found, shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking([found, *page["shown"]])
    page["errors"] = errors
    return render(
        request, "meetings/board.html", page, status=status or (409 if is_overtaken else 422 if errors else 200)
    )


def _answer_note(request: HttpRequest, found: Meeting, entry: str, form: NoteForm, *, status: int) -> HttpResponse:
    if _wants_data(request):
        why = "Somebody else wrote these notes meanwhile" if status == 409 else " ".join(form.errors["discussion"])
        return JsonResponse({"error": why}, status=status)
    return _show(request, found, entry, Typed(note=form), status)


def _confirm(request: HttpRequest, found: Meeting, template: str, refuse: Any) -> HttpResponse:
    rows = shown(request.user, found)
    held = [row.record for row in rows if row.record]
    actions.note_read(did="opened form", record=found, shown=held, by=request.user)
    page = records.banner(request.user, found) | {
        "meeting": found,
        "rows": rows,
        "empty": [row for row in rows if row.is_empty],
        "refusal": refuse(MeetingState(found.state)),
        "page_marking": records.highest_marking([found, *held]),
    }
    return render(request, template, page)


def _row_or_404(request: HttpRequest, uuid: str, entry: str) -> tuple[Meeting, Shown]:
    """The meeting, for whoever may convene it, and the item of it that they see."""
    found = meeting_or_404(request, uuid)
    row = next((one for one in shown(request.user, found) if str(one.item.uuid) == str(entry)), None)
    if row is None:
        raise Http404
    return found, row


def _decision_or_404(request: HttpRequest, found: Meeting, decision: str) -> tuple[Decision, Shown]:
    for row in shown(request.user, found):
        for one in row.decisions:
            if str(one.uuid) == str(decision):
                return one, row
    raise Http404


def _action_or_none(request: HttpRequest, uuid: str) -> Action | None:
    """The action that is asked for, if there is one that whoever asks may update."""
    rows = Action.objects.allowing(request.user, Act.UPDATE_ACTION).select_related("owner__agency", "agency")
    try:
        return rows.filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None


def _wants_data(request: HttpRequest) -> bool:
    return request.headers.get("accept", "") == AS_DATA


def _to(found: Meeting, entry: str) -> HttpResponse:
    return redirect(f"{reverse('meetings:board', args=[found.uuid])}?{urlencode({'item': entry})}")
