"""The lead responsible officer's page, and the brief of one group."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.ocgs.models import Group
from partnership.people.permissions import requires
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may

from . import actions
from .brief import ASSESSMENT_HEAD, brief_of, summary_of
from .changes import DID_LOOK
from .exporting import brief_contents
from .own import own_page


@requires(Act.WORK_ON_GROUP)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    page = own_page(request.user, request.GET.get("since", ""))
    actions.note_read(did=DID_LOOK, shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "plans/mine.html", page)


@requires(Act.SEE_RECORD)
@require_safe
def brief(request: HttpRequest, uuid: str) -> HttpResponse:
    group = get_object_or_404(Group.objects.seen_by(request.user), uuid=uuid)
    told = brief_of(request.user, group)
    actions.note_read(did="read brief", record=group, shown=told.shown, by=request.user)
    page = records.banner(request.user, group) | {
        "brief": told,
        "group": group,
        "summary": summary_of(group),
        "assessment_head": ASSESSMENT_HEAD,
        "may_export": may(request.user, Act.EXPORT, group),
        "page_marking": records.highest_marking(told.shown),
    }
    return render(request, "plans/brief.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_brief(request: HttpRequest, uuid: str) -> HttpResponse:
    exportable = Group.objects.allowing(request.user, Act.EXPORT)
    return export_page(request, gather=lambda: brief_contents(request.user, get_object_or_404(exportable, uuid=uuid)))
