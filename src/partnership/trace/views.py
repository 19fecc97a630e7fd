"""The trail through one record, on one page and as a paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.records.scoping import Scoped, scoped_models

from . import actions, queries
from .drawing import drawn
from .exporting import trace_contents
from .pages import listed


@requires(Act.SEE_RECORD)
@require_safe
def trace(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    found = queries.trace_of(request.user, _record_or_404(request, kind, uuid, Act.SEE_RECORD))
    actions.note_read(trace=found, by=request.user)
    page = records.banner(request.user, found.start) | {
        "trace": found,
        "kind": found.start._meta.verbose_name,
        "chart": drawn(found),
        "stages": listed(found),
        "page_marking": records.highest_marking(found.records),
        "may_export": may(request.user, Act.EXPORT, found.start),
    }
    return render(request, "trace/trace.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    record = _record_or_404(request, kind, uuid, Act.EXPORT)
    return export_page(request, gather=lambda: trace_contents(request.user, record))


def _record_or_404(request: HttpRequest, kind: str, uuid: str, act: Act) -> Scoped:
    model = scoped_models().get(kind)
    if model is None:
        raise Http404
    found: Scoped = get_object_or_404(model.objects.allowing(request.user, act), uuid=uuid)
    return found
