"""What the page Find shows, for programs: for the owner of a token, as far as that reaches."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from partnership.people.rules import Act
from partnership.records.api import NamedRecord
from partnership.tokens.answers import answers
from partnership.tokens.bearer import BearerToken

from . import actions, queries
from .facets import chosen_in
from .queries import Result, Search
from .rules import LONGEST_QUERY

router = Router(tags=["Find"])
LARGEST_PAGE = 100


class FindAsked(Schema):
    q: str = Field(
        "",
        max_length=LONGEST_QUERY,
        description='Words that a record must hold; "words beside each other"; begin*; -without.',
    )
    kind: str = Field("", max_length=80, description="Only records of this kind, such as plans.action.")
    area: str = Field("", max_length=64, description="Only of the area with this code.")
    page: int = Field(1, ge=1, le=1_000_000, description="Pages count from 1.")
    size: int = Field(queries.A_PAGE, ge=1, le=LARGEST_PAGE, description="How many on a page.")


class RecordFound(Schema):
    """A record whose words answer."""

    record: NamedRecord
    dated: date | None = Field(description="The day it is about, by which the newest come first.")
    state: str
    passage: str = Field(description="Some of its words, around the first that answers.")

    @staticmethod
    def resolve_dated(result: Result) -> date | None:
        return result.entry.dated

    @staticmethod
    def resolve_state(result: Result) -> str:
        return result.entry.state

    @staticmethod
    def resolve_passage(result: Result) -> str:
        return "".join(piece.text for piece in result.passage.pieces)


class RecordsFound(Schema):
    found: list[RecordFound]
    total: int = Field(description="How many there are in all, on every page together.")
    page: int
    next_page: int | None = Field(description="null on the last page.")


@router.get("find", auth=BearerToken(Act.SEE_RECORD), response=answers(RecordsFound, 404, 422))
def find_records(request: HttpRequest, asked: Query[FindAsked]) -> dict[str, Any]:
    """Find records

    Titles that hold every word come first, then the newest. What the owner may not see is neither found nor counted.
    """
    chosen = chosen_in({"kind": [asked.kind], "area": [asked.area]})
    found = queries.find(request.auth, Search(asked.q.strip(), chosen), page=asked.page, size=asked.size)
    total, is_there = found.counted.narrowed, asked.page == found.page.number
    results = found.results if is_there else ()
    actions.note_found(number=total, shown=[result.record for result in results], by=request.auth)
    more = is_there and found.page.has_next()
    return {"found": results, "total": total, "page": asked.page, "next_page": asked.page + 1 if more else None}
