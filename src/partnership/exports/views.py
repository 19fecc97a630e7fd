"""The page before an export, and the file itself. Who may open it, and what it holds, is the caller's to say: the
slice whose records leave."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.rules import NotAllowed

from . import actions
from .contents import Contents
from .forms import ExportForm
from .rules import File


def export_page(request: HttpRequest, *, gather: Callable[[], Contents]) -> HttpResponse:
    """What would leave and the form; or, posted and allowed, the file, once its leaving is recorded.

    gather  reads the contents for whoever asks; once more if a record changed in the meantime
    """
    contents = gather()
    form = _form(request, contents)
    if form.is_valid():
        try:
            return _answer(actions.export_records(contents=contents, disclosure=form.disclosure, by=request.user))
        except NotAllowed as refusal:
            contents = gather()
            form = _form(request, contents)
            form.add_error(None, str(refusal))
    _note_look(request, contents)
    page = {"form": form, "contents": contents, "page_marking": contents.release.marking}
    return render(request, "exports/export.html", page, status=422 if form.errors else 200)


def _form(request: HttpRequest, contents: Contents) -> ExportForm:
    posted = request.POST if request.method == "POST" else None
    return ExportForm(posted, release=contents.release, formats=contents.formats)


def _note_look(request: HttpRequest, contents: Contents) -> None:
    did, told = "read what would be exported", {"area": contents.area_code}
    audit.record(by=request.user, verb=Verb.CONSULTATION, did=did, to=contents.one, detail=told, shown=contents.records)


def _answer(file: File) -> HttpResponse:
    # The name holds only letters, digits, points, hyphens and low lines: there is nothing in it to quote.
    named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.data, content_type=file.format.content_type, headers=named)
