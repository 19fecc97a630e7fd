"""The benchmarks: each figure beside the one to beat, and whether it was met. They run in the project's checkout."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.cli.printing import progress
from tocsin.errors import BenchmarkUnavailable
from tocsin.evaluation.scorecard import (
    PARTS,
    Figure,
    MethodScore,
    Scorecard,
    load_scorecard,
    shown,
    write_scorecard,
)

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = Path("docs/reference/scorecard.md")

Measured = Callable[..., tuple[list[Figure], list[MethodScore]]]

app = typer.Typer(no_args_is_help=True, help="Measure Tocsin against published figures and against R.")
_out = Console(soft_wrap=True, highlight=False)


class Part(StrEnum):
    """What can be run alone."""

    PARITY = "parity"
    SPEED = "speed"
    QUALITY = "quality"
    CLUSTERS = "clusters"
    EMERGENCE = "emergence"
    COST = "cost"


@app.callback()
def benchmarks() -> None:
    """Measure Tocsin against published figures and against R."""


@app.command()
def detection(
    replicates: Annotated[int, typer.Option("--replicates", min=1, help="Series of each simulated scenario.")] = 100,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Draws other series and replicas.")] = 1,
    only: Annotated[list[Part] | None, typer.Option("--only", help="Only this part; may be given again.")] = None,
    measure_rates: Annotated[
        bool,
        typer.Option(
            "--measure-rates", help="Measure anew the false alarms that signals quote, by stratum, and keep them."
        ),
    ] = False,
    keep: Annotated[
        bool, typer.Option("--write-scorecard", help=f"Write {PAGE} and the file it is made from.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Parity with R, speed, quality on simulated outbreaks, clusters, emergence and cost, beside what was to beat."""
    glue = _benchmarks()
    today, now = datetime.now(UTC).date().isoformat(), version("tocsin")
    figures: list[Figure] = []
    methods: list[MethodScore] = []
    with progress(quiet=as_json) as on_progress:
        if measure_rates:
            by_stratum = glue.rates(replicates=replicates, today=today, on_progress=on_progress)
            figures += [replace(each, measured=today, version=now) for each in by_stratum]
        for part in only or ([] if measure_rates else list(Part)):
            measured: Measured = glue.PARTS[part.value]
            found, scored = measured(replicates=replicates, seed=seed, on_progress=on_progress)
            figures += [replace(each, measured=today, version=now) for each in found]
            methods += [replace(each, measured=today, version=now) for each in scored]
    card = Scorecard(tuple(figures), tuple(methods))
    if keep:
        write_scorecard(load_scorecard().with_parts(figures, methods), page=CHECKOUT / PAGE)
    if as_json:
        sys.stdout.write(json.dumps(asdict(card), indent=2, ensure_ascii=False) + "\n")
    else:
        _say(card)


@app.command()
def site(
    records: Annotated[int, typer.Option("--records", min=500, help="Made-up records to fill it with.")] = 100_000,
    users: Annotated[int, typer.Option("--users", min=1, max=50, help="Signed-in people at once.")] = 50,
    minutes: Annotated[int, typer.Option("--minutes", min=1, help="How long they work.")] = 5,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Draws other records and another mix.")] = 1,
) -> None:
    """The site on PostgreSQL under a weekday's load: how long each page takes, and how often it asks the database."""
    program = _in_checkout("site/load.py")
    told = {"--records": records, "--users": users, "--minutes": minutes, "--seed": seed}
    command = [sys.executable, str(program), *(str(word) for pair in told.items() for word in pair)]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - the checkout's own program


def _in_checkout(name: str) -> Path:
    """A file of the checkout's own benchmarks, which are no part of the package."""
    path = CHECKOUT / "benchmarks" / name
    if not path.is_file():
        raise BenchmarkUnavailable(
            f"There is no {path}. The benchmarks run from the project's checkout, installed in place "
            "(pip install --editable .); the figures measured last are in docs/reference/scorecard.md."
        )
    return path


def _benchmarks() -> ModuleType:
    path = _in_checkout("detection.py")
    spec = importlib.util.spec_from_file_location("benchmarks_detection", path)
    if spec is None or spec.loader is None:
        raise BenchmarkUnavailable(f"{path} cannot be read as a program. Take it from the repository again.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _say(card: Scorecard) -> None:
    for part, title in PARTS.items():
        figures = [figure for figure in card.figures if figure.part == part]
        if not figures:
            continue
        table = Table("figure", "measured", "to beat", "", title=title, title_justify="left")
        for each in figures:
            word = {None: "", True: "[green]met[/]", False: "[bold red]not met[/]"}[each.met]
            about = f"{each.what}. {each.note}" if each.note else each.what
            table.add_row(escape(about), escape(shown(each.value)), escape(each.to_beat), word)
        _out.print(table)
    if card.methods:
        table = Table(
            "method", "series", "false alarms", "found", "week 1", "timeliness", title="Methods", title_justify="left"
        )
        for score in card.methods:
            rate = f"{score.false_alarms:.2%} ({score.lowest:.2%} to {score.highest:.2%})"
            figures_of = (f"{each:.3f}" for each in (score.found, score.found_first_week, score.timeliness))
            table.add_row(escape(score.method), escape(score.on), rate, *figures_of)
        _out.print(table)
    judged = [figure for figure in card.figures if figure.met is not None]
    _out.print(f"{sum(bool(figure.met) for figure in judged)} of {len(judged)} figures to beat were met.")
