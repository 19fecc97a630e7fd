"""What has been counted in an area, for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from partnership.areas import queries as areas
from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.rules import Act
from partnership.records.api import Record
from partnership.tokens.answers import answers
from partnership.tokens.bearer import BearerToken

from . import queries
from .rules import Kind

router = Router(tags=["Trends"])


class PointCounted(Schema):
    """How many in one period, both its days included, and out of how many."""

    period: str
    period_start: date
    period_end: date
    count: int
    denominator: float | None


class SeriesCounted(Record):
    """One measure, in one area, from one source, over time."""

    key: str
    title: str
    measure: str
    threat: str
    threat_name: str
    source: str
    source_group: str
    licence: str
    denominator_kind: str | None
    received_at: datetime
    points: list[PointCounted] = Field(description="Oldest first.")


class FigureStated(Record):
    """A single number that a document states, with its words and what to beware of."""

    statement: str
    value: float
    unit: str
    kind: Kind
    period_from: date | None
    period_to: date | None
    source_title: str
    source_paragraph: str
    caveat: str


class Trends(Schema):
    area_code: str
    area_name: str
    series: list[SeriesCounted]
    figures: list[FigureStated]


@router.get("trends/{code}", auth=BearerToken(Act.SEE_BOARD), response=answers(Trends, 404))
def trends(request: HttpRequest, code: str = Path(..., description="The code of the area.")) -> dict[str, Any]:
    """Read the trends of an area

    Every count series with its points, and every single figure, of an area whose board the owner may see.
    """
    area = get_object_or_404(areas.seen_by(request.auth), code=code)
    series = queries.series_seen_by(request.auth).filter(area_code=code).select_related("originator")
    figures = queries.figures_seen_by(request.auth).filter(area_code=code).select_related("originator")
    told = {"area_code": area.code, "area_name": area.name, "series": list(series), "figures": list(figures)}
    shown = [*told["series"], *told["figures"]]
    audit.record(by=request.auth, verb=Verb.CONSULTATION, did="read trends", detail={"area": code}, shown=shown)
    return told
