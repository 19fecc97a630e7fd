import numpy as np
import pytest

from tocsin.evaluation.published_scenarios import TESTED, WEEKS, Simulated, published
from tocsin.evaluation.quality import CALIBRATION_SEED, cut_for, quality, score


def one_outbreak(cases):
    """Two series of one scenario; the first has that outbreak from the third week tested, the second one like it."""
    current = np.zeros((2, WEEKS))
    current[:, TESTED.start + 2 : TESTED.start + 2 + len(cases)] = cases
    starts = np.full(2, TESTED.start + 2)
    return Simulated(published()[:1], np.zeros((2, WEEKS)), current, starts, np.zeros(2, dtype=np.intp))


def silence():
    return np.ones((2, len(TESTED)))


def test_an_outbreak_is_found_late_or_never():
    clean, during = silence(), silence()
    during[0, 3] = 0.001  # its second week of four

    scores = score(one_outbreak([5, 3, 1, 1]), clean, during, 0.01)

    assert (scores.found, scores.found_first_week) == (0.5, 0)
    assert scores.delay_weeks == 1
    assert scores.timeliness == pytest.approx((1 / 4 + 1) / 2)


def test_an_alarm_outside_the_outbreak_finds_nothing():
    during = silence()
    during[0, 10] = 0.001

    assert score(one_outbreak([5, 3]), silence(), during, 0.01).found == 0


def test_false_alarms_are_those_without_the_outbreak_and_no_p_is_no_alarm():
    clean = silence()
    clean[1, :7] = 0.01
    clean[0, :5] = np.nan

    scores = score(one_outbreak([5]), clean, silence(), 0.01)

    assert scores.false_alarms == pytest.approx(7 / 98)
    assert scores.by_scenario == (scores.false_alarms,)
    assert scores.scenarios_within == 0


def test_the_cut_off_lets_one_clean_week_in_a_hundred_alarm():
    p = np.random.default_rng(1).uniform(size=(100, 100))

    assert (p <= cut_for(p)).mean() == pytest.approx(0.01)


def test_the_cut_off_may_not_be_fixed_on_the_series_that_are_scored():
    with pytest.raises(ValueError, match="differ"):
        quality(replicates=1, seed=3, cut_seed=3)
    with pytest.raises(ValueError, match="differ"):
        quality(replicates=1, seed=3, cut_seed=CALIBRATION_SEED)


def test_every_detector_is_scored_on_both_sets():
    told = []

    report = quality(replicates=1, seed=1, cut_seed=2, progress=told.append)

    detectors = {"farrington-flexible", "harmonic", "accumulation-one-period", "accumulation"}
    assert set(report.published) == set(report.stress) == detectors
    assert all(0 <= scores.found_first_week <= scores.found <= 1 for scores in report.published.values())
    assert len(told) == 6 * 3
