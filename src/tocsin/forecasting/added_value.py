"""Whether knowing the driver would have brought forecasts one period ahead closer, in periods not used to fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.forecasting.series import Floats
from tocsin.forecasting.stationary import waves

# Crime's own two last changes and two waves of the year: what any forecast would use without the driver.
MEMORY = 2
WAVES = 2
# Fewer errors than this say nothing about the next.
FEWEST_ERRORS = 12
PERIODS_PER_WEIGHT = 3


@dataclass(frozen=True)
class _Rows:
    """One row a change of crime: what is known beforehand, and the driver's changes one lag a column."""

    known: Floats
    driver: Floats
    change: Floats


def skill_gain(crime: Floats, driver: Floats, longest_lag: int, a_year: int) -> float | None:
    """1 − squared error with the driver ÷ squared error without it, each change forecast from those before it alone.

    crime, driver  changes from period to period, of the same periods, nothing taken out
    The lag (1 … longest_lag) is chosen anew each time from the past only, and both models are refitted. Below nought if
    the driver makes forecasts worse; None if fewer than twelve changes can be forecast, or no lag is above nought.
    """
    if longest_lag < 1:
        return None
    rows = _rows(crime, driver, longest_lag, a_year)
    first = PERIODS_PER_WEIGHT * (rows.known.shape[1] + 1)
    if len(rows.change) - first < FEWEST_ERRORS:
        return None
    errors = np.array([_errors(rows, at) for at in range(first, len(rows.change))])
    without, with_driver = np.sum(errors**2, axis=0)
    return float(1 - with_driver / without) if without > 0 else None


def _rows(crime: Floats, driver: Floats, longest_lag: int, a_year: int) -> _Rows:
    start = max(longest_lag, MEMORY)
    at = np.arange(start, len(crime))
    memory = [crime[at - back] for back in range(1, MEMORY + 1)]
    known = np.column_stack([np.ones(len(at)), *memory, waves(at.astype(np.float64), a_year, WAVES)])
    lagged = np.column_stack([driver[at - lag] for lag in range(1, longest_lag + 1)])
    return _Rows(known, lagged, crime[at])


def _errors(rows: _Rows, at: int) -> tuple[float, float]:
    """Error of the forecast of row `at` without and with the driver, all weights from the rows before it."""
    both = np.column_stack([rows.change, rows.driver])
    weights = np.linalg.lstsq(rows.known[:at], both[:at], rcond=None)[0]
    left = both[: at + 1] - rows.known[: at + 1] @ weights
    change, driver = left[:at, 0], left[:at, 1:]
    together = change @ driver
    power = np.maximum(np.sum(driver**2, axis=0), np.finfo(float).tiny)
    lag = int(np.argmax(together**2 / power))
    return float(left[at, 0]), float(left[at, 0] - together[lag] / power[lag] * left[at, 1 + lag])
