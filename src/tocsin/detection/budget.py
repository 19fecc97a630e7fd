"""How many false alarms are accepted: a budget a period into a bound, and one decision over many periods."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tocsin.detection.count_distribution import Floats
from tocsin.detection.multiplicity import q_values

# However few series share a budget, no bound is looser than one quiet count in ten.
LOOSEST = 0.1

# What makes the shares of LORD++ add up to one: the sum of log(max(t, 2)) / (t exp(sqrt(log t))) over all t is 12.95.
_SCALE = 0.0772


def alpha_for(false_alarms: float, compared: int) -> float:
    """The chance at which one quiet count may pass its bound, if all of them together may raise so many a period.

    compared  series of the source that may alarm in a period; those that only serve as neighbours do not count

    >>> alpha_for(2.5, 25), alpha_for(1.0, 400), alpha_for(3.0, 2)
    (0.1, 0.0025, 0.1)
    """
    return min(false_alarms / max(compared, 1), LOOSEST)


def lord_levels(p_values: Sequence[float], rate: float) -> list[float]:
    """The level at which each p-value is tested, in order of time, so that of all that pass about `rate` are false.

    A level depends on what passed before and never on what comes after. What is not spent fades slowly; each finding
    earns `rate` back. The rate of false discoveries is held for independent p-values, and where rises come together
    (positive dependence) a simulation in the tests holds it as well; SAFFRON and ADDIS, which spend more, do not.

    Source: LORD++ of Ramdas, Yang, Wainwright & Jordan (2017), NeurIPS 30, after Javanmard & Montanari (2018), Ann.
    Statist. 46, 526–554.
    """
    start = rate / 2
    share = _shares(len(p_values))
    levels: list[float] = []
    found: list[int] = []
    for at, p in enumerate(p_values):
        level = share[at] * start
        for number, earlier in enumerate(found):
            level += share[at - earlier - 1] * (rate - start if number == 0 else rate)
        levels.append(float(level))
        if p <= level:
            found.append(at)
    return levels


def _shares(length: int) -> Floats:
    t = np.arange(1, length + 1, dtype=np.float64)
    return np.asarray(_SCALE * np.log(np.maximum(t, 2)) / (t * np.exp(np.sqrt(np.log(t)))))


def stands_across_periods(batches: Sequence[Floats], rate: float) -> list[np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Which p-values stand when every period is weighed, oldest period first: a truth for each, in the order given.

    Within a period the batch is tested by Benjamini-Hochberg at the level that LORD++ allots to the period, whose own
    p-value is Simes's: the least q of its batch. So a period is a finding exactly when something in it stands.

    It takes a run of periods to say more than q does of one: the first period of all is tested at about a fortieth of
    `rate`. Periods without a p-value are passed over.

    Source: Simes (1986), Biometrika 73, 751–754; Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57, 289–300.
    """
    q = [q_values(batch) for batch in batches]
    held = [each for each in q if len(each)]
    levels = iter(lord_levels([float(each.min()) for each in held], rate))
    return [each <= next(levels) if len(each) else np.zeros(0, dtype=bool) for each in q]
