"""The papers pack of a meeting leaves as a file: for whom and why is asked first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from partnership.exports.contents import Contents
from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act

from .models import Meeting
from .papers import papers_contents


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, uuid: str) -> HttpResponse:
    exportable = Meeting.objects.allowing(request.user, Act.EXPORT).select_related("series", "chair")

    def gather() -> Contents:
        return papers_contents(request.user, get_object_or_404(exportable, uuid=uuid))

    return export_page(request, gather=gather)
