import numpy as np
import pytest

from tocsin.detection.calibration import ACCUMULATION, LEVELS, histogram_of, learn, read, shipped, written

DRAWS = np.random.default_rng(1)
TOO_SMALL = DRAWS.uniform(size=200_000) ** 2  # a method that cries out ten times too often at .01
MEANS, DISPERSIONS = np.full(TOO_SMALL.shape, 5.0), np.full(TOO_SMALL.shape, 1.5)


@pytest.fixture(scope="module")
def learnt():
    return learn(TOO_SMALL, MEANS, DISPERSIONS)


@pytest.mark.parametrize("alpha", [0.2, 0.05, 0.01, 0.001])
def test_a_method_that_cries_out_too_often_is_made_to_keep_its_word(learnt, alpha):
    fresh = np.random.default_rng(2).uniform(size=200_000) ** 2

    calibrated = learnt.calibrated(fresh, MEANS, DISPERSIONS)

    assert (calibrated <= alpha).mean() == pytest.approx(alpha, rel=0.25)


def test_calibrating_keeps_the_order_of_surprise(learnt):
    p = np.geomspace(1e-12, 1, 400)

    calibrated = learnt.calibrated(p, np.full(400, 5.0), np.full(400, 1.5))

    assert (np.diff(calibrated) >= 0).all()
    assert calibrated[0] > 0


def test_kinds_of_series_are_calibrated_apart_unless_evenness_is_nought():
    honest = np.random.default_rng(3).uniform(size=TOO_SMALL.size)
    both = learn(
        np.concatenate([TOO_SMALL, honest]),
        np.concatenate([MEANS, np.full(honest.shape, 50.0)]),
        np.concatenate([DISPERSIONS, DISPERSIONS]),
    )
    p, means, dispersions = np.array([0.01, 0.01]), np.array([5.0, 50.0]), np.array([1.5, 1.5])

    assert both.calibrated(p, means, dispersions) == pytest.approx([0.1, 0.01], rel=0.15)
    together = both.calibrated(p, means, dispersions, evenness=0)
    assert together[0] == together[1] == pytest.approx(0.055, rel=0.1)


def test_a_kind_of_series_never_seen_is_taken_as_all_series_are(learnt):
    p = np.array([0.01])

    assert learnt.calibrated(p, np.array([500.0]), np.array([9.0])) == pytest.approx(0.1, rel=0.1)


def test_the_cut_off_is_the_p_that_is_calibrated_to_alpha(learnt):
    cut = learnt.cut_offs(0.05)[3, 2]

    assert learnt.calibrated(np.array([cut]), np.array([5.0]), np.array([1.5])) == pytest.approx(0.05, rel=0.03)


def test_a_week_that_says_nothing_is_neither_learnt_from_nor_calibrated(learnt):
    silent = np.array([np.nan, 0.5])

    assert learn(silent, np.ones(2), np.ones(2)).weeks.sum() == 1
    assert np.isnan(learnt.calibrated(silent, np.ones(2), np.ones(2))).tolist() == [True, False]


def test_a_calibration_survives_being_written_and_read(learnt):
    again = read(written({"some method": learnt}, "some command"))["some method"]

    assert (again.weeks == learnt.weeks).all()
    np.testing.assert_allclose(again.rates, learnt.rates, rtol=0.01)


def test_the_shipped_calibration_covers_both_kinds_of_evidence():
    for name in ("accumulation", "accumulation-one-period"):
        rates = shipped(ACCUMULATION)[name].overall
        assert rates[0] == pytest.approx(1, abs=0.01)
        assert (rates <= np.maximum(LEVELS, 1e-9) * 1.05).all()  # the bound that is calibrated is a bound


def test_a_histogram_is_flat_where_p_keeps_its_word():
    assert histogram_of(np.linspace(0.001, 0.999, 1000)) == pytest.approx(np.full(20, 0.05), abs=0.002)
