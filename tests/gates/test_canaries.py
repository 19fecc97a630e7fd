"""No word of a record that somebody may not see is in anything they are sent: page, form's answer, file or header.

Every field of words holds a canary, a word found nowhere else. The matrix looks for them in what every address answers;
here every form that is shown is sent as well, with every choice it offers, and every file that it gives is opened.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from partnership.people.permissions import requires_sign_in
from partnership.records.unscoped import everything
from partnership.site.urls import urlpatterns
from partnership.triage.models import Signal

from . import cast
from .addresses import Address, Caller, declared, targets
from .leaks import forms_on, hidden_from, numbers_in, text_of
from .mutants import MUTANTS
from .oracle import RULES
from .world import World, fields_without_canary

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test
MOST_CHOICES = 5  # as many as there are formats of a file
DAYS = {"until", "keep_until"}
NOTHING_HERE = {"sign-out", "sign-in"}  # forms of the frame, the same everywhere


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One of each role; records in fewer combinations, each with something in the log."""
    with cast.staged(django_db_blocker, cast.one_of_each_role, cast.fewer_records, cast.something_logged) as made:
        yield made


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="django")


def answers(made: World, key: str, addresses: list[Address]) -> Iterator[tuple[str, HttpResponse]]:
    """What was asked, and the answer: every address, then every form on its page, once with each of its choices."""
    caller, met = Caller(made, key), set()
    for address in addresses:
        for target in targets(made, key, address, "GET"):
            at = address.path(target, made.fillings)
            page = caller.ask("GET", at)
            yield f"GET {address.name}", page
            for method, action, offered in forms_on(page):
                kind = (address.name, method, *sorted(offered))
                if kind in met or any(word in action for word in NOTHING_HERE):
                    continue
                met.add(kind)
                for sent in fillings_of(offered):
                    yield f"{method.upper()} {address.name} {action}", caller.ask(method, action or at, sent)


def fillings_of(offered: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """The form filled in, once for each of the choices in it."""
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for n in range(min(MOST_CHOICES, max(map(len, offered.values()), default=1))):
        words = {name: values[n % len(values)] if values else "Plain words" for name, values in offered.items()}
        yield words | dict.fromkeys(DAYS & offered.keys(), tomorrow)


def leaks(made: World, keys: list[str], addresses: list[Address]) -> tuple[int, set[int], list[str]]:
    """How many answers there were, the records whose words were in them, and where those of hidden ones were."""
    number, seen, found = 0, set(), []
    for key in keys:
        hidden = hidden_from(made, key)
        for what, answer in answers(made, key, addresses):
            number += 1
            words = numbers_in(text_of(answer))
            seen |= words
            # Whoever reads the whole log reads the reasons that people gave, and of the records nothing else.
            if words & hidden and not ("audit:events" in what and "auditor" in key):
                found.append(f"{key}: {what} holds words of {len(words & hidden)} hidden records")
    return number, seen, found


def keys_of(made: World, role: str) -> list[str]:
    return [key for key in made.people if key.startswith(f"{role}.")]


def test_every_field_of_words_holds_a_canary(small):
    assert fields_without_canary() == []


@pytest.mark.parametrize("role", RULES["roles"])
def test_nothing_that_anybody_is_sent_holds_a_word_of_a_hidden_record(small, role):
    number, seen, found = leaks(small, keys_of(small, role), declared())

    sys.stdout.write(f"{number:,} answers to {role}\n")
    assert found[:10] == []
    assert bool(seen) == ("see-record" in RULES["roles"][role] or role == "auditor")


def test_files_and_forms_are_among_what_is_looked_at(small):
    """Otherwise the gate would be blind to what leaves the site as a file."""
    key = "board-chair.district"
    kinds, posted = set(), set()
    for what, answer in answers(small, key, declared()):
        kinds.add(answer.headers.get("Content-Type", "").partition(";")[0])
        posted |= {what.split()[1]} if what.startswith("POST") and answer.status_code in {200, 302} else set()

    assert {"text/html", "text/csv", "application/json"} <= kinds
    assert any("spreadsheet" in kind for kind in kinds)
    assert "application/pdf" in kinds
    assert any("wordprocessing" in kind for kind in kinds)
    assert {"triage:signal", "records:share", "records:release"} <= posted


@requires_sign_in
def open_door(request: HttpRequest) -> HttpResponse:
    """A page that puts every statement into a header."""
    told = [signal.statement for signal in islice(everything(Signal), 20)]
    return HttpResponse("Nothing here.", headers={"X-Told": " ".join(told)})


def test_a_word_in_a_header_is_found(small, settings):
    settings.ROOT_URLCONF = (*urlpatterns, path("broken/", open_door, name="broken"))
    address = Address("broken", frozenset(), opens="signed-in", methods=("GET",))

    _, _, found = leaks(small, ["administrator.nowhere"], [address])

    assert len(found) == 1


SEEN_AS_LEAKS = ("no clearance", "no handling", "no district", "shares never expire")


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if m.what in SEEN_AS_LEAKS], ids=lambda mutant: mutant.what)
def test_a_term_gone_from_the_predicate_is_seen_as_a_leak(small, mutant):
    addresses = [address for address in declared() if address.name in {"records:shared", "records:record"}]

    with mutant.at_large():
        _, _, found = leaks(small, ["partnership-analyst.district"], addresses)

    assert found != []
