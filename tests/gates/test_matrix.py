"""Every address, by every method, for everybody, on records of every combination: as the oracle says, and no more."""

from __future__ import annotations

import logging
import sys
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import path

from partnership.people.permissions import requires, requires_sign_in
from partnership.people.rules import Act
from partnership.records.unscoped import everything
from partnership.site.urls import urlpatterns
from partnership.triage.models import Signal

from . import cast
from .addresses import METHODS, Address, Caller, Undeclared, declared, outcome, targets
from .leaks import hidden_from, numbers_in, text_of, without_noise
from .mutants import MUTANTS
from .oracle import RULES
from .world import Record, World

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test
MANY = 12
# Addresses that lead to the sign-in page when all is well.
TO_SIGN_IN = {"people:sign-out", "people:code"}


class Cell(NamedTuple):
    """One question put to the site."""

    key: str | None
    address: Address
    method: str
    target: Any


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One of each role, and records in fewer combinations."""
    with cast.staged(django_db_blocker, cast.one_of_each_role, cast.fewer_records) as made:
        yield made


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="django")


def cells(made: World, key: str | None, addresses: list[Address], most: int = 1) -> Iterator[Cell]:
    """What is asked for one person: of the records that the same terms keep from them, or that none does, a few; by
    methods other than GET, only where one term alone decides. Every combination there is stands in test_predicate."""
    for address in addresses:
        for method in METHODS:
            for target in targets(made, key, address, method, most):
                yield Cell(key, address, method, target)


def faults(made: World, asked: Iterable[Cell]) -> Iterator[str]:
    """Where the site and the oracle differ, in words, and where words of a hidden record are in the answer."""
    callers: dict[str | None, tuple[Caller, set[int]]] = {}
    for cell in asked:
        if cell.key not in callers:
            callers[cell.key] = Caller(made, cell.key), hidden_from(made, cell.key)
        caller, hidden = callers[cell.key]
        viewer = None if cell.key is None else made.viewers[cell.key]
        expected = cell.address.expects(cell.method, viewer, cell.target)
        answer = caller.ask(cell.method, cell.address.path(cell.target, made.fillings))
        got, leaked = outcome(answer), numbers_in(text_of(answer)) & hidden
        what = cell.target.held if isinstance(cell.target, Record) else cell.target or ""
        said = f"{cell.key or 'a stranger'}: {cell.method} {cell.address.name} {what}"
        if got != expected and not (cell.address.name in TO_SIGN_IN and got == "sign-in"):
            yield f"{said}: expected {expected}, got {got}"
        if leaked:
            yield f"{said}: words of {len(leaked)} hidden records"


@pytest.mark.parametrize("role", RULES["roles"])
def test_every_address_answers_as_the_oracle_says(small, role):
    keys = [key for key in small.people if key.startswith(f"{role}.")]

    asked = [cell for key in keys for cell in cells(small, key, declared())]

    sys.stdout.write(f"{len(asked):,} cells for {role}\n")
    assert list(islice(faults(small, asked), 10)) == []


def test_a_stranger_is_led_to_the_sign_in_page(small):
    asked = list(cells(small, None, declared()))

    assert len(asked) > 100
    assert list(islice(faults(small, asked), 10)) == []


def told_apart(made: World, key: str, addresses: list[Address]) -> list[str]:
    """Addresses that answer otherwise of a record that is kept from the person than of one that never was."""
    caller, found = Caller(made, key), []
    for address in (each for each in addresses if each.opens == "record" and "GET" in each.methods):
        for target in targets(made, key, address, "GET"):
            if address.expects("GET", made.viewers[key], target) == "404":
                at = address.path(target, made.fillings)
                nowhere = at.replace(str(target.uuid), str(uuid.UUID(int=1)))
                texts = {without_noise(text_of(caller.ask("GET", path))) for path in (at, nowhere)}
                found += [f"{key}: {address.name}"] if len(texts) > 1 else []
    return found


@pytest.mark.parametrize("role", RULES["roles"])
def test_a_record_that_is_kept_from_somebody_and_one_that_never_was_look_the_same(small, role):
    assert [
        said for key in small.people if key.startswith(f"{role}.") for said in told_apart(small, key, declared())
    ] == []


# What the matrix must notice, and at which addresses: a term gone from the predicate, seen from outside.
SEEN_FROM_OUTSIDE = {
    "no clearance": ("triage:signal", "records:record"),
    "no handling": ("triage:signal", "records:record"),
    "no district": ("triage:signal", "records:record"),
    "no state": ("records:share",),
    "triage reaches up": ("triage:decide",),
    "every act reaches up": ("retention:review", "records:release"),
    "shares never expire": ("triage:signal", "records:record"),
    "no share to a person": ("triage:signal", "records:record"),
    "a share opens every act": ("triage:decide", "records:share"),
    "unclaimed is for all": ("triage:signal",),
}


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if m.what in SEEN_FROM_OUTSIDE], ids=lambda mutant: mutant.what)
def test_a_term_gone_from_the_predicate_is_seen_from_outside(small, mutant):
    addresses = [address for address in declared() if address.name in SEEN_FROM_OUTSIDE[mutant.what]]
    keys = [f"{role}.district" for role in ("district-analyst", "partnership-analyst", "records-manager")]

    with mutant.at_large():
        seen = {
            address.name: next(faults(small, (c for key in keys for c in cells(small, key, [address], MANY))), None)
            for address in addresses
        }

    assert [name for name, said in seen.items() if said is None] == []


@requires_sign_in
def open_door(request: HttpRequest, uuid: str) -> HttpResponse:
    """A page that shows any signal to anyone."""
    return HttpResponse(everything(Signal).get(uuid=uuid).statement)


@requires(Act.SEE_RECORD)
def telling_door(request: HttpRequest, uuid: str) -> HttpResponse:
    """A page that says which signals it refuses."""
    signal = everything(Signal).get(uuid=uuid)
    seen = Signal.objects.seen_by(request.user).filter(pk=signal.pk).exists()
    return HttpResponse("yours") if seen else HttpResponseForbidden()


@pytest.mark.parametrize(("view", "fault"), [(open_door, "got allowed"), (telling_door, "got 403")])
def test_a_page_that_opens_or_tells_too_much_is_found(small, settings, view, fault):
    settings.ROOT_URLCONF = (*urlpatterns, path("broken/<uuid:uuid>/", view, name="broken"))
    told = {"opens": "record", "act": "see-record", "kinds": ("triage.signal",), "methods": ("GET",)}
    address = Address("broken", frozenset({"uuid"}), **told)

    found = list(faults(small, cells(small, "partnership-analyst.district", [address])))

    assert any(said.startswith("partnership-analyst.district: GET broken") and fault in said for said in found)
    assert any("words of 1 hidden records" in said for said in found) == (view is open_door)
    assert bool(told_apart(small, "partnership-analyst.district", [address]))


def test_an_address_without_a_line_is_found_by_name(settings):
    settings.ROOT_URLCONF = (*urlpatterns, path("new/", open_door, name="new-page"))

    with pytest.raises(Undeclared, match="new-page"):
        declared()


def test_a_parameter_that_nothing_fills_is_found_by_name(small, settings):
    settings.ROOT_URLCONF = (*urlpatterns, path("new/<str:thing>/", open_door, name="new-page"))
    address = Address("new-page", frozenset({"thing"}), opens="signed-in", methods=("GET",))

    with pytest.raises(Undeclared, match="new-page takes 'thing'"):
        list(faults(small, cells(small, "auditor.nowhere", [address])))
