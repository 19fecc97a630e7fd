"""What one subject asks of one person: the tasks, the records that they name, and how many there are in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.utils import timezone

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped

from .practice import Practice
from .rules import Kind, Task

MOST = 50  # of one subject; the rest is counted, and stands on that subject's own page


@dataclass(frozen=True)
class Look:
    """Who looks, and when."""

    person: Person
    practice: Practice
    today: date = field(default_factory=timezone.localdate)

    @property
    def horizon(self) -> date:
        """The last day of which reviews, refreshes and meetings are listed."""
        return self.today + timedelta(days=self.practice.look_ahead_days)

    @cached_property
    def own_codes(self) -> frozenset[str]:
        return self.person.area_codes

    @cached_property
    def area_names(self) -> dict[str, str]:
        """Name by code, of the areas that the person is posted to."""
        return dict(Area.objects.filter(code__in=self.own_codes).values_list("code", "name"))

    def may(self, act: Act) -> bool:
        return self.person.may(act)

    @property
    def is_analyst(self) -> bool:
        """True for whoever answers for everything in a district, and not only for what was given to them."""
        return self.may(Act.ASSESS_THREAT)

    @property
    def leads_groups(self) -> bool:
        """True for whoever is asked for what they lead, which "My groups" knows."""
        return self.may(Act.WORK_ON_GROUP) and not self.is_analyst

    @property
    def speaks_in_public(self) -> bool:
        """True for whoever reads and takes out, and changes nothing: the commissioner's officer."""
        return self.may(Act.EXPORT) and not self.may(Act.PLAN)

    def decide_by(self, moment: datetime) -> date:
        return day_of(moment) + timedelta(days=self.practice.decide_within_days)


@dataclass(frozen=True)
class Found:
    """total  how many there are, listed or not; rest: where those stand that are not listed"""

    kind: Kind
    tasks: Sequence[Task] = ()
    shown: Sequence[Scoped] = ()
    total: int = 0
    rest: str = ""

    @property
    def unlisted(self) -> int:
        return max(0, self.total - len(self.tasks))


def first_of(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """As many of the rows as are listed, in their order, and how many there are: in one read, however many."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:MOST])
    return found, found[0].in_all if found else 0


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment)
