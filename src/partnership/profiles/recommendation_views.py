"""Recommendations: listed, read, made, changed, declined with a reason, asked again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.exports.views import export_page
from partnership.imports.views import import_page
from partnership.people.models import Agency
from partnership.people.permissions import requires
from partnership.people.rules import Act, NotAllowed
from partnership.records import pages as records
from partnership.records.rules import Stale
from partnership.thread.pages import read_with_thread
from partnership.threats.models import Threat

from . import actions, recommendation_pages
from .exporting import recommendations_contents
from .finding import edition_or_404, posted, recommendation_or_404, show
from .importing import recommendations_spec
from .models import Recommendation
from .recommendation_forms import LABELS, AnswerForm, NewRecommendationForm, RecommendationForm

FORM = ["GET", "HEAD", "POST"]


@requires(Act.SEE_RECORD)
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    page = recommendation_pages.recommendations_page(request.user, request.GET)
    did = "read list of recommendations"
    audit.record(by=request.user, verb=Verb.CONSULTATION, did=did, shown=page["shown"])
    return render(request, "profiles/recommendations.html", page)


@requires(Act.EXPORT)
@require_http_methods(FORM)
def export_recommendations(request: HttpRequest) -> HttpResponse:
    return export_page(request, gather=lambda: recommendations_contents(request.user))


@requires(Act.SEE_RECORD)
@require_safe
def recommendation(request: HttpRequest, uuid: str) -> HttpResponse:
    found = recommendation_or_404(request, uuid, Act.SEE_RECORD)
    page = recommendation_pages.recommendation_page(request.user, found)
    page |= read_with_thread(found, did="read recommendation", by=request.user)
    return render(request, "profiles/recommendation.html", page)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def recommend(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    edition = edition_or_404(request, uuid, number, Act.WRITE_PROFILE)
    if not edition.is_draft:
        return redirect(edition)
    profile = edition.profile
    threats = Threat.objects.seen_by(request.user).filter(area_code=profile.area_code)
    held = {"marking": profile.marking, "handling": profile.handling, "conditions": profile.handling_conditions}
    form = NewRecommendationForm(posted(request), agencies=Agency.objects.all(), threats=threats, initial=held)
    if form.is_valid():
        try:
            made = actions.recommend(
                edition=edition, release=form.release, threat=form.answers, by=request.user, **form.told
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Recommendation {made.reference} stands in edition {edition.number}.")
            return redirect(edition)
    shown = [profile, *form.threats.values()]
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read profile", to=profile, shown=shown)
    page = records.banner(request.user, profile) | {"profile": profile, "edition": edition, "form": form}
    return show(request, "recommend", page | {"page_marking": records.highest_marking(shown)})


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def import_recommendations(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    edition = edition_or_404(request, uuid, number, Act.WRITE_PROFILE)
    if not edition.is_draft:
        return redirect(edition)
    return import_page(request, spec=recommendations_spec(edition), area_code=edition.profile.area_code)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def change(request: HttpRequest, uuid: str) -> HttpResponse:
    found = recommendation_or_404(request, uuid, Act.WRITE_PROFILE)
    form = _change_form(request, found)
    if form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            actions.change_recommendation(recommendation=found, by=request.user, seen_version=seen, **form.told)
        except Stale:
            found = recommendation_or_404(request, uuid, Act.WRITE_PROFILE)
            form = _change_form(request, found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return _form(request, "change_recommendation", found, form)


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def decline(request: HttpRequest, uuid: str) -> HttpResponse:
    return _answer(request, uuid, actions.decline, "decline")


@requires(Act.WRITE_PROFILE)
@require_http_methods(FORM)
def reopen(request: HttpRequest, uuid: str) -> HttpResponse:
    return _answer(request, uuid, actions.reopen, "reopen")


def _answer(request: HttpRequest, uuid: str, action: Any, template: str) -> HttpResponse:
    found = recommendation_or_404(request, uuid, Act.WRITE_PROFILE)
    form = AnswerForm(posted(request), recommendation=found)
    if form.is_valid():
        because, seen = form.cleaned_data["because"], form.cleaned_data["version"]
        try:
            made = action(recommendation=found, because=because, by=request.user, seen_version=seen)
        except Stale:
            found = recommendation_or_404(request, uuid, Act.WRITE_PROFILE)
            form = AnswerForm(request.POST, recommendation=found)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"It stands now as: {made.get_state_display()}.")
            return redirect(found)
    return _form(request, template, found, form)


def _change_form(request: HttpRequest, found: Recommendation) -> RecommendationForm:
    return RecommendationForm(posted(request), recommendation=found, agencies=Agency.objects.all())


def _form(request: HttpRequest, template: str, found: Recommendation, form: Any) -> HttpResponse:
    audit.record(by=request.user, verb=Verb.CONSULTATION, did="read recommendation", to=found, shown=[found])
    page = records.banner(request.user, found) | {"recommendation": found, "form": form, "labels": LABELS}
    return show(request, template, page)
