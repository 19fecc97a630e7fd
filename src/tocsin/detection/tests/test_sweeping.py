"""Every series of a grid: the first method that can, q within each period, and since when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tocsin.detection.grid import Answers, Grid
from tocsin.detection.methods import METHODS, Configured
from tocsin.detection.multiplicity import q_values
from tocsin.detection.sweeping import sweep


def above_ten(grid: Grid, first: int, settings: object) -> Answers:
    """A method that takes 10 for usual, and has no answer for the first five periods."""
    shape = grid.counts[:, first:].shape
    upper = np.broadcast_to(np.where(np.arange(first, first + shape[1]) < 5, np.nan, 10.0), shape)
    p = np.where(np.isnan(upper), np.nan, 1 / (1 + grid.counts[:, first:]))
    return Answers(upper / 2, upper * 0, upper.copy(), p, upper / upper)


PLAIN = replace(METHODS["negative-binomial"], assess=above_ten)


def grid(counts) -> Grid:
    array = np.array(counts, dtype=np.float64)
    names = tuple(map(str, range(array.shape[0])))
    return Grid(names, tuple(map(str, range(array.shape[1]))), array, np.ones_like(array), 52)


@pytest.mark.parametrize("pools", [False, True])
@pytest.mark.parametrize("first", [5, 12, 29])
def test_a_run_of_excess_is_dated_the_same_wherever_one_starts_to_look(first, pools):
    counts = np.full((3, 30), 4.0)
    counts[0, 11:] = 20
    counts[1, 3:] = 20
    counts[2, 8:] = 20
    counts[2, 28] = np.nan

    found = sweep(grid(counts), first, [Configured(replace(PLAIN, pools=pools), PLAIN.recommended(52))])

    assert found.first_excess[:, -1].tolist() == [11, 5, 29]


def test_q_is_weighed_within_each_period_over_all_series_of_all_blocks():
    counts = np.random.default_rng(1).poisson(8, (1_200, 8)).astype(np.float64)
    counts[7, 7] = np.nan

    found = sweep(grid(counts), 6, [Configured(PLAIN, PLAIN.recommended(52))], workers=2)

    known = ~np.isnan(found.answers.p[:, 1])
    np.testing.assert_array_equal(found.q[known, 1], q_values(found.answers.p[known, 1]))
    assert np.isnan(found.q[7, 1])
    assert known.sum() == 1_199


def test_the_second_method_speaks_only_where_the_first_cannot():
    counts = np.random.default_rng(2).poisson(8, (4, 60)).astype(np.float64)
    counts[2, 59] = np.nan
    window = METHODS["negative-binomial"]
    seldom = replace(PLAIN, assess=lambda grid, first, settings: odd_rows_only(above_ten(grid, first, settings)))

    found = sweep(grid(counts), 59, [Configured(each, each.recommended(52)) for each in (seldom, window)])

    assert found.method[:, 0].tolist() == [1, 0, -1, 0]
    assert found.answers.upper[1, 0] == 10
    assert found.answers.upper[0, 0] == window.assess(grid(counts), 59, window.recommended(52)).upper[0, 0]


def odd_rows_only(answers: Answers) -> Answers:
    for name in Answers.__dataclass_fields__:
        getattr(answers, name)[::2] = np.nan
    return answers
