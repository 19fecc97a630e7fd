"""Whatever is looked for, nothing of a record that somebody may not see is found, counted or put in order; and whatever
is done through the site, every record is found afterwards by what it says now.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import groupby

import pytest
from django.urls import reverse
from django.utils import timezone

from partnership.find import index, queries
from partnership.find.facets import with_facets
from partnership.find.models import Entry

from . import cast
from .addresses import Caller
from .leaks import hidden_from, numbers_in, text_of, without_noise
from .oracle import RULES
from .test_two_worlds import one_world
from .test_verbs import audited, ready
from .world import World, fewer_combinations

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test
# Every canary begins so, and the words that no record holds find nothing in either world.
EVERYTHING = "?q=qz*"
ASKED = (EVERYTHING, f"{EVERYTHING}&kind=triage.signal", "?q=nothing+like+it")
SEARCHERS = [role for role in RULES["roles"] if "see-record" in RULES["roles"][role]]
PLACES = ("find:find", "api:find-records")
MOST_SEEN = 2  # records of each kind that are there in both worlds
CHANGES = {"alteration", "collection", "marking-change", "publication", "erasure"}


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One of each role, and a few records of each kind."""

    def a_few_records(world: World) -> None:
        of_kinds = [list(of_kind) for _, of_kind in groupby(fewer_combinations(world), key=lambda held: held.kind)]
        world.add_records([held for found in of_kinds for held in found[:: max(1, len(found) // MOST_SEEN)]])

    with cast.staged(django_db_blocker, cast.one_of_each_role, a_few_records) as made:
        yield made


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="django")


def looked(made: World, key: str, asked: tuple[str, ...] = ASKED) -> dict[str, str]:
    """Everything that the page and the interface say of what is looked for."""
    caller = Caller(made, key)
    words = tuple(f"?q={record.word}" for record in made.records[::40])
    places = [f"{reverse(name)}{asks}" for name in PLACES for asks in (*asked, *words)]
    return {at: without_noise(text_of(caller.ask("GET", at))) for at in places}


def differing(made: World, key: str) -> list[str]:
    with one_world(made, key, with_hidden=False):
        without = looked(made, key)
    with one_world(made, key, with_hidden=True):
        within = looked(made, key)
    return [at for at in without if without[at] != within[at]]


@pytest.mark.parametrize("role", ["district-analyst", "partnership-analyst", "partner", "records-manager"])
def test_a_hidden_record_changes_no_byte_of_what_is_found(small, role):
    key = f"{role}.nowhere" if role == "partner" else f"{role}.district"

    assert differing(small, key) == []


def test_a_search_that_looks_at_everything_is_found(small, monkeypatch):
    today = timezone.localdate()
    monkeypatch.setattr(queries, "entries_seen_by", lambda person, act=None: with_facets(Entry.objects.all(), today))

    assert differing(small, "partnership-analyst.district") != []


def test_no_word_of_a_hidden_record_is_found(small):
    number = 0
    for key, viewer in small.viewers.items():
        if viewer.role in SEARCHERS and key in small.people:
            hidden = hidden_from(small, key)
            told = "".join(looked(small, key, (EVERYTHING,)).values())
            shown = numbers_in(re.sub(r"Find\b.{0,9}|q=\w+|value=.\w+", "", told))
            number += len(shown)
            assert shown & hidden - {record.number for record in small.records[::40]} == set(), key
    assert number > 20


@pytest.mark.parametrize(("name", "verbs"), [one for one in audited("POST") if CHANGES & set(one.values[1])])
def test_whatever_is_done_every_record_is_found_by_what_it_says_afterwards(small, name, verbs):
    caller, at, sent = ready(small, name)
    index.take_up_all()
    wrong = []
    caller.look = lambda: wrong.append(index.take_up_all())

    caller.ask("POST", at, sent)

    assert wrong[-1:] == [0]
