"""A level, a trend and smooth seasons fitted to many count series: the compiled loops under the harmonic method.

A season depends on the place in the year alone, so one year of sums stands for all the years before: a step of a fit
costs a few operations a count, with no exponential.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats

MOST_STEPS = 40
LONGEST_STEP = 2.0  # in logs; a start from too far off would otherwise overshoot
SETTLED = 1e-6  # of a log-likelihood; each step leaves about the square of the gap before it
RIDGE = 0.25  # keeps what the past does not determine near nought
LEVEL, SLOPE, WAVES = 0, 1, 2


class Past(NamedTuple):
    """The periods that a fit sees.

    cells   place in the year of every period, from nought
    waves   cosine and sine of each harmonic in each cell, a year × 2 harmonics
    first   position of the first period fitted
    last    position after the last
    until   position after the period assessed
    """

    cells: NDArray[np.int64]
    waves: Floats
    first: int
    last: int
    until: int


class Series(NamedTuple):
    """One series over all periods: counts (below nought if unknown), exposures, and weights from 0 to 1."""

    counts: Floats
    exposures: Floats
    weights: Floats


def waves_of(a_year: int, harmonics: int) -> Floats:
    """Cosine and sine of each harmonic at each place in the year, a year × 2 harmonics."""
    angles = 2 * np.pi * np.outer(np.arange(a_year), np.arange(1, harmonics + 1)) / a_year
    return np.stack([np.cos(angles), np.sin(angles)], axis=2).reshape(a_year, 2 * harmonics)


@njit(cache=True, nogil=True)
def expect(coefficients: Floats, past: Past, exposures: Floats, means: Floats) -> None:
    """Fills the means of all periods up to the one assessed; the slope is per year, about the middle of the past."""
    a_year = past.waves.shape[0]
    season = np.empty(a_year)
    for cell in range(a_year):
        log = coefficients[LEVEL]
        for wave in range(past.waves.shape[1]):
            log += coefficients[WAVES + wave] * past.waves[cell, wave]
        season[cell] = math.exp(min(log, 100.0))
    middle = 0.5 * (past.first + past.last - 1)
    growth = math.exp(coefficients[SLOPE] * (past.first - middle) / a_year)
    step = math.exp(coefficients[SLOPE] / a_year)
    for at in range(past.first, past.until):
        means[at] = exposures[at] * season[past.cells[at]] * growth
        growth *= step


@njit(cache=True, nogil=True)
def _normal_equations(series: Series, past: Past, means: Floats, information: Floats, score: Floats) -> None:
    """Fills the information (lower triangle) and score of a weighted Poisson likelihood with log link."""
    a_year, waves = past.waves.shape
    level, by_time, residual = np.zeros(a_year), np.zeros(a_year), np.zeros(a_year)
    middle = 0.5 * (past.first + past.last - 1)
    information[:] = 0.0
    score[:] = 0.0
    for at in range(past.first, past.last):
        weight = series.weights[at]
        if weight > 0.0:
            cell = past.cells[at]
            time = (at - middle) / a_year
            working = weight * means[at]
            apart = weight * (series.counts[at] - means[at])
            level[cell] += working
            by_time[cell] += working * time
            residual[cell] += apart
            information[SLOPE, SLOPE] += working * time * time
            score[SLOPE] += apart * time
    for cell in range(a_year):
        information[LEVEL, LEVEL] += level[cell]
        information[SLOPE, LEVEL] += by_time[cell]
        score[LEVEL] += residual[cell]
        for wave in range(waves):
            x = past.waves[cell, wave]
            row = WAVES + wave
            score[row] += residual[cell] * x
            information[row, LEVEL] += level[cell] * x
            information[row, SLOPE] += by_time[cell] * x
            for other in range(wave + 1):
                information[row, WAVES + other] += level[cell] * x * past.waves[cell, other]


@njit(cache=True, nogil=True)
def _factor(matrix: Floats, root: Floats) -> None:
    """Cholesky's root of a positive-definite matrix given by its lower triangle."""
    for row in range(matrix.shape[0]):
        for column in range(row + 1):
            total = matrix[row, column]
            for k in range(column):
                total -= root[row, k] * root[column, k]
            root[row, column] = math.sqrt(max(total, 1e-12)) if row == column else total / root[column, column]


@njit(cache=True, nogil=True)
def _solve(root: Floats, right: Floats, answer: Floats) -> None:
    size = root.shape[0]
    for row in range(size):
        total = right[row]
        for k in range(row):
            total -= root[row, k] * answer[k]
        answer[row] = total / root[row, row]
    for row in range(size - 1, -1, -1):
        total = answer[row]
        for k in range(row + 1, size):
            total -= root[k, row] * answer[k]
        answer[row] = total / root[row, row]


@njit(cache=True, nogil=True)
def fit(series: Series, past: Past, coefficients: Floats, means: Floats, variances: Floats) -> None:
    """Improves the coefficients until they settle; fills means, and variances as if counts were Poisson.

    The likelihood has one summit, so the start decides only how many steps are taken.
    """
    size = coefficients.size
    information, root = np.empty((size, size)), np.zeros((size, size))
    score, step, unit = np.empty(size), np.empty(size), np.zeros(size)
    for _ in range(MOST_STEPS):
        expect(coefficients, past, series.exposures, means)
        _normal_equations(series, past, means, information, score)
        for row in range(1, size):
            information[row, row] += RIDGE
            score[row] -= RIDGE * coefficients[row]
        _factor(information, root)
        _solve(root, score, step)
        shorter = LONGEST_STEP / max(LONGEST_STEP, np.abs(step).max())
        for row in range(size):
            coefficients[row] += shorter * step[row]
        if score @ step < SETTLED:
            break
    expect(coefficients, past, series.exposures, means)
    for row in range(size):
        unit[row] = 1.0
        _solve(root, unit, step)
        variances[row] = step[row]
        unit[row] = 0.0
