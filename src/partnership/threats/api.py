"""Threats for programs: what their list and their pages show to the owner of a token."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from partnership.people.rules import Act
from partnership.tokens.answers import answers
from partnership.tokens.bearer import BearerToken
from partnership.tokens.paging import note_read, page_of

from . import queries
from .models import Threat
from .told import ThreatInFull, Threats, ThreatsAsked

router = Router(tags=["Threats"])


@router.get("threats", auth=BearerToken(Act.SEE_RECORD), response=answers(Threats, 404, 422))
def threats(request: HttpRequest, asked: Query[ThreatsAsked]) -> dict[str, Any]:
    """List threats

    Those that the owner may see, with the edition in force of each, the first to be started first.
    """
    seen = queries.seen_by(request.auth).order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area, state=asked.state, key=asked.key)
    note_read(request, "read list of threats", *rows)
    return told | {"threats": queries.with_editions(request.auth, rows)}


@router.get("threats/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(ThreatInFull, 404))
def threat(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the threat.")]) -> Threat:
    """Read a threat

    With every edition of its estimate, what each rests on, and the hypotheses that compete.
    """
    found: Threat = get_object_or_404(queries.seen_by(request.auth), uuid=uuid)
    note_read(request, "read threat", found, to=found)
    return found
