"""My work, for whoever is signed in. Who may open it is the caller's to say, who adds what the site itself asks for."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from partnership.areas import queries as areas

from . import actions
from .finding import Found
from .pages import work_page


def own_work(request: HttpRequest, *, also: Sequence[Found] = ()) -> HttpResponse:
    with areas.at_hand(request.user):
        page = work_page(request.user, request.GET, also)
    # Written before the page is drawn: if the reading cannot be recorded, nothing is shown.
    actions.note_read(shown=page["shown"], by=request.user)
    return render(request, "work/mine.html", page)
