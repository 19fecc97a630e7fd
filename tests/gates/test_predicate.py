"""The one predicate against the oracle: every kind of record, person and act, over every combination.

Then again with one term of the predicate taken out or bent, many times over: each time the two must differ.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership.people import models as people
from partnership.people import rules as people_rules
from partnership.people.rules import Act
from partnership.records.scoping import PartOf, Scoped, scoped_models

from . import cast, world
from .mutants import MUTANTS, Mutant, Stale
from .oracle import RULES, Held, Viewer, is_told_of, may_on
from .world import OURS, THEIRS, World

pytestmark = pytest.mark.django_db  # so that there is a database at all; the world itself outlasts each test


@pytest.fixture(scope="module")
def full(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Everybody, and a record in every combination."""
    with cast.staged(django_db_blocker, cast.everybody, cast.every_record) as made:
        yield made


def differences(made: World, keys: list[str]) -> Iterator[str]:
    """Where the site and the oracle disagree: who, what, which records."""
    for key in keys:
        person, viewer = made.people[key], made.viewers[key]
        for model in scoped_models().values():
            of_kind = [record for record in made.records if record.model is model]
            for act in RULES["acts"]:
                got = set(model.objects.allowing(person, Act(act)).values_list("pk", flat=True))
                expected = {record.pk for record in of_kind if may_on(viewer, act, record.held)}
                if got != expected:
                    yield _said(key, act, of_kind, got - expected, expected - got)
            told = set(model.objects.withheld_from(person).values_list("pk", flat=True))
            expected = {record.pk for record in of_kind if is_told_of(viewer, record.held)}
            if told != expected:
                yield _said(key, "be told of", of_kind, told - expected, expected - told)


def _said(key: str, act: str, of_kind: list[world.Record], more: set[int], fewer: set[int]) -> str:
    example = next(record.held for record in of_kind if record.pk in more | fewer)
    return f"{key} may {act} {len(more)} too many and {len(fewer)} too few, such as {example}"


def cells(made: World, keys: list[str]) -> int:
    """How many verdicts are compared: every record for every act of everybody, and whether they are told of it."""
    return len(keys) * len(made.records) * (len(RULES["acts"]) + 1)


@pytest.mark.parametrize("role", RULES["roles"])
def test_everybody_may_do_what_the_oracle_says_and_no_more(full, role):
    keys = [key for key, viewer in full.viewers.items() if viewer.role == role]

    found = list(differences(full, keys))

    sys.stdout.write(f"{cells(full, keys):,} cells for {role}\n")
    assert cells(full, keys) > 200_000
    assert found[:10] == []


def test_parts_stand_or_fall_with_their_record(full):
    keys = [key for key, viewer in full.viewers.items() if viewer.clearance == world.OFFICIAL]
    parts = [model for model in apps.get_models() if issubclass(model, PartOf)]

    for model, key in ((model, key) for model in parts for key in keys):
        whole, way = model._meta.get_field(model.part_of).related_model, model.part_of
        held = set(whole.objects.seen_by(full.people[key]).values_list("pk", flat=True))
        seen = set(model.objects.seen_by(full.people[key]).values_list(f"{way}_id", flat=True))
        assert seen == held, f"{key} sees parts of other records: {model.__name__}"
    assert parts


def test_every_rule_about_states_is_known_to_the_oracle():
    own = [m._meta.label_lower for m in scoped_models().values() if "state_allows" in vars(m)]

    assert sorted(own) == sorted(RULES["states"])


def test_the_oracle_knows_every_act_role_and_marking():
    assert set(RULES["acts"]) == {act.value for act in Act}
    assert {role: set(acts) for role, acts in RULES["roles"].items()} == {
        role.value: {act.value for act in people_rules.acts_of(role)} for role in people_rules.Role
    }
    assert set(RULES["clearances"]) == {marking.value for marking in people_rules.Marking}


def test_the_oracle_imports_nothing_of_the_site():
    source = inspect.getsource(inspect.getmodule(may_on))

    assert "partnership" not in source
    assert "django" not in source


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.what)
def test_a_predicate_with_one_term_bent_is_found(full, mutant):
    with mutant.at_large():
        found = next(differences(full, shuffled(list(full.people))), None)

    assert found is not None, f"nobody noticed: {mutant.what}"


def shuffled(keys: list[str]) -> list[str]:
    """The same, far ones next to each other, so that somebody of every sort is asked soon."""
    return [key for start in range(17) for key in keys[start::17]]


def test_a_mutant_that_changes_nothing_is_stale():
    with pytest.raises(Stale), Mutant("gone", people.Person, "may", "words that are not there", "").at_large():
        pass


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_in_any_world_at_all_the_two_agree(full, data):
    """Odd worlds that no list of combinations holds: several postings, several shares, tokens of every cut."""
    with transaction.atomic():
        person, viewer = _anybody(full, data)
        held = data.draw(st.lists(_records(viewer.key), min_size=1, max_size=8))
        added = full.add_records(held, bare=False)
        try:
            for act, record in ((act, record) for act in RULES["acts"] for record in added):
                got = record.model.objects.allowing(person, Act(act)).filter(pk=record.pk).exists()
                assert got == may_on(viewer, act, record.held), (viewer, act, record.held)
        finally:
            del full.records[-len(added) :]
            del full.people[viewer.key], full.viewers[viewer.key]
            transaction.set_rollback(True)


def _anybody(made: World, data: Any) -> tuple[people.Person, Viewer]:
    subset = st.frozensets(st.sampled_from([*RULES["inside"], "WORLD"]))
    told = (st.sampled_from(list(RULES["roles"])), st.sampled_from([OURS, THEIRS]), st.sampled_from(world.MARKINGS))
    viewer = Viewer("anybody", *(data.draw(one) for one in told), data.draw(subset))
    person = made.add_person(viewer)
    if data.draw(st.booleans()):
        acts = data.draw(st.frozensets(st.sampled_from(RULES["acts"]))) | {"see-board"}
        made.narrow("anybody", acts=acts, areas=data.draw(subset))
        narrowed = [key for key in made.people if key.startswith("anybody.")][-1]
        person, viewer = made.people.pop(narrowed), made.viewers.pop(narrowed)
    return person, viewer


def _records(key: str) -> st.SearchStrategy[Held]:
    passed = st.builds(
        lambda to, days, ended: (
            world.Passed(to_person=to, days_left=days, is_ended=ended)
            if to not in {OURS, THEIRS}
            else world.Passed(to_agency=to, days_left=days, is_ended=ended)
        ),
        st.sampled_from([key, "writer", OURS, THEIRS]),
        st.integers(-2, 2),
        st.booleans(),
    )
    kinds = [(model._meta.label_lower, s) for model in scoped_models().values() for s in _states(model)]
    return st.builds(
        lambda kind, area, marking, how, shares: Held(kind[0], area, marking, *how, kind[1], tuple(shares)),
        st.sampled_from(kinds),
        st.sampled_from([*RULES["inside"], "WORLD"]),
        st.sampled_from(world.MARKINGS),
        st.sampled_from(world.HANDLINGS),
        st.lists(passed, max_size=3),
    )


def _states(model: type[Scoped]) -> tuple[str, ...]:
    return world.states_of(model._meta.label_lower)
