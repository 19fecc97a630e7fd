"""How partners answer, agency by agency, over the enquiries that the viewer sees and no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from partnership.people.models import Person
from partnership.people.rules import Act, Marking

from . import queries
from .drawings import medians_chart
from .models import Enquiry
from .pages import ways
from .rules import Answer, Tally, days_taken, tallied
from .wording import took_words

HEAD = ("Agency", "Asked", "Hit", "No hit", "Declined", "No reply", "Waiting", "Withdrawn", "Median time to answer")
Counted = tuple[str, str, datetime, datetime | None]


@dataclass(frozen=True)
class OfAgency:
    name: str
    tally: Tally

    @property
    def numbers(self) -> tuple[int, ...]:
        told = self.tally
        return (told.asked, told.hit, told.no_hit, told.declined, told.no_reply, told.waiting, told.withdrawn)

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.name, *map(str, self.numbers), took_words(self.tally.median_days))


def counted(enquiries: QuerySet[Enquiry]) -> list[OfAgency]:
    """Of each agency, in alphabetical order, how it answered those enquiries."""
    return tallies(enquiries.order_by().values_list("agency__name", "answer", "sent_at", "answered_at"))


def tallies(rows: Iterable[Counted]) -> list[OfAgency]:
    found: dict[str, list[tuple[Answer, float | None]]] = defaultdict(list)
    for name, answer, sent, answered in rows:
        found[name].append((Answer(answer), days_taken(sent, answered)))
    return [OfAgency(name, tallied(found[name])) for name in sorted(found)]


def figures_page(person: Person) -> dict[str, Any]:
    enquiries = queries.enquiries_seen_by(person)
    rows = counted(enquiries)
    markings = map(Marking, enquiries.order_by().values_list("marking", flat=True).distinct())
    more = {
        "head": HEAD,
        "rows": [row.cells for row in rows],
        "chart": medians_chart([(row.name, row.tally.median_days) for row in rows]),
        "may_export": person.may(Act.EXPORT),
        "page_marking": max(markings, key=lambda marking: marking.height, default=Marking.OFFICIAL),
    }
    return ways(person, "figures") | more
