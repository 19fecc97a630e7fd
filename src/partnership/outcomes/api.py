"""Disruptions and outcomes for programs: what their lists and pages show to the owner of a token."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.rules import Act
from partnership.tokens.answers import answers
from partnership.tokens.bearer import BearerToken
from partnership.tokens.paging import AreaPageAsked, page_of

from . import queries
from .models import Disruption, Outcome
from .told import DisruptionInFull, Disruptions, DisruptionsAsked, Outcomes, OutcomesAsked, OutcomeTold

router = Router(tags=["Outcomes"])


@router.get("disruptions", auth=BearerToken(Act.SEE_RECORD), response=answers(Disruptions, 404, 422))
def disruptions(request: HttpRequest, asked: Query[DisruptionsAsked]) -> dict[str, Any]:
    """List disruptions

    Those that the owner may see, in whatever state, the first claimed first. To count, ask for accepted ones: what
    another agency did in the same event is part of that one, and no disruption of its own.
    """
    chosen = {"area_code": asked.area, "state": asked.state, "p": asked.p}
    rows = queries.disruptions_seen_by(request.auth).order_by("claimed_at", "pk")
    return _page(request, "disruptions", rows, chosen, asked)


@router.get("disruptions/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(DisruptionInFull, 404))
def disruption(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the disruption.")]) -> Disruption:
    """Read a disruption

    What was claimed, how it was decided and why, and which other agencies had a part in the event.
    """
    found: Disruption = get_object_or_404(queries.disruptions_seen_by(request.auth), uuid=uuid)
    audit.record(by=request.auth, verb=Verb.CONSULTATION, did="read disruption", to=found, shown=[found])
    return found


@router.get("outcomes", auth=BearerToken(Act.SEE_RECORD), response=answers(Outcomes, 404, 422))
def outcomes(request: HttpRequest, asked: Query[OutcomesAsked]) -> dict[str, Any]:
    """List what changed

    Changes in the harms that threat estimates name, of those that the owner may see, the first to be seen first.
    """
    chosen = {"area_code": asked.area, "harm": asked.harm, "direction": asked.direction}
    rows = queries.outcomes_seen_by(request.auth).order_by("observed_on", "pk")
    return _page(request, "outcomes", rows, chosen, asked)


@router.get("outcomes/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(OutcomeTold, 404))
def outcome(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the outcome.")]) -> Outcome:
    """Read what changed

    With the figures before and after, each a month, and what else could explain the change.
    """
    found: Outcome = get_object_or_404(queries.outcomes_seen_by(request.auth), uuid=uuid)
    audit.record(by=request.auth, verb=Verb.CONSULTATION, did="read outcome", to=found, shown=[found])
    return found


def _page(
    request: HttpRequest, name: str, rows: QuerySet[Any], chosen: dict[str, Any], asked: AreaPageAsked
) -> dict[str, Any]:
    """The page of the list that is asked for, once it is kept what it shows."""
    shown, told = page_of(rows, asked, **chosen)
    audit.record(by=request.auth, verb=Verb.CONSULTATION, did=f"read {name}", shown=shown)
    return {name: shown} | told
