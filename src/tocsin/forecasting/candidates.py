"""The models and simple rules that a forecast is chosen from, each a function of the logarithms so far."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from statsmodels.tsa.forecasting.theta import ThetaModel  # type: ignore[import-untyped]
from statsmodels.tsa.holtwinters import ExponentialSmoothing, SimpleExpSmoothing  # type: ignore[import-untyped]

from tocsin.forecasting.series import Floats
from tocsin.forecasting.stationary import waves

# history, horizon and periods in a year → one forecast a period ahead
Rule: TypeAlias = Callable[[Floats, int, int], Floats]

SEASONAL_NAIVE = "seasonal naive"
LAST_VALUE = "last value"
COMBINED = "mean of the models and the last value"

# A season of more parts than this, a weight each, eats a few years of data: waves say it in fewer.
MOST_PARTS = 12
FEW_WAVES = 2
MORE_WAVES = 4


def every_forecast(history: Floats, horizon: int, a_year: int) -> dict[str, Floats]:
    """What each candidate says, by name: the simple rules, the models, and the mean of the models and the last value.

    history  logarithm of one more than each count, oldest first, no gap, at least two years
    """
    simple = {name: rule(history, horizon, a_year) for name, rule in SIMPLE.items()}
    models = {name: rule(history, horizon, a_year) for name, rule in models_for(a_year).items()}
    combined = np.mean([*models.values(), simple[LAST_VALUE]], axis=0)
    return {**simple, **models, COMBINED: combined}


def models_for(a_year: int) -> Mapping[str, Rule]:
    """The models that suit so many periods in a year."""
    smoothing: dict[str, Rule] = {"seasonal smoothing": _seasonal_smoothing} if 1 < a_year <= MOST_PARTS else {}
    return {"theta": _theta, **smoothing, "smoothing over waves": _smoothing_over_waves}


def _same_as_a_year_ago(history: Floats, horizon: int, a_year: int) -> Floats:
    return np.resize(history[-a_year:], horizon)


def _same_as_last(history: Floats, horizon: int, a_year: int) -> Floats:
    return np.full(horizon, history[-1])


def _mean_so_far(history: Floats, horizon: int, a_year: int) -> Floats:
    return np.full(horizon, history.mean())


SIMPLE: Mapping[str, Rule] = {
    SEASONAL_NAIVE: _same_as_a_year_ago,
    LAST_VALUE: _same_as_last,
    "mean so far": _mean_so_far,
}


def _theta(history: Floats, horizon: int, a_year: int) -> Floats:
    """Source: Assimakopoulos & Nikolopoulos (2000), International Journal of Forecasting 16, 521–530."""
    if not 1 < a_year <= MOST_PARTS:
        level, season = _without_waves(history, horizon, a_year, MORE_WAVES)
        return season + _quietly(lambda: ThetaModel(level, deseasonalize=False).fit(disp=False).forecast(horizon))
    model = ThetaModel(history, period=a_year, deseasonalize=True, use_test=False, method="additive")
    return _quietly(lambda: model.fit(disp=False).forecast(horizon))


def _seasonal_smoothing(history: Floats, horizon: int, a_year: int) -> Floats:
    """Source: Winters (1960), Management Science 6, 324–342; level and season, no trend."""
    model = ExponentialSmoothing(history, seasonal="add", seasonal_periods=a_year, initialization_method="heuristic")
    return _quietly(lambda: model.fit().forecast(horizon))


def _smoothing_over_waves(history: Floats, horizon: int, a_year: int) -> Floats:
    """Simple exponential smoothing of what is left when broad waves of the year are taken out."""
    level, season = _without_waves(history, horizon, a_year, FEW_WAVES if a_year <= MOST_PARTS else MORE_WAVES)
    return season + _quietly(
        lambda: SimpleExpSmoothing(level, initialization_method="estimated").fit().forecast(horizon)
    )


def _without_waves(history: Floats, horizon: int, a_year: int, most: int) -> tuple[Floats, Floats]:
    """The history less its waves, and the waves of the periods to come; fitted to what a year's moving mean leaves."""
    shape = waves(np.arange(len(history) + horizon, dtype=np.float64), a_year, most)
    if shape.shape[1] == 0:
        return history, np.zeros(horizon)
    window = np.full(a_year + 1, 1.0) if a_year % 2 == 0 else np.full(a_year, 1.0)
    if a_year % 2 == 0:
        window[0] = window[-1] = 0.5
    half = len(window) // 2
    middle = slice(half, len(history) - half)
    left = history[middle] - np.convolve(history, window / a_year, "valid")
    design = np.column_stack([np.ones(len(left)), shape[: len(history)][middle]])
    season = shape @ np.linalg.lstsq(design, left, rcond=None)[0][1:]
    return history - season[: len(history)], season[len(history) :]


def _quietly(forecast: Callable[[], object]) -> Floats:
    """The library's forecast; a search that stopped early is judged by its errors, like any other, so no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(forecast(), dtype=np.float64)
