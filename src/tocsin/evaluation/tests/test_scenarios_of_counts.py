import numpy as np
import pytest

from tocsin.evaluation.published_scenarios import (
    PAST_OUTBREAKS,
    TESTED,
    WEEKS,
    WITH_PAST_OUTBREAKS,
    draw_counts,
    outbreak,
    published,
    simulate,
)
from tocsin.evaluation.stress_scenarios import LEVELS, stress


def test_there_are_42_published_scenarios_and_the_first_is_flat():
    scenarios = published()

    assert len(scenarios) == 42
    assert scenarios[0].means == pytest.approx(np.full(WEEKS, np.exp(0.1)))
    assert scenarios[0].dispersions == pytest.approx(np.full(WEEKS, 1.5))


def test_the_sixth_has_a_trend_and_two_harmonics():
    week = 100
    angle = 2 * np.pi * week / 52
    waves = 0.6 * (np.cos(angle) + np.sin(angle) + np.cos(2 * angle) + np.sin(2 * angle))

    assert published()[5].means[week - 1] == pytest.approx(np.exp(0.1 + 0.0025 * week + waves))


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
def test_counts_have_the_mean_and_spread_asked_for(dispersion):
    counts = draw_counts(np.full(50_000, 4.0), np.full(50_000, dispersion), np.random.default_rng(1))

    assert counts.mean() == pytest.approx(4, abs=0.06)
    assert counts.var() / counts.mean() == pytest.approx(dispersion, rel=0.05)


def test_half_of_an_outbreak_falls_in_its_first_week_and_it_has_at_least_two_cases():
    random = np.random.default_rng(2)
    cases = sum(outbreak(100, 40.0, random) for _ in range(200))
    smallest = min(outbreak(100, 0.5, random).sum() for _ in range(200))

    assert cases[:100].sum() == 0
    assert cases[100] / cases.sum() == pytest.approx(0.5, abs=0.03)
    assert smallest == 2


def test_the_current_outbreak_lies_in_the_weeks_tested_and_past_ones_before():
    scenarios = (published()[36],)

    simulated = simulate(scenarios, replicates=20, seed=3)

    assert (simulated.current[:, : TESTED.start] == 0).all()
    assert (simulated.current.sum(axis=1) > 0).all()
    assert WITH_PAST_OUTBREAKS.stop == TESTED.start
    assert PAST_OUTBREAKS == 4
    difference = simulated.grid(outbreak=True).counts - simulated.grid(outbreak=False).counts
    assert (difference == simulated.current).all()


def test_a_series_is_the_same_however_many_are_drawn_with_it_and_other_with_another_seed():
    scenarios = published()[:2]

    few, many = (simulate(scenarios, replicates=times, seed=4) for times in (1, 3))

    assert (few.without == many.without[::3]).all()
    assert (simulate(scenarios, replicates=1, seed=5).without != few.without).any()


def test_stress_scenarios_have_twelve_forms_at_each_level():
    scenarios = stress()

    assert len(scenarios) == 12 * len(LEVELS)
    assert len({scenario.name for scenario in scenarios}) == len(scenarios)
    assert all((scenario.dispersions >= 1).all() and (scenario.means > 0).all() for scenario in scenarios)


def test_a_wandering_level_differs_from_series_to_series():
    (wandering,) = [scenario for scenario in stress() if scenario.name == "wandering level, mean 40"]

    counts = simulate([wandering], replicates=2, seed=6).without

    years = counts[:, :572].reshape(2, 11, 52).mean(axis=2)
    assert years.std() > 3
