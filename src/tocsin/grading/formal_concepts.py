"""Formal concepts: every largest set of objects with every attribute they share. Knows nothing of crime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import reduce

# More than anybody browses; beyond it the fewest objects that a concept may have is raised until it fits.
MOST_CONCEPTS = 2_000


@dataclass(frozen=True)
class Concept:
    """Objects (extent) and attributes (intent) of which each is everything that the whole of the other shares."""

    extent: frozenset[str]
    intent: frozenset[str]


@dataclass(frozen=True)
class Lattice:
    """Concepts, the largest extents first, and which lies directly under which.

    links   positions (broader, narrower) with no concept between the two
    fewest  the fewest objects that a listed concept has
    """

    concepts: tuple[Concept, ...]
    links: tuple[tuple[int, int], ...]
    fewest: int


class Context:
    """Which object has which attribute, as bit sets: bit n of a column is object n, in order of name."""

    def __init__(self, attributes_of: Mapping[str, Set[str]]) -> None:
        self.objects = sorted(attributes_of)
        self.attributes = sorted(set().union(*attributes_of.values()))
        place = {attribute: at for at, attribute in enumerate(self.attributes)}
        self._rows = [sum(1 << place[each] for each in attributes_of[name]) for name in self.objects]
        self._columns = [0] * len(self.attributes)
        for number, row in enumerate(self._rows):
            for at in _bits(row):
                self._columns[at] |= 1 << number

    def concept_of(self, attribute: str) -> Concept | None:
        """The concept of everybody who has this attribute; None if nobody does."""
        try:
            extent = self._columns[self.attributes.index(attribute)]
        except ValueError:
            return None
        return self._concept(extent, self._shared(extent))

    def lattice(self, *, fewest: int = 2, most: int = MOST_CONCEPTS) -> Lattice:
        """Every concept of at least so many objects and at least one attribute.

        If these are more than `most`, those of at least `fewest` + 1 objects, and so on. The same context always
        gives the same lattice.
        """
        while (found := self._closed(fewest, most)) is None:
            fewest += 1
        found.sort(key=lambda pair: (-pair[0].bit_count(), pair[0]))
        return Lattice(tuple(self._concept(*pair) for pair in found), tuple(_covers([a for a, _ in found])), fewest)

    def _closed(self, fewest: int, most: int) -> list[tuple[int, int]] | None:
        """(extent, intent) of each such concept, or None if there are more than `most`.

        Each is reached once, from the one way of adding attributes in order that yields it: Close-by-One as
        Andrews's In-Close refines it, cut off below the threshold (an iceberg lattice).

        Source: Ganter & Wille (1999), Formal Concept Analysis, Springer; Andrews (2009), In-Close, a fast algorithm
        for computing formal concepts, CEUR Workshop Proceedings 483; Stumme et al. (2002), Data Knowl. Eng. 42,
        189–222.
        """
        everybody = (1 << len(self.objects)) - 1
        top = self._shared(everybody)
        found = [(everybody, top)] if top and len(self.objects) >= fewest else []
        open_ones = [(everybody, top, list(range(len(self.attributes))))]
        while open_ones:
            extent, intent, candidates = open_ones.pop()
            # An attribute that too few of these have, too few of any part of these have.
            frequent = [at for at in candidates if (extent & self._columns[at]).bit_count() >= fewest]
            for number, at in enumerate(frequent):
                if intent >> at & 1:
                    continue
                smaller = extent & self._columns[at]
                shared = self._shared(smaller)
                if (shared ^ intent) & ((1 << at) - 1):
                    continue  # an earlier attribute leads there too
                found.append((smaller, shared))
                if len(found) > most:
                    return None
                open_ones.append((smaller, shared, frequent[number + 1 :]))
        return found

    def _shared(self, extent: int) -> int:
        everything = (1 << len(self.attributes)) - 1
        return reduce(lambda left, number: left & self._rows[number], _bits(extent), everything)

    def _concept(self, extent: int, intent: int) -> Concept:
        return Concept(
            frozenset(self.objects[at] for at in _bits(extent)), frozenset(self.attributes[at] for at in _bits(intent))
        )


def _covers(extents: list[int]) -> Iterator[tuple[int, int]]:
    """Positions (broader, narrower) of extents, largest first, with no other between."""
    for narrower, extent in enumerate(extents):
        nearest: list[int] = []
        for broader in range(narrower - 1, -1, -1):
            above = extents[broader]
            if extent & above == extent and not any(extents[each] & above == extents[each] for each in nearest):
                nearest.append(broader)
        yield from ((broader, narrower) for broader in sorted(nearest))


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
