"""A budget of false alarms is kept: within a period by the bound, over many periods by LORD++."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from tocsin.detection.budget import LOOSEST, alpha_for, lord_levels, stands_across_periods

RATE = 0.1


@pytest.mark.parametrize(("budget", "compared"), [(0.75, 15), (2.5, 25), (0.11, 11), (1, 5_000)])
def test_a_budget_is_what_chance_passes_in_a_period(budget, compared):
    quiet = np.random.default_rng(1).uniform(size=(4_000, compared))

    false_alarms = (quiet <= alpha_for(budget, compared)).sum(axis=1).mean()

    assert false_alarms == pytest.approx(budget, rel=0.15)


@pytest.mark.parametrize("compared", [0, 1, 5])
def test_a_budget_for_very_few_series_makes_no_bound_loose(compared):
    assert alpha_for(3, compared) == LOOSEST


def test_levels_are_those_of_the_published_procedure():
    # By hand from Ramdas et al. (2017), with start = rate / 2 and a finding at the second test.
    share = [0.0772 * np.log(max(t, 2)) / (t * np.exp(np.sqrt(np.log(t)))) for t in (1, 2, 3, 4)]

    levels = lord_levels([0.5, 1e-9, 0.5, 1e-9], RATE)

    assert levels[:2] == pytest.approx([share[0] * 0.05, share[1] * 0.05])
    assert levels[2:] == pytest.approx([share[2] * 0.05 + share[0] * 0.05, share[3] * 0.05 + share[1] * 0.05])


def test_a_level_knows_nothing_of_what_comes_after():
    p = np.random.default_rng(2).uniform(size=60) ** 3

    assert lord_levels(list(p[:40]), RATE) == lord_levels(list(p), RATE)[:40]


def test_what_is_never_found_never_spends_more_than_the_rate():
    assert sum(lord_levels([1.0] * 5_000, RATE)) <= RATE / 2


@pytest.mark.parametrize("shared", [0.0, 0.5])
def test_of_what_stands_over_two_years_of_weeks_few_are_false(shared):
    """`shared` is how much of the chance all series of a week share: positive dependence."""
    rng = np.random.default_rng(3)
    weeks, series, changed = 104, 12, 6
    false, found = [], []
    for _ in range(150):
        rises = np.zeros((weeks, series), dtype=bool)
        rises[rng.integers(20, weeks, changed), rng.integers(0, series, changed)] = True
        chance = np.sqrt(shared) * rng.normal(size=(weeks, 1)) + np.sqrt(1 - shared) * rng.normal(size=(weeks, series))
        p = norm.sf(chance + 5.5 * rises)

        stands = np.array(stands_across_periods(list(p), RATE))

        false.append((stands & ~rises).sum() / max(stands.sum(), 1))
        found.append(stands[rises].mean())

    assert np.mean(false) <= RATE
    assert np.mean(found) >= 0.5


def test_without_change_a_year_of_weeks_seldom_shows_anything():
    rng = np.random.default_rng(4)

    years_with_a_finding = sum(
        any(batch.any() for batch in stands_across_periods(list(rng.uniform(size=(52, 20))), RATE)) for _ in range(400)
    )

    assert years_with_a_finding <= 400 * RATE


def test_a_period_without_a_p_value_costs_nothing():
    p = np.array([1e-6, 0.4])

    with_gap = stands_across_periods([p, np.empty(0), p], RATE)

    assert [batch.tolist() for batch in with_gap] == [[True, False], [], [True, False]]


def test_one_rise_among_many_quiet_series_makes_its_period_a_finding_and_earns_for_the_next():
    quiet, rise = np.array([0.9] * 5), np.array([1e-9, *[0.9] * 4])
    doubtful = np.array([4e-4, *[0.9] * 4])

    after_a_finding = stands_across_periods([rise, doubtful], RATE)
    after_nothing = stands_across_periods([quiet, doubtful], RATE)

    assert [batch.any() for batch in after_a_finding] == [True, True]
    assert [batch.any() for batch in after_nothing] == [False, False]
