"""The sums over a baseline, season by season, that a swift fit needs: in closed form over runs of neighbouring periods.

Growth within a run is geometric, so that a sum looks at runs, not at periods. Gaps and past rises are few, and are
taken away from the sums one by one.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from tocsin.detection.count_distribution import Floats
from tocsin.detection.farrington_baseline import Runs, Whole


class Series(NamedTuple):
    """One series: counts with 0 in its gaps, their running sums and first moments, exposures (all 1 if `even`)."""

    counts: Floats
    running: Floats
    moments: Floats
    exposures: Floats
    even: bool
    gaps: Whole


class Work(NamedTuple):
    """Room for one fit; the first four are by season, the next three by period, the rest by length and step of run."""

    cases: Floats
    weight: Floats
    centre: Floats
    spread: Floats
    surplus: Floats
    apart: Whole
    lost: Floats
    sums: Floats
    strides: Floats


@njit(cache=True, nogil=True, error_model="numpy")
def room_for(runs: Runs) -> Work:
    seasons, periods = runs.in_season.size, runs.span + 1
    return Work(
        np.empty(seasons),
        np.empty(seasons),
        np.empty(seasons),
        np.empty(seasons),
        np.empty(periods),
        np.empty(2 * periods, np.int64),
        np.empty(2 * periods),
        np.empty((3, runs.lengths.size)),
        np.empty(runs.steps.size),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def note_gaps(runs: Runs, series: Series, work: Work, origin: int) -> int:
    """How many baseline periods are gaps, after writing them down as lost in full."""
    few = 0
    for gap in series.gaps:
        if origin <= gap < origin + runs.span and runs.season_of[gap - origin] >= 0:
            work.apart[few] = gap - origin
            work.lost[few] = 1.0
            few += 1
    return few


@njit(cache=True, nogil=True, error_model="numpy")
def add_up(runs: Runs, series: Series, work: Work, origin: int) -> float:
    """Sum of count × time, after filling the cases of each season."""
    running, moments = series.running, series.moments
    work.cases[:] = 0.0
    first = 0.0
    shift = origin + runs.centre
    for run in range(runs.start.size):
        begin = origin + runs.start[run]
        end = begin + runs.length[run]
        cases = running[end] - running[begin]
        work.cases[runs.season[run]] += cases
        first += moments[end] - moments[begin] - shift * cases
    return first


@njit(cache=True, nogil=True, error_model="numpy")
def take_away(first: float, runs: Runs, series: Series, work: Work, place: tuple[int, int, int]) -> float:
    """The same sum, and cases, without what past rises lose; `place` is the origin and where they are written down."""
    origin, since, few = place
    for i in range(since, few):
        at = work.apart[i]
        off = work.lost[i] * series.counts[origin + at]
        work.cases[runs.season_of[at]] -= off
        first -= off * (at - runs.centre)
    return first


@njit(cache=True, nogil=True, error_model="numpy")
def _prepare(slope: float, runs: Runs, work: Work) -> None:
    """Growth from run to run, and the sums of growth, growth × time and growth × time² within a run."""
    growth = math.exp(slope)
    for kind in range(runs.steps.size):
        work.strides[kind] = math.exp(slope * runs.steps[kind])
    for kind in range(runs.lengths.size):
        none, one, two, e = 0.0, 0.0, 0.0, 1.0
        for i in range(runs.lengths[kind]):
            none += e
            one += e * i
            two += e * i * i
            e *= growth
        work.sums[0, kind] = none
        work.sums[1, kind] = one
        work.sums[2, kind] = two


@njit(cache=True, nogil=True, error_model="numpy")
def gather(slope: float, runs: Runs, series: Series, work: Work, origin: int, few: int) -> None:
    """Fills weight, centre and spread with the sums of growth, growth × time and growth × time² of each season."""
    _prepare(slope, runs, work)
    work.weight[:] = 0.0
    work.centre[:] = 0.0
    work.spread[:] = 0.0
    growth = math.exp(slope)
    e = math.exp(slope * (runs.start[0] - runs.centre))
    for run in range(runs.start.size):
        kind = runs.length_at[run]
        none, one, two = work.sums[0, kind], work.sums[1, kind], work.sums[2, kind]
        if not series.even:
            none, one, two = 0.0, 0.0, 0.0
            begin, each = origin + runs.start[run], 1.0
            for i in range(runs.length[run]):
                each_exposed = each * series.exposures[begin + i]
                none += each_exposed
                one += each_exposed * i
                two += each_exposed * i * i
                each *= growth
        season, time = runs.season[run], runs.start[run] - runs.centre
        work.weight[season] += e * none
        work.centre[season] += e * (time * none + one)
        work.spread[season] += e * (time * (time * none + 2.0 * one) + two)
        e *= work.strides[runs.step_at[run]]
    for i in range(few):
        at = work.apart[i]
        season, time = runs.season_of[at], at - runs.centre
        off = work.lost[i] * math.exp(slope * time) * series.exposures[origin + at]
        work.weight[season] -= off
        work.centre[season] -= off * time
        work.spread[season] -= off * time * time


@njit(cache=True, nogil=True, error_model="numpy")
def close(step: float, work: Work) -> None:
    """Moves the sums by the last, tiny step, and turns moments into mean and variance of time."""
    for season in range(work.cases.size):
        none, one, two = work.weight[season], work.centre[season], work.spread[season]
        work.weight[season] = none + step * (one + 0.5 * step * two)
        work.centre[season] = (one + step * two) / work.weight[season]
        work.spread[season] = two / work.weight[season] - work.centre[season] ** 2
