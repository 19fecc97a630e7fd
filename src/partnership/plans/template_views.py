"""Plan templates: listed, made blank or from a plan, edited line by line, and added to a plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, Marking, NotAllowed
from partnership.records import pages as records
from partnership.records.ps import p_named
from partnership.records.queries import may
from partnership.records.rules import Handling, Release, Stale
from partnership.thread.pages import read_with_thread

from . import actions, queries, reusing
from .exporting import templates_contents
from .forms import held_as
from .models import Template, TemplateLine
from .practice import in_force
from .template_forms import LineEditForm, LineForm, TemplateEditForm, TemplateForm, UseForm
from .views import plan_or_404, posted, show_form

# A template tells of no group, and is of use only to those who read it.
READ_BY_ALL = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@requires(Act.SEE_RECORD)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    rows = list(queries.templates_seen_by(request.user).prefetch_related("lines"))
    actions.note_read(did="read plan templates", shown=rows, by=request.user)
    page = {
        "rows": rows,
        "may_plan": bool(queries.areas_to_plan_in(request.user)),
        "may_export": request.user.may(Act.EXPORT),
        "areas": dict(queries.area_names(request.user, queries.templates_seen_by(request.user))),
        "page_marking": records.highest_marking(rows),
    }
    return render(request, "plans/templates.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_templates(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: templates_contents(request.user))


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_template(request: HttpRequest) -> HttpResponse:
    areas = queries.areas_to_plan_in(request.user)
    form = TemplateForm(posted(request), areas=areas, initial=held_as(READ_BY_ALL))
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("name", "purpose")}
        try:
            made = reusing.make_template(area_code=form.area, release=form.release, by=request.user, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Made. Add its lines.")
            return redirect(made)
    return render(request, "plans/add_template.html", {"form": form}, status=422 if form.errors else 200)


@requires(Act.SEE_RECORD)
@require_safe
def template(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.templates_seen_by(request.user), uuid=uuid)
    page = records.banner(request.user, found) | {
        "template": found,
        "under": _by_p(list(found.lines.select_related("agency"))),
        "may_plan": may(request.user, Act.PLAN, found),
    }
    page |= read_with_thread(found, did="read plan template", by=request.user)
    return render(request, "plans/template.html", page)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _template_or_404(request, uuid)
    form = TemplateEditForm(posted(request), template=found)
    if form.is_valid():
        told = form.cleaned_data
        fields = {"name": told["name"], "purpose": told["purpose"], "seen_version": told["version"]}
        try:
            reusing.edit_template(template=found, by=request.user, **fields)
        except Stale:
            form = TemplateEditForm(posted(request), template=_template_or_404(request, uuid))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return show_form(request, "plans/edit_template.html", found, form)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_line(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _template_or_404(request, uuid)
    form = LineForm(posted(request), agencies=queries.agencies())
    if form.is_valid():
        try:
            reusing.add_line(template=found, line=form.line, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added.")
            return redirect(found)
    return show_form(request, "plans/line.html", found, form, owner_roles=in_force().owner_roles)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, uuid: str, line: str) -> HttpResponse:
    found = _template_or_404(request, uuid)
    held = get_object_or_404(found.lines.select_related("agency"), uuid=line)
    form = LineEditForm(posted(request), line=held, agencies=queries.agencies())
    if form.is_valid():
        try:
            _change_line(request, held, form)
        except Stale:
            held = get_object_or_404(_template_or_404(request, uuid).lines.select_related("agency"), uuid=line)
            form = LineEditForm(posted(request), line=held, agencies=queries.agencies())
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Taken out." if form.cleaned_data["remove"] else "Saved.")
            return redirect(found)
    return show_form(request, "plans/line.html", found, form, line=held, owner_roles=in_force().owner_roles)


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def save_as_template(request: HttpRequest, uuid: str) -> HttpResponse:
    plan = plan_or_404(request, uuid)
    lines = reusing.lines_from(plan, request.user)
    area = (plan.area_code, plan.area_code)
    form = TemplateForm(posted(request), areas=[area], initial=held_as(plan.release))
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("name", "purpose")}
        try:
            made = reusing.save_as_template(plan=plan, release=form.release, by=request.user, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved as a template. Read it once more: others will use it.")
            return redirect(made)
    shown = list(queries.actions_seen_by(request.user).filter(plan=plan))
    return show_form(request, "plans/save_as_template.html", plan, form, shown=shown, plan=plan, under=_by_p(lines))


@requires(Act.PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, uuid: str) -> HttpResponse:
    plan = plan_or_404(request, uuid)
    offered = list(queries.templates_seen_by(request.user))
    form = UseForm(posted(request), templates=offered)
    if form.is_valid():
        try:
            made = reusing.use_template(template=form.chosen, plan=plan, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{len(made)} action{'' if len(made) == 1 else 's'} added. Read each, and say who."
            )
            return redirect(plan)
    return show_form(request, "plans/use_template.html", plan, form, shown=offered, plan=plan)


def _change_line(request: HttpRequest, held: TemplateLine, form: LineEditForm) -> None:
    told = form.cleaned_data
    if told["remove"]:
        reusing.remove_line(line=held, by=request.user, seen_version=told["version"])
    else:
        reusing.edit_line(line=held, told=form.line, by=request.user, seen_version=told["version"])


def _by_p(lines: list[Any]) -> list[tuple[str, list[Any]]]:
    """Lines of a template by P, in the order of the list; then any other P."""
    keys = [*queries.p_keys(), *sorted({one.p for one in lines} - set(queries.p_keys()))]
    found = [(p_named(key), [one for one in lines if one.p == key]) for key in keys]
    return [(name, of_p) for name, of_p in found if of_p]


def _template_or_404(request: HttpRequest, uuid: str) -> Template:
    found: Template = get_object_or_404(Template.objects.allowing(request.user, Act.PLAN), uuid=uuid)
    return found
