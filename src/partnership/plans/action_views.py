"""Actions: the list of all that somebody sees, one action, what was done about it, and many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.imports.views import import_page
from partnership.people.models import Person
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.profiles.models import Recommendation
from partnership.profiles.queries import open_recommendations
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import acting, actions, queries
from .action_forms import UNDER_P, ActionEditForm, ActionForm, ManyForm, UpdateForm
from .exporting import actions_contents
from .forms import held_as
from .importing import actions_spec
from .models import Action, Plan
from .pages import action_page, actions_page, rows_of
from .practice import in_force
from .rules import ActionState
from .views import plan_or_404, posted, show_form

DONE_WORDS = {
    ActionState.OPEN: "Kept. Thank you.",
    ActionState.BLOCKED: "Kept. It shows as blocked until somebody says otherwise.",
    ActionState.DONE: "Kept: done.",
    ActionState.DROPPED: "Kept: dropped.",
}


@requires(Act.SEE_RECORD)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    return _show_list(request, ManyForm())


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """The same list; posted, the ticked actions carried forward or given to another role."""
    if request.method != "POST":
        return _show_list(request, ManyForm())
    form = ManyForm(request.POST)
    if not form.is_valid():
        return _show_list(request, form, refused=422)
    told = form.cleaned_data
    picked = list(queries.actions_seen_by(request.user).filter(uuid__in=told["action"]))
    seen = {action.pk: told["action"][action.uuid] for action in picked}
    who: dict[str, Any] = {"actions": picked, "by": request.user, "seen_versions": seen}
    if told["do"] == ManyForm.CARRY:
        outcomes = acting.carry_forward_many(due=told["due"], reason=told["reason"], **who)
    else:
        outcomes = acting.assign_many(owner_role=told["owner_role"], reason=told["reason"], **who)
    _tell(request, outcomes)
    if all(outcome.refused for outcome in outcomes):
        return _show_list(request, form, refused=409)
    return redirect(f"{request.path.removesuffix('many/')}?{request.GET.urlencode()}")


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_actions(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: actions_contents(request.user, request.GET))


@requires(Act.SEE_RECORD)
@require_safe
def action(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.actions_seen_by(request.user), uuid=uuid)
    page = action_page(request.user, found)
    page |= read_with_thread(found, did="read action", by=request.user, also=page["shown"])
    return render(request, "plans/action.html", page)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def import_actions(request: HttpRequest, uuid: str) -> HttpResponse:
    plan = plan_or_404(request, uuid)
    return import_page(request, spec=actions_spec(plan), area_code=plan.area_code)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_action(request: HttpRequest, uuid: str) -> HttpResponse:
    plan = plan_or_404(request, uuid)
    recommended = list(_recommendations(request.user, plan))
    form = ActionForm(
        posted(request),
        recommendations=recommended,
        offer=_offer(plan.objectives.all(), plan.area_code),
        initial=held_as(plan.release) | _asked(request, plan, recommended),
    )
    if form.is_valid():
        told = {"deed": form.deed, "release": form.release, "answers": form.recommendation}
        try:
            made = acting.add_action(plan=plan, by=request.user, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added.")
            return redirect(made)
    return show_form(
        request, "plans/add_action.html", plan, form, shown=recommended, plan=plan, owner_roles=in_force().owner_roles
    )


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_action(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _action_or_404(request, uuid, Act.PLAN)
    form = _edit_form(request, found)
    if form.is_valid():
        try:
            acting.edit_action(action=found, deed=form.deed, by=request.user, seen_version=form.cleaned_data["version"])
        except Stale:
            form = _edit_form(request, _action_or_404(request, uuid, Act.PLAN))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return show_form(request, "plans/edit_action.html", found, form, owner_roles=in_force().owner_roles)


@requires(Act.UPDATE_ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _action_or_404(request, uuid, Act.UPDATE_ACTION)
    form = UpdateForm(posted(request), action=found)
    if form.is_valid():
        try:
            acting.update_action(
                action=found, said=form.said, by=request.user, seen_version=form.cleaned_data["version"]
            )
        except Stale:
            found = _action_or_404(request, uuid, Act.UPDATE_ACTION)
            form = UpdateForm(posted(request), action=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE_WORDS[form.said.state])
            return redirect(found)
    (row,) = rows_of(request.user, [found])
    return show_form(request, "plans/update.html", found, form, row=row, action=found)


def _edit_form(request: HttpRequest, found: Action) -> ActionEditForm:
    """Whoever plans the action sees it; of the plan's objectives they are offered those of a plan that they see."""
    plan = Plan.objects.seen_by(request.user).filter(pk=found.plan_id).first()
    objectives = list(plan.objectives.all()) if plan else []
    held = next((one for one in objectives if one.pk == found.objective_id), None)
    return ActionEditForm(posted(request), action=found, objective=held, offer=_offer(objectives, found.area_code))


def _offer(objectives: Iterable[Any], area_code: str) -> dict[str, Any]:
    return {"objectives": list(objectives), "people": queries.people_to_own(area_code)}


def _recommendations(person: Person, plan: Plan) -> Any:
    plannable = Recommendation.objects.allowing(person, Act.PLAN).values("pk")
    return open_recommendations(person, plan.area_code).filter(pk__in=plannable)


def _asked(request: HttpRequest, plan: Plan, recommended: list[Recommendation]) -> dict[str, str]:
    """What the form begins with: what the link asked for, and the recommendation that the plan is for."""
    asked = {"under": f"{UNDER_P}{request.GET['p']}"} if "p" in request.GET else {}
    if wanted := request.GET.get("objective"):
        asked = {"under": f"objective:{wanted}"}
    open_ones = {one.uuid for one in recommended}
    purposes = queries.purposes_of(request.user, [plan])[plan.uuid]
    answers = next((str(each.record.uuid) for each in purposes if each.record.uuid in open_ones), "")
    return asked | ({"answers": answers} if answers else {})


def _action_or_404(request: HttpRequest, uuid: str, act: Act) -> Action:
    allowed = Action.objects.allowing(request.user, act).select_related("owner__agency", "agency")
    found: Action = get_object_or_404(allowed, uuid=uuid)
    return found


def _show_list(request: HttpRequest, form: ManyForm, *, refused: int = 200) -> HttpResponse:
    page = actions_page(request.user, request.GET) | {"form": form}
    actions.note_read(did="read actions", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "plans/actions.html", page, status=refused)


def _tell(request: HttpRequest, outcomes: tuple[acting.Outcome, ...]) -> None:
    for outcome in outcomes:
        # Isolated, so that an action written right to left turns none of our words around.
        text = f"\u2068{outcome.action.text}\u2069"
        if outcome.refused:
            messages.warning(request, f"Left as it was: {text}. {outcome.refused}.")
        else:
            messages.success(request, f"Changed: {text}")
