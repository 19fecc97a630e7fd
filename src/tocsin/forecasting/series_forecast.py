"""One series' forecast: models tried at earlier dates, the best chosen, its intervals from the errors it made."""

from __future__ import annotations

import numpy as np

from tocsin.forecasting.candidates import SEASONAL_NAIVE, every_forecast
from tocsin.forecasting.forecasts import Band, Forecast, ForecastSettings, NoForecast, Score
from tocsin.forecasting.predictive import means, quantiles, spread
from tocsin.forecasting.replay import filled, replay
from tocsin.forecasting.scores import shares_of, usual_change
from tocsin.forecasting.series import Floats
from tocsin.forecasting.trials import LEARNING_DATES, Trials, trials

VERSION = "1"

# A season cannot be forecast from less.
FEWEST_YEARS = 2
# The first forecast tried stands on at least this share of the history.
LEAST_HISTORY = 0.4


def forecast_series(
    counts: Floats,
    a_year: int,
    settings: ForecastSettings = ForecastSettings(),  # noqa: B008 - frozen
) -> Forecast | NoForecast:
    """The forecast of the periods after the last known count, or why none is made.

    counts  oldest first, at least nought; nan in gaps
    Each candidate forecasts from up to sixteen earlier dates, knowing only what lay before. At each date after the
    first four, one is chosen by its score so far, and its interval is set by its errors so far: so the scores are of
    the whole way of choosing, not of a winner picked afterwards.
    Source of the evaluation: Tashman (2000), International Journal of Forecasting 16, 437–450.
    """
    known = trimmed(counts)
    reason = _reason_against(known, a_year, settings)
    if reason is not None:
        return NoForecast(reason)
    tried = replay(known, a_year, settings.horizon, dates_to_try(len(known), a_year, settings))
    made = trials(tried, settings.levels, settings.clearly_better)
    scale = usual_change(known, a_year)
    choice_skill = _overall(made, scale).skill
    if choice_skill <= 0:
        made = made.always_naive
    model = made.preferred if choice_skill > 0 else SEASONAL_NAIVE
    logs = every_forecast(np.log1p(filled(known, a_year)), settings.horizon, a_year)
    spreads = {name: spread(tried.errors[tried.names.index(name)]) for name in {model, SEASONAL_NAIVE}}
    found = quantiles(logs[model], spreads[model], shares_of(settings.levels)).astype(int)
    return Forecast(
        model=model,
        choice_skill=choice_skill,
        mean=_floats(means(logs[model], spreads[model])),
        bands=tuple(
            Band(level, _whole(found[1 + 2 * at]), _whole(found[2 + 2 * at]))
            for at, level in enumerate(settings.levels)
        ),
        naive=_floats(np.expm1(logs[SEASONAL_NAIVE])),
        ahead=tuple(made.score(slice(at, at + 1), scale) for at in range(settings.horizon)),
        overall=_overall(made, scale),
        tried=made.tried,
    )


def trimmed(counts: Floats) -> Floats:
    """The counts from the first known to the last."""
    known = np.flatnonzero(np.isfinite(counts))
    return counts[known[0] : known[-1] + 1] if len(known) else counts[:0]


def _overall(made: Trials, scale: float) -> Score:
    score = made.score(slice(None), scale)
    if score is None:
        raise ValueError("No forecast tried has come true or false yet.")
    return score


def _reason_against(known: Floats, a_year: int, settings: ForecastSettings) -> str | None:
    needed = FEWEST_YEARS * a_year + 1 + max(LEARNING_DATES + 1, settings.horizon)
    if len(known) < needed:
        return (
            f"Too short: {len(known)} periods from the first count to the last; {needed} are needed. "
            "Give longer history or a smaller horizon."
        )
    gaps = int(np.sum(np.isnan(known)))
    if gaps > settings.most_gaps * len(known):
        return f"Too many gaps: {gaps} of {len(known)} periods have no count. Give those that are known."
    lately = float(np.nanmean(known[-FEWEST_YEARS * a_year :]))
    if lately < settings.lowest_mean:
        return (
            f"Too thin: {lately:.1f} a period over the last two years; at least {settings.lowest_mean:g} are needed. "
            "Add places or kinds together: nothing is foretold of small places or few people."
        )
    return None


def dates_to_try(periods: int, a_year: int, settings: ForecastSettings) -> tuple[int, ...]:
    """Dates to forecast from, evenly spread up to the last period known."""
    first = max(FEWEST_YEARS * a_year + 1, round(LEAST_HISTORY * periods))
    step = max(1, -(-(periods - first) // settings.most_dates))
    return tuple(range(periods - 1, first - 1, -step))[::-1]


def _floats(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _whole(values: np.typing.NDArray[np.int_]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)
