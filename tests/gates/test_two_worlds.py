"""Whether a record that somebody may not see is there or not changes no byte of anything they are sent.

What a canary cannot catch, a count, a page number, an order, the next number of something, is caught here.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, islice

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from partnership.people.permissions import requires_sign_in
from partnership.records.unscoped import everything
from partnership.site.urls import urlpatterns
from partnership.triage.models import Signal

from . import cast
from .addresses import Address, Caller, declared, targets
from .leaks import text_of, without_noise
from .mutants import MUTANTS
from .oracle import RULES, is_told_of, may_on
from .world import World, fewer_combinations

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test
MOST_SEEN = 2  # records of each kind that are there in both worlds
# Who reads the whole log sees events of every record in it, by number and never by word.
READS_ALL = {("auditor", "audit:events")}
MADE_ANEW = {"people:set-up-second-factor"}  # shows another key each time


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One of each role, and a few records."""

    def a_few_records(world: World) -> None:
        of_kinds = groupby(fewer_combinations(world), key=lambda held: held.kind)
        by_kind = [list(of_kind) for _, of_kind in of_kinds]
        world.add_records([held for found in by_kind for held in found[:: max(1, len(found) // MOST_SEEN)]])

    with cast.staged(django_db_blocker, cast.one_of_each_role, a_few_records) as made:
        yield made


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="django")


@contextmanager
def one_world(made: World, key: str, *, with_hidden: bool) -> Iterator[None]:
    """First, if so, records in every combination that the person neither sees nor is told of, with something in the
    log; then something in the log on those that are always there."""
    viewer, always = made.viewers[key], made.records
    hidden = [h for h in fewer_combinations(made) if not (may_on(viewer, "see-record", h) or is_told_of(viewer, h))]
    assert hidden
    with transaction.atomic():
        if with_hidden:
            made.records = []
            made.add_records(hidden)
            cast.something_logged(made)
            made.records = always
        cast.something_logged(made)
        yield
        transaction.set_rollback(True)


def told(made: World, key: str, addresses: list[Address]) -> dict[str, str]:
    """Everything that the addresses say to the person of what is in both worlds."""
    caller, texts = Caller(made, key), {}
    for address in addresses:
        if (made.viewers[key].role, address.name) in READS_ALL or address.name in MADE_ANEW:
            continue
        for target in targets(made, key, address, "GET"):
            at = address.path(target, made.fillings)
            texts[at] = without_noise(text_of(caller.ask("GET", at)))
    return texts


def differing(made: World, key: str, addresses: list[Address]) -> tuple[int, list[str]]:
    """How many answers were compared, and which of them differ."""
    with one_world(made, key, with_hidden=False):
        without = told(made, key, addresses)
    with one_world(made, key, with_hidden=True):
        within = told(made, key, addresses)
    return len(without), [f"{key}: {at}" for at in without if without[at] != within[at]]


@pytest.mark.parametrize("role", RULES["roles"])
def test_a_hidden_record_changes_no_byte_of_anything_that_anybody_is_sent(small, role):
    compared, found = 0, []
    # Whoever is posted to the force sees no more than one step up; the chair stands for them all.
    posted = ("district", "nowhere", "force") if role == "board-chair" else ("district", "nowhere")
    for key in [f"{role}.{where}" for where in posted if f"{role}.{where}" in small.people]:
        number, differ = differing(small, key, declared())
        compared, found = compared + number, found + differ

    sys.stdout.write(f"{compared:,} answers to {role} compared\n")
    assert found == []
    assert compared > 20


def test_the_same_world_twice_is_the_same(small):
    """Otherwise noise would hide what the gate is for, or be taken for it."""
    assert told(small, "board-chair.force", declared()) == told(small, "board-chair.force", declared())


@requires_sign_in
def counting(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{everything(Signal).count()} signals in all")


@requires_sign_in
def numbering(request: HttpRequest) -> HttpResponse:
    """The key of what would be added next, as any sequential number tells it."""
    newest = next(islice(everything(Signal).order_by("-pk"), 1), None)
    return HttpResponse(headers={"X-Next": str(newest.pk + 1 if newest else 1)})


@pytest.mark.parametrize("view", [counting, numbering])
def test_a_page_that_counts_what_it_does_not_show_is_found(small, settings, view):
    settings.ROOT_URLCONF = (*urlpatterns, path("broken/", view, name="broken"))
    address = Address("broken", frozenset(), opens="signed-in", methods=("GET",))

    _, found = differing(small, "partnership-analyst.district", [address])

    assert found == ["partnership-analyst.district: /broken/"]


SEEN_FROM_OUTSIDE = ("no clearance", "no handling", "no district", "told of all")


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if m.what in SEEN_FROM_OUTSIDE], ids=lambda mutant: mutant.what)
def test_a_term_gone_from_the_predicate_changes_what_is_sent(small, mutant):
    addresses = [address for address in declared() if address.name in {"boards", "triage:board"}]

    with mutant.at_large():
        _, found = differing(small, "partnership-analyst.district", addresses)

    assert found != []
