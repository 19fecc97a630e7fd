"""Words that emerge, what people make of them, and who says the same as whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import actions
from .exporting import concepts_contents, terms_contents
from .forms import JudgeForm
from .models import Concept, Term
from .pages import concept_page, concepts_page, term_page, terms_page


@requires(Act.SEE_BOARD)
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    page = terms_page(request.user, asked=request.GET)
    actions.note_list_read(did="read list of words", shown=page["shown"], by=request.user)
    return render(request, "scanning/terms.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_terms(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: terms_contents(request.user, request.GET))


@requires(Act.SEE_RECORD)
@require_safe
def term(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _term_or_404(request, uuid, Act.SEE_RECORD)
    page = term_page(request.user, found)
    page |= read_with_thread(found, did="read word", by=request.user)
    return render(request, "scanning/term.html", page)


@requires(Act.NOTE_HYPOTHESIS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, uuid: str) -> HttpResponse:
    found = _term_or_404(request, uuid, Act.NOTE_HYPOTHESIS)
    form = JudgeForm(request.POST if request.method == "POST" else None, record=found)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("standing", "reason")}
        try:
            actions.judge(term=found, by=request.user, seen_version=form.cleaned_data["version"], **told)
        except Stale:
            found = _term_or_404(request, uuid, Act.NOTE_HYPOTHESIS)
            form = JudgeForm(request.POST, record=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Kept: {told['standing'].label}.")
            return redirect(found)
    status = 200
    if form.errors:
        status = 409 if form.overtaken else 422
    actions.note_list_read(did="opened form about word", shown=[found], by=request.user)
    page = records.banner(request.user, found) | {"form": form}
    return render(request, "scanning/judge.html", page, status=status)


@requires(Act.SEE_BOARD)
@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    page = concepts_page(request.user, asked=request.GET)
    actions.note_list_read(did="read list of agreement", shown=page["shown"], by=request.user)
    return render(request, "scanning/concepts.html", page)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_concepts(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: concepts_contents(request.user, request.GET))


@requires(Act.SEE_RECORD)
@require_safe
def concept(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(Concept.objects.seen_by(request.user), uuid=uuid)
    page = concept_page(request.user, found)
    page |= read_with_thread(found, did="read agreement", by=request.user, also=page["others"])
    return render(request, "scanning/concept.html", page)


def _term_or_404(request: HttpRequest, uuid: str, act: Act) -> Term:
    found: Term = get_object_or_404(Term.objects.allowing(request.user, act), uuid=uuid)
    return found
