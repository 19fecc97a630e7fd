"""The map of the districts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from partnership.people.permissions import requires
from partnership.people.rules import Act

from . import queries
from .drawing import map_of


@requires(Act.SEE_BOARD)
@require_safe
def map_of_districts(request: HttpRequest) -> HttpResponse:
    outlines = queries.outlines_of_districts()
    seen = sorted(queries.seen_by(request.user), key=lambda area: area.height)
    return render(
        request,
        "areas/map.html",
        {
            "map": map_of(outlines, linked={area.code for area in seen}),
            "seen": seen,
            "approximate": any(outline.approximate for outline in outlines),
            "sources": sorted({(outline.source, localdate(outline.loaded_at)) for outline in outlines}),
        },
    )
