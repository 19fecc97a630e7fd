"""The report on a scenario: one page that needs nothing beside it, the same as JSON, and its pictures as files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from string import Template
from typing import Any

from tocsin.evaluation.picture_parts import Picture, best
from tocsin.evaluation.playing import Outcome, Record
from tocsin.evaluation.scenario import Phase
from tocsin.evaluation.scenario_pictures import pictures
from tocsin.pictures import write

PAGE = Path(__file__).parent / "templates" / "report.html"

READING = (
    "Periods are counted from the script's start, reporting lag included: median over the plays, and from the smallest "
    "to the largest. “Two source groups” is the first time that alarms from two independent groups stood within a "
    "quarter of a year, which is what the product asks of a warning. “By chance” is the control: the same method, the "
    "same cut-off, the same play without the script. A warning that comes no sooner than its control says nothing. "
    "Every method has the same budget of chance alarms; “other alarms” are those it raised on anything else."
)


def write_report(outcome: Outcome, folder: Path, *, command: str) -> Path:
    """The page, with report.json and every picture (SVG) beside it.

    command  how to make it again
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pictures(outcome)
    for picture in drawn:
        write(picture.spec, folder / f"{picture.name}.svg")
    (folder / "report.json").write_text(
        json.dumps(as_json(outcome), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    page = folder / "report.html"
    page.write_text(_page(outcome, drawn, folder, command), encoding="utf-8")
    return page


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Everything measured, for a program."""
    staged, scenario = outcome.first_play, outcome.scenario
    return {
        "title": scenario.title,
        "made_up": outcome.made_up,
        "baseline": outcome.baseline,
        "unit": staged.unit,
        "starts": staged.clean.periods[staged.start],
        "lag": staged.lag,
        "false_alarms_a_period": scenario.false_alarms,
        "obvious_after": list(outcome.obvious),
        "cast": {f"{area}: {indicator}": staged.clean.names[row] for (area, indicator), row in staged.cast.items()},
        "methods": [
            {
                "method": record.method,
                "version": record.version,
                "rule": record.rule,
                **{kind: _summary(record, kind) for kind in MEASURED},
                "plays": [asdict(each) for each in record.plays],
            }
            for record in outcome.records
        ],
    }


MEASURED = {
    "after": "first alarm",
    "chance_after": "first alarm by chance",
    "two_groups": "two source groups",
    "chance_two_groups": "two source groups by chance",
    "lead": "lead of the first alarm on the obvious date",
    "two_groups_lead": "lead of two source groups on it",
    "series_raised": "touched series raised in time",
    "other_alarms": "other alarms a period",
}


def _summary(record: Record, of: str) -> dict[str, float | None]:
    spread = (each if isfinite(each) else None for each in record.spread(of))
    return {"share_of_plays": record.share(of), **dict(zip(("median", "smallest", "largest"), spread, strict=True))}


def in_words(record: Record, of: str) -> str:
    """The median and range over the plays, and in how many of them it happened at all."""
    share, (middle, smallest, largest) = record.share(of), record.spread(of)
    if share == 0:
        return "never"
    if not isfinite(middle):
        return f"in {share:.0%} of plays, never sooner than {smallest:.3g}"
    if not isfinite(largest):
        return f"{middle:.3g} (from {smallest:.3g}; in {share:.0%} of plays)"
    words = f"{middle:.3g} ({smallest:.3g} to {largest:.3g})"
    return words if share == 1 else f"{words}, over {share:.0%} of plays"


def _page(outcome: Outcome, drawn: Sequence[Picture], folder: Path, command: str) -> str:
    scenario = outcome.scenario
    words = {
        "title": scenario.title,
        "made_up": outcome.made_up,
        "plays": scenario.plays,
        "reading": READING,
        "made_by": f"Made by Tocsin {version('tocsin')} with: {command}",
    }
    parts = {
        "summary": f"<p><strong>{escape(summary(outcome))}</strong></p>",
        "methods": _methods(outcome),
        "figures": "\n".join(_figure(each, folder) for each in drawn),
        "script": _table(
            ("from", "for", "what", "shape", "size", "indicators", "areas"),
            [_act(phase, scenario.unit) for phase in scenario.phases],
        ),
        "baseline": _baseline(outcome),
    }
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        {**{name: escape(text) for name, text in words.items()}, **parts}
    )


def summary(outcome: Outcome) -> str:
    """The finding in a sentence or two, for the best method."""
    leader, unit = best(outcome), outcome.first_play.unit
    obvious = sorted(each for each in outcome.obvious if each is not None)
    text = (
        f"{len(outcome.seeds)} plays, in {unit}s. {leader.method} did best: two source groups agreed after "
        f"{in_words(leader, 'two_groups')}; the first alarm came after {in_words(leader, 'after')}."
    )
    if not obvious:
        return f"{text} The script never became obvious by itself."
    when = f"It became obvious after {obvious[len(obvious) // 2]}"
    if len(obvious) < len(outcome.obvious):
        when = f"In {len(obvious)} of them it became obvious, after {obvious[len(obvious) // 2]}"
    lead, alarm = in_words(leader, "two_groups_lead"), in_words(leader, "lead")
    return f"{text} {when}: two source groups led by {lead}, the first alarm by {alarm}."


def _methods(outcome: Outcome) -> str:
    records = outcome.records
    rows = [(words, *(in_words(record, kind) for record in records)) for kind, words in MEASURED.items()]
    rows.append(("an alarm is", *(record.rule for record in records)))
    return _table(("", *(record.method for record in records)), rows)


def _act(phase: Phase, unit: str) -> tuple[str, ...]:
    size = f"{phase.sd:g} standard deviations" if phase.sd is not None else f"{phase.extra:g} a {unit}"
    where = (", ".join(phase.indicators), ", ".join(phase.areas))
    return (f"{unit} {phase.start + 1}", f"{phase.length} {unit}s", phase.what, phase.shape, size, *where)


def _baseline(outcome: Outcome) -> str:
    scenario, staged = outcome.scenario, outcome.first_play
    periods = staged.clean.periods
    about = (
        f"{len(staged.clean.names)} series, {periods[0]} to {periods[-1]}, {outcome.baseline}. The script starts in "
        f"{periods[staged.start]}. Counts are known {staged.lag} {staged.unit}s late."
    )
    if outcome.into_given:
        rows = [(f"{area}: {indicator}", staged.clean.names[row]) for (area, indicator), row in staged.cast.items()]
        return f"<p>{escape(about)}</p>" + _table(("the script's series", "played by"), rows)
    levels = [
        (each.name, each.source_group, f"{each.a_year or sum(each.quarters or ()):,.0f}", each.level_from)
        for each in scenario.indicators
    ]
    shared = f"Shared out to {', '.join(area.name for area in scenario.areas)}. Shares: {scenario.areas_from}."
    return f"<p>{escape(about)} {escape(shared)}</p>" + _table(
        ("indicator", "source group", "a year, all areas", "level"), levels
    )


def _figure(picture: Picture, folder: Path) -> str:
    drawn = (folder / f"{picture.name}.svg").read_text(encoding="utf-8")
    table = _table(picture.headings, picture.rows)
    return (
        f'<figure role="group" tabindex="0" aria-label="{escape(picture.finding)}">{drawn}'
        f"<details><summary>{escape(picture.finding)}: the figures as a table</summary>{table}</details></figure>"
    )


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in headings)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
