import numpy as np
import pytest

from tocsin.detection import accumulation
from tocsin.detection.accumulation import Accumulation, bound_of, likelihood_ratio, one_period, recommended
from tocsin.detection.grid import Grid
from tocsin.detection.harmonic import predict

WEEKS = 420
FIRST = 408


def grid(counts):
    counts = np.asarray(counts, dtype=float)
    names = tuple(str(row) for row in range(len(counts)))
    return Grid(names, tuple(str(week) for week in range(WEEKS)), counts, np.ones_like(counts), 52)


@pytest.fixture(scope="module")
def flat():
    return np.random.default_rng(1).poisson(8.0, (20, WEEKS)).astype(float)


def test_a_ratio_averages_at_most_one_when_nothing_has_changed():
    mean, dispersion = 6.0, 2.0
    draws = np.random.default_rng(2)
    counts, times = np.unique(draws.poisson(draws.gamma(mean, 1.0, 100_000)), return_counts=True)

    ratios = np.array([likelihood_ratio(count, mean, dispersion, 1.0) for count in counts])

    # The greatest sizes are weighed by counts too rare for a simulation, so the average falls short of one.
    assert 0.3 < ratios @ times / times.sum() < 1.1


def test_a_slow_rise_that_no_week_shows_is_found(flat):
    risen = flat.copy()
    risen[0, FIRST:] = 8
    risen[0, FIRST + 4 : FIRST + 12] = 13

    gathered = accumulation.assess(grid(risen), FIRST, Accumulation())
    alone = accumulation.assess(grid(risen), FIRST, one_period())

    assert (alone.p[0] > 0.01).all()
    assert gathered.p[0, 11] < 0.01


def test_a_sudden_rise_is_found_in_its_first_week(flat):
    risen = flat.copy()
    risen[0, FIRST + 6] = 26

    assert accumulation.assess(grid(risen), FIRST, Accumulation()).p[0, 6] < 0.001


def test_a_count_above_the_upper_bound_is_one_whose_evidence_passes_alpha(flat):
    answers = accumulation.assess(grid(flat), FIRST, Accumulation(alpha=0.05))

    above = flat[:, FIRST:] > answers.upper

    assert above.any()
    assert (answers.p[above] <= 0.0501).all()
    assert (answers.p[~above] > 0.0499).all()


def test_a_gap_among_the_weeks_before_is_left_out_of_the_evidence(flat):
    with_gap = flat.copy()
    with_gap[0, FIRST + 3] = np.nan

    p = accumulation.assess(grid(with_gap), FIRST, Accumulation()).p

    assert np.isnan(p[0, 3])
    assert np.isfinite(np.delete(p[0], 3)).all()


def test_the_bound_needs_no_calibration_to_hold(flat):
    settings = Accumulation()
    found = predict(grid(flat), FIRST, settings.usual, windows=8)

    bound = bound_of(grid(flat), FIRST, settings, found)

    assert (bound <= 0.05).mean() <= 0.05


def test_the_calibrated_p_keeps_its_word(flat):
    p = accumulation.assess(grid(flat), WEEKS - 60, Accumulation()).p

    assert 0.02 < (p <= 0.05).mean() < 0.1


def test_months_gather_over_fewer_periods():
    assert recommended(12).windows == (1, 2)
    assert recommended(52).windows == (1, 2, 4, 8)


def test_windows_without_a_share_each_are_refused():
    with pytest.raises(ValueError, match="one share"):
        Accumulation(windows=(1, 2), shares=(1.0,))
