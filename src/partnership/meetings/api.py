"""Series and meetings for programs: what their pages show to the owner of a token."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from partnership.people.rules import Act
from partnership.tokens.answers import answers
from partnership.tokens.bearer import BearerToken
from partnership.tokens.paging import page_of

from . import actions, queries
from .agenda import records_shown, shown
from .models import MeetingSeries
from .told import MeetingInFull, Meetings, MeetingsAsked, SeriesList, SeriesTold

router = Router(tags=["Meetings"])


@router.get("meeting-series", auth=BearerToken(Act.SEE_RECORD), response=answers(SeriesList, 404))
def meeting_series_list(request: HttpRequest) -> dict[str, Any]:
    """List series of meetings

    Those that the owner may see: boards, tasking, networks, exercises.
    """
    found = list(queries.series_seen_by(request.auth).order_by("name", "pk"))
    actions.note_read(did="read series of meetings", shown=found, by=request.auth)
    return {"series": found}


@router.get("meeting-series/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(SeriesTold, 404))
def meeting_series(
    request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the series.")]
) -> MeetingSeries:
    """Read a series of meetings

    With who is expected at them, and when each was or will be.
    """
    found: MeetingSeries = get_object_or_404(queries.series_seen_by(request.auth), uuid=uuid)
    actions.note_read(did="read series of meetings", record=found, shown=(), by=request.auth)
    return found


@router.get("meetings", auth=BearerToken(Act.SEE_RECORD), response=answers(Meetings, 404, 422))
def meetings(request: HttpRequest, asked: Query[MeetingsAsked]) -> dict[str, Any]:
    """List meetings

    Those that the owner may see, in whatever state, the first to be held first.
    """
    rows = queries.meetings_seen_by(request.auth).order_by("starts_at", "pk")
    found, told = page_of(rows, asked, area_code=asked.area, state=asked.state)
    actions.note_read(did="read meetings", shown=found, by=request.auth)
    return {"meetings": found} | told


@router.get("meetings/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(MeetingInFull, 404))
def meeting(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the meeting.")]) -> dict[str, Any]:
    """Read a meeting

    Who came, and its agenda as the owner may see it, with what was said, decided and set under each item.
    """
    found = get_object_or_404(queries.meetings_seen_by(request.auth), uuid=uuid)
    rows = shown(request.auth, found)
    actions.note_read(did="read meeting", record=found, shown=records_shown(rows), by=request.auth)
    came = list(found.attendance.select_related("agency"))
    return {"meeting": found, "attendance": came, "agenda": list(rows)}
