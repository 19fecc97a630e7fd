"""What a person may see of profiles, their editions and what they recommend."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.queries import may

from .models import Edition, Profile, Recommendation
from .rules import EditionState, RecommendationState, Standing, standing
from .sections import in_force


def open_recommendations(person: Person, area_code: str) -> QuerySet[Recommendation]:
    """What the profiles of that area recommend and nobody has answered yet, as far as the person sees it; the first to
    be due first. `agency` is at hand."""
    rows: QuerySet[Recommendation] = Recommendation.objects.seen_by(person).filter(
        area_code=area_code, state=RecommendationState.OPEN
    )
    return rows.select_related("agency").order_by(F("due").asc(nulls_last=True), "reference", "pk")


def profiles_seen_by(person: Person) -> QuerySet[Profile]:
    """Each with `published_at` of its newest edition, and `red`, how many red recommendations the person sees."""
    editions = Edition.objects.seen_by(person).filter(profile=OuterRef("pk"), number=OuterRef("edition"))
    red = recommendations_seen_by(person).filter(is_red(timezone.localdate()), profile=OuterRef("pk"))
    counted = red.order_by().values("profile").annotate(number=Count("pk")).values("number")
    return Profile.objects.seen_by(person).annotate(
        published_at=Subquery(editions.filter(state=EditionState.PUBLISHED).values("published_at")[:1]),
        red=Coalesce(Subquery(counted), 0),
    )


def recommendations_seen_by(person: Person) -> QuerySet[Recommendation]:
    """Each with `asked_at`, when its edition was published, if the person sees that; its agency is at hand."""
    editions = Edition.objects.seen_by(person).filter(
        profile=OuterRef("profile"), number=OuterRef("edition"), state=EditionState.PUBLISHED
    )
    rows: QuerySet[Recommendation] = Recommendation.objects.seen_by(person).select_related("agency", "decided_by")
    return rows.annotate(asked_at=Subquery(editions.values("published_at")[:1]))


def is_red(today: date) -> Q:
    """The recommendations that `standing_of` calls red. Needs `asked_at`."""
    latest = today - timedelta(days=in_force().days_until_red)
    return Q(state=RecommendationState.OPEN) & (Q(due__lt=today) | Q(asked_at__date__lt=latest))


def standing_of(recommendation: Recommendation, today: date) -> Standing:
    """How it stands that day. Needs `asked_at`."""
    asked_at = recommendation.asked_at
    return standing(
        RecommendationState(recommendation.state),
        asked_on=None if asked_at is None else timezone.localdate(asked_at),
        due=recommendation.due,
        today=today,
        days_until_red=in_force().days_until_red,
    )


def editions_for(person: Person, profile: Profile) -> list[Edition]:
    """The editions that the person may open, the newest first: a draft only for those who write the profile.

    profile  already read for whoever asks
    """
    editions = profile.editions.select_related("author__agency", "co_author__agency", "published_by")
    if not may(person, Act.WRITE_PROFILE, profile):
        editions = editions.filter(state=EditionState.PUBLISHED)
    return list(editions)


def areas_without_profile(person: Person) -> list[Area]:
    """Where the person is posted, writes profiles and sees none yet."""
    if not person.may(Act.WRITE_PROFILE):
        return []
    seen = Profile.objects.seen_by(person).values_list("area_code", flat=True)
    return list(Area.objects.filter(code__in=person.area_codes).exclude(code__in=list(seen)))


def area_names(codes: Iterable[str]) -> dict[str, str]:
    return dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))
