"""What the benchmarks measured, beside what was to be beaten, as a page for people and a file for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent / "scorecard.json"
PARTS = {
    "parity": "Parity with R",
    "speed": "Speed",
    "quality": "Quality on simulated outbreaks",
    "rates": "False alarms by stratum of mean and dispersion",
    "clusters": "Clusters in space and time",
    "emergence": "Words that emerged: Connecticut, 2012 to 2018",
    "cost": "Cost of many series",
}


@dataclass(frozen=True)
class Figure:
    """One figure that was measured.

    to_beat  in words; empty where nothing was to be beaten
    met      None where nothing was to be beaten
    command  what prints it again
    """

    part: str
    what: str
    value: float | str
    command: str
    to_beat: str = ""
    met: bool | None = None
    note: str = ""
    measured: str = ""
    version: str = ""


@dataclass(frozen=True)
class MethodScore:
    """How one method did on one set of simulated series, with its cut-off fixed on other seeds.

    false_alarms      share of clean weeks that alarmed, over all; lowest and highest scenario beside it
    found             share of outbreaks with an alarm in any of their weeks (probability of detection)
    found_first_week  the same for their first week
    timeliness        mean share of an outbreak that passed before its first alarm; 1 if there was none
    """

    method: str
    on: str
    false_alarms: float
    lowest: float
    highest: float
    found: float
    found_first_week: float
    timeliness: float
    command: str
    measured: str = ""
    version: str = ""


@dataclass(frozen=True)
class Scorecard:
    """Every figure that is kept."""

    figures: tuple[Figure, ...] = ()
    methods: tuple[MethodScore, ...] = ()

    def with_parts(self, figures: Sequence[Figure], methods: Sequence[MethodScore]) -> Scorecard:
        """The same with those parts' figures in place of the earlier ones; parts that were not run are kept."""
        renewed = {figure.part for figure in figures}
        kept = [figure for figure in self.figures if figure.part not in renewed]
        order = list(PARTS)
        together = sorted([*kept, *figures], key=lambda figure: order.index(figure.part))
        return Scorecard(tuple(together), tuple(methods) or self.methods)


def load_scorecard(path: Path = KEPT) -> Scorecard:
    """The scorecard that is kept, or an empty one."""
    if not path.is_file():
        return Scorecard()
    kept: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    figures = tuple(Figure(**each) for each in kept["figures"])
    return Scorecard(figures, tuple(MethodScore(**each) for each in kept["methods"]))


def write_scorecard(card: Scorecard, *, page: Path, kept: Path = KEPT) -> None:
    """The page, and the file that the page was made from."""
    told = {"figures": [asdict(each) for each in card.figures], "methods": [asdict(each) for each in card.methods]}
    kept.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    page.write_text(as_page(card), encoding="utf-8")


def as_page(card: Scorecard) -> str:
    """The scorecard as Markdown."""
    lines = ["# Scorecard", "", *_opening(card), ""]
    if card.methods:
        lines += ["## Methods side by side", "", *_methods(card.methods), ""]
    for part, title in PARTS.items():
        figures = [figure for figure in card.figures if figure.part == part]
        if figures:
            lines += [f"## {title}", "", *_figures(figures), ""]
    return "\n".join(lines)


def shown(value: float | str) -> str:
    """A figure as people write it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def verdict(met: bool | None) -> str:
    """Whether it was met, in a word."""
    return {None: "", True: "met", False: "**not met**"}[met]


def _opening(card: Scorecard) -> list[str]:
    judged = [figure for figure in card.figures if figure.met is not None]
    missed = [figure for figure in judged if not figure.met]
    told = [f"- {each.what}: {shown(each.value)} ({each.to_beat})" for each in missed]
    return [
        "Written by `tocsin benchmark detection --write-scorecard` in the project's checkout; do not edit it by hand.",
        "Reference data and R's answers lie beside the checkout and are no part of the product. Every figure names the",
        "command that prints it again; timings are of the machine that ran it.",
        "",
        f"{len(judged) - len(missed)} of {len(judged)} figures to beat were met.",
        *(["", "Not met:", "", *told] if told else []),
    ]


def _methods(scores: Sequence[MethodScore]) -> list[str]:
    rows = [
        (
            each.method,
            each.on,
            f"{each.false_alarms:.2%} ({each.lowest:.2%} to {each.highest:.2%})",
            f"{each.found:.3f}",
            f"{each.found_first_week:.3f}",
            f"{each.timeliness:.3f}",
        )
        for each in scores
    ]
    headings = ("method", "series", "false alarms a week (by scenario)", "found", "found in week 1", "timeliness")
    words = [
        "Found: share of outbreaks with an alarm in any of their weeks. Timeliness: mean share of an outbreak gone by",
        "before its first alarm, 1 if there was none; lower is better. Cut-offs are fixed on other seeds.",
    ]
    return [*words, "", *_with_source(headings, rows, scores)]


def _figures(figures: Sequence[Figure]) -> list[str]:
    rows = [
        (f"{each.what}. {each.note}" if each.note else each.what, shown(each.value), each.to_beat, verdict(each.met))
        for each in figures
    ]
    return _with_source(("figure", "measured", "to beat", ""), rows, figures)


def _with_source(
    headings: Sequence[str], rows: Sequence[Sequence[str]], measured: Sequence[Figure] | Sequence[MethodScore]
) -> list[str]:
    """The table, with what printed it above it where that is the same for every row, else in a column."""
    by = [f"`{each.command}`, {each.measured}, {each.version}" for each in measured]
    if len(set(by)) == 1:
        return [f"By {by[0]}.", "", *_table(headings, rows)]
    return _table((*headings, "by"), [(*row, source) for row, source in zip(rows, by, strict=True)])


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return [line(headings), "|" + "---|" * len(headings), *(line(row) for row in rows)]
