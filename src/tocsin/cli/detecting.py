"""The `tocsin detect` command: which counts of a user's own file are more than their past explains."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tocsin import pictures
from tocsin.cli import detect_printing
from tocsin.cli.detect_output import write_csv
from tocsin.cli.detect_printing import MOST_DRAWN, Outcome
from tocsin.detection.budget import alpha_for
from tocsin.detection.grid import Grid
from tocsin.detection.methods import Configured, methods_in_turn
from tocsin.detection.named_settings import value_of, with_settings, with_values
from tocsin.detection.sweeping import sweep
from tocsin.errors import BadSetting
from tocsin.periods import unit_of
from tocsin.reading.count_files import CountFile, read_counts

CORES = os.cpu_count() or 1

_err = Console(stderr=True, soft_wrap=True, highlight=False)

Counts = Annotated[
    Path, typer.Argument(metavar="COUNTS", help="Counts (CSV): a row a series, or series,period,count[,denominator].")
]
Method = Annotated[
    str,
    typer.Option(
        "--method",
        help="auto, farrington-flexible, harmonic-negative-binomial, accumulation or negative-binomial.",
    ),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="PERIOD", help="The first period to assess.", show_default="the newest")
]
To = Annotated[str | None, typer.Option("--to", metavar="PERIOD", help="The last one; later counts are not looked at.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting of the method, such as alpha=0.005.")
]
RCompat = Annotated[bool, typer.Option("--r-compat", help="Reproduce R's surveillance, its slips included.")]
FalseAlarms = Annotated[
    float | None, typer.Option("--false-alarms", min=0.0, help="Chance alarms a period put up with; sets alpha.")
]
Out = Annotated[Path | None, typer.Option("--out", help="The file (CSV) to write every answer to.")]
Plot = Annotated[Path | None, typer.Option("--plot", help="A picture to draw (SVG or PNG).")]
Named = Annotated[
    list[str] | None, typer.Option("--series", help="A series to draw.", show_default="the strongest alarm's")
]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Threads to use.", show_default="one a core")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def detect(  # noqa: PLR0913, PLR0917 - typer: an argument an option
    counts: Counts,
    method: Method = "auto",
    start: From = None,
    end: To = None,
    settings: Settings = None,
    r_compat: RCompat = False,
    false_alarms: FalseAlarms = None,
    out: Out = None,
    plot: Plot = None,
    series: Named = None,
    workers: Workers = CORES,
    as_json: AsJson = False,
) -> None:
    """Which counts are more than their past explains, since when, and how sure that is."""
    counted = read_counts(counts)
    _known_series(counts, counted, series or [])
    grid, first = _asked_for(counts, counted, start, end)
    methods = _methods(method, grid, settings or [], r_compat=r_compat)
    if counted.denominators is not None:
        methods = _each_with(methods, {"population_offset": True})
    if false_alarms is not None:
        methods = _within_budget(methods, grid, first, false_alarms)
    with _bar(quiet=as_json) as on_progress:
        swept = sweep(grid, first, methods, workers=workers, on_progress=on_progress)
    outcome = Outcome(grid, methods, swept, counted.set_aside, counted.set_aside_total)
    if out is not None:
        write_csv(out, grid, swept, methods)
    if plot is not None:
        pictures.write(detect_printing.picture(outcome, series or []), plot)
    if as_json:
        detect_printing.print_json(outcome)
    else:
        detect_printing.print_words(outcome, [str(path) for path in (out, plot) if path is not None])


def _known_series(path: Path, counted: CountFile, named: Sequence[str]) -> None:
    unknown = set(named).difference(counted.names)
    if unknown:
        raise BadSetting(f"{path} holds no series {min(unknown)!r}. Write the name as in the file.")
    if len(named) > MOST_DRAWN:
        raise BadSetting(f"{len(named)} series are too many for one picture. Name at most {MOST_DRAWN}.")


def _asked_for(path: Path, counted: CountFile, start: str | None, end: str | None) -> tuple[Grid, int]:
    """The counts up to the last period asked for, and the column of the first."""
    last = _column(path, counted, end or counted.periods[-1])
    first = _column(path, counted, start) if start is not None else last
    if first > last:
        raise BadSetting(f"--from {start} is later than --to {end}. Give the earlier one first.")
    counts = counted.counts[:, : last + 1]
    exposures = np.broadcast_to(1.0, counts.shape) if counted.denominators is None else counted.denominators
    return Grid(counted.names, counted.periods[: last + 1], counts, exposures[:, : last + 1], counted.a_year), first


def _column(path: Path, counted: CountFile, period: str) -> int:
    period = str(int(period)) if period.isdecimal() else period
    if period not in counted.periods:
        raise BadSetting(
            f"{period!r} is not among the periods of {path}, which runs from {counted.periods[0]} to "
            f"{counted.periods[-1]} by {unit_of(counted.periods[0])}. Choose one of those."
        )
    return counted.periods.index(period)


def _methods(name: str, grid: Grid, written: Sequence[str], *, r_compat: bool) -> list[Configured]:
    methods = [Configured(each, each.recommended(grid.a_year)) for each in methods_in_turn(name, grid.a_year)]
    if len(methods) > 1 and any(each.partition("=")[0].strip() != "alpha" for each in written):
        raise BadSetting("--method auto takes no setting but alpha. Name the method that the settings are for.")
    if r_compat and (len(methods) > 1 or value_of(methods[0].settings, "r_compat") is None):
        raise BadSetting("--r-compat is for --method farrington-flexible alone: R has none of the others.")
    methods = _each_with(methods, {"r_compat": r_compat, "alpha": value_of(methods[0].settings, "alpha")})
    return [replace(each, settings=with_settings(each.settings, written)) for each in methods]


def _each_with(methods: list[Configured], values: Mapping[str, Any]) -> list[Configured]:
    return [replace(each, settings=with_values(each.settings, values)) for each in methods]


def _within_budget(methods: list[Configured], grid: Grid, first: int, false_alarms: float) -> list[Configured]:
    """The same with the alpha at which so many alarms a period are due to chance, in the fullest period."""
    known = ~np.isnan(grid.counts)
    fewest = min(each.needed(grid.a_year) for each in methods)
    earlier = np.cumsum(known, axis=1, dtype=np.int32)[:, first:] - known[:, first:] >= fewest
    compared = int((known[:, first:] & earlier).sum(axis=0).max())
    return _each_with(methods, {"alpha": alpha_for(false_alarms, compared)})


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, disable=quiet) as bars:
        task = bars.add_task("series", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
