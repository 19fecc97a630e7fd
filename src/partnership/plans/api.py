"""Plans and actions for programs: what their pages show, and updating an action, as its page does."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from ninja.responses import Status

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.api import Overtaken, overtaken
from partnership.records.queries import may
from partnership.records.rules import Stale
from partnership.tokens.answers import answers, not_taken
from partnership.tokens.bearer import BearerToken
from partnership.tokens.paging import note_read, page_of

from . import acting, queries
from .action_forms import UpdateForm
from .models import Action
from .pages import rows_of
from .told import ActionInFull, Actions, ActionsAsked, ActionTold, PlanInFull, Plans, PlansAsked, UpdateSent

router = Router(tags=["Plans"])
ActionId = Annotated[UUID, Path(..., description="Of the action.")]


@router.get("plans", auth=BearerToken(Act.SEE_RECORD), response=answers(Plans, 404, 422))
def plans(request: HttpRequest, asked: Query[PlansAsked]) -> dict[str, Any]:
    """List plans

    Those that the owner may see, open and closed, the first to be started first. What a plan is for stands in its
    trail.
    """
    seen = queries.plans_seen_by(request.auth).order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area, state=asked.state)
    note_read(request, "read plans", *rows)
    return told | {"plans": rows}


@router.get("plans/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(PlanInFull, 404))
def plan(request: HttpRequest, uuid: Annotated[UUID, Path(..., description="Of the plan.")]) -> dict[str, Any]:
    """Read a plan

    With its objectives, and of its actions those that the owner may see.
    """
    found = get_object_or_404(queries.plans_seen_by(request.auth), uuid=uuid)
    held = queries.actions_of(request.auth, [found])[found.pk]
    note_read(request, "read plan", found, *held, to=found)
    return {"plan": found, "objectives": list(found.objectives.all()), "actions": held}


@router.get("actions", auth=BearerToken(Act.SEE_RECORD), response=answers(Actions, 404, 422))
def plan_actions(request: HttpRequest, asked: Query[ActionsAsked]) -> dict[str, Any]:
    """List actions

    Those that the owner may see, of every plan and in whatever state, the first to be added first.
    """
    seen = queries.actions_seen_by(request.auth).order_by("pk")
    rows, told = page_of(seen, asked, area_code=asked.area, state=asked.state, p=asked.p)
    listed = rows_of(request.auth, rows, with_plans=True)
    note_read(request, "read actions", *rows, *{row.plan for row in listed if row.plan})
    return told | {"actions": listed}


@router.get("actions/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(ActionInFull, 404))
def plan_action(request: HttpRequest, uuid: ActionId) -> dict[str, Any]:
    """Read an action

    With everything that was said of it; and of its plan, and of what it serves there, what the owner may see.
    """
    found = _action_or_404(request.auth, uuid)
    (row,) = rows_of(request.auth, [found], with_plans=True)
    note_read(request, "read action", found, *([row.plan] if row.plan else []), to=found)
    told = {"action": found, "plan": row.plan, "may_update": row.may_update}
    updates = list(found.updates.select_related("by__agency"))
    return told | {"objective": found.objective if row.plan else None, "updates": updates}


@router.post(
    "actions/{uuid:uuid}/update",
    auth=BearerToken(Act.UPDATE_ACTION),
    response=answers(ActionTold, 400, 404, 413, 422) | {409: Overtaken},
)
def update_action(request: HttpRequest, uuid: ActionId, sent: UpdateSent) -> Action | Status[Any]:
    """Update an action

    Says what was done, and how the action stands now, by the rules of its page. Answers with the action as it then
    stands.
    """
    found = _action_or_404(request.auth, uuid)
    if not may(request.auth, Act.UPDATE_ACTION, found):
        raise Http404
    form = UpdateForm(sent.dict(), action=found)
    if form.is_valid():
        try:
            acting.update_action(action=found, said=form.said, by=request.auth, seen_version=sent.version)
            return _action_or_404(request.auth, uuid)
        except Stale:
            found = _action_or_404(request.auth, uuid)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    note_read(request, "read action", found, to=found)
    return overtaken(found, sent.version) if found.version != sent.version else not_taken(form)


def _action_or_404(person: Person, uuid: UUID) -> Action:
    found: Action = get_object_or_404(queries.actions_seen_by(person), uuid=uuid)
    return found
