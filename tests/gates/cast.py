"""Everybody that the matrix asks for: each role in each place, at each clearance, of each agency; and the odd ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from typing import Any

import time_machine
from django.db import connection, transaction
from django.utils import timezone

from partnership.audit import actions as audit
from partnership.audit.rules import Verb
from partnership.people.models import Posting
from partnership.records.unscoped import everything

from .oracle import RULES, Viewer
from .world import (
    BRADFORD,
    FORCE,
    MARKINGS,
    NOW,
    OFFICIAL,
    OURS,
    PLACES,
    SENSITIVE,
    THEIRS,
    WAKEFIELD,
    World,
    every_combination,
    fewer_combinations,
)

SEES_BOARDS = [role for role, acts in RULES["roles"].items() if "see-board" in acts]
SEES_NONE = [role for role in RULES["roles"] if role not in SEES_BOARDS]
WITHIN = frozenset({BRADFORD})


@contextmanager
def staged(blocker: Any, *fill: Callable[[World], object]) -> Iterator[World]:
    """A world filled so, at noon of a day that stands still; gone afterwards. Needs a test that is marked django_db."""
    with blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        made = World()
        for step in fill:
            step(made)
        if connection.vendor == "postgresql":  # which otherwise plans for empty tables
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        yield made
        transaction.set_rollback(True)


def every_record(world: World) -> None:
    world.add_records(every_combination(world), bare=True)


def fewer_records(world: World) -> None:
    world.add_records(fewer_combinations(world))


def something_logged(world: World) -> None:
    """An event on every record, whose reason holds the record's own word."""
    for record in world.records:
        row = everything(record.model).get(pk=record.pk)
        audit.record(by=world.writer, verb=Verb.ALTERATION, did="did something", to=row, because=record.word)


def everybody(world: World) -> None:
    for role in RULES["roles"]:
        # A role that sees no board is posted nowhere; one posting may be left over from an earlier role.
        places = PLACES if role in SEES_BOARDS else ("", BRADFORD)
        for place, clearance, agency in product(places, MARKINGS, (OURS, THEIRS)):
            told = (role, agency, clearance, frozenset({place} - {""}))
            world.add_person(Viewer(".".join((role, place, clearance, agency)), *told))
    for role in SEES_BOARDS:
        _odd_ones(world, role)
    _with_tokens(world)


def one_of_each_role(world: World) -> None:
    """Of our agency: in Bradford and cleared to OFFICIAL; where the role is for boards, one more, of the force."""
    for role in RULES["roles"]:
        if role in SEES_BOARDS:
            world.add_person(Viewer(f"{role}.district", role, OURS, OFFICIAL, frozenset({BRADFORD})))
            world.add_person(Viewer(f"{role}.force", role, OURS, SENSITIVE, frozenset({FORCE})))
        else:
            world.add_person(Viewer(f"{role}.nowhere", role, OURS, OFFICIAL, frozenset()))


def _odd_ones(world: World, role: str) -> None:
    """Closed; posted twice; posted until yesterday; posted from tomorrow; posted only today."""
    cleared, today, day = (OURS, SENSITIVE), timezone.localdate(), timedelta(days=1)
    world.add_person(Viewer(f"{role}.closed", role, *cleared, WITHIN, is_open=False))
    world.add_person(Viewer(f"{role}.twice", role, *cleared, frozenset({BRADFORD, FORCE})))
    for name, start, end, places in (
        ("left", today - 9 * day, today - day, frozenset()),
        ("to-come", today + day, None, frozenset()),
        ("today", today, today, WITHIN),
    ):
        person = world.add_person(Viewer(f"{role}.{name}", role, *cleared, places))
        Posting.objects.filter(person=person).delete()
        Posting.objects.create(person=person, area_code=BRADFORD, start=start, end=end)


def _with_tokens(world: World) -> None:
    seeing, all_acts = frozenset({"see-board", "see-record"}), frozenset(RULES["acts"])
    for key in [f"{role}.{BRADFORD}.{SENSITIVE}.{OURS}" for role in RULES["roles"]]:
        world.narrow(key, acts=seeing, areas=frozenset(PLACES))
        world.narrow(key, acts=all_acts, areas=WITHIN)
        world.narrow(key, acts=all_acts, areas=frozenset({WAKEFIELD}))
        world.narrow(key, acts=all_acts - {"release", "review-records"}, areas=WITHIN)
    for key in [f"{role}.twice" for role in SEES_BOARDS]:
        world.narrow(key, acts=all_acts, areas=frozenset({FORCE}))
