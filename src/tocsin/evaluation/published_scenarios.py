"""Simulated weekly counts with known outbreaks: the 42 scenarios on which outbreak detectors are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats
from tocsin.detection.grid import Grid

WEEKS = 624
A_YEAR = 52
# Positions from nought: four past outbreaks begin in these weeks, the current one in those tested.
WITH_PAST_OUTBREAKS = range(312, 575)
TESTED = range(575, 624)
PAST_OUTBREAKS = 4
PAST_SIZES = (2, 3, 5, 10)
CURRENT_SIZES = range(1, 11)

# Level, trend a week, cosine and sine of every harmonic, dispersion: table 1 of the paper's simulation.
_PARAMETERS = (
    (0.10, 0.0025, 0.60, 0.60, 1.5),
    (-2.0, 0.0050, 0.10, 0.30, 2.0),
    (1.50, 0.0030, 0.20, -0.40, 1.0),
    (0.50, 0.0020, 0.50, 0.50, 5.0),
    (2.50, 0.0010, 1.00, 0.10, 3.0),
    (3.75, 0.0010, 0.10, -0.10, 1.1),
    (5.00, 0.0001, 0.05, 0.01, 1.2),
)


@dataclass(frozen=True)
class Scenario:
    """What weekly counts do when nothing is wrong.

    means        expected count, one a week
    dispersions  variance over mean, one a week, never below 1
    wander       standard deviation of a log level that drifts by itself (first-order, half gone in half a year)
    """

    name: str
    means: Floats
    dispersions: Floats
    wander: float = 0.0


@dataclass(frozen=True)
class Simulated:
    """Series of several scenarios, S × WEEKS.

    without   counts with past outbreaks alone
    current   cases of the one outbreak in the weeks tested, to be added to `without`
    starts    position of that outbreak's first week, S
    scenario  index into `scenarios`, S
    """

    scenarios: tuple[Scenario, ...]
    without: Floats
    current: Floats
    starts: NDArray[np.intp]
    scenario: NDArray[np.intp]

    def grid(self, *, outbreak: bool) -> Grid:
        counts = self.without + self.current if outbreak else self.without
        names = tuple(f"{self.scenarios[at].name} {row}" for row, at in enumerate(self.scenario))
        periods = tuple(str(week + 1) for week in range(WEEKS))
        return Grid(names, periods, counts, np.ones_like(counts), A_YEAR)


def published() -> tuple[Scenario, ...]:
    """The 42 scenarios: seven sets of parameters, each without and with trend, each with no, one and two harmonics.

    Source: Noufaily et al. (2013), Statist. Med. 32, 1206–1222, section 4.1.
    """
    weeks = np.arange(1, WEEKS + 1)
    found: list[Scenario] = []
    for level, slope, cosine, sine, dispersion in _PARAMETERS:
        for trend in (0.0, slope):
            for harmonics in (0, 1, 2):
                angles = [2 * np.pi * harmonic * weeks / A_YEAR for harmonic in range(1, harmonics + 1)]
                season = sum((cosine * np.cos(angle) + sine * np.sin(angle) for angle in angles), np.zeros(WEEKS))
                means = np.exp(level + trend * weeks + season)
                found.append(Scenario(f"scenario {len(found) + 1}", means, np.full(WEEKS, dispersion)))
    return tuple(found)


def simulate(scenarios: Sequence[Scenario], *, replicates: int, seed: int) -> Simulated:
    """That many series of each scenario; a series is the same however many others are drawn with it.

    An outbreak's size is Poisson with mean k standard deviations of its first week's count, drawn again until at
    least 2; its cases fall whole weeks after its start, log-normal with parameters 0 and 0.5. Past outbreaks have k
    of 2, 3, 5 or 10 and never reach the weeks tested; the current one has k from 1 to 10.
    """
    shape = (len(scenarios) * replicates, WEEKS)
    without, current = np.zeros(shape), np.zeros(shape)
    starts = np.zeros(shape[0], dtype=np.intp)
    for row in range(shape[0]):
        rng = np.random.default_rng([seed, row // replicates, row % replicates])
        scenario = scenarios[row // replicates]
        means = scenario.means * _drift(scenario.wander, rng)
        without[row] = draw_counts(means, scenario.dispersions, rng)
        spreads = np.sqrt(scenario.dispersions * means)
        for start in rng.choice(WITH_PAST_OUTBREAKS, PAST_OUTBREAKS, replace=False):
            past = outbreak(int(start), int(rng.choice(PAST_SIZES)) * spreads[start], rng)
            without[row, : TESTED.start] += past[: TESTED.start]
        starts[row] = rng.choice(TESTED)
        current[row] = outbreak(int(starts[row]), rng.choice(CURRENT_SIZES) * spreads[starts[row]], rng)
    return Simulated(tuple(scenarios), without, current, starts, np.repeat(np.arange(len(scenarios)), replicates))


def draw_counts(means: Floats, dispersions: Floats, rng: np.random.Generator) -> Floats:
    """Negative-binomial counts with variance dispersion × mean; Poisson where the dispersion is 1."""
    beyond = np.maximum(dispersions - 1, 1e-9)
    levels = np.where(dispersions > 1, rng.gamma(means / beyond, beyond), means)
    return rng.poisson(levels).astype(np.float64)


def outbreak(start: int, mean_size: float, rng: np.random.Generator) -> Floats:
    """Cases of one outbreak by week, WEEKS long; those that would fall later are lost."""
    size = 0
    while size < 2:
        size = int(rng.poisson(mean_size))
    weeks = start + np.floor(rng.lognormal(0.0, 0.5, size)).astype(np.intp)
    return np.bincount(weeks[weeks < WEEKS], minlength=WEEKS).astype(np.float64)


def _drift(spread: float, rng: np.random.Generator) -> Floats:
    if spread == 0:
        return np.ones(WEEKS)
    kept = 0.5 ** (1 / 26)
    steps = rng.normal(0.0, spread * np.sqrt(1 - kept**2), WEEKS)
    level = np.zeros(WEEKS)
    level[0] = rng.normal(0.0, spread)
    for week in range(1, WEEKS):
        level[week] = kept * level[week - 1] + steps[week]
    return np.exp(level)
