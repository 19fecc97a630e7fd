"""The law of a count to come: its mean and its quantiles, whole numbers of at least nought."""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls
from scipy.stats import nbinom, poisson

from tocsin.forecasting.series import Floats

# Below this a mean is as good as nought, and the law must still be one.
SMALLEST_MEAN = 1e-6
SMALLEST_VARIANCE = 1e-9
# Of reweighting; the line has settled well before.
ROUNDS = 8


def spread(errors: Floats) -> Floats:
    """Standard deviation of the logarithm to expect 1, 2, … periods ahead, from the errors made there so far.

    errors  forecasts × periods ahead, of logarithms; nan where the truth is not known yet
    The variance is taken to grow in a straight line, so that the few errors far ahead borrow from the many near.
    """
    ahead = np.arange(errors.shape[1], dtype=np.float64)
    made = np.sum(np.isfinite(errors), axis=0)
    seen = made > 0
    squares = np.nansum(errors**2, axis=0)[seen] / made[seen]
    design = np.column_stack([np.ones(int(seen.sum())), ahead[seen]])
    variance = np.full(len(squares), np.mean(squares) + SMALLEST_VARIANCE)
    for _ in range(ROUNDS):
        # A mean square is as uncertain as it is large: unweighted, the far errors would decide the near ones.
        weight = np.sqrt(made[seen]) / variance
        line = nnls(design * weight[:, None], squares * weight)[0]
        variance = design @ line + SMALLEST_VARIANCE
    return np.asarray(np.sqrt(line[0] + line[1] * ahead), dtype=np.float64)


def means(logs: Floats, spreads: Floats) -> Floats:
    """Mean of the count whose logarithm (of one more) has that mean and spread: half the variance is added back."""
    return np.asarray(np.maximum(np.exp(logs + spreads**2 / 2) - 1, SMALLEST_MEAN), dtype=np.float64)


def quantiles(logs: Floats, spreads: Floats, shares: Floats) -> Floats:
    """Smallest counts that hold those shares of the law; shape of `shares`, then of `logs`.

    A negative-binomial law with the mean and variance of the count; Poisson where the variance is no more than the
    mean, since no forecast is surer than chance allows.
    """
    mean = means(logs, spreads)
    variance = np.expm1(spreads**2) * (mean + 1) ** 2
    excess = variance - mean
    size = mean**2 / np.where(excess > 0, excess, 1.0)
    wanted = shares.reshape(-1, *([1] * logs.ndim))
    found = np.where(excess > 0, nbinom.ppf(wanted, size, size / (size + mean)), poisson.ppf(wanted, mean))
    return np.asarray(found, dtype=np.float64)
