"""A user's counts and places into a scan by the method chosen: what is compared, with what, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.clusters import expectation, permutation, population
from tocsin.detection.clusters.finding import Cluster, Settings, find_clusters
from tocsin.detection.clusters.levels import Level, levels_of
from tocsin.detection.clusters.nulls import Null
from tocsin.detection.clusters.places import Places, SetAside
from tocsin.detection.clusters.replicas import OnProgress
from tocsin.detection.clusters.zones import Reach
from tocsin.detection.grid import Grid
from tocsin.errors import PlacesUnreadable, SeriesTooShort
from tocsin.periods import ordinal, unit_of

Method = Literal["expectation", "permutation", "population"]
METHODS: Mapping[Method, ModuleType] = {
    "expectation": expectation,
    "permutation": permutation,
    "population": population,
}
LONGEST = {"week": 12, "month": 6, "quarter": 4, "number": 12}


@dataclass(frozen=True)
class Choice:
    """How to scan.

    longest  periods of the longest cylinder; None for 12 weeks, 6 months or 4 quarters, as the counts are kept
    reach    how far zones grow
    share    the largest share of the population (of all counts, where none is given) that a zone may hold
    """

    method: Method = "expectation"
    longest: int | None = None
    reach: Reach = field(default_factory=lambda: Reach(25))
    share: float | None = None
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class Outcome:
    """What was found, and what it was found in.

    window  the periods looked at, newest first
    """

    clusters: list[Cluster]
    levels: tuple[Level, ...]
    places: Places
    null: Null
    window: tuple[str, ...]
    set_aside: list[SetAside]


def scan_map(
    grid: Grid,
    places: Places,
    choice: Choice,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    on_progress: OnProgress | None = None,
) -> Outcome:
    """The clusters of the newest periods, at every level of area that the places have.

    grid   a series a place, named as the place is
    pairs  places that are neighbours, if zones are to grow from neighbour to neighbour

    Raises SeriesTooShort or PlacesUnreadable if nothing can be compared.
    """
    longest = _longest(grid, choice)
    grid, places, aside = _matched(grid, places)
    usable, more = _usable(grid, places, choice.method, longest)
    grid, places, aside = grid.only(usable), places.only(usable), [*aside, *more]
    null = _null(grid, places, choice.method, longest)
    by_row, unknown = (None, []) if pairs is None else _rows_of(pairs, places.names)
    weights = places.populations if np.isfinite(places.populations).all() else np.nansum(grid.counts, axis=1)
    levels = levels_of(places, choice.reach, pairs=by_row, share=choice.share, weights=weights)
    found = find_clusters(null, levels, choice.settings, on_progress)
    window = tuple(reversed(grid.periods[-longest:]))
    return Outcome(found, levels, places, null, window, [*aside, *unknown])


def _longest(grid: Grid, choice: Choice) -> int:
    """Periods of the longest cylinder, no more than the method can use of the file."""
    periods = len(grid.periods)
    wanted = choice.longest or LONGEST[unit_of(grid.periods[0])]
    most = {
        "expectation": periods - expectation.LEAST_EARLIER,
        "permutation": periods - 1,
        "population": periods,
    }[choice.method]
    if most < 1:
        raise SeriesTooShort(
            f"The counts cover {periods} periods; the {choice.method} scan needs at least {periods + 1 - most}. "
            "Give it a longer file, or choose another --method."
        )
    return min(wanted, most if choice.longest else max(1, most // 2) if choice.method == "permutation" else most)


def _matched(grid: Grid, places: Places) -> tuple[Grid, Places, list[SetAside]]:
    """Counts and places in one order; series without a place and places without a series are set aside."""
    row_of = {name: row for row, name in enumerate(grid.names)}
    at = {name: row for row, name in enumerate(places.names)}
    aside = [
        SetAside(f"series {name!r}", "the places file does not name it", "Add its row, or write both names alike.")
        for name in grid.names
        if name not in at
    ]
    aside += [
        SetAside(f"place {name!r}", "there are no counts for it", "Add its series, or write both names alike.")
        for name in places.names
        if name not in row_of
    ]
    both = [name for name in places.names if name in row_of]
    if not both:
        raise PlacesUnreadable(
            "No series of the counts has a place. Name the series as the places are named; "
            f"the first series is {grid.names[0]!r}, the first place {places.names[0]!r}."
        )
    return grid.only([row_of[name] for name in both]), places.only([at[name] for name in both]), aside


def _usable(grid: Grid, places: Places, method: Method, longest: int) -> tuple[list[int], list[SetAside]]:
    """The rows that the method can use; why not, of the others."""
    if method == "expectation":
        good = np.asarray(expectation.enough_earlier(grid.counts, longest))
        problem = f"it has fewer than {expectation.LEAST_EARLIER} known counts before the {longest} newest periods"
        remedy = "Give it more history, or a shorter --longest."
    elif method == "permutation":
        good = np.asarray(np.isfinite(grid.counts).all(axis=1))
        problem = "some of its counts are not known, which the permutation scan cannot allow for"
        remedy = "Write 0 where nothing was counted, or choose --method expectation."
    else:
        peopled = np.isfinite(places.populations) | _has_denominators(grid)
        good = np.asarray(peopled & np.asarray(np.isfinite(grid.counts).any(axis=1)))
        problem = "it has neither a population nor denominators"
        remedy = "Add the column `population` to the places, or `denominator` to the counts."
    if not good.any():
        raise SeriesTooShort(f"No place can be compared: of each, {problem}. {remedy}")
    aside = [SetAside(f"place {places.names[row]!r}", problem, remedy) for row in np.flatnonzero(~good)]
    return [int(row) for row in np.flatnonzero(good)], aside


def _has_denominators(grid: Grid) -> NDArray[np.bool_]:
    """Whether the file gives a series denominators; without them its exposures are all 1."""
    return np.asarray((np.isfinite(grid.exposures) & (grid.exposures != 1)).any(axis=1))


def _null(grid: Grid, places: Places, method: Method, longest: int) -> Null:
    if method == "permutation":
        return permutation.null_of(grid.counts, longest)
    if method == "population":
        of_place = np.repeat(places.populations[:, np.newaxis], len(grid.periods), axis=1)
        people = np.where(_has_denominators(grid)[:, np.newaxis], grid.exposures, of_place)
        return population.null_of(grid.counts, people, longest)
    seasons = seasons_of(grid.periods)
    learned = expectation.expected_from_earlier(grid.counts, grid.exposures, seasons, longest, grid.a_year)
    return expectation.null_of(grid.counts, learned)


def seasons_of(periods: Sequence[str]) -> NDArray[np.int64]:
    """Which part of the year each period lies in: the month, the quarter, or one of thirteen times four weeks."""
    unit = unit_of(periods[0])
    if unit == "number":
        return np.array([ordinal(period) % 52 // 4 for period in periods])
    within = np.array([int(period[5:].strip("WQ")) - 1 for period in periods])
    return np.minimum(within // 4, 12) if unit == "week" else within


def _rows_of(pairs: Sequence[tuple[str, str]], names: Sequence[str]) -> tuple[list[tuple[int, int]], list[SetAside]]:
    """Neighbours by row; pairs with a place that is not there are set aside."""
    row_of = {name: row for row, name in enumerate(names)}
    known, aside = [], []
    for line, pair in enumerate(pairs, start=2):
        if missing := [name for name in pair if name not in row_of]:
            problem = f"{missing[0]!r} is no place that is compared"
            aside.append(SetAside(f"adjacency file, line {line}", problem, "Write both names as the places file does."))
        else:
            known.append((row_of[pair[0]], row_of[pair[1]]))
    return known, aside
