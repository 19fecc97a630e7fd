"""Taking out of a series what any two series may share without having to do with each other: season and trend."""

from __future__ import annotations

import warnings

import numpy as np
from scipy.signal import lfilter
from statsmodels.tsa.ar_model import ar_select_order  # type: ignore[import-untyped]

from tocsin.forecasting.series import Floats

# Waves a year that a season is made of: all there are in months and quarters, the broad ones in weeks.
WAVES = 6
# Nobody's memory of a price is longer than a year and a bit; longer filters eat the data.
LONGEST_MEMORY = 13


def log_rates(counts: Floats, denominators: Floats | None) -> Floats:
    """Logarithm of one more than the count, or of the rate where there is a denominator."""
    logs = np.log1p(counts)
    return logs if denominators is None else logs - np.log(denominators)


def log_if_positive(values: Floats) -> Floats:
    """The logarithm where every known value is above nought, so that changes are proportions; else the values."""
    return np.log(values) if bool(np.all(values[np.isfinite(values)] > 0)) else values


def waves(at: Floats, a_year: int, most: int = WAVES) -> Floats:
    """The waves of the year at those periods, one a column; together, in months, the mean of each month."""
    columns: list[Floats] = []
    for wave in range(1, min(most, a_year // 2) + 1):
        angle = 2 * np.pi * wave * at / a_year
        columns += [np.cos(angle)] if 2 * wave == a_year else [np.cos(angle), np.sin(angle)]
    return np.column_stack(columns) if columns else np.empty((len(at), 0))


def recurring(periods: int, a_year: int) -> Floats:
    """What is taken out of changes: their mean, and the waves of the year; periods × weights."""
    return np.column_stack([np.ones(periods), waves(np.arange(periods, dtype=np.float64), a_year)])


def changes(values: Floats, a_year: int) -> Floats:
    """Change from one period to the next, less its mean and less what recurs with the time of the year.

    values   without gaps
    Returns one fewer than given.
    """
    moves = np.diff(values)
    design = recurring(len(moves), a_year)
    return np.asarray(moves - design @ np.linalg.lstsq(design, moves, rcond=None)[0], dtype=np.float64)


def whitening(values: Floats) -> Floats:
    """The filter that takes a series' own memory out of it: 1, then the negated autoregressive weights.

    The order is chosen by Akaike's criterion, so that nothing is filtered where there is no memory.
    Source: Box, Jenkins, Reinsel & Ljung (2015), Time Series Analysis, 5th edition, section 12.2.
    """
    longest = min(LONGEST_MEMORY, len(values) // 5)
    if longest < 1 or np.ptp(values) == 0:
        return np.ones(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        chosen = ar_select_order(values, maxlag=longest, ic="aic")
        order = max(chosen.ar_lags or [0])
        if order == 0:
            return np.ones(1)
        weights = np.asarray(chosen.model.fit().params, dtype=np.float64)[1:]
    return np.concatenate([[1.0], -weights])


def filtered(values: Floats, by: Floats) -> Floats:
    """The series (or each row) through the filter; shorter by the filter's memory."""
    return np.asarray(lfilter(by, [1.0], values, axis=-1), dtype=np.float64)[..., len(by) - 1 :]
