"""The words, places and agencies that made-up records are drawn from, and how each is held."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import django_ready  # noqa: F401 - before any model is known
from django.db import models
from django.utils import timezone

from partnership.meetings.models import Meeting
from partnership.ocgs.models import Enabler, Group, Requirement
from partnership.outcomes.models import Disruption, Outcome
from partnership.people.models import Agency, Person
from partnership.people.rules import Marking
from partnership.plans.models import Action, Plan
from partnership.profiles.models import Recommendation
from partnership.records.ps import the_ps
from partnership.records.rules import Handling, Release
from partnership.records.scoping import Scoped
from partnership.requests.models import Enquiry, Request
from partnership.thread.models import Tie
from partnership.threats.models import Threat
from partnership.triage.models import Signal

DISTRICTS = {
    "E08000032": "Bradford",
    "E08000033": "Calderdale",
    "E08000034": "Kirklees",
    "E08000035": "Leeds",
    "E08000036": "Wakefield",
}
# Of every thousand records, how many of each kind.
OF_A_THOUSAND = {
    Signal: 50, Threat: 3, Group: 15, Enabler: 10, Requirement: 15, Recommendation: 20, Plan: 30, Action: 600,
    Disruption: 80, Outcome: 40, Request: 25, Enquiry: 100, Meeting: 12,
}  # fmt: skip
POLICE, COUNCIL, CHARITY = "Police (synthetic)", "Council (synthetic)", "Charity (synthetic)"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
CLOSE = Release(Marking.OFFICIAL_SENSITIVE, Handling.CONDITIONAL, "For the police. Ask the originator first.")
CRIMES = ("modern-slavery", "drugs-supply", "fraud", "firearms", "cyber-crime", "acquisitive-crime")
DEEDS = ("Visit", "Inspect", "Write to", "Train", "Close", "Map", "Brief", "Check", "Warn", "Count", "Publish", "Refer")
THINGS = (
    *("hand car washes", "letting agents", "scrapyards", "nail bars", "haulage yards", "cash machines", "flats"),
    *("school staff", "parcel lockers", "money transfer shops", "taxi ranks", "farm gangs", "empty mills", "hotels"),
)
PLACES = ("station", "market", "ring road", "canal", "east side", "estate", "retail park", "high street", "depot")
COLOURS = ("Slate", "Amber", "Granite", "Copper", "Quiet", "Blue", "Long", "Iron", "Winter", "Silver", "Low", "Cedar")
NOUNS = ("Harbour", "Mill", "Ferry", "Lantern", "Quarry", "Meadow", "Bridge", "Orchard", "Signal", "Anchor", "Well")
BATCH = 1000


class Filler:
    """seed  the same seed and the same day make the same records, but for their uuids"""

    def __init__(self, records: int, seed: int) -> None:
        self.records, self.draw = records, random.Random(seed)  # noqa: S311 - made-up words, no secret
        self.today, self.now = timezone.localdate(), timezone.now()
        self.ps = [p.key for p in the_ps()]
        self.agencies = {name: Agency.objects.create(name=name) for name in (POLICE, COUNCIL, CHARITY)}
        self.people: list[Person] = []

    def number(self, model: type[Scoped]) -> int:
        return max(5, round(self.records * OF_A_THOUSAND[model] / 1000))

    def words(self, many: int = 1) -> str:
        said = (f"{self.draw.choice(DEEDS)} {self.draw.choice(THINGS)} by the {self.draw.choice(PLACES)}"
                for _ in range(many))  # fmt: skip
        return ". ".join(said)

    def day(self, back: int, ahead: int = 0) -> date:
        return self.today + timedelta(days=self.draw.randint(-back, ahead))

    def moment(self, back: int) -> datetime:
        return self.now - timedelta(minutes=self.draw.randint(1, back * 1440))

    def held(self) -> dict[str, Any]:
        """Where a record lies and how closely it is held: four of five are open to all who read the board."""
        release = OPEN if self.draw.random() < 0.8 else CLOSE
        return {
            "area_code": self.draw.choice(list(DISTRICTS)),
            "marking": release.marking,
            "handling": release.handling,
            "handling_conditions": release.conditions,
            "originator": self.agencies[POLICE],
            "review_on": self.today + timedelta(days=self.draw.randint(1, 2000)),
            "synthetic": True,
        }

    def beside(self, record: Scoped) -> dict[str, Any]:
        """The same, for what belongs to another record."""
        names = ("area_code", "marking", "handling", "handling_conditions", "originator", "review_on", "synthetic")
        return {name: getattr(record, name) for name in names}

    def make(self, model: type[models.Model], rows: Iterable[models.Model]) -> list[Any]:
        return list(model.objects.bulk_create(rows, batch_size=BATCH))

    def tie(self, pairs: Iterable[tuple[Scoped, Scoped]]) -> None:
        told = [
            Tie(kind=record._meta.label_lower, record=record.uuid, on_kind=on._meta.label_lower, on_record=on.uuid,
                because="The one answers the other", by=self.people[0])
            for record, on in pairs
        ]  # fmt: skip
        Tie.objects.bulk_create(told, batch_size=BATCH)

    def some(self, model: type[Scoped]) -> Iterator[tuple[int, dict[str, Any]]]:
        return ((n, self.held()) for n in range(self.number(model)))
