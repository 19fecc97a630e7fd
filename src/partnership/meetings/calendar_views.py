"""When and where meetings are, for calendars: one meeting as a file, and an address of one's own to subscribe to.

The secret stands in the query of that address and not in its path, because paths are written to the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.permissions import open_to_all, requires, requires_recent_sign_in
from partnership.people.rules import Act, NotAllowed

from . import calendar_actions, queries
from .calendar_file import Entry, as_ics
from .calendar_keys import TooManyGuesses, owner_of
from .models import CalendarKey, Meeting
from .rules import MeetingState

CONTENT_TYPE = "text/calendar; charset=utf-8"
KEPT = timedelta(days=92)  # how long a calendar goes on showing a meeting that is over
NO_SUCH = "This calendar address is not in force. Make another on the page Your calendar."
WAIT = "Too many bad addresses came from here. Wait 15 minutes and try again."


@requires(Act.SEE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Whether there is an address in force; posted, it is ended."""
    refusal = ""
    if request.method == "POST":
        try:
            calendar_actions.end_key(by=request.user)
        except NotAllowed as why:
            refusal = str(why)
        else:
            messages.success(request, "Ended. Calendars that read it are refused from now on.")
            return redirect("meetings:calendar")
    key = CalendarKey.objects.filter(person=request.user, ended_at__isnull=True).first()
    page = {"key": key, "refusal": refusal, "kept_days": KEPT.days}
    return render(request, "meetings/calendar.html", page, status=422 if refusal else 200)


@requires(Act.SEE_RECORD)
@requires_recent_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Asks first; posted, the new address, shown this once."""
    held = CalendarKey.objects.filter(person=request.user, ended_at__isnull=True)
    if request.method != "POST":
        return render(request, "meetings/calendar_make.html", {"has_one": held.exists()})
    secret = calendar_actions.make_key(by=request.user)
    address = f"{settings.TOCSIN_ORIGIN.url}{reverse('meetings:calendar-feed')}?{urlencode({'key': secret})}"
    return render(request, "meetings/calendar_address.html", {"address": address})


@requires(Act.SEE_RECORD)
@require_safe
def entry(request: HttpRequest, uuid: str) -> HttpResponse:
    """One meeting as a file, for whoever is signed in and sees it."""
    meeting = get_object_or_404(queries.meetings_seen_by(request.user), uuid=uuid)
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="took meeting into calendar", to=meeting)
    file = as_ics([_entry(meeting)], name=meeting.name, at=timezone.now())
    named = {"Content-Disposition": f'attachment; filename="meeting-{timezone.localdate(meeting.starts_at)}.ics"'}
    return HttpResponse(file, content_type=CONTENT_TYPE, headers=named)


@open_to_all
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The meetings that the owner of the address may see now, the first first. Without a key, the way to make one."""
    secret = request.GET.get("key", "")
    if not secret:
        return redirect("meetings:calendar")
    try:
        person = owner_of(request, secret)
    except TooManyGuesses:
        return HttpResponse(WAIT, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": "900"})
    if person is None:
        return HttpResponse(NO_SUCH, status=404, content_type="text/plain; charset=utf-8")
    shown = queries.meetings_seen_by(person).filter(starts_at__gte=timezone.now() - KEPT)
    meetings = list(shown.order_by("starts_at", "pk"))
    audit.record(by=person, verb=Verb.CONSULTATION, did="read calendar", shown=meetings)
    return HttpResponse(
        as_ics(_entries(meetings), name="Tocsin meetings", at=timezone.now()), content_type=CONTENT_TYPE
    )


def _entries(meetings: Iterable[Meeting]) -> list[Entry]:
    return [_entry(meeting) for meeting in meetings]


def _entry(meeting: Meeting) -> Entry:
    return Entry(
        uid=meeting.uuid,
        name=meeting.name,
        starts_at=meeting.starts_at,
        minutes_long=meeting.minutes_long,
        place=meeting.place,
        link=f"{settings.TOCSIN_ORIGIN.url}{meeting.get_absolute_url()}",
        version=meeting.version,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
    )
