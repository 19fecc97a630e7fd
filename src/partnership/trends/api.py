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
    discovery: str = Field(description="proactive: the count grows with the looking; reported; empty: not known.")
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


class EffortMade(Schema):
    """What a source sent in one period, whatever it says: a rise is read beside it."""

    source: str
    period: str
    period_start: date
    period_end: date
    received: int = Field(description="Documents, or rows of published figures.")
    reporters: int
    reporters_are: str = Field(description="publishers, or areas.")
    areas: int = Field(description="Areas that something was counted for.")
    compared: bool = Field(description="Whether the period is in the series of the source at all.")


class StepTogether(Schema):
    """Many areas of one level at another level from one period on: perhaps counted otherwise, not changed."""

    source: str
    threat: str
    measure: str
    area_level: str
    period: str = Field(description="The first at the new level.")
    direction: str
    stepped: int
    compared: int
    expected: float = Field(description="How many would step by chance.")
    p: float
    words: str


class Trends(Schema):
    area_code: str
    area_name: str
    series: list[SeriesCounted]
    figures: list[FigureStated]
    effort: list[EffortMade] = Field(description="Of the sources of those series, oldest first.")
    possible_recording_changes: list[StepTogether] = Field(description="Those that touch one of those series.")


@router.get("trends/{code}", auth=BearerToken(Act.SEE_BOARD), response=answers(Trends, 404))
def trends(request: HttpRequest, code: str = Path(..., description="The code of the area.")) -> dict[str, Any]:
    """Read the trends of an area

    Every count series with its points, and every single figure, of an area whose board the owner may see; and beside
    them what their sources sent in each period, and where the way of counting may have changed.
    """
    area = get_object_or_404(areas.seen_by(request.auth), code=code)
    series = queries.series_seen_by(request.auth).filter(area_code=code).select_related("originator")
    figures = queries.figures_seen_by(request.auth).filter(area_code=code).select_related("originator")
    told = {"area_code": area.code, "area_name": area.name, "series": list(series), "figures": list(figures)}
    changes = queries.recording_changes_beside(told["series"], level=area.level)
    told["effort"] = [row for rows in queries.effort_beside(told["series"]).values() for row in rows]
    told["possible_recording_changes"] = [row for rows in changes.values() for row in rows]
    shown = [*told["series"], *told["figures"]]
    audit.record(by=request.auth, verb=Verb.CONSULTATION, did="read trends", detail={"area": code}, shown=shown)
    return told
