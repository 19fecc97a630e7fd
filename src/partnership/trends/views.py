"""What has been counted in an area, and what documents say of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership.areas import queries as areas
from partnership.people.permissions import requires
from partnership.people.rules import Act

from . import queries
from .drawing import by_threat


@requires(Act.SEE_BOARD)
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    seen = areas.seen_by(request.user)
    shown = get_object_or_404(seen, code=code)
    figures = queries.figures_seen_by(request.user).filter(area_code=code)
    return render(
        request,
        "trends/area.html",
        {
            "area": shown,
            "above": areas.ancestors(code),
            "threats": by_threat(queries.series_seen_by(request.user).filter(area_code=code)),
            "figures": figures,
            "pairs": queries.pairs_among(figures),
        },
    )
