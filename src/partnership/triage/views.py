"""The district board and the signal page. What is missing and what is forbidden look the same: not found."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.areas.models import Area
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed

from . import actions, queries
from .forms import HypothesisForm, ManyForm, VerdictForm
from .models import Signal
from .pages import board_page, signal_page


@requires(Act.SEE_BOARD)
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    area = _area_or_404(request, code)
    return render(request, "triage/board.html", board_page(request.user, area, asked=request.GET))


@requires(Act.TRIAGE)
@require_http_methods(["GET", "POST"])
def decide_many(request: HttpRequest, code: str) -> HttpResponse:
    area = _area_or_404(request, code)
    if not queries.may_decide(request.user, code):
        raise Http404
    if request.method == "GET":
        return redirect("triage:board", code)
    form = ManyForm(request.POST)
    if not form.is_valid():
        page = board_page(request.user, area, asked=request.GET, form=form)
        return render(request, "triage/board.html", page, status=422)
    versions = form.cleaned_data["signal"]
    picked = list(queries.seen_by(request.user).filter(area_code=code, uuid__in=versions))
    outcomes = actions.decide_many(
        signals=picked,
        state=form.cleaned_data["to"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        seen_versions={signal.pk: versions[signal.uuid] for signal in picked},
    )
    _tell(request, outcomes)
    return redirect("triage:board", code)


@requires(Act.SEE_BOARD)
@require_safe
def signal(request: HttpRequest, uuid: str) -> HttpResponse:
    signal = _signal_or_404(request, uuid)
    page = signal_page(request.user, signal)
    actions.note_read(signal=signal, by=request.user)
    return render(request, "triage/signal.html", page)


@requires(Act.TRIAGE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, uuid: str) -> HttpResponse:
    signal = _signal_or_404(request, uuid)
    if not queries.may_decide(request.user, signal.area_code):
        raise Http404
    if request.method == "GET":
        return redirect(signal)
    form = VerdictForm(request.POST, signal=signal)
    if form.is_valid():
        try:
            actions.decide_signal(
                signal=signal,
                state=form.cleaned_data["to"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                seen_version=form.cleaned_data["version"],
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, [actions.Outcome(signal)])
            return redirect("triage:board", signal.area_code)
    page = signal_page(request.user, signal, verdict_form=form)
    return render(request, "triage/signal.html", page, status=422)


@requires(Act.NOTE_HYPOTHESIS)
@require_http_methods(["GET", "POST"])
def hypothesis(request: HttpRequest, uuid: str) -> HttpResponse:
    signal = _signal_or_404(request, uuid)
    if request.method == "GET":
        return redirect(signal)
    form = HypothesisForm(request.POST)
    if form.is_valid():
        actions.note_hypothesis(signal=signal, text=form.cleaned_data["text"], by=request.user)
        return redirect(f"{signal.get_absolute_url()}#hypotheses")
    page = signal_page(request.user, signal, hypothesis_form=form)
    return render(request, "triage/signal.html", page, status=422)


def _area_or_404(request: HttpRequest, code: str) -> Area:
    area = queries.areas_seen_by(request.user).get(code)
    if area is None:
        raise Http404
    return area


def _signal_or_404(request: HttpRequest, uuid: str) -> Signal:
    return get_object_or_404(queries.seen_by(request.user), uuid=uuid)


def _tell(request: HttpRequest, outcomes: list[actions.Outcome] | tuple[actions.Outcome, ...]) -> None:
    for outcome in outcomes:
        # Isolated, so that a statement written right to left turns none of our words around.
        statement = f"\u2068{outcome.signal.statement}\u2069"
        if outcome.refused:
            messages.warning(request, f"Left as it was: {statement} {outcome.refused}")
        else:
            messages.success(request, f"Now {outcome.signal.state_told.label}: {statement}")
