"""How well detection works, from the figures that the engine keeps of itself, as a page tells them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from partnership.ui.bars import Bar, bar_chart
from partnership.ui.figure import Chart
from partnership.ui.wording import NOT_KNOWN
from tocsin.evaluation.scorecard import PARTS, Figure, MethodScore, Scorecard, shown

OF = 10  # outbreaks: what a board pictures more easily than a share
OF_METHODS = ("Method", "False alarms a week", "Found", "Found in the first week", "Gone by before it alarmed")
OF_FIGURES = ("What was measured", "Figure", "To beat", "Met")


NAMES = {
    "farrington-flexible": "Farrington Flexible",
    "harmonic": "harmonic regression",
    "accumulation-one-period": "evidence of one week",
    "accumulation": "gathered evidence",
}


@dataclass(frozen=True)
class Line:
    """One row of a table: its cells, each with its head, and what prints it again."""

    cells: tuple[tuple[str, str], ...]
    command: str
    by: str


@dataclass(frozen=True)
class Table:
    """Lines under their heads. `again` prints all of them again; None where it differs from line to line."""

    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def again(self) -> Line | None:
        told = {(line.command, line.by) for line in self.lines}
        return self.lines[0] if len(told) == 1 else None


@dataclass(frozen=True)
class Tried:
    """Every method on one set of simulated series."""

    chart: Chart
    table: Table


@dataclass(frozen=True)
class Part:
    """One subject of the scorecard with its figures, and how many of those to beat were met."""

    table: Table
    judged: int
    met: int


def named(method: str) -> str:
    """A method as a board reads it; one that is new here by its own name.

    >>> named("farrington-flexible"), named("another")
    ('Farrington Flexible', 'another')
    """
    return NAMES.get(method, method)


def how_well(card: Scorecard) -> dict[str, Any]:
    """What the page holds; nothing is measured where the scorecard is empty."""
    judged = [figure.met for figure in card.figures if figure.met is not None]
    by_part = {key: [figure for figure in card.figures if figure.part == key] for key in PARTS}
    return {
        "is_measured": bool(card.figures or card.methods),
        "tried": [_tried(on, list(alike)) for on, alike in groupby(_by_set(card.methods), key=lambda score: score.on)],
        "parts": [_part(PARTS[key], held) for key, held in by_part.items() if held],
        "missed": [_figure(figure) for figure in card.figures if figure.met is False],
        "judged": len(judged),
        "met": sum(judged),
    }


def _part(title: str, figures: Sequence[Figure]) -> Part:
    judged = [figure.met for figure in figures if figure.met is not None]
    return Part(Table(title, OF_FIGURES, tuple(map(_figure, figures))), len(judged), sum(judged))


def _by_set(scores: Iterable[MethodScore]) -> list[MethodScore]:
    """By the series they were tried on, in the order in which those are first named; the one that finds most first."""
    scores = list(scores)
    order = list(dict.fromkeys(score.on for score in scores))
    return sorted(scores, key=lambda score: (order.index(score.on), -score.found, score.method))


def _tried(on: str, scores: list[MethodScore]) -> Tried:
    best = scores[0]
    chart = bar_chart(
        [Bar(named(score.method), round(OF * score.found, 1), f"{OF * score.found:.1f} of {OF}") for score in scores],
        top=OF,
        title=f"Of ten outbreaks, {named(best.method)} finds {OF * best.found:.1f}",
        description=f"Bars from 0 to {OF}: of ten outbreaks in {on}, how many each method finds.",
        head=("Method", "Outbreaks found"),
    )
    return Tried(chart, Table(on, OF_METHODS, tuple(map(_method, scores))))


def _method(score: MethodScore) -> Line:
    cells = (
        named(score.method),
        f"{score.false_alarms:.2%} ({score.lowest:.2%} to {score.highest:.2%})",
        f"{score.found:.1%}",
        f"{score.found_first_week:.1%}",
        f"{score.timeliness:.0%}",
    )
    return Line(tuple(zip(OF_METHODS, cells, strict=True)), score.command, _by(score))


def _figure(figure: Figure) -> Line:
    what = f"{figure.what}. {figure.note}" if figure.note else figure.what
    met = {None: "", True: "Yes", False: "No"}[figure.met]
    cells = (what, shown(figure.value), figure.to_beat or "Nothing", met)
    return Line(tuple(zip(OF_FIGURES, cells, strict=True)), figure.command, _by(figure))


def _by(measured: Figure | MethodScore) -> str:
    return ", ".join(filter(None, (measured.measured, measured.version))) or NOT_KNOWN
