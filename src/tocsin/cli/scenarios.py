"""Scripted emergences: which there are, playing one, and a script to copy."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.cli.evaluating import grid_of_file
from tocsin.cli.printing import progress
from tocsin.errors import BadScenario
from tocsin.evaluation.methods import every_method, method_named
from tocsin.evaluation.playing import Outcome, run
from tocsin.evaluation.scenario import load_scenario, scenario_names, template
from tocsin.evaluation.scenario_report import MEASURED, in_words, summary, write_report
from tocsin.evaluation.scenario_report import as_json as outcome_as_json
from tocsin.periods import A_YEAR
from tocsin.reading.count_files import read_counts

app = typer.Typer(no_args_is_help=True, help="Scripted emergences played into real or simulated counts.")
_out = Console(soft_wrap=True, highlight=False)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
Name = Annotated[str, typer.Argument(help="A scenario's name, or a script of your own (TOML).")]
Counts = Annotated[Path | None, typer.Option("--counts", help="Play it into your own counts (CSV).")]
Among = Annotated[str, typer.Option("--among", help="Give parts only to series whose name holds these words.")]
Folder = Annotated[Path | None, typer.Option("--out", help="Write the report, its JSON and pictures to this folder.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The first play's seed; the others follow.")]
Plays = Annotated[int | None, typer.Option("--plays", min=1, help="How many plays.", show_default="as the script says")]
Only = Annotated[list[str] | None, typer.Option("--method", help="Only this method; may be given again.")]


@app.command(name="list")
def list_scenarios(as_json: AsJson = False) -> None:
    """The scenarios that come with the product."""
    found = {name: load_scenario(name) for name in scenario_names()}
    if as_json:
        told = [{"name": name, "title": each.title, "plays": each.plays} for name, each in found.items()]
        sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        return
    for name, each in found.items():
        _out.print(f"[bold]{name}[/]  {escape(each.title)}\n    {escape(' '.join(each.plays.split()))}")
    _out.print("`tocsin scenario run NAME` plays one; `tocsin scenario template > my.toml` starts your own.")


@app.command(name="template")
def show_template() -> None:
    """A script to copy and change, with every key explained."""
    sys.stdout.write(template())


@app.command(name="run")
def run_scenario(
    name: Name,
    counts: Counts = None,
    among: Among = "",
    out: Folder = None,
    seed: Seed = 1,
    plays: Plays = None,
    only: Only = None,
    as_json: AsJson = False,
) -> None:
    """Play a script before every method, and measure how long until a warning and how much else is raised."""
    scenario = load_scenario(name)
    if plays is not None:
        scenario = scenario.model_copy(update={"seeds": plays})
    grid = None if counts is None else grid_of_file(read_counts(counts))
    a_year = A_YEAR[scenario.unit] if grid is None else grid.a_year
    chosen = [method_named(each, a_year) for each in only] if only else every_method(a_year)
    with progress(quiet=as_json) as on_progress:
        outcome = run(scenario, chosen, seed=seed, counts=grid, among=among, on_progress=on_progress)
    if all(not any(record.first_replay.compared) for record in outcome.records):
        raise BadScenario(f"{name}: no method had enough history to answer. Give longer counts, or more years.")
    page = None if out is None else write_report(outcome, out, command=_command(name, counts, among, seed, plays))
    if as_json:
        sys.stdout.write(json.dumps(outcome_as_json(outcome), indent=2, ensure_ascii=False) + "\n")
    else:
        _say(outcome, page)


def _command(name: str, counts: Path | None, among: str, seed: int, plays: int | None) -> str:
    # The file's name alone: a folder on somebody's machine is nobody else's business.
    given = "" if counts is None else f" --counts {counts.name}"
    given += f" --among {shlex.quote(among)}" if among else ""
    return f"tocsin scenario run {Path(name).name}{given} --seed {seed}" + (
        "" if plays is None else f" --plays {plays}"
    )


def _say(outcome: Outcome, page: Path | None) -> None:
    scenario, unit = outcome.scenario, outcome.first_play.unit
    _out.print(f"[bold]{escape(scenario.title)}[/]\n{escape(outcome.made_up)}")
    _out.print(f"Played into {outcome.baseline}.\n")
    table = Table(title=f"{unit}s from the script's start, lag included: median (range)", title_justify="left")
    for heading in ("", *(record.method for record in outcome.records)):
        table.add_column(heading, overflow="fold")
    for kind, words in MEASURED.items():
        table.add_row(words, *(in_words(record, kind) for record in outcome.records))
    _out.print(table)
    _out.print(escape(summary(outcome)))
    if page is not None:
        _out.print(f"Report: {escape(str(page))}")
