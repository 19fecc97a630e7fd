"""Emerging words and agreement for programs, as their lists and pages show them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from partnership.people.rules import Act
from partnership.tokens.answers import answers
from partnership.tokens.bearer import BearerToken
from partnership.tokens.paging import AreaPageAsked, note_read, page_of

from . import queries
from .models import Concept, Term
from .told import ConceptInFull, Concepts, TermInFull, Terms, TermsAsked

router = Router(tags=["Emerging words"])


@router.get("emerging-terms", auth=BearerToken(Act.SEE_BOARD), response=answers(Terms, 404, 422))
def emerging_terms(request: HttpRequest, asked: Query[TermsAsked]) -> dict[str, Any]:
    """List emerging words

    Words and phrases that nobody listed and that are used more than usual, of those that the owner may see, the first
    to be found first.
    """
    seen = queries.terms_seen_by(request.auth).select_related("originator").order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area, standing=asked.standing)
    note_read(request, "read list of words", *rows)
    return told | {"terms": rows}


@router.get("emerging-terms/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(TermInFull, 404))
def emerging_term(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the word.")]) -> Term:
    """Read an emerging word

    With what each period said of it, the words around it, and what people made of it.
    """
    found: Term = get_object_or_404(queries.terms_seen_by(request.auth).select_related("originator"), uuid=uuid)
    note_read(request, "read word", found, to=found)
    return found


@router.get("concepts", auth=BearerToken(Act.SEE_BOARD), response=answers(Concepts, 404, 422))
def concepts(request: HttpRequest, asked: Query[AreaPageAsked]) -> dict[str, Any]:
    """List who agrees

    Source groups of the last scan that say the same, of those that the owner may see, most groups first.
    """
    seen = queries.concepts_seen_by(request.auth).select_related("originator").order_by("-size", "key")
    rows, told = page_of(seen, asked, area_code=asked.area)
    note_read(request, "read list of agreement", *rows)
    return told | {"concepts": rows}


@router.get("concepts/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(ConceptInFull, 404))
def concept(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the concept.")]) -> dict[str, Any]:
    """Read who agrees

    One set of source groups and what they say alike, with those right above and below it.
    """
    seen = Concept.objects.seen_by(request.auth).select_related("originator")
    found = get_object_or_404(seen, uuid=uuid)
    above, below = queries.right_above(request.auth, found), queries.right_below(request.auth, found)
    note_read(request, "read agreement", found, *above, *below, to=found)
    return {"concept": found, "above": above, "below": below}
