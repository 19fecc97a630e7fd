"""The lattice holds every concept, each once, and says which lies under which."""

from __future__ import annotations

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.grading.formal_concepts import Concept, Context

SMALL = st.dictionaries(st.sampled_from("ABCDEFG"), st.frozensets(st.sampled_from("uvwxyz")), max_size=7)


def by_definition(attributes_of, fewest):
    """Every concept, from the intersection of every set of objects."""
    found = set()
    every = chain.from_iterable(combinations(attributes_of, n) for n in range(max(fewest, 1), len(attributes_of) + 1))
    for objects in every:
        intent = frozenset.intersection(*(attributes_of[each] for each in objects))
        extent = frozenset(each for each in attributes_of if intent <= attributes_of[each])
        if intent:
            found.add(Concept(extent, intent))
    return found


@given(SMALL, st.integers(1, 3))
def test_every_concept_of_enough_objects_is_found_once(attributes_of, fewest):
    found = Context(attributes_of).lattice(fewest=fewest).concepts

    assert len(set(found)) == len(found)
    assert set(found) == by_definition(attributes_of, fewest)


@given(SMALL)
def test_a_link_joins_two_concepts_with_nothing_between(attributes_of):
    lattice = Context(attributes_of).lattice()

    extents = [concept.extent for concept in lattice.concepts]
    between = {
        (a, b)
        for a, above in enumerate(extents)
        for b, below in enumerate(extents)
        if below < above and not any(below < other < above for other in extents)
    }
    assert set(lattice.links) == between


def test_a_lattice_too_large_to_browse_keeps_the_concepts_of_most_objects():
    attributes_of = {f"object {n}": frozenset(f"{m}" for m in range(12) if m != n) for n in range(12)}

    lattice = Context(attributes_of).lattice(most=100)

    assert lattice.fewest == 10
    assert len(lattice.concepts) == 78  # 12 over 1 and 12 over 2; nothing is shared by all
    assert {len(concept.extent) for concept in lattice.concepts} == {10, 11}


def test_two_hundred_groups_and_two_thousand_statements_are_few_enough_to_list():
    attributes_of = {
        f"group {g}": frozenset(f"statement {s}" for s in range(2_000) if (g * 7 + s * 13) % 97 == 0)
        for g in range(200)
    }

    lattice = Context(attributes_of).lattice()

    assert 0 < len(lattice.concepts) <= 2_000
    assert lattice == Context(dict(reversed(attributes_of.items()))).lattice()
