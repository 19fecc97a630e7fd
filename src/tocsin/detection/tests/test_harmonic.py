from dataclasses import replace

import numpy as np
import pytest

from tocsin.detection import harmonic
from tocsin.detection.grid import Grid
from tocsin.detection.harmonic import Harmonic, cells_of, recommended

WEEKS = 420
FIRST = 412


def grid_of_counts(counts, exposures=None, periods=None):
    counts = np.asarray(counts, dtype=float)
    return Grid(
        tuple(f"series {row}" for row in range(len(counts))),
        periods or tuple(str(week) for week in range(counts.shape[1])),
        counts,
        np.ones_like(counts) if exposures is None else exposures,
        52,
    )


def seasonal(level, seed, *, series=12, amplitude=0.5):
    means = level * np.exp(amplitude * np.cos(2 * np.pi * np.arange(WEEKS) / 52))
    return np.random.default_rng(seed).poisson(means, (series, WEEKS)).astype(float), means


@pytest.fixture(scope="module")
def usual():
    counts, means = seasonal(20.0, 1)
    return counts, means, harmonic.assess(grid_of_counts(counts), FIRST, Harmonic())


def test_the_season_is_learnt(usual):
    _, means, answers = usual

    assert np.abs(answers.expected / means[FIRST:] - 1).mean() < 0.05
    assert np.abs(answers.dispersion - 1).mean() < 0.15


def test_a_sudden_rise_is_beyond_the_upper_bound_and_usual_weeks_are_not(usual):
    counts, _, answers = usual
    raised = counts.copy()
    raised[0, FIRST] += 40

    risen = harmonic.assess(grid_of_counts(raised), FIRST, Harmonic())

    assert raised[0, FIRST] > risen.upper[0, 0]
    assert risen.p[0, 0] < 1e-6
    assert (counts[:, FIRST:] > answers.upper).mean() < 0.05


def test_a_count_is_held_only_against_what_lay_before_it(usual):
    counts, _, answers = usual
    changed = counts.copy()
    changed[:, FIRST + 4 :] = 500

    before = harmonic.assess(grid_of_counts(changed), FIRST, Harmonic())

    np.testing.assert_allclose(before.p[:, :4], answers.p[:, :4], rtol=1e-9)


def test_the_answer_does_not_turn_on_the_order_of_series_nor_on_where_one_begins(usual):
    counts, _, answers = usual

    turned = harmonic.assess(grid_of_counts(counts[::-1]), FIRST, Harmonic())
    later = harmonic.assess(grid_of_counts(counts), FIRST + 5, Harmonic())

    np.testing.assert_array_equal(turned.p[::-1], answers.p)
    np.testing.assert_allclose(later.p, answers.p[:, 5:], rtol=1e-4)


def test_an_old_outbreak_hides_no_new_one(usual):
    counts, _, answers = usual
    with_outbreak = counts.copy()
    with_outbreak[0, 358:362] += [80, 120, 90, 40]

    after = harmonic.assess(grid_of_counts(with_outbreak), FIRST, Harmonic())

    assert after.expected[0] == pytest.approx(answers.expected[0], rel=0.05)


def test_gaps_are_left_out_and_a_gap_itself_gets_no_p(usual):
    counts, _, answers = usual
    with_gaps = counts.copy()
    with_gaps[1, 100:130] = np.nan
    with_gaps[1, FIRST] = np.nan

    found = harmonic.assess(grid_of_counts(with_gaps), FIRST, Harmonic())

    assert np.isnan(found.p[1, 0])
    assert found.expected[1] == pytest.approx(answers.expected[1], rel=0.1)


def test_counts_are_compared_per_exposure():
    counts, means = seasonal(20.0, 2)
    exposures = np.full_like(counts, 1000.0)
    exposures[:, 300:] = 3000.0
    tripled = np.random.default_rng(3).poisson(means * exposures / 1000, counts.shape)

    found = harmonic.assess(grid_of_counts(tripled, exposures), FIRST, Harmonic())

    assert found.expected == pytest.approx(np.tile(3 * means[FIRST:], (len(counts), 1)), rel=0.15)


def test_a_period_without_an_exposure_and_a_short_history_get_no_answer(usual):
    counts = usual[0].copy()
    counts[2, :330] = np.nan
    exposures = np.ones_like(counts)
    exposures[3, FIRST + 1] = np.nan

    found = harmonic.assess(grid_of_counts(counts, exposures), FIRST, Harmonic())

    assert np.isnan(found.expected[2]).all()
    assert np.isnan(found.upper[3, 1])
    assert np.isfinite(found.upper[3, 2])


def test_a_level_that_has_moved_is_followed():
    means = np.where(np.arange(WEEKS) < 330, 40.0, 64.0)
    counts = np.random.default_rng(4).poisson(means, (12, WEEKS))

    found = harmonic.assess(grid_of_counts(counts), FIRST, Harmonic())
    fixed = harmonic.assess(grid_of_counts(counts), FIRST, Harmonic(adapts=False))

    assert np.abs(found.expected / 64 - 1).mean() < 0.06
    assert np.abs(found.expected / 64 - 1).mean() < np.abs(fixed.expected / 64 - 1).mean()


def test_school_holidays_are_learnt_though_no_wave_has_their_shape():
    holidays = np.isin(np.arange(WEEKS) % 52, (0, 13, 29, 30, 31, 48, 49))
    counts = np.random.default_rng(5).poisson(np.where(holidays, 20.0, 50.0), (12, WEEKS))

    found = harmonic.assess(grid_of_counts(counts), FIRST, Harmonic())

    assert found.expected[:, holidays[FIRST:]].mean() < 30
    assert found.expected[:, ~holidays[FIRST:]].mean() > 42


def test_series_without_a_case_expect_next_to_none():
    found = harmonic.assess(grid_of_counts(np.zeros((3, WEEKS))), FIRST, Harmonic())

    assert (found.expected < 0.01).all()
    assert (found.upper == 0).all()


def test_pooling_steadies_the_spread_and_groups_keep_it_apart():
    draws = np.random.default_rng(6)
    steady = draws.poisson(10.0, (30, WEEKS))
    erratic = draws.poisson(draws.gamma(10.0 / 3, 3.0, (30, WEEKS)))
    grid = grid_of_counts(np.concatenate([steady, erratic]))
    settings = Harmonic(harmonics=1, adapts=False)

    together = harmonic.predict(grid, WEEKS - 1, settings)
    apart = harmonic.predict(grid, WEEKS - 1, settings, groups=["steady"] * 30 + ["erratic"] * 30)
    alone = harmonic.predict(grid, WEEKS - 1, replace(settings, pooled=False))

    assert apart.dispersions[:30].std() < alone.dispersions[:30].std()
    assert apart.dispersions[30:].mean() == pytest.approx(4, abs=0.5)
    assert together.dispersions[:30].mean() == pytest.approx(1, abs=0.2)


def test_a_53rd_week_stands_with_the_52nd():
    periods = ("2015-W52", "2015-W53", "2016-W01")

    assert cells_of(grid_of_counts(np.ones((1, 3)), periods=periods)).tolist() == [51, 51, 0]


def test_months_have_settings_of_their_own():
    assert recommended(12).left_out == 2
    assert recommended(52) == Harmonic()


@pytest.mark.parametrize("wrong", [{"alpha": 0}, {"harmonics": 0}, {"years_back": 1}, {"reweight_above": 0}])
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Harmonic(**wrong)
