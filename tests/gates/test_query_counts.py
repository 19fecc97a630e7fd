"""No page asks the database more often because there are more records: what it needs, it reads for all of them at once.

Every address is asked with a few records of each kind in the district, and again with several times as many.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path

from partnership.people.permissions import requires_sign_in
from partnership.records.scoping import scoped_models
from partnership.site.urls import urlpatterns
from partnership.triage.models import Signal

from . import cast
from .addresses import Address, Caller, declared
from .oracle import Held
from .world import BRADFORD, OFFICIAL, OURS, World, states_of

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test
FEW, MORE = 2, 6
WHO = ("board-chair.district", "lead-responsible-officer.district", "partner.nowhere")
A_FEW_KINDS = 3  # of record, for an address that takes any


def add_of_each_kind(world: World, many: int) -> None:
    """So many of each kind in Bradford, in each state that it begins in or that the rules tell apart, open to all who
    read its board and to our own people."""
    kinds = [model._meta.label_lower for model in scoped_models().values()]
    passed = world.passed("our people")
    held = [Held(kind, BRADFORD, OFFICIAL, "P", OURS, states_of(kind)[0], passed, False) for kind in kinds]
    world.add_records([one for one in held for _ in range(many)])


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> Iterator[World]:
    with cast.staged(django_db_blocker, cast.one_of_each_role, lambda world: add_of_each_kind(world, FEW)) as made:
        yield made


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="django")


def asked(made: World, key: str, addresses: list[Address], known: list) -> dict[str, tuple[str, int]]:
    """By address, the name of the page and how often it asked the database, of those that the person may open. Records
    are asked about one by one, from those already known."""
    caller, counts = Caller(made, key), {}
    for address in addresses:
        named = [record for record in known if address.names(record)][: None if address.kinds else A_FEW_KINDS]
        for target in {"area": [BRADFORD], "record": named}.get(address.opens, [None]):
            if address.expects("GET", made.viewers[key], target) != "allowed":
                continue
            at = address.path(target, made.fillings)
            with CaptureQueriesContext(connection) as queries:
                caller.ask("GET", at)
            counts[at] = (address.name, len(queries))
    return counts


def growing(made: World, key: str, addresses: list[Address]) -> list[str]:
    """Pages that ask more often once there is more, in words."""
    known = list({record.held.kind: record for record in made.records}.values())
    few = asked(made, key, addresses, known)
    with transaction.atomic():
        before = list(made.records)
        add_of_each_kind(made, MORE)
        many = asked(made, key, addresses, known)
        made.records = before
        transaction.set_rollback(True)
    return [f"{name}: {few[at][1]} and then {count}" for at, (name, count) in many.items() if count > few[at][1]]


@pytest.mark.parametrize("key", WHO)
def test_no_page_asks_more_often_because_there_are_more_records(small, key):
    addresses = [each for each in declared() if "GET" in each.methods and each.opens != "anyone"]

    assert growing(small, key, addresses) == []


def test_a_page_that_asks_for_each_record_is_found(small, settings):
    @requires_sign_in
    def each_by_itself(request: HttpRequest) -> HttpResponse:
        keys = Signal.objects.seen_by(request.user).values_list("pk", flat=True)
        return HttpResponse([Signal.objects.seen_by(request.user).get(pk=key).title for key in keys])

    settings.ROOT_URLCONF = (*urlpatterns, path("each/", each_by_itself, name="each"))
    each = Address("each", frozenset(), "signed-in", ("GET",))

    assert growing(small, WHO[0], [each]) != []
