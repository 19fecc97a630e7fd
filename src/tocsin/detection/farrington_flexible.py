"""Farrington Flexible: this period against the same time of year in earlier years, past rises weighted down.

Source: Noufaily et al. (2013), Statist. Med. 32, 1206–1222, doi 10.1002/sim.5595, with the negative-binomial bound
(`nbPlugin`) of R's `surveillance` 1.20.3, whose upper bounds it reproduces. The names in brackets below are R's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import CountDistribution, Floats
from tocsin.detection.quasi_poisson import Baseline, Fit, NotSettled, fit, fit_past_rises_down
from tocsin.errors import SeriesTooShort

VERSION = "1"
FEWEST_YEARS_FOR_A_TREND = 3


@dataclass(frozen=True)
class Farrington:
    """How the baseline is drawn and fitted. Counts of periods, unless said otherwise.

    a_year             periods in a year: 52 weeks or 12 months
    years_back         years of baseline (b)
    half_window        periods either side of the same period in earlier years (w)
    seasons            seasons a year is cut into, the window being one (noPeriods)
    left_out           periods just before the assessed one that are no baseline (pastWeeksNotIncluded)
    reweight           weigh past rises down, those with a residual above `reweight_above` (weightsThreshold)
    trend              fit a trend, kept when its p is below `trend_p` (pThresholdTrend; 1 always keeps it), when the
                       baseline spans three years and when it leads to no more than the baseline's largest count
    enough_cases       (cases, periods): no bound unless so many cases fell in so many last periods (limit54)
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


def expect(counts: Floats, *, at: int, settings: Farrington) -> CountDistribution:
    """What to expect at position `at` of `counts` (an unbroken run of periods, oldest first).

    Raises SeriesTooShort if the years before `at` are not all there, hold almost no cases to fit to, or too few fell
    lately (`enough_cases`).
    """
    if at < settings.history_needed:
        raise SeriesTooShort(
            f"{at} earlier periods without a gap; Farrington Flexible needs {settings.history_needed}. "
            "Choose the negative-binomial comparison for this source, or load older counts."
        )
    cases, lately = settings.enough_cases
    if counts[max(0, at - lately + 1) : at + 1].sum() < cases:
        raise SeriesTooShort(f"Fewer than {cases} cases in the last {lately} periods, too few for a bound.")
    try:
        mean, dispersion = _mean_and_dispersion(counts, at, settings)
    except NotSettled:
        raise SeriesTooShort(
            "Almost no cases in the years of baseline, so Farrington Flexible cannot be fitted. "
            "Choose the negative-binomial comparison for this source."
        ) from None
    return CountDistribution(np.array([mean]), np.array([(dispersion - 1) / mean]), np.array([1.0]))


def seasons_before(at: int, settings: Farrington) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of the baseline before `at`, and the season of each; the last season is the assessed one's.

    Each year between two windows is shared out to the other seasons, the earlier ones longer by one if need be.
    """
    season = np.full(at + 1, -1, dtype=np.int64)
    half, others = settings.half_window, settings.seasons - 1
    season[at - half :] = others
    for year in range(1, settings.years_back + 1):
        same = at - year * settings.a_year
        season[same - half : same + half + 1] = others
        between = slice(same + half + 1, same + settings.a_year - half)
        if others > 0:
            lengths = np.full(others, (settings.a_year - 2 * half - 1) // others)
            lengths[: (settings.a_year - 2 * half - 1) % others] += 1
            season[between] = np.repeat(np.arange(others), lengths)
    season[at - settings.left_out :] = -1
    positions = np.flatnonzero(season >= 0)
    return positions, season[positions]


def _mean_and_dispersion(counts: Floats, at: int, settings: Farrington) -> tuple[float, float]:
    positions, seasons = seasons_before(at, settings)
    baseline = Baseline(counts[positions], (positions - positions[0]).astype(np.float64), seasons)
    now, season = float(at - positions[0]), settings.seasons - 1
    if settings.trend:
        try:
            with_trend = _fit(baseline, trend=True, settings=settings)
        except NotSettled:
            pass
        else:
            mean = with_trend.mean_at(time=now, season=season)
            long_enough = settings.years_back >= FEWEST_YEARS_FOR_A_TREND
            clear = settings.trend_p >= 1 or with_trend.trend_p < settings.trend_p
            if long_enough and clear and mean <= baseline.counts.max():
                return mean, with_trend.dispersion
    level = _fit(baseline, trend=False, settings=settings)
    return level.mean_at(time=now, season=season), level.dispersion


def _fit(baseline: Baseline, *, trend: bool, settings: Farrington) -> Fit:
    if settings.reweight:
        return fit_past_rises_down(baseline, trend=trend, threshold=settings.reweight_above)
    return fit(baseline, trend=trend)
