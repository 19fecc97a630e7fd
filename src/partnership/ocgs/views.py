"""The list of groups, one group, and what is written about it. What is missing and what is forbidden look the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.imports.views import import_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.editing import EditForm
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread
from partnership.ui.wording import plain_number

from . import actions, queries
from .exporting import group_contents, groups_contents
from .forms import AssessForm, EditGroupForm, ManyReviewsForm, ProposeForm, ReviewForm
from .importing import groups_spec
from .models import Assessment, Group
from .networks import network_page
from .pages import compare_page, group_page, groups_page, open_needs
from .schemes import in_force

EDIT_METHODS = ["GET", "HEAD", "POST"]


@requires(Act.SEE_BOARD)
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    return _show_groups(request)


@requires(Act.WORK_ON_GROUP)
@require_http_methods(["GET", "POST"])
def review_many(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return redirect("ocgs:groups")
    form = ManyReviewsForm(request.POST)
    if not form.is_valid():
        return _show_groups(request, form=form)
    versions = form.cleaned_data["group"]
    picked = list(queries.seen_by(request.user).filter(uuid__in=versions).order_by("code_name", "pk"))
    outcomes = actions.set_reviews(
        groups=picked,
        on=form.cleaned_data["on"],
        because=form.cleaned_data["because"],
        by=request.user,
        seen_versions={group.pk: versions[group.uuid] for group in picked},
    )
    if outcomes and all(outcome.refused for outcome in outcomes):
        for outcome in outcomes:
            form.add_error(None, f"{_isolated(outcome.group)}: {outcome.refused}")
        return _show_groups(request, form=form, refused=409)
    for outcome in outcomes:
        if outcome.refused:
            messages.warning(request, f"Left as it was: {_isolated(outcome.group)}. {outcome.refused}")
        else:
            messages.success(
                request, f"Next review of {_isolated(outcome.group)}: {outcome.group.next_review:%-d %B %Y}."
            )
    return redirect("ocgs:groups")


@requires(Act.EXPORT)
@require_http_methods(EDIT_METHODS)
def export_groups(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: groups_contents(request.user))


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def import_groups(request: HttpRequest) -> HttpResponse:
    return import_page(request, spec=groups_spec(request.user))


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def propose(request: HttpRequest) -> HttpResponse:
    form = ProposeForm(posted(request), by=request.user)
    if form.is_valid():
        told = form.told | {"because": form.cleaned_data["because"], "area_code": form.cleaned_data["area_code"]}
        try:
            made = actions.propose_group(release=form.release, by=request.user, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Proposed. Somebody else approves it before it counts as a group.")
            return redirect(made)
    return render(request, "ocgs/propose.html", {"form": form}, status=422 if form.errors else 200)


@requires(Act.SEE_RECORD)
@require_safe
def group(request: HttpRequest, uuid: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.SEE_RECORD)
    page = group_page(request.user, found)
    page |= read_with_thread(found, did="read group", by=request.user, also=page["also"])
    page["needs"] = open_needs(page["thread"])
    return render(request, "ocgs/group.html", page)


@requires(Act.SEE_RECORD)
@require_safe
def compare(request: HttpRequest, uuid: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.SEE_RECORD)
    return show(request, "compare", found, compare_page(request.user, found), did="compared assessments of group")


@requires(Act.EXPORT)
@require_http_methods(EDIT_METHODS)
def export_group(request: HttpRequest, uuid: str) -> HttpResponse:
    return export_page(request, gather=lambda: group_contents(request.user, group_or_404(request, uuid, Act.EXPORT)))


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def edit(request: HttpRequest, uuid: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
    form = EditGroupForm(posted(request), record=found)
    if form.is_valid():
        told = form.told | {"because": form.cleaned_data["because"]}
        try:
            actions.edit_group(group=found, by=request.user, seen_version=form.cleaned_data["version"], **told)
        except Stale:
            found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
            form = EditGroupForm(request.POST, record=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return show_form(request, "edit", found, form)


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def assess(request: HttpRequest, uuid: str, scheme: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
    held = in_force().schemes.get(scheme)
    if held is None:
        raise Http404
    form = AssessForm(posted(request), scheme=held)
    if form.is_valid():
        told = {"as_of": form.cleaned_data["as_of"], "note": form.cleaned_data["note"], "inputs": form.inputs}
        try:
            made = actions.assess_group(group=found, scheme=scheme, by=request.user, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _assessed(made))
            return redirect(f"{found.get_absolute_url()}#assessments")
    return show_form(request, "assess", found, form, scheme=held, practice=in_force())


@requires(Act.WORK_ON_GROUP)
@require_http_methods(EDIT_METHODS)
def review(request: HttpRequest, uuid: str) -> HttpResponse:
    found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
    form = ReviewForm(posted(request), record=found)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.set_review(
                group=found, on=told["on"], because=told["because"], by=request.user, seen_version=told["version"]
            )
        except Stale:
            found = group_or_404(request, uuid, Act.WORK_ON_GROUP)
            form = ReviewForm(request.POST, record=found)
        except NotAllowed as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, f"It is looked at again on {told['on']:%-d %B %Y}.")
            return redirect(found)
    return show_form(request, "review", found, form, months=queries.months_to_review(found))


@requires(Act.SEE_BOARD)
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    page = network_page(request.user, asked=request.GET)
    actions.note_list_read(did="read network of groups", shown=page["shown"], by=request.user)
    return render(request, "ocgs/network.html", page)


def group_or_404(request: HttpRequest, uuid: str, act: Act) -> Group:
    found: Group = get_object_or_404(Group.objects.allowing(request.user, act), uuid=uuid)
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def show_form(request: HttpRequest, page: str, record: Any, form: Any, *, shown: Any = (), **more: Any) -> HttpResponse:
    """A form's page; 409 where somebody else wrote first, 422 where what was typed is refused."""
    status = 200
    if form.errors:
        status = 409 if isinstance(form, EditForm) and form.overtaken else 422
    told = records.banner(request.user, record) | {"form": form} | more
    did = f"opened form about {record._meta.verbose_name}"
    return show(request, page, record, told, did=did, also=shown, status=status)


def show(
    request: HttpRequest, page: str, record: Any, told: dict[str, Any], *, did: str, also: Any = (), status: int = 200
) -> HttpResponse:
    """The page about a record, once it is kept that somebody read it, and what else it showed them."""
    shown = [record, *also]
    actions.note_read(record=record, did=did, shown=shown, by=request.user)
    told["page_marking"] = records.highest_marking(shown)
    return render(request, f"ocgs/{page}.html", told, status=status)


def _show_groups(request: HttpRequest, *, form: ManyReviewsForm | None = None, refused: int = 422) -> HttpResponse:
    page = groups_page(request.user, asked=request.GET, form=form)
    actions.note_list_read(did="read list of groups", shown=page["shown"], by=request.user)
    return render(request, "ocgs/groups.html", page, status=refused if form else 200)


def _isolated(group: Group) -> str:
    """Its name, so that one that is written right to left turns none of our words around."""
    return f"\u2068{group.code_name}\u2069"


def _assessed(made: Assessment) -> str:
    if made.score is None:
        return "Kept. Too much is unknown for a score: what you know stands beside the others’."
    return f"Kept: {plain_number(made.score)} of 100, {in_force().band_label(made.scheme, made.band).lower()}."
