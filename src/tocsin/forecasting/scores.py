"""How good forecasts were: their interval score, the share of counts inside, and their error beside a simple rule's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tocsin.forecasting.series import Floats


def shares_of(levels: Sequence[int]) -> Floats:
    """The shares whose quantiles bound those central intervals: the median, then lower and upper of each.

    >>> shares_of([80]).round(2).tolist()
    [0.5, 0.1, 0.9]
    """
    tails = [(100 - level) / 200 for level in levels]
    return np.array([0.5, *(share for tail in tails for share in (tail, 1 - tail))])


def weighted_interval_score(truth: Floats, quantiles: Floats, levels: Sequence[int]) -> Floats:
    """Width of the intervals plus what the truth lies outside, in counts; smaller is better, the shape of `truth`.

    quantiles  at `shares_of(levels)`, then the shape of `truth`
    It is twice the mean pinball loss at those quantiles: a forecast does best by saying what it believes.
    Sources: Gneiting & Raftery (2007), JASA 102, 359–378, section 6.2; Bracher et al. (2021), PLoS Computational
    Biology 17, e1008618.
    """
    total = np.abs(truth - quantiles[0]) / 2
    for at, level in enumerate(levels):
        alpha = 1 - level / 100
        lower, upper = quantiles[1 + 2 * at], quantiles[2 + 2 * at]
        outside = np.maximum(lower - truth, 0) + np.maximum(truth - upper, 0)
        total = total + alpha / 2 * (upper - lower) + outside
    return np.asarray(total / (len(levels) + 0.5), dtype=np.float64)


def inside(truth: Floats, quantiles: Floats, at: int) -> Floats:
    """1 where the truth lies within the interval of the level at that place, 0 where not, nan where unknown."""
    within = (quantiles[1 + 2 * at] <= truth) & (truth <= quantiles[2 + 2 * at])
    return np.where(np.isnan(truth), np.nan, within.astype(np.float64))


def usual_change(counts: Floats, a_year: int) -> float:
    """Mean absolute change from the same period a year before: 1 in the scale of the mean absolute scaled error.

    Source: Hyndman & Koehler (2006), International Journal of Forecasting 22, 679–688.
    """
    return float(np.nanmean(np.abs(counts[a_year:] - counts[:-a_year])))
