"""Farrington Flexible against R, against injected rises and against short histories."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tocsin.detection.farrington_flexible import expect, monthly, seasons_before, weekly
from tocsin.errors import SeriesTooShort

REFERENCE = Path(__file__).resolve().parents[5] / "shared" / "data" / "detection"
ALPHA = 0.005  # as in the reference run


def seasonal_counts(periods: int, *, a_year: int, mean: float, seed: int) -> np.ndarray:
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(periods) / a_year)
    return np.random.default_rng(seed).poisson(mean * season).astype(float)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference run of R's surveillance is not beside this checkout")
def test_bounds_and_alarms_equal_those_of_surveillance_in_r():
    with gzip.open(REFERENCE / "sim_full.csv.gz", "rt") as lines:
        simulated = np.loadtxt(lines, delimiter=",")
    sample = {str(each) for each in range(1, len(simulated) + 1, 20)}
    with gzip.open(REFERENCE / "r_nb.csv.gz", "rt") as lines:
        by_r = [
            row
            for row in csv.DictReader(lines)
            if row["sid"] in sample and (row["config"], row["data"]) == ("nb", "full")
        ]

    for row in by_r:
        observed, at = simulated[int(row["sid"]) - 1], int(row["week"]) - 1
        usual = expect(observed, at=at, settings=weekly())
        upper = usual.highest_usual(ALPHA)

        assert upper == float(row["upper"]), (row["sid"], row["week"])
        assert (observed[at] > upper) == (row["alarm"] == "1")
        assert usual.expected == pytest.approx(float(row["expected"]), rel=1e-9)
        assert usual.at_least(int(observed[at])) == pytest.approx(float(row["pvalue"]), abs=1e-9)
    assert len(by_r) == 21 * 49


@pytest.mark.parametrize(("settings", "a_year"), [(weekly(), 52), (monthly(), 12)])
def test_an_injected_rise_is_found_and_the_period_before_it_is_quiet(settings, a_year):
    observed = seasonal_counts(7 * a_year, a_year=a_year, mean=20, seed=3)
    observed[-1] += 30

    assert observed[-1] > expect(observed, at=len(observed) - 1, settings=settings).highest_usual(ALPHA)
    assert observed[-2] <= expect(observed, at=len(observed) - 2, settings=settings).highest_usual(ALPHA)


def test_a_past_rise_is_weighed_down():
    observed = seasonal_counts(7 * 52, a_year=52, mean=20, seed=4)
    at = len(observed) - 1
    usual = expect(observed, at=at, settings=weekly()).highest_usual(ALPHA)
    observed[at - 52 : at - 49] += 150

    with_past_rise = expect(observed, at=at, settings=weekly()).highest_usual(ALPHA)
    taken_as_usual = expect(observed, at=at, settings=replace(weekly(), reweight=False)).highest_usual(ALPHA)

    assert with_past_rise < 1.25 * usual
    assert taken_as_usual > 1.5 * usual


def test_flat_seasonal_weeks_pass_their_bound_about_as_seldom_as_asked():
    passed = 0
    for seed in range(300):
        observed = seasonal_counts(6 * 52, a_year=52, mean=8, seed=seed)
        usual = expect(observed, at=len(observed) - 1, settings=weekly())
        passed += usual.at_least(int(observed[-1])) <= 0.05

    assert 0.01 < passed / 300 < 0.09


def test_the_assessed_week_shares_its_season_with_the_same_weeks_of_earlier_years():
    positions, seasons = seasons_before(300, weekly())

    same_season = positions[seasons == 9]
    assert same_season.tolist() == [at for back in range(5, 0, -1) for at in range(297 - 52 * back, 304 - 52 * back)]
    assert positions.max() == 300 - 27


def test_a_trend_is_dropped_when_it_leads_beyond_every_past_count():
    steep = np.round(np.exp(np.arange(400) / 60)).astype(float)
    at = len(steep) - 1

    assert expect(steep, at=at, settings=weekly()).expected < steep[: at - 26].max()


def test_a_history_one_week_too_short_is_refused_in_words():
    with pytest.raises(SeriesTooShort, match="262 earlier periods without a gap; Farrington Flexible needs 263"):
        expect(np.ones(263), at=262, settings=weekly())


def test_years_without_a_case_are_refused_not_guessed():
    with pytest.raises(SeriesTooShort, match="Almost no cases"):
        expect(np.zeros(320), at=319, settings=weekly())


def test_no_bound_is_given_when_too_few_cases_fell_lately():
    observed = seasonal_counts(320, a_year=52, mean=2, seed=1)
    observed[-4:] = 1

    with pytest.raises(SeriesTooShort, match="Fewer than 5 cases in the last 4 periods"):
        expect(observed, at=319, settings=replace(weekly(), enough_cases=(5, 4)))
