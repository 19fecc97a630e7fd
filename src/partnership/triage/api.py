"""Signals for programs: what the board page and the signal page show and take, for the owner of a token."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from ninja.responses import Status

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.rules import Act, NotAllowed
from partnership.records.api import Overtaken, overtaken
from partnership.records.queries import may
from partnership.records.rules import Stale
from partnership.tokens.answers import answers, not_taken
from partnership.tokens.bearer import BearerToken
from partnership.tokens.paging import page_of

from . import actions, queries
from .forms import HypothesisForm, VerdictForm
from .models import Signal
from .told import HypothesisKept, HypothesisSent, SignalInFull, Signals, SignalsAsked, SignalSummary, VerdictSent

router = Router(tags=["Signals"])
SignalId = Annotated[UUID, Path(..., description="Of the signal.")]


@router.get("signals", auth=BearerToken(Act.SEE_RECORD), response=answers(Signals, 404, 422))
def signals(request: HttpRequest, asked: Query[SignalsAsked]) -> dict[str, Any]:
    """List signals

    Those that the owner may see, the first to be raised first, so that pages already read stay as they were when
    others arrive.
    """
    found = queries.seen_by(request.auth).select_related("originator").order_by("raised_at", "pk")
    rows, told = page_of(found, asked, area_code=asked.area, state=asked.state, threat=asked.threat)
    if asked.area:
        actions.note_board_read(area_code=asked.area, signals=rows, by=request.auth)
    else:
        audit.record(by=request.auth, verb=Verb.CONSULTATION, did="read signals", shown=rows)
    return {"signals": rows} | told


@router.get("signals/{uuid:uuid}", auth=BearerToken(Act.SEE_RECORD), response=answers(SignalInFull, 404))
def signal(request: HttpRequest, uuid: SignalId) -> Signal:
    """Read a signal

    With the evidence in force, how far to believe it, its window and quotes, the verdicts and hypotheses, and how it
    is held.
    """
    found = _signal_or_404(request, uuid)
    actions.note_read(signal=found, by=request.auth)
    return found


@router.post(
    "signals/{uuid:uuid}/verdict",
    auth=BearerToken(Act.TRIAGE),
    response=answers(SignalSummary, 400, 404, 413, 422) | {409: Overtaken},
)
def decide(request: HttpRequest, uuid: SignalId, sent: VerdictSent) -> Signal | Status[Any]:
    """Decide on a signal

    Confirms, watches, dismisses or reopens it, by the rules of its page. Answers with the signal as it then stands.
    """
    found = _signal_or_404(request, uuid)
    if not may(request.auth, Act.TRIAGE, found):
        raise Http404
    form = VerdictForm(sent.dict(), signal=found)
    if form.is_valid():
        try:
            return actions.decide_signal(
                signal=found,
                state=form.cleaned_data["to"],
                reason=form.cleaned_data["reason"],
                by=request.auth,
                seen_version=sent.version,
            )
        except Stale:
            found = _signal_or_404(request, uuid)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    actions.note_read(signal=found, by=request.auth)
    return overtaken(found, sent.version) if found.version != sent.version else not_taken(form)


@router.post(
    "signals/{uuid:uuid}/hypotheses",
    auth=BearerToken(Act.NOTE_HYPOTHESIS),
    response=answers(HypothesisKept, 400, 404, 413, 422),
)
def note_hypothesis(request: HttpRequest, uuid: SignalId, sent: HypothesisSent) -> dict[str, Any] | Status[Any]:
    """Note a hypothesis

    What might explain the signal, kept beside it under the owner's name.
    """
    found = _signal_or_404(request, uuid)
    form = HypothesisForm(sent.dict())
    if form.is_valid():
        try:
            noted = actions.note_hypothesis(signal=found, text=form.cleaned_data["text"], by=request.auth)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return {"hypothesis": noted, "signal": found}
    actions.note_read(signal=found, by=request.auth)
    return not_taken(form)


def _signal_or_404(request: HttpRequest, uuid: UUID) -> Signal:
    found: Signal = get_object_or_404(queries.seen_by(request.auth), uuid=uuid)
    return found
