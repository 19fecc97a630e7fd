"""How often each method cries out over quiet counts like these, as `tocsin benchmark detection` measured it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from math import isnan, log
from pathlib import Path

import numpy as np

from tocsin.detection.calibration import DISPERSIONS, MEANS, stratum_of

KEPT = Path(__file__).parent / "measured_rates.json"


@dataclass(frozen=True)
class MeasuredRate:
    """Quiet counts of one stratum, and those that passed a method's bound where `alpha` was asked for.

    mean_from, dispersion_from   where the stratum begins, as the method itself takes a count's mean and dispersion
    """

    method: str
    alpha: float
    mean_from: float
    dispersion_from: float
    quiet: int
    passed: int

    @property
    def rate(self) -> float:
        return self.passed / self.quiet


def stratum_start(mean: float, dispersion: float) -> tuple[float, float]:
    """Where the stratum of such a count begins: mean, dispersion.

    >>> stratum_start(12.5, 1.2)
    (10.0, 1.05)
    """
    at_mean, at_dispersion = (int(each) for each in stratum_of(np.array(mean), np.array(dispersion)))
    return (0.0, *MEANS)[at_mean], (1.0, *DISPERSIONS)[at_dispersion]


def measured_rate(method: str, mean: float, dispersion: float, alpha: float) -> float | None:
    """The share of quiet counts like this that pass the method's bound at `alpha`; None where it was not measured.

    Measured on simulated weeks at a few alphas; for another, the nearest of them is scaled.
    """
    if isnan(mean) or isnan(dispersion):
        return None
    here = _kept().get((method, *stratum_start(mean, dispersion)), ())
    if not here:
        return None
    nearest = min(here, key=lambda each: abs(log(each.alpha / alpha)))
    return min(nearest.rate * alpha / nearest.alpha, 1.0)


@lru_cache(maxsize=1)
def _kept() -> dict[tuple[str, float, float], tuple[MeasuredRate, ...]]:
    if not KEPT.is_file():
        return {}
    found: dict[tuple[str, float, float], tuple[MeasuredRate, ...]] = {}
    for row in json.loads(KEPT.read_text(encoding="utf-8"))["rates"]:
        each = MeasuredRate(**row)
        stratum = each.method, each.mean_from, each.dispersion_from
        found[stratum] = (*found.get(stratum, ()), each)
    return found
