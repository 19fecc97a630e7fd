"""Threats to look at: the list, the matrix, the roll-up, one threat and its editions. Missing and forbidden look the
same. Every reading is recorded before the page is drawn."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.areas.models import Area
from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act
from partnership.thread.pages import read_with_thread

from . import queries
from .assessment import assessment_page
from .exporting import assessment_contents, list_contents, threat_contents
from .matrix import matrix_page
from .models import Threat
from .pages import compare_page, edition_page, list_page, threat_page


@requires(Act.SEE_RECORD)
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    return _show_many(request, "list", list_page(request.user, asked=request.GET), did="read list of threats")


@requires(Act.SEE_RECORD)
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    return _show_many(request, "matrix", matrix_page(request.user, None), did="read threat matrix")


@requires(Act.SEE_BOARD)
@require_safe
def matrix_of(request: HttpRequest, code: str) -> HttpResponse:
    area = area_or_404(request, code)
    return _show_many(request, "matrix", matrix_page(request.user, area), did="read threat matrix")


@requires(Act.SEE_BOARD)
@require_safe
def assessment(request: HttpRequest, code: str) -> HttpResponse:
    area = area_or_404(request, code)
    return _show_many(request, "assessment", assessment_page(request.user, area), did="read threat assessment")


@requires(Act.SEE_RECORD)
@require_safe
def threat(request: HttpRequest, uuid: str) -> HttpResponse:
    found = threat_or_404(request, uuid)
    page = threat_page(request.user, found)
    page |= read_with_thread(found, did="read threat", by=request.user, also=page["offered"])
    return render(request, "threats/threat.html", page)


@requires(Act.SEE_RECORD)
@require_safe
def edition(request: HttpRequest, uuid: str, edition: int) -> HttpResponse:
    found = threat_or_404(request, uuid)
    held = get_object_or_404(found.editions.select_related("by"), edition=edition)
    told = {"edition": edition}
    page = edition_page(request.user, found, held)
    page |= read_with_thread(found, did="read edition of threat estimate", by=request.user, detail=told)
    return render(request, "threats/edition.html", page)


@requires(Act.SEE_RECORD)
@require_safe
def compare(request: HttpRequest, uuid: str) -> HttpResponse:
    found = threat_or_404(request, uuid)
    page = compare_page(request.user, found, asked=request.GET)
    did = "compared editions of threat estimate"
    told = {"editions": [each.edition for each in page["pair"] or ()]}
    audit.record(by=request.user, verb=Verb.CONSULTATION, did=did, to=found, detail=told, shown=[found])
    return render(request, "threats/compare.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_list(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: list_contents(request.user, asked=request.GET))


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_threat(request: HttpRequest, uuid: str) -> HttpResponse:
    exportable = Threat.objects.allowing(request.user, Act.EXPORT).select_related("originator")
    return export_page(request, gather=lambda: threat_contents(get_object_or_404(exportable, uuid=uuid)))


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_assessment(request: HttpRequest, code: str) -> HttpResponse:
    area = area_or_404(request, code)
    return export_page(request, gather=lambda: assessment_contents(request.user, area))


def area_or_404(request: HttpRequest, code: str) -> Area:
    area = queries.areas_seen_by(request.user).get(code)
    if area is None:
        raise Http404
    return area


def threat_or_404(request: HttpRequest, uuid: str, act: Act = Act.SEE_RECORD) -> Threat:
    found: Threat = get_object_or_404(Threat.objects.allowing(request.user, act), uuid=uuid)
    return found


def _show_many(request: HttpRequest, template: str, page: dict[str, Any], *, did: str) -> HttpResponse:
    """A page of several threats, once its reading is recorded."""
    area = page.get("area")
    told = {"area": area.code} if area else {}
    audit.record(by=request.user, verb=Verb.CONSULTATION, did=did, detail=told, shown=page["shown"])
    return render(request, f"threats/{template}.html", page)
