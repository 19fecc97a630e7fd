"""Who acts in the made-up year, where, and what was made so far, by the names that year.toml gives it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone

from partnership.areas.models import Area
from partnership.people.models import Agency, Person
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release

YEAR: dict[str, Any] = tomllib.loads(Path(__file__).with_name("year.toml").read_text())
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
POLICE = Release(
    Marking.OFFICIAL_SENSITIVE,
    Handling.CONDITIONAL,
    "For the police. Ask the lead responsible officer before anything of it is passed on or acted on.",
)


@dataclass
class Stage:
    """made  by the names in year.toml: groups, enablers, recommendations"""

    today: date = field(default_factory=timezone.localdate)
    made: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def areas(self) -> dict[str, Area]:
        return {area.name: area for area in Area.objects.all()}

    def person(self, account: str) -> Person:
        return Person.objects.get(email=f"{account}@example.test")

    @cached_property
    def analyst(self) -> Person:
        return self.person("force")

    @cached_property
    def chair(self) -> Person:
        return self.person("superintendent")

    def agency(self, name: str) -> Agency:
        return Agency.objects.get_or_create(name=name)[0]

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def moment(self, ago: int) -> datetime:
        """Two in the afternoon of that day, or now if it is today."""
        at = timezone.make_aware(datetime.combine(self.day(ago), time(14)))
        return min(at, timezone.now())


def dated(row: models.Model, **days: Any) -> None:
    """Says of a synthetic row that it was made earlier. The log keeps the moment at which it really was."""
    models.QuerySet(type(row)).filter(pk=row.pk).update(**days)
