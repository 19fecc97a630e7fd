"""Simulated weekly counts that break the assumptions detectors make: no smooth season, no steady trend or spread."""

from __future__ import annotations

import numpy as np

from tocsin.detection.count_distribution import Floats
from tocsin.evaluation.published_scenarios import A_YEAR, TESTED, WEEKS, Scenario

# Mean and dispersion: a rare, a middling and a common thing to count.
LEVELS = ((1.0, 1.5), (6.0, 2.5), (40.0, 1.5))
SCHOOL_HOLIDAYS = (0, 6, 13, 14, 21, 29, 30, 31, 32, 33, 34, 42, 51)

_WEEKS = np.arange(WEEKS)
_OF_YEAR = _WEEKS % A_YEAR
_YEARS = _WEEKS / A_YEAR
_ANGLE = 2 * np.pi * _OF_YEAR / A_YEAR


def stress() -> tuple[Scenario, ...]:
    """Twelve ways for counts to be other than a steady trend with a smooth season, each at three levels."""
    found = []
    for mean, dispersion in LEVELS:
        flat = np.full(WEEKS, mean)
        for name, shape in _shapes().items():
            found.append(Scenario(f"{name}, mean {mean:g}", flat * shape, np.full(WEEKS, dispersion)))
        rising = dispersion + (2 * dispersion - 1) * (_WEEKS / WEEKS)
        found.append(Scenario(f"rising dispersion, mean {mean:g}", flat, rising))
        season = flat * np.exp(0.7 * np.cos(_ANGLE))
        growing_with_it = 1 + (dispersion - 1) * season / mean
        found.append(Scenario(f"dispersion that follows the season, mean {mean:g}", season, growing_with_it))
        found.append(Scenario(f"wandering level, mean {mean:g}", flat, np.full(WEEKS, dispersion), wander=0.25))
    return tuple(found)


def _shapes() -> dict[str, Floats]:
    """What the mean is multiplied by, week by week."""
    before = TESTED.start - _WEEKS
    return {
        "step season": np.select([_OF_YEAR < 10, (_OF_YEAR >= 22) & (_OF_YEAR < 35)], [1.8, 0.6], 1.0),
        "school holidays": np.where(np.isin(_OF_YEAR, SCHOOL_HOLIDAYS), 0.5, 1.0),
        "moving holiday": _moving_holiday(),
        "growing season": np.exp((0.1 + 0.05 * _YEARS) * np.cos(_ANGLE)),
        "level up three years ago": np.where(before <= 3 * A_YEAR, 1.6, 1.0),
        "level down a year ago": np.where(before <= A_YEAR, 0.6, 1.0),
        "level up a year ago": np.where(before <= A_YEAR, 1.5, 1.0),
        "trend that stops": np.exp(0.004 * np.minimum(2 * A_YEAR - before, 0)),
        "trend that turns": np.exp(-0.003 * np.abs(2 * A_YEAR - before)),
    }


def _moving_holiday() -> Floats:
    """Two quiet weeks in spring whose date moves by up to five weeks from year to year, as Easter's does."""
    shape = np.ones(WEEKS)
    for year in range(WEEKS // A_YEAR):
        first = year * A_YEAR + 11 + (year * 11) % 6
        shape[first : first + 2] = 0.5
    return shape
