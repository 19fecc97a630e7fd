"""What an edition recommends, as the table that is frozen with it when it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.ps import p_named
from partnership.ui.wording import day

from .figures import Figure, Row
from .models import Edition, Profile, Recommendation
from .rules import RecommendationState

HEAD = ("Reference", "What", "P", "Who", "By when", "How it will be known")


def is_open(profile: Profile, recommendation: Recommendation) -> bool:
    """True if the profile may say what it recommends: it is held no less closely than that."""
    return not replace(profile.release, announced=False).is_looser_than(recommendation.release)


def standing_in(edition: Edition, rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Of the rows, those that the edition holds: its own, and older ones that nobody has answered."""
    older = Q(edition__lt=edition.number, state=RecommendationState.OPEN)
    return rows.filter(Q(edition=edition.number) | older, profile=edition.profile_id)


def frozen_figure(edition: Edition, by: Person) -> Figure:
    """The recommendations that partners may read, as they stand on the day the edition is published."""
    rows = standing_in(edition, Recommendation.objects.allowing(by, Act.EXPORT)).select_related("agency")
    profile = edition.profile
    return table(row for row in rows.order_by("edition", "reference", "pk") if is_open(profile, row))


def table(rows: Iterable[Recommendation]) -> Figure:
    today = timezone.localdate()
    return Figure(
        kind="recommendations",
        caption="What this profile recommends",
        head=HEAD,
        rows=tuple(Row(cells_of(row)) for row in rows),
        source="",
        drawn=today,
        as_of=today,
    )


def cells_of(row: Recommendation) -> tuple[str, ...]:
    who = ", ".join(filter(None, (str(row.agency or ""), row.owner_role)))
    due = day(row.due) if row.due else "No day set"
    return (row.reference, row.text, p_named(row.p), who or "Nobody named", due, row.measure or "Not said")
