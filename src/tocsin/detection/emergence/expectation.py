"""How many documents of a period should hold a term if nothing had changed, and the chance of as many as did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from tocsin.detection.count_distribution import Floats
from tocsin.detection.count_law import chance_at_least
from tocsin.detection.emergence.settings import LEAST_HISTORY, SEASON, WINDOWS, Settings, Unit
from tocsin.periods import A_YEAR


@dataclass(frozen=True)
class Window:
    """The periods from `first` to `last` that are added up, and those from `start` on that they are set against."""

    start: int
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last + 1 - self.first


@dataclass(frozen=True)
class Level:
    """Arrays of n: the count of the window, the mean to expect, and how much an uncertain past widens its law."""

    counts: Floats
    means: Floats
    widening: Floats


def windows(settings: Settings, last: int) -> tuple[Window, ...]:
    """What is added up for the period `last`; empty while the past is too short."""
    every = (
        Window(max(0, last + 1 - length - settings.history), last + 1 - length, last)
        for length in WINDOWS[settings.unit]
    )
    return tuple(each for each in every if each.first >= LEAST_HISTORY)


def level_of_whole(series: Floats, documents: Floats, granted: Floats, window: Window, unit: Unit) -> Level:
    """The level of n × T counts of terms, T documents; `granted`, n, is the rate of a term not seen before."""
    past = documents[window.start : window.first].sum()
    rates = whole_rates(series, documents, granted, window)
    return _level(series, documents[None, :], window, rates, unit, np.full(len(series), past))


def level_of_areas(
    series: Floats, documents: Floats, base_rates: Floats, weight: float, window: Window, unit: Unit
) -> Level:
    """The level of n × T counts in areas with n × T documents, their past drawn towards the rate in the whole.

    base_rates  n; documents per document in the whole that hold the term
    weight      how many documents of the area's own past weigh as much as the whole's rate
    """
    past = documents[:, window.start : window.first].sum(axis=1) + weight
    rates = (series[:, window.start : window.first].sum(axis=1) + weight * base_rates) / past
    return _level(series, documents, window, rates, unit, past)


def whole_rates(series: Floats, documents: Floats, granted: Floats, window: Window) -> Floats:
    """Documents per document that held each term before the window, or what is granted to new terms if that is more."""
    before = slice(window.start, window.first)
    rates: Floats = np.maximum(series[:, before].sum(axis=1) / documents[before].sum(), granted)
    return rates


def _level(series: Floats, documents: Floats, window: Window, rates: Floats, unit: Unit, past: Floats) -> Level:
    now = slice(window.first, window.last + 1)
    here = documents[:, now].sum(axis=1)
    means = here * np.maximum(rates, _rates_of_season(series, documents, window, rates, unit))
    return Level(series[:, now].sum(axis=1), np.broadcast_to(means, len(series)), 1 + here / past)


def _rates_of_season(series: Floats, documents: Floats, window: Window, rates: Floats, unit: Unit) -> Floats:
    """The rate at the same time of earlier years, drawn towards the level by a window's worth of documents."""
    weight = documents[:, window.first : window.last + 1].sum(axis=1)
    held, of = weight * rates, weight.copy()
    for back in range(A_YEAR[unit], window.first - window.start + 1, A_YEAR[unit]):
        first, end = window.first - back - SEASON[unit], window.last + 1 - back + SEASON[unit]
        then = slice(max(first, window.start), min(end, window.first))
        held = held + series[:, then].sum(axis=1)
        of = of + documents[:, then].sum(axis=1)
    rate: Floats = held / np.maximum(of, 1e-12)
    return rate


@njit(cache=True, nogil=True)
def chances(counts: Floats, means: Floats, dispersions: Floats) -> Floats:
    """Chance of each count or more, negative binomial with variance dispersion × mean."""
    found = np.ones(len(counts))
    for at in range(len(counts)):
        found[at] = chance_at_least(counts[at], means[at], dispersions[at])
    return found
