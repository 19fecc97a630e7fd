"""A trail for programs: every record on it, what each rests on, and the counts and quotes at its end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Router, Schema

from partnership.people.rules import Act
from partnership.records.api import NamedRecord
from partnership.records.scoping import scoped_models
from partnership.tokens.answers import answers
from partnership.tokens.bearer import BearerToken

from . import actions, queries
from .pages import tell
from .queries import Stop

router = Router(tags=["Trails"])


class GroundTold(Schema):
    """What a record rests on, by its number on the trail."""

    number: int
    edition: int | None = Field(description="Of what it rests on, where that has editions.")
    because: str = Field(description="Why, in the words of whoever tied them; empty where one is a piece of the other.")
    tied_at: datetime | None


class CountsTold(Schema):
    """What a signal counted, against what was expected."""

    period: str
    observed: float
    expected: float
    upper: float
    source: str
    method: str
    method_version: str


class QuotedTold(Schema):
    title: str
    published: date | None
    source_group: str
    link: str
    quote: str
    content_hash: str


class StopTold(Schema):
    number: int
    record: NamedRecord
    facts: str
    is_start: bool
    rests_on: list[GroundTold]
    counts: CountsTold | None = Field(description="Of a signal, the evidence in force.")
    quotes: list[QuotedTold]


class TrailTold(Schema):
    stops: list[StopTold] = Field(description="The latest first, down to what raised it.")
    is_cut: bool = Field(description="Whether there was more than one trail holds.")


Kind = Annotated[str, Path(..., description="The word for the kind of record, as in its address.")]
RecordId = Annotated[UUID, Path(..., description="Of the record.")]


@router.get("trails/{kind}/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(TrailTold, 404))
def trail(request: HttpRequest, kind: Kind, uuid: RecordId) -> dict[str, Any]:
    """Read a trail

    Through one record: everything that came of it, and everything it rests on, down to the counts and quotes that
    raised it. Of all of that, what the owner may see.
    """
    model = scoped_models().get(kind)
    if model is None:
        raise Http404
    record = get_object_or_404(model.objects.seen_by(request.auth).select_related("originator"), uuid=uuid)
    found = queries.trace_of(request.auth, record)
    actions.note_read(trace=found, by=request.auth)
    return {"stops": [_stop(stop) for stop in found.stops], "is_cut": found.is_cut}


def _stop(stop: Stop) -> dict[str, Any]:
    told = {"number": stop.number, "record": stop.record, "facts": tell(stop).facts, "is_start": stop.is_start}
    grounds = [
        {"number": ground.number, "edition": ground.edition}
        | {"because": ground.tie.because if ground.tie else "", "tied_at": ground.tie.at if ground.tie else None}
        for ground in stop.grounds
    ]
    quotes = [] if stop.evidence is None else list(stop.evidence.quotes.all())
    return told | {"rests_on": grounds, "counts": stop.evidence, "quotes": quotes}
