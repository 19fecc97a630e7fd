"""One person of every role and one of everything that an address can name; every address, filled with those.

A slice that adds an address with a parameter adds a line to FILLINGS. Until it does, every gate fails and names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Marking, Role, acts_of
from partnership.people.sessions import PENDING, SECOND
from partnership.records import actions as records
from partnership.records.models import Lowering, Share
from partnership.records.rules import Handling, Release
from partnership.triage.actions import receive
from partnership.triage.models import Signal
from partnership.triage.rules import Arrival, ArrivalQuote, Level, WindowPoint

from .walking import Found, walk

BRADFORD = "E08000032"
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
MADE_UP = tomllib.loads((Path(__file__).parents[1] / "journey/signal.toml").read_text())
WAITING = "waiting"  # somebody who gave the right password and no code yet
Who = Role | str | None  # None for a stranger
EVERYBODY: tuple[Who, ...] = (None, WAITING, *Role)


@dataclass
class Scene:
    """One person of every role, all where they can be in Bradford, and one of everything an address can name."""

    people: dict[Role, Person] = field(default_factory=dict)

    def person(self, role: Role) -> Person:
        if role not in self.people:
            agency, _ = Agency.objects.get_or_create(name="Agency")
            told = {"email": f"{role}@example.test", "name": role.label, "role": role, "agency": agency}
            self.people[role] = Person.objects.create(clearance=Marking.OFFICIAL_SENSITIVE, **told)
            if Act.SEE_BOARD in acts_of(role):
                self.people[role].postings.create(area_code=BRADFORD)
        return self.people[role]

    def client(self, who: Who, **options: bool) -> Client:
        """That person's browser, signed in with both factors."""
        client = Client(raise_request_exception=False, **options)
        if who is None:
            return client
        if who == WAITING:
            told = {PENDING: {"person": str(self.colleague.uuid), "until": timezone.now().timestamp() + 600}}
        else:
            client.force_login(self.person(Role(who)))
            told = {SECOND: True}
        session = client.session
        session.update(told)
        session.save()
        return client

    @cached_property
    def colleague(self) -> Person:
        """Somebody's account, for the administrator's pages."""
        agency, _ = Agency.objects.get_or_create(name="Agency")
        told = {"email": "colleague@example.test", "name": "Colleague", "role": Role.AUDITOR}
        return Person.objects.create(agency=agency, **told)

    @cached_property
    def signal(self) -> Signal:
        return self.raise_signal()

    @cached_property
    def share(self) -> Share:
        """The signal, opened to the partner."""
        until = timezone.localdate() + timedelta(days=30)
        told = {"because": "For the board", "until": until, "to_person": self.person(Role.PARTNER)}
        return records.share_record(record=self.signal, by=self.person(Role.BOARD_CHAIR), **told, **self._seen)

    @cached_property
    def lowering(self) -> Lowering:
        """A proposal to tell everybody near that the signal exists, for somebody else to accept."""
        told = {"release": replace(OPEN, announced=True), "because": "So that partners ask"}
        by = self.person(Role.DISTRICT_ANALYST)
        return records.change_release(record=self.signal, by=by, **told, **self._seen)

    @property
    def _seen(self) -> dict[str, int]:
        self.signal.refresh_from_db()
        return {"seen_version": self.signal.version}

    def raise_signal(self, quote: dict[str, object] | None = None, **changes: object) -> Signal:
        """A signal on Bradford's board, open to all who see that board, but for what is changed."""
        told = {name: tuple(told) for name, told in MADE_UP["lists"].items()} | {
            "engine_signal_id": f"{hash(str(changes)) & 0xFFFFFFFFFFFFFFFF:016x}",
            "level": Level.WATCH,
            "window": tuple(WindowPoint(*point) for point in MADE_UP["window"]["points"]),
            "quotes": (ArrivalQuote(**(MADE_UP["quote"] | (quote or {}))),),
        }
        return receive(by=None, arrival=Arrival(**(MADE_UP["arrival"] | told | changes)), release=OPEN)


# What fills a parameter, by "space:parameter", or by "space:name:parameter" where one page differs from its slice.
FILLINGS: dict[str, Callable[[Scene], object]] = {
    "api:code": lambda scene: BRADFORD,
    "api:uuid": lambda scene: scene.signal.uuid,
    "people:pk": lambda scene: scene.colleague.pk,
    "people:uuid": lambda scene: scene.colleague.uuid,
    "records:kind": lambda scene: "signal",
    "records:uuid": lambda scene: scene.signal.uuid,
    "records:share": lambda scene: scene.share.uuid,
    "records:lowering": lambda scene: scene.lowering.uuid,
    "retention:kind": lambda scene: "signal",
    "retention:uuid": lambda scene: scene.signal.uuid,
    "trends:code": lambda scene: BRADFORD,
    "triage:code": lambda scene: BRADFORD,
    "triage:uuid": lambda scene: scene.signal.uuid,
}


class Unfilled(AssertionError):
    """An address has a parameter that nothing in FILLINGS fills."""


@dataclass(frozen=True)
class Address:
    """One address of the site with its parameters filled. `words` names those of its parameters that take any text."""

    name: str
    path: str
    filled: dict[str, object]
    words: tuple[str, ...]
    is_for_programs: bool


def every_address(scene: Scene, patterns: list[Any] | None = None) -> list[Address]:
    """Every address under the patterns, or of the whole site. Raises Unfilled, naming the address."""
    return [_filled(scene, found) for found in walk(patterns)]


def _filled(scene: Scene, found: Found) -> Address:
    space, filled = found.name.rpartition(":")[0], {}
    for parameter in found.parameters:
        fill = FILLINGS.get(f"{found.name}:{parameter}") or FILLINGS.get(f"{space}:{parameter}")
        if fill is None:
            raise Unfilled(f"{found.name} takes {parameter!r}: say what fills it in FILLINGS (tests/gates/scene.py)")
        filled[parameter] = fill(scene)
    texts = tuple(parameter for parameter, takes_any in found.parameters.items() if takes_any)
    return Address(found.name, reverse(found.name, kwargs=filled), filled, texts, found.is_for_programs)
