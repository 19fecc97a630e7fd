"""Enquiries: what an agency is asked, its answer, and what the asking side does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.plans.views import posted
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import actions, queries
from .answering import answer_enquiry
from .following import note_passed, tell_feedback
from .forms import AnswerForm, FeedbackForm, OfEnquiry, PassedForm
from .models import Enquiry
from .pages import enquiries_page, enquiry_page
from .practice import in_force
from .views import show_form


@requires(Act.ANSWER_REQUEST)
@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """What the person's own agency is asked, the first to expire first."""
    page = enquiries_page(request.user)
    actions.note_read(did="read enquiries to answer", shown=page["shown"], by=request.user)
    page["page_marking"] = records.highest_marking(page["shown"])
    return render(request, "requests/enquiries.html", page)


@requires(Act.SEE_RECORD)
@require_safe
def enquiry(request: HttpRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(queries.enquiries_seen_by(request.user), uuid=uuid)
    return _enquiry_page(request, found, AnswerForm(enquiry=found, practice=in_force()))


@requires(Act.ANSWER_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, uuid: str) -> HttpResponse:
    """The enquiry with its form; for anybody of another agency who sees it, without one."""
    found = _to_answer_or_404(request, uuid)
    form = AnswerForm(posted(request), enquiry=found, practice=in_force())
    if form.is_valid():
        told = form.cleaned_data
        try:
            answer_enquiry(enquiry=found, reply=form.reply, by=request.user, seen_version=told["version"])
        except Stale:
            found = _to_answer_or_404(request, uuid)
            form = AnswerForm(posted(request), enquiry=found, practice=in_force())
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Answered: {form.reply.answer.label.lower()}.")
            return redirect("requests:enquiries")
    return _enquiry_page(request, found, form)


@requires(Act.ASK_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, uuid: str) -> HttpResponse:
    def tell(enquiry: Enquiry, told: dict[str, Any]) -> str:
        tell_feedback(enquiry=enquiry, text=told["text"], by=request.user, seen_version=told["version"])
        return f"Told. {enquiry.agency} can read it for {in_force().limits.feedback_days} days."

    return _follow(request, uuid, FeedbackForm, "requests/feedback.html", tell)


@requires(Act.ASK_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def passed(request: HttpRequest, uuid: str) -> HttpResponse:
    def note(enquiry: Enquiry, told: dict[str, Any]) -> str:
        note_passed(enquiry=enquiry, on=told["on"], by=request.user, seen_version=told["version"])
        return "Noted."

    return _follow(request, uuid, PassedForm, "requests/passed.html", note)


def _follow(
    request: HttpRequest,
    uuid: str,
    form_of: type[OfEnquiry],
    template: str,
    do: Callable[[Enquiry, dict[str, Any]], str],
) -> HttpResponse:
    """A form of the asking side on an enquiry, and back to the enquiry once it is done."""
    found = _to_follow_or_404(request, uuid)
    form = form_of(posted(request), enquiry=found)
    if form.is_valid():
        try:
            messages.success(request, do(found, form.cleaned_data))
        except Stale:
            found = _to_follow_or_404(request, uuid)
            form = form_of(posted(request), enquiry=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(found)
    return show_form(request, template, found, form, enquiry=found, limits=in_force().limits)


def _enquiry_page(request: HttpRequest, found: Enquiry, form: AnswerForm) -> HttpResponse:
    page = enquiry_page(request.user, found) | {"form": form}
    page |= read_with_thread(found, did="read enquiry to partner", by=request.user)
    status = 200
    if form.errors:
        status = 409 if form.overtaken else 422
    return render(request, "requests/enquiry.html", page, status=status)


def _to_answer_or_404(request: HttpRequest, uuid: str) -> Enquiry:
    answerable = Enquiry.objects.allowing(request.user, Act.ANSWER_REQUEST).select_related("agency", "originator")
    found: Enquiry = get_object_or_404(answerable, uuid=uuid)
    return found


def _to_follow_or_404(request: HttpRequest, uuid: str) -> Enquiry:
    askable = Enquiry.objects.allowing(request.user, Act.ASK_PARTNERS).select_related("agency")
    found: Enquiry = get_object_or_404(askable, uuid=uuid)
    return found
