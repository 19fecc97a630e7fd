"""Every address of the site beside its line in matrix/: what the oracle expects of it, and what it answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from partnership.audit.models import Event
from partnership.meetings.models import Decision, Seat
from partnership.meetings.models import Item as AgendaItem
from partnership.ocgs.models import Involvement, Move
from partnership.people.models import Person
from partnership.people.sessions import SECOND
from partnership.plans.models import Objective, TemplateLine
from partnership.profiles.models import Passage, Section
from partnership.records.models import Lowering, Share
from partnership.records.unscoped import everything
from partnership.thread.models import Tie
from partnership.threats.models import Hypothesis, Item

from .oracle import RULES, Viewer, areas_of, may, may_on, why_not
from .walking import walk
from .world import BRADFORD, FORCE, WAKEFIELD, Record, World

FOR_PROGRAMS = "/api/v1/"
# What a program sends that means what it says: a body that is none is refused before a record is looked for.
SENT_BY_PROGRAMS = {"to": "watching", "answer": "no-hit", "state": "open", "version": 1}
SENT_BY_PROGRAMS |= dict.fromkeys(("reason", "text"), "Plain words")
AREAS_NEAR = [BRADFORD, WAKEFIELD, FORCE]
AREAS = [*RULES["inside"], "WORLD", "E99999999"]
NOWHERE = uuid.UUID(int=0)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
FOR_RECORDS: dict[str, Callable[[Record], object]] = {
    "kind": lambda record: record.slug,
    "uuid": lambda record: record.uuid,
    "share": lambda record: _beside(Share, record),
    "lowering": lambda record: _beside(Lowering, record),
    "tie": lambda record: _beside(Tie, record) if record.twin else NOWHERE,
    "scheme": lambda record: "attributes",
    "move": lambda record: _part(Move, record),
    "involvement": lambda record: _part(Involvement, record),
    "edition": lambda record: 1,
    "hypothesis": lambda record: _part(Hypothesis, record),
    "item": lambda record: _part(Item, record),
    "number": lambda record: 1,
    "section": lambda record: _part(Section, record, of="edition__profile"),
    "passage": lambda record: _part(Passage, record),
    "objective": lambda record: _part(Objective, record),
    "line": lambda record: _part(TemplateLine, record),
    "seat": lambda record: _part(Seat, record),
    "entry": lambda record: _part(AgendaItem, record),
    "way": lambda record: "up",
    "decision": lambda record: _part(Decision, record, of="item__meeting"),
}


class Undeclared(AssertionError):
    """An address without a line in matrix/, or with a parameter that nothing fills."""


@dataclass(frozen=True)
class Address:
    """One address as matrix/ declares it. `is_for_programs` are those that take a token and no session."""

    name: str
    parameters: frozenset[str]
    opens: str
    methods: tuple[str, ...]
    act: str = ""
    also: str = ""
    kinds: tuple[str, ...] = ()
    needs: str = ""
    acts: dict[str, str] = field(default_factory=dict)
    audits: dict[str, list[str]] = field(default_factory=dict)
    unaudited: str = ""
    is_for_programs: bool = False

    def names(self, record: Record) -> bool:
        return not self.kinds or record.held.kind in self.kinds

    def path(self, target: Any, others: dict[str, object]) -> str:
        """The address of that record, or that area's code, or of neither; `others` fills what is left."""
        told: dict[str, object] = {}
        for parameter in self.parameters:
            if self.opens == "record" and parameter in FOR_RECORDS:
                told[parameter] = FOR_RECORDS[parameter](target)
            elif self.opens == "area" and parameter == "code":
                told[parameter] = target
            elif f"{self.name}:{parameter}" in others or parameter in others:
                told[parameter] = others.get(f"{self.name}:{parameter}", others.get(parameter))
            else:
                raise Undeclared(f"{self.name} takes {parameter!r}, which nothing fills (tests/gates/addresses.py)")
        return reverse(self.name, kwargs=told)

    def refuses(self, viewer: Viewer, target: Any) -> tuple[str, ...]:
        """Why the address does not lead there for the viewer; nothing where it does."""
        if not all(may(viewer, act) for act in (self.act, self.also) if act):
            return ("role",)
        if self.opens == "area":
            return () if target in areas_of(viewer, self.act) else ("area",)
        if self.opens == "record":
            sees_enabler = target.enabler is not None and may_on(viewer, "see-record", target.enabler)
            has = {"": True, "share": bool(target.held.passed), "tie": target.twin, "enabler": sees_enabler}[self.needs]
            found = (*why_not(viewer, self.act, target.held), *(() if has else (self.needs,)))
            act = self.acts.get(target.held.kind)
            # A role that lacks the second act is refused only once the method is known to be one.
            more = why_not(viewer, act, target.held) if act else ()
            return (*found, *(term if term != "role" else act for term in more if term not in found))
        return ()

    def expects(self, method: str, viewer: Viewer | None, target: Any) -> str:
        """The outcome, by the oracle: who asks comes first, then the method, then what is asked for."""
        if self.is_for_programs and (viewer is None or not viewer.is_open or method not in self.methods):
            return "405" if method not in self.methods else "401"
        if self.opens != "anyone" and (viewer is None or not viewer.is_open):
            return "sign-in"
        if viewer is not None and "role" in self.refuses(viewer, target):
            return "404"
        if method not in self.methods:
            return "405"
        return "404" if viewer is not None and self.refuses(viewer, target) else "allowed"


def outcome(answer: HttpResponse) -> str:
    """What an answer amounts to, in the words of `expects`."""
    if answer.status_code == 302 and answer.headers["Location"].startswith(resolve_url(settings.LOGIN_URL)):
        return "sign-in"
    return "allowed" if answer.status_code in {200, 302, 400, 409, 422} else str(answer.status_code)


def declared() -> list[Address]:
    """Every address with its line. Raises Undeclared, naming each that lacks one, and each line left over."""
    found = {each.name: each for each in walk()}
    lines = RULES["addresses"]
    if odd := sorted(set(found) ^ set(lines)):
        raise Undeclared(f"addresses without a line in matrix/, or lines without an address: {odd}")
    return [
        Address(
            name=name,
            parameters=frozenset(each.parameters),
            is_for_programs=each.is_for_programs,
            **{key: tuple(told) if isinstance(told, list) else told for key, told in lines[name].items()},
        )
        for name, each in found.items()
    ]


def targets(made: World, key: str | None, address: Address, method: str, most: int = 1) -> list[Any]:
    """What the address is asked about. Of all records that one same term keeps from the person, or none does, and that
    are shared in the same way: so many by GET, one by POST. Of those that several terms keep from them, one in all:
    every combination stands in test_predicate. By other methods, about one thing only.
    """
    if address.opens == "area":
        return {"GET": AREAS, "POST": AREAS_NEAR}.get(method, AREAS_NEAR[:1])
    if address.opens != "record":
        return [None]
    records = [record for record in made.records if address.names(record)]
    if key is None:
        return records[:1]
    reasons = {record.number: address.refuses(made.viewers[key], record) for record in records}

    def alike(record: Record) -> tuple[Any, ...]:
        if len(reasons[record.number]) > 1:
            return (("several",),)
        return reasons[record.number], [(one.days_left, one.is_ended) for one in record.held.passed[:1]]

    groups = [list(g) for _, g in groupby(sorted(records, key=alike), key=alike)]
    if method not in {"GET", "POST"}:
        return groups[0][:1]
    many = most if method == "GET" else 1
    found = []
    for group in groups:
        few = many if alike(group[0]) != (("several",),) else 1
        found += group[:: max(1, len(group) // few)][:few]
    return found


@dataclass
class Caller:
    """Asks addresses on behalf of one of the world's people, or of a stranger, and leaves no trace of it.

    With a session, and at addresses for programs with a token that does all that a token may.

    recorded  the verbs of the events that the last request left, in order
    look      called before the request's traces are taken back
    """

    world: World
    key: str | None = None
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    recorded: tuple[str, ...] = ()
    look: Callable[[], object] = lambda: None

    def __post_init__(self) -> None:
        if self.key is not None:
            self.client.force_login(Person.objects.get(pk=self.world.people[self.key].pk))
            session = self.client.session
            session[SECOND] = True
            session.save()
            self.secret = self.world.token_of(self.key)
        self.cookies = dict(self.client.cookies)

    def ask(self, method: str, path: str, told: Any = None, **options: Any) -> HttpResponse:
        self.client.cookies.clear()
        self.client.cookies.update(self.cookies)
        if path.startswith(FOR_PROGRAMS) and self.key is not None:
            options |= {"headers": {"authorization": f"Bearer {self.secret}"}, "content_type": "application/json"}
            told = told or (SENT_BY_PROGRAMS if method == "POST" else None)
        with transaction.atomic():
            before = Event.objects.count()
            answer = getattr(self.client, method.lower())(path, told or {}, **options)
            events = Event.objects.order_by("sequence")[before:] if not answer.streaming else ()
            self.recorded = tuple(event.verb for event in events)
            self.look()
            transaction.set_rollback(True)
        return answer


def _beside(model: Any, record: Record) -> uuid.UUID:
    held = model.objects.filter(kind=record.held.kind, record=record.uuid).order_by("pk").first()
    return held.uuid if held else NOWHERE


def _part(model: Any, record: Record, *, of: str = "") -> uuid.UUID:
    """of: the way from the part to the record, where the two do not touch"""
    held = everything(model).filter(**{of or model.part_of: record.pk}).order_by("pk").first()
    return held.uuid if held else NOWHERE
