"""How well detection works, as the engine measured it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnership.people.permissions import requires
from partnership.people.rules import Act

from . import queries
from .scoring import how_well as how_well_page


@requires(Act.SEE_BOARD)
@require_safe
def how_well(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/how_well.html", {"section": "how well"} | how_well_page(queries.scorecard()))
