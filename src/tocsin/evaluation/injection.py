"""A script played into counts: the same seed adds the same cases to the same series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tocsin.detection.count_distribution import Floats
from tocsin.detection.grid import Grid
from tocsin.errors import BadScenario
from tocsin.evaluation.baselines import series_name, simulated_baseline
from tocsin.evaluation.driving import Calendar, driver_path, heights
from tocsin.evaluation.scenario import Scenario
from tocsin.periods import A_YEAR, unit_of

FEWEST_PERIODS_BEFORE = 8
Role = tuple[str, str]


@dataclass(frozen=True)
class Play:
    """One play of a script.

    clean    counts without the script, S × T
    added    cases the script adds, S × T
    start    position of the script's first period; its last is the last of the grid
    watched  position of the first period in which answers are given
    cast     which row plays which (area, indicator)
    begins   for each row that plays a part, the position from which it is touched
    groups   the source group of each such row
    driver   the outside series by period, or None
    lag      periods until a count is known
    over     periods over which the script's series together are looked at, to say when it is obvious
    """

    clean: Grid
    added: Floats
    start: int
    watched: int
    cast: Mapping[Role, int]
    begins: Mapping[int, int]
    groups: Mapping[int, str]
    driver: Floats | None
    lag: int
    over: int

    @property
    def unit(self) -> str:
        """What a period of the counts is."""
        unit = unit_of(self.clean.periods[0])
        return "period" if unit == "number" else unit

    @property
    def grid(self) -> Grid:
        """What is seen."""
        clean = self.clean
        return Grid(clean.names, clean.periods, clean.counts + self.added, clean.exposures, clean.a_year)


def play(scenario: Scenario, *, seed: int, counts: Grid | None = None, among: str = "") -> Play:
    """The script played once, into a simulated baseline or into the user's own counts.

    counts  real counts; a series called "area: indicator" plays its own part, the other parts are given to other
            series of the file by lot. The script's lengths are turned into the file's periods.
    among   only series whose name holds these words, in capitals or not, are given a part by lot
    Raises BadScenario if the counts have too few series or periods for the script.
    """
    rng = np.random.default_rng([seed, 41])
    if counts is None:
        clean, spreads = simulated_baseline(scenario, rng)
        calendar = _calendar(scenario, clean)
    else:
        clean, calendar = counts, _calendar(scenario, counts)
        spreads = _spreads(clean, calendar.start)
    cast = _cast(scenario, clean, among, rng)
    prices = None if scenario.driver is None else driver_path(scenario.driver, calendar, rng)
    means = np.zeros_like(clean.counts)
    for phase in scenario.phases:
        over_time = heights(phase, calendar, scenario.driver, prices)
        for row in (cast[area, indicator] for area in phase.areas for indicator in phase.indicators):
            means[row] += over_time * (phase.extra or 0.0 if phase.sd is None else spreads[row] * phase.sd)
    return Play(
        clean=clean,
        added=rng.poisson(means).astype(np.float64),
        start=calendar.start,
        watched=calendar.start - calendar.length(scenario.watched_before),
        cast=cast,
        begins={row: int((means[row] > 0).argmax()) for row in cast.values()},
        groups={row: scenario.group_of(indicator) for (_, indicator), row in cast.items()},
        driver=prices,
        lag=calendar.length(scenario.lag),
        over=calendar.length(scenario.obvious.over),
    )


def _calendar(scenario: Scenario, counts: Grid) -> Calendar:
    periods, scale = len(counts.periods), counts.a_year / A_YEAR[scenario.unit]
    calendar = Calendar(periods, 0, scale)
    start = periods - calendar.length(scenario.length)
    needed = (
        periods
        - start
        + calendar.length(scenario.watched_before)
        + calendar.length(scenario.lag)
        + FEWEST_PERIODS_BEFORE
    )
    if needed > periods:
        raise BadScenario(
            f"{scenario.title!r} needs {needed} periods, and there are {periods}. Load a longer file of counts, or "
            "shorten the script."
        )
    return Calendar(periods, start, scale)


def _cast(scenario: Scenario, clean: Grid, among: str, rng: np.random.Generator) -> dict[Role, int]:
    row_of = {name: row for row, name in enumerate(clean.names)}
    roles = scenario.touched()
    cast = {role: row_of[series_name(*role)] for role in roles if series_name(*role) in row_of}
    left = [role for role in roles if role not in cast]
    fitting = [row for row, name in enumerate(clean.names) if among.casefold() in name.casefold()]
    free = np.array([row for row in fitting if row not in cast.values()], dtype=np.intp)
    if len(free) < len(left):
        raise BadScenario(
            f"{scenario.title!r} touches {len(roles)} series; the counts hold {len(fitting)} that may play a part. "
            "Load more series, or take areas or indicators out of the script's phases."
        )
    drawn = rng.choice(free, len(left), replace=False) if left else free[:0]
    return cast | {role: int(row) for role, row in zip(left, drawn, strict=True)}


def _spreads(clean: Grid, start: int) -> Floats:
    """Each series' own standard deviation in the year before the script (at least one case), S × T."""
    before = clean.counts[:, max(0, start - clean.a_year) : start]
    known = np.maximum((~np.isnan(before)).sum(axis=1), 1)
    mean = np.nansum(before, axis=1) / known
    spread = np.sqrt(np.nansum((before - mean[:, None]) ** 2, axis=1) / known)
    return np.broadcast_to(np.maximum(spread, 1.0)[:, None], clean.counts.shape)
