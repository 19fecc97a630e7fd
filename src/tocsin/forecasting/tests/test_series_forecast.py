"""A series' forecast: nothing foretold from later, bands that hold, and the simple rule kept where it wins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tocsin.forecasting.batch import forecast_all
from tocsin.forecasting.candidates import COMBINED, SEASONAL_NAIVE, every_forecast
from tocsin.forecasting.forecasts import Forecast, ForecastSettings, NoForecast
from tocsin.forecasting.replay import filled, replay
from tocsin.forecasting.series import CrimeSeries
from tocsin.forecasting.series_forecast import forecast_series
from tocsin.periods import later

MONTHS = 72
SEASON = np.cos(np.arange(MONTHS + 12) * 2 * np.pi / 12)
QUICK = ForecastSettings(horizon=6, most_dates=8)


def drifting(random: np.random.Generator, months: int = MONTHS, level: float = 5.0) -> np.ndarray:
    """Counts with a season, a drifting level and a little more than Poisson noise."""
    level = level + np.cumsum(random.normal(0, 0.05, months)) + 0.25 * SEASON[:months]
    return random.negative_binomial(50, 50 / (50 + np.exp(level))).astype(float)


def test_a_forecast_is_whole_never_below_nought_and_wider_for_a_surer_band():
    made = forecast_series(drifting(np.random.default_rng(1), level=2.5), 12, QUICK)

    assert isinstance(made, Forecast)
    narrow, wide = made.bands
    assert (narrow.level, wide.level) == (80, 95)
    assert len(made.mean) == len(narrow.lower) == 6
    for at in range(6):
        assert 0 <= wide.lower[at] <= narrow.lower[at] <= made.mean[at] <= narrow.upper[at] <= wide.upper[at]
        assert isinstance(narrow.lower[at], int)


def test_bands_hold_what_came_about_as_often_as_they_say():
    random = np.random.default_rng(2)
    hit, said = [], []
    for _ in range(10):
        counts = drifting(random, MONTHS + 6)
        made = forecast_series(counts[:MONTHS], 12, QUICK)
        band = made.bands[0]
        hit += [band.lower[at] <= counts[MONTHS + at] <= band.upper[at] for at in range(6)]
        said.append(made.overall.coverage[80])

    # 60 months to come, those of one series going together: 80 % give or take.
    assert 0.65 <= np.mean(hit) <= 0.95
    assert 0.70 <= np.mean(said) <= 0.92


def test_a_drifting_level_is_forecast_better_than_by_the_same_month_a_year_ago():
    made = forecast_series(drifting(np.random.default_rng(3)), 12, QUICK)

    assert made.beats_naive
    assert made.model == COMBINED
    assert made.overall.skill > 0.1
    assert made.tried[COMBINED] < made.tried[SEASONAL_NAIVE]
    assert "better than the same period a year ago" in made.words


def test_where_no_model_beats_the_same_month_a_year_ago_that_is_given_and_said():
    shape = np.random.default_rng(4).permutation(np.linspace(20, 900, 12))
    counts = np.tile(shape, 7) + np.random.default_rng(5).poisson(3, 84)

    made = forecast_series(np.round(counts), 12, QUICK)

    assert not made.beats_naive
    assert made.model == SEASONAL_NAIVE
    assert made.naive == pytest.approx(counts[-12:-6])
    assert made.mean == pytest.approx(made.naive, rel=0.02)
    assert made.overall.skill == 0
    assert made.words.startswith("No model beat the same period a year ago")


def test_forecasts_of_the_past_know_nothing_of_what_came_later():
    counts = drifting(np.random.default_rng(6))
    starts = (40, 50, 60)
    changed = counts.copy()
    changed[50:] *= 3

    before, after = (replay(each, 12, 6, starts) for each in (counts, changed))

    assert np.array_equal(before.logs[:, :2], after.logs[:, :2])
    assert not np.array_equal(before.logs[:, 2], after.logs[:, 2])


def test_only_truth_that_has_come_counts_at_a_date():
    tried = replay(drifting(np.random.default_rng(6)), 12, 6, (40, 44, 60))

    assert np.isfinite(tried.known_at(44)).sum(axis=1).tolist() == [4, 0, 0]


def test_gaps_are_filled_from_before_them_alone_and_never_scored():
    counts = drifting(np.random.default_rng(7))
    counts[[5, 50, 62]] = np.nan

    whole = filled(counts, 12)
    made = forecast_series(counts, 12, QUICK)

    assert whole[[5, 50, 62]].tolist() == [counts[4], counts[38], whole[50]]
    assert np.isnan(replay(counts, 12, 6, (60,)).truth[0, 2])
    assert made.overall.forecasts < forecast_series(whole, 12, QUICK).overall.forecasts


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        (np.full(MONTHS, 2.0), "Too thin: 2.0 a period"),
        (np.concatenate([np.full(48, 90.0), np.zeros(24)]), "Too thin: 0.0 a period"),
        (np.full(30, 50.0), "Too short: 30 periods"),
        (np.where(np.arange(MONTHS) % 4 == 1, np.nan, 50.0), "Too many gaps: 18 of 72"),
        (np.full(MONTHS, np.nan), "Too short: 0 periods"),
    ],
)
def test_no_forecast_is_made_of_what_is_too_thin_too_short_or_too_full_of_gaps(counts, reason):
    made = forecast_series(counts, 12, QUICK)

    assert isinstance(made, NoForecast)
    assert made.reason.startswith(reason)


def test_counts_that_never_change_are_forecast_to_go_on():
    made = forecast_series(np.full(MONTHS, 50.0), 12, QUICK)

    assert made.mean == pytest.approx([50.0] * 6, rel=1e-3)
    assert made.overall.scaled_error is None


@pytest.mark.parametrize(("a_year", "periods"), [(4, 40), (52, 170)])
def test_quarters_and_weeks_are_forecast_too(a_year, periods):
    angle = 2 * np.pi * np.arange(periods + 4) / a_year
    means = 200 * np.exp(0.3 * np.cos(angle))
    counts = np.random.default_rng(8).poisson(means[:periods]).astype(float)

    made = forecast_series(counts, a_year, replace(QUICK, horizon=4, most_dates=6))

    assert made.mean == pytest.approx(means[periods:], rel=0.15)


def test_every_candidate_says_something_for_every_period_ahead():
    said = every_forecast(np.log1p(drifting(np.random.default_rng(9))), 6, 12)

    assert {SEASONAL_NAIVE, "last value", "theta", "seasonal smoothing", "smoothing over waves", COMBINED} <= set(said)
    assert all(len(each) == 6 and np.isfinite(each).all() for each in said.values())


def test_many_series_in_a_process_of_their_own_give_what_one_at_a_time_gives():
    random = np.random.default_rng(10)
    counts = np.array([*(drifting(random, 44) for _ in range(8)), np.ones(44)])
    periods = tuple(later("2015-01", month) for month in range(44))
    few = replace(QUICK, most_dates=6, horizon=3)

    made = forecast_all(CrimeSeries(tuple("abcdefghi"), periods, counts), few)

    assert made[0] == forecast_series(counts[0], 12, few)
    assert isinstance(made[8], NoForecast)
