"""The record that an address names, for whoever asks. Missing and forbidden look the same: not found."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from partnership.people.rules import Act

from .models import Edition, PolicePart, Profile, Recommendation
from .queries import recommendations_seen_by


def profile_or_404(request: HttpRequest, uuid: str, act: Act) -> Profile:
    found: Profile = get_object_or_404(Profile.objects.allowing(request.user, act), uuid=uuid)
    return found


def edition_or_404(request: HttpRequest, uuid: str, number: int, act: Act) -> Edition:
    """An edition of a profile with which the person may do that."""
    profile = profile_or_404(request, uuid, act)
    found = profile.editions.select_related("author__agency", "co_author__agency").filter(number=number).first()
    if found is None:
        raise Http404
    found.profile = profile
    return found


def part_or_404(request: HttpRequest, uuid: str, act: Act) -> PolicePart:
    found: PolicePart = get_object_or_404(PolicePart.objects.allowing(request.user, act), uuid=uuid)
    return found


def recommendation_or_404(request: HttpRequest, uuid: str, act: Act) -> Recommendation:
    allowed: QuerySet[Any] = Recommendation.objects.allowing(request.user, act).values("pk")
    rows = recommendations_seen_by(request.user).filter(pk__in=allowed)
    found: Recommendation = get_object_or_404(rows, uuid=uuid)
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def show(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    """The page: 422 where its form was refused, 409 where that was because somebody else was first."""
    form = page.get("form")
    status = 200
    if form is not None and form.errors:
        status = 409 if getattr(form, "overtaken", False) else 422
    return render(request, f"profiles/{template}.html", page, status=status)
