"""Long rows laid out as arrays, with what is not known left open."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.detection.grid import grid_of


def test_a_gap_is_not_nought():
    grid = grid_of(["a", "a", "b"], ["2017-W01", "2017-W03", "2017-W02"], [1, 3, 2])

    assert grid.periods == ("2017-W01", "2017-W02", "2017-W03")
    assert grid.names == ("a", "b")
    np.testing.assert_array_equal(grid.counts, [[1, np.nan, 3], [np.nan, 2, np.nan]])
    assert grid.a_year == 52


def test_a_correction_below_nought_and_a_denominator_of_nought_are_not_known():
    grid = grid_of(["a", "a"], ["1", "2"], [-4, 5], [10.0, 0.0])

    np.testing.assert_array_equal(grid.counts, [[np.nan, 5]])
    np.testing.assert_array_equal(grid.exposures, [[10, np.nan]])


def test_rows_in_any_order_give_the_same_counts():
    names, periods, counts = ["a", "a", "b", "b"], ["3", "4", "3", "4"], [1, 2, 3, 4]

    forth = grid_of(names, periods, counts)
    back = grid_of(names[::-1], periods[::-1], counts[::-1])

    np.testing.assert_array_equal(forth.counts, back.counts[::-1])


@pytest.mark.parametrize(
    ("names", "periods", "why"),
    [
        ([], [], "no count"),
        (["a", "a"], ["2017-01", "2017-W02"], "several kinds"),
        (["b", "a", "a"], ["1", "2", "2"], "'a' has two counts for 2"),
    ],
)
def test_what_cannot_be_laid_out_is_refused_in_words(names, periods, why):
    with pytest.raises(ValueError, match=why):
        grid_of(names, periods, [1] * len(names))
