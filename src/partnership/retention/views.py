"""The records manager's queue, one record's review, and what was disposed of."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records.rules import Stale
from partnership.records.scoping import Scoped, scoped_models

from . import actions, queries
from .forms import DISPOSE, ReviewForm

DUE_A_PAGE = 50


@requires(Act.REVIEW_RECORDS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.queue_for(request.user), DUE_A_PAGE).get_page(request.GET.get("page"))
    shown = [due.record for due in page]
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read review queue", shown=shown)
    overdue = sum(due.is_overdue for due in page.paginator.object_list)
    return render(request, "retention/queue.html", {"page": page, "overdue": overdue})


@requires(Act.REVIEW_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    record = _record_or_404(request, kind, uuid)
    latest = queries.latest_next_review(record)
    form = ReviewForm(request.POST or None, record=record, latest=latest)
    if form.is_valid():
        try:
            _decide(request, record, form)
        except Stale:
            record = _record_or_404(request, kind, uuid)
            form = ReviewForm(request.POST, record=record, latest=latest)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("retention:queue")
    told = {"form": form, "record": record, "kind": record._meta.verbose_name, "authority": queries.rule_for(record)}
    told |= {"reviews": queries.reviews_of(record), "parts": queries.counts_of_parts(record)}
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read record for review", to=record, shown=[record])
    status = 409 if form.errors and form.overtaken else 422 if form.errors else 200
    return render(request, "retention/review.html", told, status=status)


@requires(Act.REVIEW_RECORDS)
@require_safe
def disposals(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.disposals_seen_by(request.user), DUE_A_PAGE).get_page(request.GET.get("page"))
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read disposals")
    return render(request, "retention/disposals.html", {"page": page})


def _decide(request: HttpRequest, record: Scoped, form: ReviewForm) -> None:
    told = form.cleaned_data
    decided = {"record": record, "because": told["because"], "seen_version": told["version"], "by": request.user}
    if told["decision"] == DISPOSE:
        actions.dispose(**decided)
        messages.success(request, "Disposed of. A tombstone is left.")
    else:
        actions.retain(**decided, keep_until=told["keep_until"])
        messages.success(request, "Kept until its next review.")


def _record_or_404(request: HttpRequest, kind: str, uuid: str) -> Scoped:
    model = scoped_models().get(kind)
    if model is None:
        raise Http404
    record: Scoped = get_object_or_404(model.objects.allowing(request.user, Act.REVIEW_RECORDS), uuid=uuid)
    return record
