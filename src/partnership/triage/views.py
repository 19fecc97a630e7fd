"""The district board and the signal page. What is missing and what is forbidden look the same: not found."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.areas.models import Area
from partnership.exports.views import export_page
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records.queries import may
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread

from . import actions, queries
from .exporting import board_contents, signal_contents
from .forms import HypothesisForm, ManyForm, VerdictForm
from .models import Signal
from .pages import board_page, signal_page


@requires(Act.SEE_BOARD)
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    return _show_board(request, _area_or_404(request, code))


@requires(Act.TRIAGE)
@require_http_methods(["GET", "POST"])
def decide_many(request: HttpRequest, code: str) -> HttpResponse:
    area = _area_or_404(request, code)
    if not queries.decides_in(request.user, code):
        raise Http404
    if request.method == "GET":
        return redirect("triage:board", code)
    form = ManyForm(request.POST)
    if not form.is_valid():
        return _show_board(request, area, form=form)
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
    if outcomes and all(outcome.refused for outcome in outcomes):
        return _show_board(request, area, form=form, refused=409)
    return redirect("triage:board", code)


@requires(Act.SEE_RECORD)
@require_safe
def signal(request: HttpRequest, uuid: str) -> HttpResponse:
    return _show_signal(request, _signal_or_404(request, uuid))


@requires(Act.TRIAGE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, uuid: str) -> HttpResponse:
    signal = _signal_or_404(request, uuid)
    if not may(request.user, Act.TRIAGE, signal):
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
        except Stale:
            signal = _signal_or_404(request, uuid)
            form = VerdictForm(request.POST, signal=signal)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, [actions.Outcome(signal)])
            return redirect("triage:board", signal.area_code)
    return _show_signal(request, signal, verdict_form=form)


@requires(Act.NOTE_HYPOTHESIS)
@require_http_methods(["GET", "POST"])
def hypothesis(request: HttpRequest, uuid: str) -> HttpResponse:
    signal = _signal_or_404(request, uuid)
    if request.method == "GET":
        return redirect(signal)
    form = HypothesisForm(request.POST)
    if form.is_valid():
        try:
            actions.note_hypothesis(signal=signal, text=form.cleaned_data["text"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{signal.get_absolute_url()}#hypotheses")
    return _show_signal(request, signal, hypothesis_form=form)


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_board(request: HttpRequest, code: str) -> HttpResponse:
    area = _area_or_404(request, code)
    return export_page(request, gather=lambda: board_contents(request.user, area))


@requires(Act.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def export_signal(request: HttpRequest, uuid: str) -> HttpResponse:
    exportable = Signal.objects.allowing(request.user, Act.EXPORT)
    return export_page(request, gather=lambda: signal_contents(get_object_or_404(exportable, uuid=uuid)))


def _show_board(request: HttpRequest, area: Area, *, form: ManyForm | None = None, refused: int = 422) -> HttpResponse:
    """The board, once its reading is recorded; refused with that status if a form is given."""
    page = board_page(request.user, area, asked=request.GET, form=form)
    actions.note_board_read(area_code=area.code, signals=page["shown"], by=request.user)
    return render(request, "triage/board.html", page, status=refused if form else 200)


def _show_signal(request: HttpRequest, signal: Signal, **forms: VerdictForm | HypothesisForm) -> HttpResponse:
    """The signal, once its reading is recorded; refused if a form given with it was."""
    page = signal_page(request.user, signal, **forms)
    page |= read_with_thread(
        signal, did="read signal", by=request.user, detail={"edition": signal.edition}, also=page["others"]
    )
    status = 422 if forms else 200
    if page["verdict_form"].errors and page["verdict_form"].overtaken:
        status = 409
    return render(request, "triage/signal.html", page, status=status)


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
