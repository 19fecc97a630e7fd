"""Earlier counts of the same series, where history is too short for a season: a window with a negative-binomial tail.

A window that ends a little before the assessed period is that of EARS C2 (Hutwagner et al. 2003, J. Urban Health 80,
i89–i96), here longer; the law of the counts is that of negative_binomial, never a normal one. It sees no season and no
trend.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.detection import negative_binomial
from tocsin.detection.gamma_poisson import learn_law_without_outliers, lowest_within, mixture_at_least, widened
from tocsin.detection.grid import Answers, Grid
from tocsin.detection.negative_binomial import EXTRAS, IMPLAUSIBLE, PRIOR, most_left_out

VERSION = negative_binomial.VERSION

Wholes = NDArray[np.int64]


@dataclass(frozen=True)
class ShortHistory:
    """Which earlier periods are looked back on.

    alpha     chance that a count passes its upper bound if nothing has changed
    fewest    earlier periods with a known count that the method needs
    most      how many it takes at most; a year of weeks is long enough for a spread, and short enough that the level
              has seldom moved
    left_out  periods just before the assessed one that are no baseline: a rise seldom starts on the first day of a
              period, and its first part must not vouch for the rest
    """

    alpha: float = 0.01
    fewest: int = 6
    most: int = 52
    left_out: int = 1


def assess(grid: Grid, first: int, settings: ShortHistory) -> Answers:
    """What the window of earlier counts says of the periods `first` and later; nan where too few are known."""
    return assess_and_leave_out(grid, first, settings)[0]


def assess_and_leave_out(grid: Grid, first: int, settings: ShortHistory) -> tuple[Answers, Wholes]:
    """The same, and how many earlier counts stood so far apart that they were left out, S × W."""
    shape = len(grid.names), len(grid.periods) - first
    answers = Answers(*(np.full(shape, np.nan) for _ in range(5)))
    left_out = np.zeros(shape, dtype=np.int64)
    most_apart = np.array([most_left_out(known) for known in range(settings.most + 1)])
    _assess(
        (grid.counts, grid.exposures, first),
        (settings.alpha, settings.fewest, settings.most, settings.left_out),
        (EXTRAS, PRIOR, IMPLAUSIBLE, most_apart),
        (answers.expected, answers.lower, answers.upper, answers.p, answers.dispersion),
        left_out,
    )
    return answers, left_out


@njit(cache=True, nogil=True)
def _assess(  # type: ignore[no-untyped-def]
    series, settings, law_of, answers, left_out
) -> None:
    counts, exposures, first = series
    alpha, fewest, most, skipped = settings
    extras, prior, implausible, most_apart = law_of
    expected, lower, upper, p, dispersion = answers
    sure = np.zeros_like(extras)
    for row in range(counts.shape[0]):
        for at in range(first, counts.shape[1]):
            if np.isnan(counts[row, at] + exposures[row, at]):
                continue
            past, times, per = _references(counts[row], exposures[row], at - skipped, most)
            known = int(times.sum())
            if known < fewest:
                continue
            shown = np.empty((len(extras), len(per)))
            shown[:] = per
            law, apart = learn_law_without_outliers(
                past, times, shown, np.zeros_like(shown), extras, prior, implausible, most_apart[known]
            )
            means, wide, weights = law[0] * exposures[row, at], widened(law[1], extras, sure), law[2]
            column = at - first
            mean = np.sum(weights * means)
            spread = np.sum(weights * (means + (1.0 + wide) * means * means)) - mean * mean
            expected[row, column] = mean
            dispersion[row, column] = spread / mean
            reach = np.sqrt(spread)
            upper[row, column] = lowest_within(alpha, np.floor(mean + 2.5 * reach), means, wide, weights)
            lower[row, column] = lowest_within(1.0 - alpha, np.floor(mean - 2.0 * reach), means, wide, weights)
            p[row, column] = mixture_at_least(counts[row, at], means, wide, weights)
            left_out[row, column] = int(apart.sum())


@njit(cache=True, nogil=True)
def _references(  # type: ignore[no-untyped-def]
    counts, exposures, until, most
):
    """The last known counts before `until`, in order of size, those alike put together: counts, how often, per what."""
    past, times, per = np.empty(most), np.zeros(most), np.empty(most)
    kinds, known, at = 0, 0, until - 1
    while at >= 0 and known < most:
        count, exposure = counts[at], exposures[at]
        at -= 1
        if np.isnan(count + exposure):
            continue
        known += 1
        place = kinds
        while place > 0 and (past[place - 1] > count or (past[place - 1] == count and per[place - 1] > exposure)):
            place -= 1
        if place > 0 and past[place - 1] == count and per[place - 1] == exposure:
            times[place - 1] += 1.0
            continue
        for each in range(kinds, place, -1):
            past[each], times[each], per[each] = past[each - 1], times[each - 1], per[each - 1]
        past[place], times[place], per[place] = count, 1.0, exposure
        kinds += 1
    return past[:kinds], times[:kinds], per[:kinds]
