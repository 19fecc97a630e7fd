"""Plans and their objectives. What is missing and what is forbidden look the same: not found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.ocgs import queries as ocgs
from partnership.ocgs.models import Group
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.records.scoping import Scoped, scoped_models
from partnership.thread.pages import read_with_thread

from . import actions, queries, reusing
from .exporting import plan_contents, plans_contents
from .forms import CloseForm, ObjectiveEditForm, ObjectiveForm, PlanEditForm, PlanForm, held_as
from .models import Objective, Plan
from .pages import choose_page, plan_page, plans_page
from .rules import PlanState


@requires(Act.SEE_RECORD)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    page = plans_page(request.user, request.GET)
    actions.note_read(did="read plans", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "plans/plans.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_plans(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: plans_contents(request.user, request.GET))


@requires(Act.PLAN)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What a plan can be started for: groups, recommendations nobody has answered, threats."""
    page = choose_page(request.user)
    actions.note_read(did="read what can be planned for", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "plans/choose.html", page)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    target = _target_or_404(request, kind, uuid)
    lead = ocgs.leads_of([target], timezone.localdate()).get(target.pk) if isinstance(target, Group) else None
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        people=queries.people_to_lead(target.area_code),
        templates=queries.templates_seen_by(request.user),
        first=held_as(target.release) | {"lead": str((lead or request.user).uuid)},
    )
    if form.is_valid():
        told = form.cleaned_data
        fields = {name: told[name] for name in ("name", "summary", "lead", "begins")}
        try:
            made = reusing.start_from(
                template=form.chosen, target=target, release=form.release, by=request.user, **fields
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Started. Say what it is to achieve under each P.")
            return redirect(made)
    offered = list(form.templates.values())
    actions.note_read(did="opened form to start plan", record=target, shown=offered, by=request.user)
    page = {"form": form, "target": target, "page_marking": records.highest_marking([target, *offered])}
    return render(request, "plans/add.html", page, status=422 if form.errors else 200)


@requires(Act.SEE_RECORD)
@require_safe
def plan(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.plans_seen_by(request.user), uuid=uuid)
    page = plan_page(request.user, found) | read_with_thread(found, did="read plan", by=request.user)
    return render(request, "plans/plan.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_plan(request: HttpRequest, uuid: str) -> HttpResponse:
    exportable = Plan.objects.allowing(request.user, Act.EXPORT)
    return export_page(request, gather=lambda: plan_contents(request.user, get_object_or_404(exportable, uuid=uuid)))


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: str) -> HttpResponse:
    found = plan_or_404(request, uuid)

    def form_of(now: Plan) -> PlanEditForm:
        return PlanEditForm(posted(request), plan=now, people=queries.people_to_lead(now.area_code))

    form = form_of(found)
    if form.is_valid():
        told = form.cleaned_data
        fields = {name: told[name] for name in ("name", "summary", "lead")}
        try:
            actions.edit_plan(plan=found, by=request.user, seen_version=told["version"], **fields)
        except Stale:
            form = form_of(plan_or_404(request, uuid))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return show_form(request, "plans/edit.html", found, form)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, uuid: str) -> HttpResponse:
    """Closes an open plan, and opens a closed one again."""
    found = plan_or_404(request, uuid)
    form = CloseForm(posted(request), plan=found)
    if form.is_valid():
        change = actions.close_plan if found.state == PlanState.OPEN else actions.reopen_plan
        told = form.cleaned_data
        try:
            change(plan=found, reason=told["because"], by=request.user, seen_version=told["version"])
        except Stale:
            found = plan_or_404(request, uuid)
            form = CloseForm(posted(request), plan=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Closed." if found.state == PlanState.OPEN else "Open again.")
            return redirect(found)
    return show_form(request, "plans/state.html", found, form, is_open=found.state == PlanState.OPEN)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_objective(request: HttpRequest, uuid: str) -> HttpResponse:
    found = plan_or_404(request, uuid)
    form = ObjectiveForm(posted(request), initial={"p": request.GET.get("p", "")})
    if form.is_valid():
        try:
            actions.add_objective(plan=found, aim=form.aim, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added.")
            return redirect(found)
    return show_form(request, "plans/objective.html", found, form)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def objective(request: HttpRequest, uuid: str, objective: str) -> HttpResponse:
    found = plan_or_404(request, uuid)
    held = get_object_or_404(found.objectives, uuid=objective)
    form = ObjectiveEditForm(posted(request), objective=held)
    if form.is_valid():
        try:
            _change_objective(request, held, form.cleaned_data)
        except Stale:
            held = get_object_or_404(plan_or_404(request, uuid).objectives, uuid=objective)
            form = ObjectiveEditForm(posted(request), objective=held)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Taken out." if form.cleaned_data["remove"] else "Saved.")
            return redirect(found)
    return show_form(request, "plans/objective.html", found, form, objective=held)


def _change_objective(request: HttpRequest, held: Objective, told: dict[str, Any]) -> None:
    who = {"by": request.user, "seen_version": told["version"]}
    if told["remove"]:
        actions.remove_objective(objective=held, **who)
    else:
        actions.edit_objective(objective=held, text=told["text"], measure=told["measure"], **who)


def plan_or_404(request: HttpRequest, uuid: str) -> Plan:
    """The plan, for whoever may change it."""
    changeable = Plan.objects.allowing(request.user, Act.PLAN).select_related("lead__agency")
    found: Plan = get_object_or_404(changeable, uuid=uuid)
    return found


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def show_form(
    request: HttpRequest, template: str, record: Scoped, form: Any, *, shown: Sequence[Scoped] = (), **more: Any
) -> HttpResponse:
    """The page with the form, once its reading is recorded: 422 if it was refused, 409 if somebody else was first.

    shown  other records that the page shows
    """
    actions.note_read(did="opened form", record=record, shown=shown, by=request.user)
    status = 200
    if form.errors:
        status = 409 if getattr(form, "overtaken", False) else 422
    page = records.banner(request.user, record) | {"form": form} | more
    page["page_marking"] = records.highest_marking([record, *shown])
    return render(request, template, page, status=status)


def _target_or_404(request: HttpRequest, kind: str, uuid: str) -> Scoped:
    model = scoped_models().get(kind)
    if model is None or model._meta.label_lower not in Plan.may_rest_on:
        raise Http404
    found: Scoped = get_object_or_404(model.objects.allowing(request.user, Act.PLAN), uuid=uuid)
    return found
