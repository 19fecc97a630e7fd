"""Finding records, and the searches that somebody keeps. Another person's search looks as one that is not there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records.pages import highest_marking

from . import actions, queries
from .exporting import found_contents
from .forms import SaveForm
from .models import SavedSearch
from .queries import Search, search_in, search_of


@requires(Act.SEE_RECORD)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What is asked for by the address, or by a saved search that it names; without either, what can be done here."""
    saved = _saved(request, request.GET.get("saved", ""))
    search = search_in(request.GET) if saved is None else search_of(saved)
    return _page(request, search, SaveForm(), saved=saved)


@requires(Act.SEE_RECORD)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    search, form = search_in(request.POST), SaveForm(request.POST)
    if form.is_valid():
        try:
            actions.save_search(search=search, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None if search.asked.is_empty else "name", str(refusal))
        else:
            messages.success(request, "Saved. Your saved searches stand on the page Find.")
            return redirect(search.address)
    return _page(request, search, form)


@requires(Act.SEE_RECORD)
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    saved = _saved(request, request.POST.get("saved", ""))
    if saved is None:
        messages.info(request, "You have no such search. It may be deleted already.")
    else:
        actions.forget_search(saved=saved, by=request.user)
        messages.success(request, "Deleted.")
    return redirect("find:find")


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: found_contents(request.user, search_in(request.GET)))


def _page(request: HttpRequest, search: Search, form: SaveForm, *, saved: SavedSearch | None = None) -> HttpResponse:
    found = queries.find(request.user, search, page=request.GET.get("page"))
    page = {
        "search": search,
        "found": found,
        "form": form,
        "news": queries.saved_with_news(request.user) if search.asked.is_empty else [],
        "may_export": request.user.may(Act.EXPORT),
        "kinds": queries.kinds_searched(),
        "is_find_page": True,
        "page_marking": highest_marking(found.records),
    }
    looked = saved if request.method == "GET" else None
    actions.note_found(number=found.counted.narrowed, shown=found.records, by=request.user, saved=looked)
    return render(request, "find/find.html", page, status=422 if form.errors else 200)


def _saved(request: HttpRequest, key: str) -> SavedSearch | None:
    """The person's own saved search of that key, if there is one."""
    try:
        return queries.saved_by(request.user).filter(uuid=UUID(key)).first()
    except ValueError:
        return None
