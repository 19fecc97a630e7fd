"""Requests and enquiries for programs: what their pages show, and answering for the owner's own agency."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from ninja.responses import Status

from partnership.people.models import Person
from partnership.people.rules import Act, NotAllowed
from partnership.records.api import Overtaken, overtaken
from partnership.records.queries import may
from partnership.records.rules import Stale
from partnership.tokens.answers import answers, not_taken
from partnership.tokens.bearer import BearerToken
from partnership.tokens.paging import page_of

from . import actions, queries
from .answering import answer_enquiry as answer
from .forms import AnswerForm
from .models import Enquiry
from .practice import in_force
from .told import (
    AnswerSent,
    EnquiriesAsked,
    EnquiriesTold,
    EnquiryTold,
    RequestInFull,
    RequestsAsked,
    RequestsTold,
)

router = Router(tags=["Requests to partners"])
RequestId = Annotated[UUID, Path(..., description="Of the request.")]
EnquiryId = Annotated[UUID, Path(..., description="Of the enquiry.")]


@router.get("requests", auth=BearerToken(Act.SEE_RECORD), response=answers(RequestsTold, 404, 422))
def partner_requests(request: HttpRequest, asked: Query[RequestsAsked]) -> dict[str, Any]:
    """List requests to partners

    Those that the owner may see, the first to be asked first.
    """
    found = queries.requests_seen_by(request.auth).order_by("asked_at", "pk")
    rows, told = page_of(found, asked, state=asked.state)
    actions.note_read(did="read requests to partners", shown=rows, by=request.auth)
    return {"requests": rows} | told


@router.get("requests/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(RequestInFull, 404))
def partner_request(request: HttpRequest, uuid: RequestId) -> dict[str, Any]:
    """Read a request to partners

    With each partner's enquiry that the owner may see, and its answer.
    """
    found = get_object_or_404(queries.requests_seen_by(request.auth), uuid=uuid)
    enquiries = queries.enquiries_of(request.auth, [found])[found.pk]
    actions.note_read(did="read request to partners", record=found, shown=enquiries, by=request.auth)
    return {"request": found, "enquiries": enquiries}


@router.get("enquiries", auth=BearerToken(Act.SEE_RECORD), response=answers(EnquiriesTold, 404, 422))
def enquiries(request: HttpRequest, asked: Query[EnquiriesAsked]) -> dict[str, Any]:
    """List enquiries

    Those that the owner may see; or those alone that wait for the answer of the owner's agency. The first to expire
    first.
    """
    seen = queries.to_answer(request.auth) if asked.waiting else queries.enquiries_seen_by(request.auth)
    seen = seen.prefetch_related(queries.newest_feedback(request.auth))
    rows, told = page_of(seen.order_by("expires_on", "pk"), asked)
    actions.note_read(did="read enquiries to partners", shown=rows, by=request.auth)
    return {"enquiries": rows} | told


@router.get("enquiries/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(EnquiryTold, 404))
def enquiry(request: HttpRequest, uuid: EnquiryId) -> Enquiry:
    """Read an enquiry

    The question as it went to one partner, its answer, and what that achieved.
    """
    found = _enquiry_or_404(request.auth, uuid)
    actions.note_read(did="read enquiry to partner", record=found, shown=(), by=request.auth)
    return found


@router.post(
    "enquiries/{uuid:uuid}/answer",
    auth=BearerToken(Act.ANSWER_REQUEST),
    response=answers(EnquiryTold, 400, 404, 413, 422) | {409: Overtaken},
)
def answer_enquiry(request: HttpRequest, uuid: EnquiryId, sent: AnswerSent) -> Enquiry | Status[Any]:
    """Answer an enquiry

    Hit, no hit or declined, for the owner's own agency, by the rules of its page; or puts right the answer it gave.
    """
    found = _enquiry_or_404(request.auth, uuid)
    if not may(request.auth, Act.ANSWER_REQUEST, found):
        raise Http404
    form = AnswerForm(sent.dict(), enquiry=found, practice=in_force())
    if form.is_valid():
        try:
            answer(enquiry=found, reply=form.reply, by=request.auth, seen_version=sent.version)
            return _enquiry_or_404(request.auth, uuid)
        except Stale:
            found = _enquiry_or_404(request.auth, uuid)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    actions.note_read(did="read enquiry to partner", record=found, shown=(), by=request.auth)
    return overtaken(found, sent.version) if found.version != sent.version else not_taken(form)


def _enquiry_or_404(person: Person, uuid: UUID) -> Enquiry:
    seen = queries.enquiries_seen_by(person).prefetch_related(queries.newest_feedback(person))
    found: Enquiry = get_object_or_404(seen, uuid=uuid)
    return found
