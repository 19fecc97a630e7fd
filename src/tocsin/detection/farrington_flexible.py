"""Farrington Flexible: this period against the same time of year in earlier years, past rises weighted down.

Source: Noufaily et al. (2013), Statist. Med. 32, 1206–1222, doi 10.1002/sim.5595, as in R's `surveillance` 1.20.3
(Salmon, Schumacher & Höhle 2016, J. Stat. Softw. 70(10)), which `r_compat` equals. Names in brackets are R's.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numba
import numpy as np
from scipy.stats import t as student

from tocsin.detection.farrington_baseline import Shape, baseline_of
from tocsin.detection.farrington_bounds import BOUNDS
from tocsin.detection.farrington_rows import Block, Rules, bound_rows, fit_rows
from tocsin.detection.grid import Answers, Grid

VERSION = "2"
FEWEST_YEARS_FOR_A_TREND = 3
ROWS_AT_ONCE = 256
POWERS = {"2/3": 2 / 3, "1/2": 1 / 2, "none": 1.0}


@dataclass(frozen=True)
class Farrington:
    """How the baseline is drawn and fitted. Counts of periods, unless said otherwise.

    a_year             periods in a year: 52 weeks or 12 months
    half_window        periods either side of the same period in earlier years (w)
    seasons            seasons a year is cut into, the window being one; 1 compares with the windows alone (noPeriods)
    left_out           periods just before the assessed one that are no baseline (pastWeeksNotIncluded)
    years_back         years of baseline (b)
    reweight           weigh past rises down, those with a residual above `reweight_above` (weightsThreshold)
    trend              fit a trend, kept when its p is below `trend_p` (pThresholdTrend; 1 always keeps it), when the
                       baseline spans three years and when it leads to no more than the baseline's largest count
    enough_cases       (cases, periods): no answer unless so many cases fell in so many last periods (limit54)
    alpha              chance of a count above the upper bound if nothing had changed
    bound              which bound and p: see `farrington_bounds.bounds_of` (thresholdMethod)
    power              for the delta bound, what makes counts about normal (powertrans)
    population_offset  compare counts per exposure, not as they are (populationOffset)
    r_compat           equal R in all things; otherwise as the paper means it: see docs/explanation/detection.md
    """

    a_year: int
    half_window: int
    seasons: int
    left_out: int
    years_back: int = 5
    reweight: bool = True
    reweight_above: float = 2.58
    trend: bool = True
    trend_p: float = 1.0
    enough_cases: tuple[int, int] = (0, 4)
    alpha: float = 0.005
    bound: Literal["nbPlugin", "delta", "muan"] = "nbPlugin"
    power: Literal["2/3", "1/2", "none"] = "2/3"
    population_offset: bool = False
    r_compat: bool = False

    @property
    def history_needed(self) -> int:
        """Periods needed before the assessed one."""
        return self.years_back * self.a_year + self.half_window


def weekly(*, years_back: int = 5) -> Farrington:
    """The settings that Noufaily et al. recommend for weeks."""
    return Farrington(a_year=52, half_window=3, seasons=10, left_out=26, years_back=years_back)


def monthly(*, years_back: int = 5) -> Farrington:
    """The same for months: a month either side, quarter-long seasons, half a year left out."""
    return Farrington(a_year=12, half_window=1, seasons=4, left_out=6, years_back=years_back)


def assess(grid: Grid, first: int, settings: Farrington) -> Answers:
    """What Farrington Flexible says of every series from period `first` of the grid on.

    Gaps are left out of the fit. All is nan for a period with less than `history_needed` before it, with under half of
    its baseline or of its own season's baseline known (with `r_compat`: with nothing of its season known), or with too
    few cases lately; p alone is nan where the count itself is a gap.
    The series are worked out side by side on as many threads as numba may use; the answers do not depend on it.

    Raises ValueError for settings that leave nothing to compare with.
    """
    runs = baseline_of(
        Shape(settings.a_year, settings.years_back, settings.half_window, settings.seasons, settings.left_out)
    )
    rules = _rules(settings, int(runs.in_season.sum()))
    deviate = NormalDist().inv_cdf(1 - settings.alpha)
    rule = (BOUNDS[settings.bound], settings.alpha, deviate, POWERS[settings.power])
    rows, periods = grid.counts.shape
    fits = np.full((rows, 3, max(0, periods - first)), np.nan)
    answers = np.full_like(fits, np.nan)

    def work_out(start: int) -> None:
        chosen = slice(start, start + ROWS_AT_ONCE)
        block = _block(grid, chosen, settings)
        fit_rows(runs, block, first, rules, fits[chosen])
        bound_rows(fits[chosen], block.counts[:, first:], rule, answers[chosen])
        answers[chosen, 2][np.isnan(grid.counts[chosen, first:])] = np.nan

    with ThreadPoolExecutor(numba.get_num_threads()) as threads:
        list(threads.map(work_out, range(0, rows, ROWS_AT_ONCE)))
    said = np.where(np.isnan(answers[:, 1]), np.nan, 1.0)
    return Answers(fits[:, 0] * said, answers[:, 0], answers[:, 1], answers[:, 2], fits[:, 1] * said)


def _rules(settings: Farrington, baseline: int) -> Rules:
    critical = np.zeros(baseline + 1)
    if settings.trend_p < 1:
        critical[1:] = student.isf(settings.trend_p / 2, np.arange(1, baseline + 1))
    return Rules(
        settings.r_compat,
        settings.trend and settings.years_back >= FEWEST_YEARS_FOR_A_TREND,
        settings.reweight_above if settings.reweight else np.inf,
        critical,
        float(settings.enough_cases[0]),
        settings.enough_cases[1],
    )


def _block(grid: Grid, rows: slice, settings: Farrington) -> Block:
    counts = np.array(grid.counts[rows], dtype=np.float64, order="C")
    is_gap = np.isnan(counts)
    exposures = np.ones_like(counts)
    if settings.population_offset:
        exposures = np.array(grid.exposures[rows], dtype=np.float64, order="C")
        is_gap |= np.isnan(exposures)
    return Block(
        np.where(is_gap, 0.0, counts),
        np.where(is_gap, 1.0, exposures),
        is_gap,
        not settings.population_offset,
    )
