"""Competing hypotheses held against the evidence. Pure: no Django, no clock.

What counts is what speaks against: an item that fits every hypothesis proves none of them.
Source: Heuer (1999), Psychology of Intelligence Analysis, chapter 8, analysis of competing hypotheses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .rules import Consistency

AGAINST = {Consistency.AGAINST: 1, Consistency.STRONGLY_AGAINST: 2}
HOW_COUNTED = (
    "Each item that is inconsistent with a hypothesis counts 1 against it, very inconsistent 2, anything else nothing. "
    "Where several people have read the same item, the mean of their newest readings counts."
)
H = TypeVar("H", bound=Hashable)
E = TypeVar("E", bound=Hashable)
W = TypeVar("W", bound=Hashable)


@dataclass(frozen=True)
class Said(Generic[H, E, W]):
    """That somebody reads an item so against a hypothesis."""

    hypothesis: H
    item: E
    who: W
    consistency: Consistency
    because: str = ""


@dataclass(frozen=True)
class Cell(Generic[H, E, W]):
    """All newest readings of one item against one hypothesis, one a person."""

    said: tuple[Said[H, E, W], ...] = ()

    @property
    def against(self) -> float:
        """What the item counts against the hypothesis: the mean over those who read it."""
        return sum(AGAINST.get(one.consistency, 0) for one in self.said) / len(self.said) if self.said else 0.0

    @property
    def disagree(self) -> bool:
        return len({one.consistency for one in self.said}) > 1


@dataclass(frozen=True)
class Standing(Generic[H]):
    """How much speaks against a hypothesis, and of how many items that could be said."""

    hypothesis: H
    against: float
    read: int


@dataclass(frozen=True)
class Weighed(Generic[H, E, W]):
    """The whole table.

    standings  least inconsistent first
    telling    the items that tell hypotheses apart
    """

    cells: dict[tuple[H, E], Cell[H, E, W]]
    standings: tuple[Standing[H], ...]
    telling: frozenset[E]

    def cell(self, hypothesis: H, item: E) -> Cell[H, E, W]:
        return self.cells.get((hypothesis, item), Cell())


def weigh(hypotheses: Sequence[H], items: Sequence[E], readings: Iterable[Said[H, E, W]]) -> Weighed[H, E, W]:
    """The hypotheses held against the items.

    hypotheses  those that still compete; what is equal stays in this order
    readings    oldest first: of one person on the same cell, the last counts
    """
    newest = {(one.hypothesis, one.item, one.who): one for one in readings}
    grouped: dict[tuple[H, E], list[Said[H, E, W]]] = defaultdict(list)
    for (hypothesis, item, _), one in newest.items():
        grouped[hypothesis, item].append(one)
    cells = {key: Cell(tuple(said)) for key, said in grouped.items()}
    standings = [_standing(hypothesis, items, cells) for hypothesis in hypotheses]
    return Weighed(
        cells=cells,
        # An item that nobody has read against a hypothesis says nothing in its favour: more read comes first.
        standings=tuple(sorted(standings, key=lambda one: (one.against, -one.read))),
        telling=frozenset(item for item in items if _tells_apart(item, hypotheses, newest.values())),
    )


def _standing(hypothesis: H, items: Sequence[E], cells: dict[tuple[H, E], Cell[H, E, W]]) -> Standing[H]:
    own = [cells[hypothesis, item] for item in items if (hypothesis, item) in cells]
    return Standing(hypothesis, sum(cell.against for cell in own), len(own))


def _tells_apart(item: E, hypotheses: Sequence[H], newest: Iterable[Said[H, E, W]]) -> bool:
    """True if anybody reads the item one way against one hypothesis and another way against another."""
    by_person: dict[W, set[Consistency]] = defaultdict(set)
    for one in newest:
        if one.item == item and one.hypothesis in hypotheses:
            by_person[one.who].add(one.consistency)
    return any(len(ways) > 1 for ways in by_person.values())
