import numpy as np
import pytest

from tocsin.detection.pooling import chances_of, pooled_dispersions

DRAWS = np.random.default_rng(1)
TOGETHER = np.zeros(200, dtype=np.intp)


def test_the_order_of_series_changes_nothing_at_all():
    logs = DRAWS.normal(0, 2, (200, 2))
    spreads, levels, periods = DRAWS.gamma(9, 0.2, 200), DRAWS.gamma(2, 5, 200), np.full(200, 300.0)
    turned = DRAWS.permutation(200)

    chances = chances_of(logs, 0.2, TOGETHER)
    pooled = pooled_dispersions(spreads, levels, periods, TOGETHER)

    np.testing.assert_array_equal(chances_of(logs[turned], 0.2, TOGETHER), chances[turned])
    again = pooled_dispersions(spreads[turned], levels[turned], periods[turned], TOGETHER)
    np.testing.assert_array_equal(again, pooled[turned])


def test_what_is_common_among_the_others_is_believed_sooner_of_each():
    faint = np.zeros((200, 1))
    common, rare = faint.copy(), faint.copy()
    common[1:], rare[1:] = 8.0, -4.0

    assert chances_of(common, 0.2, TOGETHER)[0] > 0.9
    assert chances_of(rare, 0.2, TOGETHER)[0] < 0.1
    assert chances_of(common, 0.2, None)[0] == pytest.approx(0.2)


def test_a_spread_is_drawn_towards_what_is_common_at_its_level_the_more_the_less_is_known():
    spreads = np.exp(np.log(2.0) + DRAWS.normal(0, 0.08, 200))
    spreads[:2] = 2.6
    periods = np.full(200, 400.0)
    periods[0] = 30.0

    pooled = pooled_dispersions(spreads, np.full(200, 20.0), periods, TOGETHER)

    assert abs(pooled[0] - 2) < abs(pooled[1] - 2) < 0.6


def test_a_spread_far_from_the_others_stays_its_own_where_much_is_known():
    spreads = np.full(200, 1.2)
    spreads[0] = 6.0

    pooled = pooled_dispersions(spreads, np.full(200, 20.0), np.full(200, 500.0), TOGETHER)

    assert pooled[0] == pytest.approx(6, rel=0.1)
