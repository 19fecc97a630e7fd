"""What changed from one edition to another, section by section: words, and the rows of figures. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from partnership.ui.changed_words import Run, changed_words

from .figures import Figure

LEAST_KEPT = 1 / 3  # of the words of the longer text
Key = tuple[str, str]  # of the section, and of its working area


class Kind(StrEnum):
    SAME = "same"
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Kind.SAME: "As it was", Kind.NEW: "New", Kind.GONE: "Taken out", Kind.CHANGED: "Changed"}


@dataclass(frozen=True)
class Part:
    """A section of an edition, as far as it is compared."""

    key: Key
    heading: str
    text: str
    figures: tuple[Figure, ...] = ()


NOTHING = Part(("", ""), "", "")


@dataclass(frozen=True)
class RowChange:
    """A row of a figure that came, went or says something else now; `was` in the last case."""

    kind: Kind
    cells: tuple[str, ...]
    was: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureChange:
    caption: str
    head: tuple[str, ...]
    kind: Kind
    rows: tuple[RowChange, ...]

    @property
    def lines(self) -> list[dict[str, object]]:
        """For a page: each row with its label, and each cell under its head beside what it was."""
        return [
            {
                "label": row.kind.label,
                "is_gone": row.kind is Kind.GONE,
                "cells": list(zip_longest(self.head[: len(row.cells)], row.cells, row.was, fillvalue="")),
            }
            for row in self.rows
        ]


@dataclass(frozen=True)
class PartChange:
    heading: str
    kind: Kind
    runs: tuple[Run, ...]
    figures: tuple[FigureChange, ...]

    @property
    def words_changed(self) -> bool:
        return any(run.how != "same" for run in self.runs)


def compare_editions(older: Iterable[Part], newer: Iterable[Part]) -> tuple[PartChange, ...]:
    """Every section of both, in the order of the newer one; what only the older one has stands last."""
    before, after = {part.key: part for part in older}, {part.key: part for part in newer}
    gone = [part for key, part in before.items() if key not in after]
    return (
        *(_compared(before.get(key), part) for key, part in after.items()),
        *(_compared(part, None) for part in gone),
    )


def _compared(before: Part | None, after: Part | None) -> PartChange:
    runs = _runs(before.text if before else "", after.text if after else "")
    figures = tuple(_figures(before.figures if before else (), after.figures if after else ()))
    heading = (after or before or NOTHING).heading
    if before is None or after is None:
        return PartChange(heading, Kind.NEW if before is None else Kind.GONE, runs, figures)
    is_same = all(run.how == "same" for run in runs) and not figures
    return PartChange(heading, Kind.SAME if is_same else Kind.CHANGED, runs, figures)


def _runs(before: str, after: str) -> tuple[Run, ...]:
    """Word by word; of a text that was written anew, of which only odd words are left, the one after the other."""
    runs = changed_words(before, after)
    kept = sum(len(run.text.split()) for run in runs if run.how == "same")
    longer = max(len(before.split()), len(after.split()))
    if before.strip() and after.strip() and kept < LEAST_KEPT * longer:
        return Run("gone", before), Run("new", f"\n{after}")
    return runs


def _figures(before: Sequence[Figure], after: Sequence[Figure]) -> Iterable[FigureChange]:
    """Those that differ. Of one caption they are the same figure; a line over time only shows what another counts."""
    was, now = ({one.caption: one for one in side if not one.points} for side in (before, after))
    for caption, figure in now.items():
        rows = tuple(_rows(was[caption], figure)) if caption in was else _all(figure, Kind.NEW)
        if rows or caption not in was:
            yield FigureChange(caption, figure.head, Kind.CHANGED if caption in was else Kind.NEW, rows)
    for caption, figure in was.items():
        if caption not in now:
            yield FigureChange(caption, figure.head, Kind.GONE, _all(figure, Kind.GONE))


def _rows(before: Figure, after: Figure) -> Iterable[RowChange]:
    """Rows that differ. The first cell says which row it is; of several that begin alike, their order does."""
    was, now = _by_first(before), _by_first(after)
    for key, cells in now.items():
        if key not in was:
            yield RowChange(Kind.NEW, cells)
        elif was[key] != cells:
            yield RowChange(Kind.CHANGED, cells, was[key])
    for key, cells in was.items():
        if key not in now:
            yield RowChange(Kind.GONE, cells)


def _by_first(figure: Figure) -> Mapping[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for row in figure.rows:
        first = row.cells[0] if row.cells else ""
        found[first, sum(key[0] == first for key in found)] = row.cells
    return found


def _all(figure: Figure, kind: Kind) -> tuple[RowChange, ...]:
    return tuple(RowChange(kind, row.cells) for row in figure.rows)
