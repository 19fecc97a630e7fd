"""How high a script's phases stand in every period, and the outside series that some of them follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats
from tocsin.evaluation.scenario import Driver, Phase


@dataclass(frozen=True)
class Calendar:
    """Where a script stands among the periods of its counts.

    periods  how many there are
    start    position of the script's first period
    scale    periods of the counts in one of the script's units: 12/52 where months play weeks
    """

    periods: int
    start: int
    scale: float

    def length(self, scripted: int) -> int:
        """A script's length in periods of the counts, at least one unless it is none."""
        return max(round(scripted * self.scale), min(scripted, 1))


def driver_path(driver: Driver, calendar: Calendar, random: np.random.Generator) -> Floats:
    """The driver in every period: about 100, then up by its rise, then about that level, wobbling all the while."""
    begins = calendar.start + calendar.length(driver.moves_after)
    up = np.clip((np.arange(calendar.periods) - begins + 1) / calendar.length(driver.over), 0, 1)
    wobble = np.zeros(calendar.periods)
    for at in range(1, calendar.periods):  # drawn back by a tenth, so that it stays about its level
        wobble[at] = 0.9 * wobble[at - 1] + random.normal(0, driver.wobble)
    return np.asarray(100 * (1 + driver.rise * up) * np.exp(wobble))


def heights(phase: Phase, calendar: Calendar, driver: Driver | None, prices: Floats | None) -> Floats:
    """The phase's height in every period, from 0 to 1 (a driver's wobble may take it a little beyond)."""
    begins, length = calendar.start + round(phase.start * calendar.scale), calendar.length(phase.length)
    if phase.shape == "driver" and driver is not None and prices is not None:
        shape = _following(driver, prices, calendar, begins + np.arange(length))
    else:
        shape = _of_shape(phase.shape, length)
    over_time = np.zeros(calendar.periods)
    end = min(begins + length, calendar.periods)
    over_time[begins:end] = shape[: end - begins]
    return over_time


def _of_shape(shape: str, length: int) -> Floats:
    steps = np.arange(length)
    if shape == "ramp":
        return np.asarray((steps + 1) / length)
    if shape == "pulse":
        return np.asarray(1 - np.abs(2 * (steps + 0.5) / length - 1))
    return np.ones(length)


def _following(driver: Driver, prices: Floats, calendar: Calendar, periods: NDArray[np.intp]) -> Floats:
    """How far the driver had risen a lag before each of the periods; nobody acts on its wobble before it moves."""
    then = periods - calendar.length(driver.lag)
    risen = np.maximum(prices[np.clip(then, 0, len(prices) - 1)] / 100 - 1, 0) / driver.rise
    return np.asarray(np.where(then >= calendar.start + calendar.length(driver.moves_after), risen, 0.0))
