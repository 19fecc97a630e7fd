"""The back-test: a user's own counts replayed as they would have been seen."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin import pictures
from tocsin.detection.grid import Grid
from tocsin.errors import BadScenario, SeriesTooShort
from tocsin.evaluation.backtest import AboveBound, Alarm, Budget, CutOff, Replay, Rule, busiest, replay
from tocsin.evaluation.backtest_picture import alarms_by_period
from tocsin.evaluation.methods import method_named
from tocsin.evaluation.truth import Emergence, Score, read_truth, score
from tocsin.periods import unit_of
from tocsin.reading.count_files import CountFile, read_counts

_out = Console(soft_wrap=True, highlight=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False)
MOST_SHOWN = 20

Counts = Annotated[Path, typer.Argument(help="A CSV file of counts: a row a series, or series,period,count.")]
Named = Annotated[str, typer.Option("--method", help="The method to replay with.")]
From = Annotated[
    str, typer.Option("--from", help="The first period in which answers are given, written as in the file.")
]
Lag = Annotated[int, typer.Option("--lag", min=0, help="Periods until a count is known.")]
BudgetOf = Annotated[
    float | None, typer.Option("--false-alarms", min=0, help="Chance alarms a period that are put up with, in all.")
]
Alpha = Annotated[float | None, typer.Option("--alpha", min=0, max=0.5, help="Or: the p at or below which to alarm.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting of the method; again for more.")
]
TruthFile = Annotated[Path | None, typer.Option("--truth", help="What really happened: series,start,end[,what].")]
Out = Annotated[Path | None, typer.Option("--out", help="Write every alarm to this CSV file.")]
Plot = Annotated[Path | None, typer.Option("--plot", help="Draw the alarms by period (SVG or PNG).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def backtest(  # noqa: PLR0913, PLR0917 - typer: an argument an option
    counts: Counts,
    method: Named,
    start: From,
    lag: Lag = 0,
    false_alarms: BudgetOf = None,
    alpha: Alpha = None,
    settings: Set = None,
    truth: TruthFile = None,
    out: Out = None,
    plot: Plot = None,
    as_json: AsJson = False,
) -> None:
    """Replay the past as it would have been seen, and count every alarm.

    In each period only counts dated so many periods before (the lag) are known. With a file of what really happened,
    says what was found, how late, and how much else was raised.
    """
    file = read_counts(counts)
    grid = grid_of_file(file)
    happened = () if truth is None else _happened(truth, grid)
    first = _position(grid, start, lag)
    replayed = replay(
        grid,
        first=first,
        lag=lag,
        method=method_named(method, grid.a_year, settings or []),
        rule=_rule(false_alarms, alpha),
    )
    scored = score(replayed, happened) if happened else None
    if out is not None:
        write_alarms(replayed, out)
    if plot is not None:
        pictures.write(alarms_by_period(replayed), plot)
    if as_json:
        sys.stdout.write(json.dumps(summary(replayed, scored, file), indent=2, ensure_ascii=False) + "\n")
    else:
        _say(replayed, scored, file)


def grid_of_file(file: CountFile) -> Grid:
    """The grid that a file of counts holds."""
    exposures = np.ones_like(file.counts) if file.denominators is None else file.denominators
    return Grid(file.names, file.periods, file.counts, exposures, file.a_year)


def _happened(truth: Path, grid: Grid) -> tuple[Emergence, ...]:
    happened = read_truth(truth)
    for each in happened:
        if each.series not in grid.names or unit_of(each.start) != unit_of(grid.periods[0]):
            raise BadScenario(
                f"{truth}: {each.series!r} from {each.start} is not among the counts. Write both as they are there."
            )
    return happened


def _position(grid: Grid, start: str, lag: int) -> int:
    try:
        if unit_of(start) != unit_of(grid.periods[0]):
            raise ValueError(f"{start} is not written as {grid.periods[0]} in the file")
    except ValueError as failure:
        raise typer.BadParameter(str(failure), param_hint="--from") from None
    position = grid.position(start)
    if not lag < position < len(grid.periods):
        raise SeriesTooShort(
            f"The counts run from {grid.periods[0]} to {grid.periods[-1]}; nothing can be said in {start} with lag "
            f"{lag}. Choose another --from, or a shorter --lag."
        )
    return position


def _rule(false_alarms: float | None, alpha: float | None) -> Rule:
    if false_alarms is not None and alpha is not None:
        raise typer.BadParameter("Give --false-alarms or --alpha, not both.")
    if false_alarms is not None:
        return Budget(false_alarms)
    return AboveBound() if alpha is None else CutOff(alpha)


def write_alarms(replayed: Replay, path: Path) -> None:
    """Every alarm, a row each, in the order in which they were raised."""
    first = set(replayed.first_raised().values())
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["raised", "series", "period", "observed", "expected", "upper", "p", "first", "method"])
        for alarm in replayed.alarms:
            figures = (f"{alarm.observed:g}", f"{alarm.expected:.4f}", f"{alarm.upper:g}", f"{alarm.p:.6g}")
            is_first = "yes" if alarm in first else ""
            rows.writerow((alarm.raised, alarm.series, alarm.period, *figures, is_first, replayed.method))


def summary(replayed: Replay, scored: Score | None, file: CountFile) -> dict[str, Any]:
    """What is printed with --json."""
    told: dict[str, Any] = {
        "method": replayed.method,
        "version": replayed.version,
        "rule": replayed.rule,
        "lag": replayed.lag,
        "periods": len(replayed.periods),
        "series": len(file.names),
        "series_compared": dict(zip(replayed.periods, replayed.compared, strict=True)),
        "alarms": len(replayed.alarms),
        "alarms_a_period": replayed.alarms_a_period,
        "alarms_by_period": replayed.alarms_by_period(),
        "first_raised": [asdict(alarm) for alarm in replayed.first_raised().values()],
        "set_aside": file.set_aside_total,
    }
    if scored is not None:
        told["found"] = [
            {**asdict(each.emergence), "raised": each.raised, "delay": each.delay} for each in scored.found
        ]
        told |= {
            "share_found": scored.share_found,
            "other_alarms": scored.other_alarms,
            "other_alarms_a_period": scored.other_alarms_a_period,
        }
    return told


def _say(replayed: Replay, scored: Score | None, file: CountFile) -> None:
    periods = replayed.periods
    _out.print(
        f"[bold]{replayed.method} {replayed.version}[/], {escape(replayed.rule)}: {len(file.names):,} series, "
        f"{periods[0]} to {periods[-1]} ({len(periods)} periods), lag {replayed.lag}."
    )
    if file.set_aside_total:
        _out.print(f"{file.set_aside_total:,} cells or lines set aside; `tocsin detect` lists them.")
    compared = sum(replayed.compared)
    chance = f", {len(replayed.alarms) / compared:.3%} of {compared:,} counts compared" if compared else ""
    _out.print(f"{len(replayed.alarms):,} alarms, {replayed.alarms_a_period:.2f} a period{chance}.")
    if not compared:
        _out.print("Nothing could be compared: too little history before --from for this method.")
    _out.print("Busiest: " + ", ".join(f"{period} ({count})" for period, count in busiest(replayed, 5)) + ".")
    if scored is None:
        _say_first(list(replayed.first_raised().values()))
        return
    table = Table("series", "from", "to", "what", "raised", "periods late", title="What happened", title_justify="left")
    for each in scored.found:
        happened = each.emergence
        late = ("never", "") if each.raised is None else (each.raised, str(each.delay))
        table.add_row(escape(happened.series), happened.start, happened.end, escape(happened.what), *late)
    _out.print(table)
    _out.print(
        f"{scored.share_found:.0%} found. {scored.other_alarms:,} other alarms (false, or not listed), "
        f"{scored.other_alarms_a_period:.2f} a period."
    )


def _say_first(first: list[Alarm]) -> None:
    title = f"First raised ({len(first)} series)"
    table = Table("raised", "series", "period", "observed", "expected", "p", title=title, title_justify="left")
    for alarm in first[:MOST_SHOWN]:
        row = (f"{alarm.observed:g}", f"{alarm.expected:.1f}", f"{alarm.p:.2g}")
        table.add_row(alarm.raised, escape(alarm.series), alarm.period, *row)
    _out.print(table)
    if len(first) > MOST_SHOWN:
        _out.print(f"{len(first) - MOST_SHOWN} more; --out FILE writes every alarm.")
