"""The `tocsin cluster` command: where and since when counts stand out together, on a user's own files."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tocsin import pictures
from tocsin.detection.clusters import reporting
from tocsin.detection.clusters.finding import Settings
from tocsin.detection.clusters.mapping import Choice, Method, Outcome, scan_map
from tocsin.detection.clusters.picture import picture_of
from tocsin.detection.clusters.places import Places, SetAside, places_of
from tocsin.detection.clusters.zones import Reach
from tocsin.detection.grid import Grid
from tocsin.errors import PlacesUnreadable, TocsinError
from tocsin.reading.count_files import CountFile, read_counts

MOST_TOLD = 20
CORES = os.cpu_count() or 1
PAIR = ("place", "neighbour")

_out = Console(soft_wrap=True, highlight=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False)


Counts = Annotated[Path, typer.Argument(metavar="COUNTS", help="Counts (CSV), a series a place.")]
PlacesFile = Annotated[
    Path, typer.Option("--places", help="Places (CSV): place,lat,lon or place,x,y, then population and larger areas.")
]
OutFile = Annotated[Path, typer.Option("--out", help="The file (CSV) to write the clusters to.")]
MethodName = Annotated[Method, typer.Option("--method", help="What counts are compared with.")]
Neighbours = Annotated[int, typer.Option("--neighbours", min=1, help="Most areas in a cluster.")]
Radius = Annotated[
    float | None, typer.Option("--radius", min=0.0, help="Furthest from the centre: km, or the unit of x and y.")
]
Share = Annotated[
    float | None, typer.Option("--share", min=0.0, max=1.0, help="Largest share of all people in a cluster.")
]
Longest = Annotated[
    int | None,
    typer.Option("--longest", min=1, help="Most periods in a cluster.", show_default="12 weeks, 6 months, 4 quarters"),
]
Adjacency = Annotated[
    Path | None, typer.Option("--adjacency", help="Neighbours (CSV): place,neighbour. Used instead of distance.")
]
LevelNames = Annotated[
    list[str] | None, typer.Option("--level", help="A column of larger areas to use.", show_default="all")
]
Replicas = Annotated[int, typer.Option("--replicas", min=19, help="Random maps to compare with.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Where the random maps begin.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Threads to use.", show_default="one a core")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
Plot = Annotated[Path | None, typer.Option("--plot", help="A map to draw (SVG or PNG).")]


def cluster(  # noqa: PLR0913, PLR0917 - typer: an argument an option
    counts: Counts,
    places: PlacesFile,
    out: OutFile,
    method: MethodName = "expectation",
    neighbours: Neighbours = 25,
    radius: Radius = None,
    share: Share = None,
    longest: Longest = None,
    adjacency: Adjacency = None,
    level: LevelNames = None,
    replicas: Replicas = 199,
    seed: Seed = 1,
    workers: Workers = CORES,
    as_json: AsJson = False,
    plot: Plot = None,
) -> None:
    """Where and since when counts stand out together, at the most specific level of area that explains it."""
    counted = read_counts(counts)
    known, aside = _read_places(places, level or [], needs_points=adjacency is None)
    if plot is not None and not known.points.any():
        raise PlacesUnreadable(f"{places} says not where its places lie, so no map can be drawn. Leave --plot out.")
    pairs = None if adjacency is None else _read_pairs(adjacency)
    reach = Reach(neighbours, radius)
    settings = Settings(replicas=replicas, seed=seed, workers=workers)
    choice = Choice(method=method, longest=longest, reach=reach, share=share, settings=settings)
    with _bar(quiet=as_json) as on_progress:
        outcome = scan_map(_grid(counted), known, choice, pairs=pairs, on_progress=on_progress)
    rows = reporting.rows_of(outcome, replicas)
    _write(out, rows)
    if plot is not None:
        pictures.write(picture_of(outcome, replicas), plot)
    every = [*_told(counted), *aside, *outcome.set_aside]
    if as_json:
        _print_json(outcome, choice, rows, every)
    else:
        _print_words(outcome, choice, every)
        _out.print(f"Written: {escape(str(out))}{'' if plot is None else f' and {escape(str(plot))}'}")


def _told(counted: CountFile) -> list[SetAside]:
    return [SetAside(f"counts, line {each.line}", each.problem, each.remedy) for each in counted.set_aside]


def _grid(counted: CountFile) -> Grid:
    exposures = np.ones_like(counted.counts) if counted.denominators is None else counted.denominators
    return Grid(counted.names, counted.periods, counted.counts, exposures, counted.a_year)


def _read_places(path: Path, levels: Sequence[str], *, needs_points: bool) -> tuple[Places, list[SetAside]]:
    header, rows = _rows(path)
    try:
        return places_of(header, rows, levels, needs_points=needs_points)
    except PlacesUnreadable as unreadable:
        raise PlacesUnreadable(f"{path}: {unreadable}") from unreadable


def _read_pairs(path: Path) -> list[tuple[str, str]]:
    header, rows = _rows(path)
    if not set(PAIR) <= set(header):
        raise PlacesUnreadable(f"{path} has the columns {', '.join(header)}. It needs `place` and `neighbour`.")
    return [((row["place"] or "").strip(), (row["neighbour"] or "").strip()) for row in rows]


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            header = [each.strip() for each in reader.fieldnames or []]
            reader.fieldnames = header
            return header, list(reader)
    except OSError as error:
        raise PlacesUnreadable(f"{path} cannot be opened: {error.strerror}. Check the path.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise PlacesUnreadable(f"{path} is no CSV in UTF-8: {error}. Save it as CSV UTF-8.") from error


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, reporting.COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise TocsinError(f"{path} cannot be written: {error.strerror}. Check the folder.") from error


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, disable=quiet) as bars:
        task = bars.add_task("random maps", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def _print_json(outcome: Outcome, choice: Choice, rows: Sequence[dict[str, Any]], aside: Sequence[SetAside]) -> None:
    value = {
        "method": choice.method,
        "from": outcome.window[-1],
        "to": outcome.window[0],
        "places": len(outcome.places.names),
        "levels": [{"level": each.name, "areas": len(each.areas)} for each in outcome.levels],
        "stands_out": any(each.stands_out for each in outcome.clusters),
        "clusters": [
            {**row, "places": reporting.names_of(outcome, each)}
            for row, each in zip(rows, outcome.clusters, strict=True)
        ],
        "set_aside": [vars(each) for each in aside],
    }
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def _print_words(outcome: Outcome, choice: Choice, aside: Sequence[SetAside]) -> None:
    levels = ", ".join(f"{len(each.areas):,} at {each.name}" for each in outcome.levels)
    _out.print(f"Looked at {outcome.window[-1]} to {outcome.window[0]}; areas: {escape(levels)}.")
    if not any(each.stands_out for each in outcome.clusters):
        _out.print("[bold]Nothing stands out.[/]" + (" The most unusual:" if outcome.clusters else ""))
    for number, each in enumerate(outcome.clusters, start=1):
        _out.print(f"{number:>3}. {escape(reporting.found(outcome, each))}.")
        level = escape(outcome.levels[each.level].name)
        _out.print(f"     Level {level}; score {each.score:.2f}; {reporting.chance(each, choice.settings.replicas)}.")
    if aside:
        _out.print(f"[bold]Set aside ({len(aside):,})[/]")
    for left_out in aside[:MOST_TOLD]:
        _out.print(f"  {escape(left_out.where)}: {escape(left_out.problem)}. {escape(left_out.remedy)}")
    if len(aside) > MOST_TOLD:
        _out.print(f"  … and {len(aside) - MOST_TOLD:,} more; --json lists them all.")
