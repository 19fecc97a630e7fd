"""The log on a page. Who may open it, and how much of it they see, is the caller's to say (site.urls)."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import actions, queries
from .forms import FilterForm
from .models import Event
from .rules import Verb

EVENTS_A_PAGE = 50


def events_page(
    request: HttpRequest, *, events: QuerySet[Event], is_whole: bool, address_of: Callable[[Event], str]
) -> HttpResponse:
    """The events given, newest first, as narrowed by what is asked for.

    is_whole    true for the whole log; in a part of it, numbers would tell how much the reader does not see
    address_of  where the object of an event can be read by whoever reads this; empty for nowhere
    """
    form = FilterForm(request.GET or None, verbs=queries.verbs(events), kinds=queries.object_kinds(events))
    asked = {field: value for field, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    counted = events.filter(**asked).annotate(records_shown=Count("shown")).order_by("-sequence")
    page = Paginator(counted, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    # Written before the page is drawn: if the reading cannot be recorded, nothing is shown.
    narrowed = {"page": page.number, "narrowed": sorted(asked)}
    actions.record(by=request.user, verb=Verb.CONSULTATION, did="read audit log", detail=narrowed)
    names = queries.actor_names(rows)
    for event in rows:
        event.actor_name = names.get(event.actor_id, "")
        event.address = address_of(event)
    context = {"form": form, "page": page, "rows": rows, "is_whole": is_whole}
    return render(request, "audit/events.html", context, status=422 if form.errors else 200)
