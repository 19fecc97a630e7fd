"""What waits for somebody: how much of what kind, and where it stands. No word of any record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnership.outcomes import queries as outcomes
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.plans import queries as plans
from partnership.records.scoping import scoped_models
from partnership.requests.models import Enquiry
from partnership.requests.rules import Answer

from .queries import news


@dataclass(frozen=True)
class Line:
    """So many of something, in words, and the address of the page that lists them."""

    words: str
    url: str


def waiting_for(person: Person) -> list[Line]:
    """What the person sees and is to do, what is overdue first; a kind of which there is nothing has no line."""
    today = timezone.localdate()
    own = Q(owner=person) | Q(plan__in=plans.led_by(person))
    overdue = plans.actions_seen_by(person).filter(own, plans.overdue(today)).count()
    enquiries = Enquiry.objects.allowing(person, Act.ANSWER_REQUEST).filter(answer=Answer.WAITING)
    to_answer = enquiries.filter(agency=person.agency_id, expires_on__gte=today).count()
    late = f"{reverse('plans:actions')}?mine=mine&late=overdue"
    lines = (
        _line(overdue, "action of yours or of your plans is", "actions of yours or of your plans are", "overdue", late),
        _line(to_answer, "request waits", "requests wait", "for your answer", reverse("requests:enquiries")),
        _line(
            outcomes.waiting_for(person).count(), "claim waits", "claims wait", "for you", reverse("outcomes:waiting")
        ),
        _line(_reviews(person), "record is", "records are", "due for review", reverse("retention:queue")),
    )
    return [line for line in lines if line is not None]


def told_since(person: Person, since: datetime | None) -> list[Line]:
    """Of how many records of each kind there is something new after that moment."""
    kinds = Counter(
        (told.record._meta.verbose_name, told.record._meta.verbose_name_plural) for told in news(person, since)
    )
    address = reverse("notices:list")
    return [
        Line(f"{number:,} {one if number == 1 else many}: something new", address)
        for (one, many), number in sorted(kinds.items())
    ]


def _reviews(person: Person) -> int:
    if not person.may(Act.REVIEW_RECORDS):
        return 0
    today = timezone.localdate()
    allowed = (model.objects.allowing(person, Act.REVIEW_RECORDS) for model in scoped_models().values())
    return sum(rows.filter(review_on__lte=today).count() for rows in allowed)


def _line(number: int, one: str, many: str, state: str, url: str) -> Line | None:
    return Line(f"{number:,} {one if number == 1 else many} {state}", url) if number else None
