"""What became of the person's own claims, proposals and answers lately, and when they looked last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.ocgs.models import Move
from partnership.outcomes.models import Disruption
from partnership.people.rules import Act
from partnership.records.scoping import Scoped
from partnership.requests.models import Feedback

from .finding import Look

DID_LOOK = "read own work"
MOST_NEWS = 10


@dataclass(frozen=True)
class News:
    """Something that somebody else decided or said. It asks for nothing."""

    what: str
    record: Scoped
    at: datetime
    words: str = ""
    url: str = ""

    @property
    def leads_to(self) -> str:
        return self.url or str(self.record.get_absolute_url())  # type: ignore[attr-defined]


def last_visit(look: Look) -> datetime | None:
    """When the person last read their work, in an earlier visit than this one; None if they never did."""
    before = timezone.now() - timedelta(minutes=look.practice.one_look_minutes)
    looks = Event.objects.filter(
        actor_id=str(look.person.pk), did=DID_LOOK, verb=Verb.CONSULTATION, at__lte=before
    ).order_by("-sequence")
    found: datetime | None = looks.values_list("at", flat=True).first()
    return found


def lately(look: Look) -> datetime:
    return timezone.now() - timedelta(days=look.practice.first_look_days)


def news_for(look: Look) -> Sequence[News]:
    """Of the last weeks, newest first: feedback on their agency's answers, their claims and their proposals settled."""
    found = [*_feedback(look), *_claims(look), *_moves(look)]
    return sorted(found, key=lambda news: news.at, reverse=True)[:MOST_NEWS]


def _feedback(look: Look) -> list[News]:
    if not look.may(Act.ANSWER_REQUEST):
        return []
    told = Feedback.objects.seen_by(look.person).filter(enquiry__agency=look.person.agency_id, at__gt=lately(look))
    rows = told.select_related("enquiry").order_by("-at", "-pk")[:MOST_NEWS]
    return [News("What your answer achieved", row.enquiry, row.at, row.text) for row in rows]


def _claims(look: Look) -> list[News]:
    if not look.may(Act.PLAN):
        return []
    mine = Disruption.objects.seen_by(look.person).filter(claimed_by=look.person, moderated_at__gt=lately(look))
    rows = mine.order_by("-moderated_at", "-pk")[:MOST_NEWS]
    return [
        News(f"Your claim: {row.get_state_display().lower()}", row, row.moderated_at, row.moderated_because)
        for row in rows
    ]


def _moves(look: Look) -> list[News]:
    if not look.may(Act.WORK_ON_GROUP):
        return []
    mine = Move.objects.seen_by(look.person).filter(proposed_by=look.person, decided_at__gt=lately(look))
    rows = mine.select_related("group").order_by("-decided_at", "-pk")[:MOST_NEWS]
    return [
        News(
            f"Your proposal was {'approved' if row.accepted else 'declined'}: {row.get_to_display().lower()}",
            row.group,
            row.decided_at,
            row.decided_because,
            reverse("ocgs:group", args=[row.group.uuid]),
        )
        for row in rows
    ]
