"""What the list of recommendations and the page of one hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.ps import p_named, the_ps
from partnership.records.queries import may
from partnership.ui.listing import listed
from partnership.ui.wording import day

from . import queries
from .listing import RECOMMENDATION_COLUMNS, RecommendationFilters
from .models import Profile, Recommendation
from .rules import RecommendationState, Standing


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation as the list shows it."""

    recommendation: Recommendation
    district: str
    p: str
    standing: Standing
    is_late: bool


def recommendations_page(person: Person, asked: QueryDict) -> dict[str, Any]:
    rows, today = queries.recommendations_seen_by(person), timezone.localdate()
    filters = RecommendationFilters(asked, rows=rows, today=today)
    listing = listed(asked, rows, columns=RECOMMENDATION_COLUMNS, filters=filters, first="due")
    shown = list(listing.page.object_list)
    return {
        "listing": listing,
        "rows": recommendation_rows(shown, today),
        "shown": shown,
        "page_marking": records.highest_marking(shown),
        "may_export": person.may(Act.EXPORT),
    }


def recommendation_rows(shown: list[Recommendation], today: date) -> list[RecommendationRow]:
    names = queries.area_names(one.area_code for one in shown)
    return [
        RecommendationRow(
            recommendation=one,
            district=names.get(one.area_code, one.area_code),
            p=p_named(one.p),
            standing=queries.standing_of(one, today),
            is_late=one.state == RecommendationState.OPEN and one.due is not None and one.due < today,
        )
        for one in shown
    ]


def recommendation_page(person: Person, found: Recommendation) -> dict[str, Any]:
    today = timezone.localdate()
    profile = Profile.objects.seen_by(person).filter(pk=found.profile_id).first()
    state, may_write = RecommendationState(found.state), may(person, Act.WRITE_PROFILE, found)
    meanings = {p.key: p.meaning for p in the_ps()}
    told = [
        ("Under which P", " – ".join(filter(None, (p_named(found.p), meanings.get(found.p))))),
        ("Agency", str(found.agency or "Nobody named yet")),
        ("Role there", found.owner_role or "Not said"),
        ("By when", day(found.due) if found.due else "No day set"),
        ("How it will be known", found.measure or "Not said"),
        ("First recommended in", f"Edition {found.edition}"),
    ]
    return records.banner(person, found) | {
        "recommendation": found,
        "profile": profile,
        "facts": told,
        "standing": queries.standing_of(found, today),
        "is_open": state is RecommendationState.OPEN,
        "may_write": may_write,
        "may_plan": may(person, Act.PLAN, found),
        "asked_on": found.asked_at,
        "days_until_red": queries.in_force().days_until_red,
    }
