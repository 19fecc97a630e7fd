"""Groups, enablers and intelligence requirements for programs, as their lists and pages show them."""

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
from .enabler_queries import enablers_seen_by, requirements_seen_by, ties_seen_by, with_groups_counted
from .models import Requirement
from .told import (
    EnablerInFull,
    Enablers,
    EnablersAsked,
    GroupInFull,
    Groups,
    GroupsAsked,
    Requirements,
    RequirementsAsked,
    RequirementTold,
    parts_of,
)

router = Router(tags=["Groups"])


@router.get("groups", auth=BearerToken(Act.SEE_BOARD), response=answers(Groups, 404, 422))
def groups(request: HttpRequest, asked: Query[GroupsAsked]) -> dict[str, Any]:
    """List organised crime groups

    Those that the owner may see, of whatever status, the first to be proposed first. How many there are is no measure
    of harm.
    """
    seen = queries.seen_by(request.auth).select_related("originator").order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area, state=asked.state, reach=asked.reach)
    note_read(request, "read list of groups", *rows)
    return told | {"groups": rows}


@router.get("groups/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(GroupInFull, 404))
def group(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the group.")]) -> dict[str, Any]:
    """Read an organised crime group

    With its assessments side by side, which roles answered for it, its changes of status, and the enablers that help
    it. Of other records, what the owner may see.
    """
    seen = queries.seen_by(request.auth).select_related("originator")
    found = get_object_or_404(seen, uuid=uuid)
    into = seen.filter(pk=found.merged_into_id).first()
    ties = list(ties_seen_by(request.auth).filter(group=found).select_related("enabler__originator"))
    newest = queries.newest_assessments([found])[found.pk]
    others = [*(tie.enabler for tie in ties), *([into] if into else [])]
    note_read(request, "read group", found, *others, to=found)
    return parts_of(found, newest) | {"merged_into": into, "enablers": ties}


@router.get("enablers", auth=BearerToken(Act.SEE_BOARD), response=answers(Enablers, 404, 422))
def enablers(request: HttpRequest, asked: Query[EnablersAsked]) -> dict[str, Any]:
    """List enablers

    Those that the owner may see, the first to be added first.
    """
    seen = with_groups_counted(request.auth).select_related("originator").order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area, kind=asked.kind)
    note_read(request, "read list of enablers", *rows)
    return told | {"enablers": rows}


@router.get("enablers/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(EnablerInFull, 404))
def enabler(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the enabler.")]) -> dict[str, Any]:
    """Read an enabler

    With the groups that it helps, or did, of those that the owner may see.
    """
    found = get_object_or_404(enablers_seen_by(request.auth).select_related("originator"), uuid=uuid)
    ties = list(ties_seen_by(request.auth).filter(enabler=found).select_related("group__originator"))
    note_read(request, "read enabler", found, *(tie.group for tie in ties), to=found)
    return {"enabler": found, "groups": ties}


@router.get("intelligence-requirements", auth=BearerToken(Act.SEE_BOARD), response=answers(Requirements, 404, 422))
def intelligence_requirements(request: HttpRequest, asked: Query[RequirementsAsked]) -> dict[str, Any]:
    """List intelligence requirements

    Those that the owner may see, the first to be raised first.
    """
    seen = requirements_seen_by(request.auth).select_related("originator").order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area, state=asked.state)
    note_read(request, "read list of intelligence requirements", *rows)
    return told | {"requirements": rows}


@router.get(
    "intelligence-requirements/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(RequirementTold, 404)
)
def intelligence_requirement(
    request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the requirement.")]
) -> Requirement:
    """Read an intelligence requirement

    What must be found out, by when, and what was.
    """
    seen = requirements_seen_by(request.auth).select_related("originator")
    found: Requirement = get_object_or_404(seen, uuid=uuid)
    note_read(request, "read intelligence requirement", found, to=found)
    return found
