"""What has been counted in an area, and what documents say of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.areas import queries as areas
from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act
from partnership.records import queries as records
from partnership.records.pages import highest_marking

from . import queries
from .drawing import by_threat
from .exporting import area_contents
from .models import Figure, Series


@requires(Act.SEE_BOARD)
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    seen = areas.seen_by(request.user)
    shown = get_object_or_404(seen, code=code)
    figures = queries.figures_seen_by(request.user).filter(area_code=code)
    series = list(queries.series_seen_by(request.user).filter(area_code=code))
    listed = [*series, *figures]
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read trends", detail={"area": code}, shown=listed)
    return render(
        request,
        "trends/area.html",
        {
            "area": shown,
            "above": areas.ancestors(code),
            "threats": by_threat(
                series,
                effort=queries.effort_beside(series),
                changes=queries.recording_changes_beside(series, level=shown.level),
            ),
            "figures": figures,
            "pairs": queries.pairs_among(figures),
            "holders": records.holders_of_withheld(request.user, code, [Series, Figure]),
            "may_export": request.user.may(Act.EXPORT),
            "page_marking": highest_marking(listed),
        },
    )


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponse:
    area = get_object_or_404(areas.seen_by(request.user), code=code)
    return export_page(request, gather=lambda: area_contents(request.user, area))
