"""Nobody who reads a table can work out a count that it protects, whatever sums they set up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from partnership.profiles.protecting import Grid, Line, protect_grid, protect_line

SMALLEST = 5
COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 60))
GRIDS = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(COUNTS, min_size=columns, max_size=columns), min_size=1, max_size=6)
)


def could_be(grid: Grid, *, least: int) -> dict[tuple[int, int], tuple[float, float]]:
    """For each protected cell, the least and the most it could be for whoever reads the grid and knows that every total
    is a sum and that a protected count is `least` or more. Worked out by linear programming, apart from the product."""
    rows, columns = len(grid.cells), len(grid.cells[0])
    shape = (rows + 1, columns + 1)
    place = {(i, j): n for n, (i, j) in enumerate(np.ndindex(*shape))}
    shown = np.full(shape, None, dtype=object)
    for i, row in enumerate(grid.cells):
        shown[i, :columns] = row
    shown[:rows, columns], shown[rows, :columns] = grid.row_totals, grid.column_totals
    shown[rows, columns] = grid.total
    sums = []
    for i in range(rows + 1):
        sums.append({place[i, j]: 1 for j in range(columns)} | {place[i, columns]: -1})
    for j in range(columns + 1):
        sums.append({place[i, j]: 1 for i in range(rows)} | {place[rows, j]: -1})
    matrix = np.zeros((len(sums), len(place)))
    for n, terms in enumerate(sums):
        for m, factor in terms.items():
            matrix[n, m] = factor
    bounds = [(least, None) if value is None else (value, value) for value in shown.flat]
    found = {}
    for i, j in np.ndindex(rows, columns):
        if grid.cells[i][j] is None:
            aim = np.zeros(len(place))
            aim[place[i, j]] = 1
            low = linprog(aim, A_eq=matrix, b_eq=np.zeros(len(sums)), bounds=bounds)
            high = linprog(-aim, A_eq=matrix, b_eq=np.zeros(len(sums)), bounds=bounds)
            found[i, j] = (low.fun, np.inf if high.status == 3 else -high.fun)
    return found


@settings(max_examples=150, deadline=None)
@given(GRIDS, st.booleans())
def test_no_small_count_can_be_worked_out_from_rows_columns_and_totals(counts, protect_zero):
    grid = protect_grid(counts, smallest=SMALLEST, protect_zero=protect_zero)

    ranges = could_be(grid, least=0 if protect_zero else 1)

    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            if (0 if protect_zero else 1) <= count < SMALLEST:
                low, high = ranges[i, j]
                assert high - low >= SMALLEST - 1 - 1e-6, (counts, grid)


@settings(max_examples=150, deadline=None)
@given(GRIDS, st.booleans())
def test_what_is_shown_is_true(counts, protect_zero):
    grid = protect_grid(counts, smallest=SMALLEST, protect_zero=protect_zero)

    shown = [
        (cell, count)
        for row, told in zip(counts, grid.cells, strict=True)
        for count, cell in zip(row, told, strict=True)
    ]
    shown += [(cell, sum(row)) for row, cell in zip(counts, grid.row_totals, strict=True)]
    shown += [(cell, sum(column)) for column, cell in zip(zip(*counts, strict=True), grid.column_totals, strict=True)]
    shown += [(grid.total, sum(map(sum, counts)))]
    assert all(cell is None or cell == count for cell, count in shown)


@settings(max_examples=100, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=8), st.booleans())
def test_no_small_count_of_a_list_can_be_worked_out_from_its_total(counts, protect_zero):
    line = protect_line(counts, smallest=SMALLEST, protect_zero=protect_zero)
    as_grid = Grid((line.cells,), (line.total,), line.cells, line.total)

    least = 0 if protect_zero else 1
    ranges = could_be(as_grid, least=least)
    for j, count in enumerate(counts):
        if least <= count < SMALLEST:
            low, high = ranges[0, j]
            assert high - low >= SMALLEST - 1 - 1e-6, (counts, line)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([9, 7, 12], (9, 7, 12), 28),
        ([3, 9, 7, 0], (None, 9, None, 0), 19),  # one small count alone would be the total less the others
        ([3, 4, 20], (None, None, 20), 27),  # two that make seven together guard each other
        ([1, 1, 20, 6], (None, None, 20, None), 28),  # two that make two do not
        ([3], (None,), None),  # a small total is a small count
        ([0, 0], (0, 0), 0),
        ([], (), 0),
    ],
)
def test_a_list_is_protected_as_little_as_it_can_be(counts, cells, total):
    assert protect_line(counts, smallest=SMALLEST) == Line(cells, total)


def test_a_small_count_in_a_table_takes_three_others_with_it():
    grid = protect_grid([[2, 9, 30], [8, 20, 40], [50, 60, 70]], smallest=SMALLEST)

    protected = {(i, j) for i, row in enumerate(grid.cells) for j, cell in enumerate(row) if cell is None}
    assert len(protected) == 4
    assert (0, 0) in protected
    assert grid.total == 289


def test_nothing_is_protected_where_everything_may_be_shown():
    assert protect_grid([[1, 2], [0, 4]], smallest=0).cells == ((1, 2), (0, 4))
    assert protect_grid([[1, 2], [0, 4]], smallest=1).cells == ((1, 2), (0, 4))


@pytest.mark.parametrize(("protect_zero", "cell"), [(False, 0), (True, None)])
def test_nothing_stays_nothing_unless_it_is_set_otherwise(protect_zero, cell):
    grid = protect_grid([[0, 9], [8, 7]], smallest=SMALLEST, protect_zero=protect_zero)

    assert grid.cells[0][0] == cell


def test_a_count_below_nothing_is_no_count():
    with pytest.raises(ValueError, match="below nothing"):
        protect_line([3, -1], smallest=SMALLEST)


def test_an_attacker_recovers_a_count_that_is_protected_alone():
    """The attack works: were only the small count left out, it would be found."""
    naive = Grid(((None, 9), (8, 20)), (11, 28), (10, 29), 39)

    low, high = could_be(naive, least=0)[0, 0]

    assert (round(low), round(high)) == (2, 2)
