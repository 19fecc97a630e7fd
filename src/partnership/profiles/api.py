"""Profiles for programs: editions as partners may read them, police parts apart, and what is recommended."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router

from partnership.people.rules import Act
from partnership.tokens.answers import answers
from partnership.tokens.bearer import BearerToken
from partnership.tokens.paging import AreaPageAsked, note_read, page_of

from . import police, queries
from .models import Edition, PolicePart, Recommendation
from .pages import sections_shown
from .told import (
    EditionInFull,
    PolicePartTold,
    ProfileInFull,
    Profiles,
    Recommendations,
    RecommendationsAsked,
    RecommendationTold,
    section_told,
)

router = Router(tags=["Profiles"])
ProfileId = Annotated[UUID, Path(..., description="Of the profile.")]
Number = Annotated[int, Path(..., description="Of the edition.")]


@router.get("profiles", auth=BearerToken(Act.SEE_RECORD), response=answers(Profiles, 404, 422))
def profiles(request: HttpRequest, asked: Query[AreaPageAsked]) -> dict[str, Any]:
    """List local profiles

    Those that the owner may see, the first to be started first.
    """
    seen = queries.profiles_seen_by(request.auth).select_related("originator").order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area)
    note_read(request, "read list of profiles", *rows)
    return told | {"profiles": rows}


@router.get("profiles/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(ProfileInFull, 404))
def profile(request: HttpRequest, uuid: ProfileId) -> dict[str, Any]:
    """Read a local profile

    With its published editions.
    """
    found = get_object_or_404(queries.profiles_seen_by(request.auth).select_related("originator"), uuid=uuid)
    note_read(request, "read profile", found, to=found)
    return {"profile": found, "editions": queries.editions_for(request.auth, found)}


@router.get(
    "profiles/{uuid:uuid}/editions/{int:number}",
    auth=BearerToken(Act.SEE_RECORD),
    response=answers(EditionInFull, 404),
)
def profile_edition(request: HttpRequest, uuid: ProfileId, number: Number) -> dict[str, Any]:
    """Read an edition of a local profile

    Its sections and figures as partners may read them, small counts protected, and what it recommends. That a
    program read it does not count as its owner having opened it.
    """
    found = get_object_or_404(queries.profiles_seen_by(request.auth).select_related("originator"), uuid=uuid)
    get_object_or_404(found.editions, number=number)
    edition = next((one for one in queries.editions_for(request.auth, found) if one.number == number), None)
    if edition is None:
        note_read(request, "read profile", found, to=found)
        return {"profile": found, "edition": None, "sections": [], "police_parts": []}
    edition.profile = found
    return _edition(request, edition)


@router.get("police-parts/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(PolicePartTold, 404))
def police_part(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the part.")]) -> PolicePart:
    """Read the police part of an edition

    Words and exact figures, for those alone whom its own handling lets in.
    """
    seen = PolicePart.objects.seen_by(request.auth).select_related("originator")
    found: PolicePart = get_object_or_404(seen, uuid=uuid)
    note_read(request, "read police part", found, to=found)
    return found


@router.get("recommendations", auth=BearerToken(Act.SEE_RECORD), response=answers(Recommendations, 404, 422))
def recommendations(request: HttpRequest, asked: Query[RecommendationsAsked]) -> dict[str, Any]:
    """List recommendations

    What profiles recommend, of that what the owner may see, the first to be made first.
    """
    seen = queries.recommendations_seen_by(request.auth).select_related("agency", "originator").order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area, state=asked.state, p=asked.p)
    note_read(request, "read list of recommendations", *rows)
    return told | {"recommendations": rows}


@router.get("recommendations/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(RecommendationTold, 404))
def recommendation(
    request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the recommendation.")]
) -> Recommendation:
    """Read a recommendation

    What is to be done, by whom and until when, and what became of it.
    """
    seen = queries.recommendations_seen_by(request.auth).select_related("agency", "originator")
    found: Recommendation = get_object_or_404(seen, uuid=uuid)
    note_read(request, "read recommendation", found, to=found)
    return found


def _edition(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """The edition, once it is kept that the owner read it with what it recommends."""
    shown = sections_shown(request.auth, edition, timezone.localdate())
    parts = police.parts_of(edition, request.auth)
    recommended = [one.record for section in shown for one in section.recommended if one.record is not None]
    found = edition.profile
    note_read(request, "read profile", found, *parts, *recommended, to=found)
    told = {"profile": found, "edition": edition, "sections": [section_told(one) for one in shown]}
    return told | {"police_parts": parts}
