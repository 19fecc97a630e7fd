"""How small a method's p gets when nothing is wrong, by kind of series; and p made to keep its word by that."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tocsin.detection.count_distribution import Floats

# Strata: a count's mean × its variance over mean, each from one edge up to the next.
MEANS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
DISPERSIONS = (1.05, 1.3, 2.0, 4.0)
# A bound on p, such as the inverse of a likelihood ratio, may be above 1.
LEVELS: Floats = 10.0 ** -np.arange(-2.0, 6.01, 0.25)
# A stratum's own rate counts for as much as that of all strata once it rests on so many series-weeks.
STEADY = 2000
FEWEST_ALARMS = 10  # below, a rate is carried on from a higher level rather than read off
ACCUMULATION = "accumulation_calibration.toml"


@dataclass(frozen=True)
class Calibration:
    """Share of clean series-weeks whose p is at most each of LEVELS.

    weeks    clean series-weeks in each stratum, means × dispersions
    rates    those shares by stratum, means × dispersions × levels; 0 where there is no week
    """

    weeks: NDArray[np.int64]
    rates: Floats

    @property
    def overall(self) -> Floats:
        return np.asarray(np.einsum("md,mdl->l", self.weeks, self.rates) / max(self.weeks.sum(), 1))

    def calibrated(self, p: Floats, means: Floats, dispersions: Floats, *, evenness: float = 1.0) -> Floats:
        """p such that, of clean weeks, about a share p is at or below it; nan stays nan.

        evenness   1 for the same false-alarm rate in every stratum; 0 for the same over all strata together, which
                   lets a stratum alarm more where outbreaks there are told apart better; between, as powers
        """
        stratum = stratum_of(means, dispersions)
        everywhere = _read(p, self.overall * self.weeks.sum(), self.weeks.sum(), None)
        own = np.full(np.shape(p), np.nan)
        for mean, dispersion in np.unique(np.stack([each.ravel() for each in stratum]), axis=1).T:
            here = (stratum[0] == mean) & (stratum[1] == dispersion)
            weeks = int(self.weeks[mean, dispersion])
            own[here] = _read(p[here], self.rates[mean, dispersion] * weeks, weeks, self.overall)
        return np.asarray(own**evenness * everywhere ** (1 - evenness))

    def cut_offs(self, alpha: float, *, evenness: float = 1.0) -> Floats:
        """The p that is calibrated to alpha in each stratum, means × dispersions."""
        trials = 10.0 ** -np.arange(-2.0, 12.0, 0.01)
        cuts = np.empty(self.weeks.shape)
        for mean, dispersion in np.ndindex(*cuts.shape):
            here = np.full(trials.shape, (0.0, *MEANS)[mean]), np.full(trials.shape, (1.0, *DISPERSIONS)[dispersion])
            at_most = self.calibrated(trials, *here, evenness=evenness) <= alpha
            cuts[mean, dispersion] = trials[at_most.argmax()] if at_most.any() else 0.0
        return cuts


def learn(p: Floats, means: Floats, dispersions: Floats) -> Calibration:
    """What p does in clean weeks: arrays of any one shape, nan where a week says nothing."""
    shape = (len(MEANS) + 1, len(DISPERSIONS) + 1)
    weeks, rates = np.zeros(shape, dtype=np.int64), np.zeros((*shape, len(LEVELS)))
    said = np.isfinite(p)
    stratum = np.ravel_multi_index(stratum_of(means[said], dispersions[said]), shape)
    for each in np.unique(stratum):
        here = np.sort(p[said][stratum == each])
        at = np.unravel_index(each, shape)
        weeks[at] = len(here)
        rates[at] = np.searchsorted(here, LEVELS * (1 + 1e-12), side="right") / len(here)
    return Calibration(weeks, rates)


def histogram_of(p: Floats, bins: int = 20) -> Floats:
    """Share of p-values in each of so many equal parts of 0 to 1: the PIT histogram, flat where p keeps its word."""
    said = p[np.isfinite(p)]
    return np.asarray(np.histogram(said, bins=bins, range=(0, 1))[0] / max(len(said), 1))


def stratum_of(means: Floats, dispersions: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.digitize(means, MEANS), np.digitize(dispersions, DISPERSIONS)


@cache
def shipped(name: str) -> Mapping[str, Calibration]:
    """The calibrations in a file of this package, by method."""
    return read(files("tocsin.detection").joinpath(name).read_text(encoding="utf-8"))


def read(text: str) -> dict[str, Calibration]:
    """Calibrations by method, as `written` writes them."""
    found = {}
    for method, strata in tomllib.loads(text).get("method", {}).items():
        shape = (len(MEANS) + 1, len(DISPERSIONS) + 1)
        weeks, rates = np.zeros(shape, dtype=np.int64), np.zeros((*shape, len(LEVELS)))
        for each in strata:
            at = stratum_of(np.array(each["mean_from"]), np.array(each["dispersion_from"]))
            weeks[at] = each["weeks"]
            rates[at] = each["rates"]
        found[method] = Calibration(weeks, rates)
    return found


def written(calibrations: Mapping[str, Calibration], command: str) -> str:
    """Calibrations as TOML, with the command that makes them."""
    lines = [
        "# Share of clean simulated weeks whose p is at most 10^2, 10^1.75, 10^1.5, … 10^-6, by method and stratum.",
        f"# Made by: {command}",
    ]
    for method, calibration in calibrations.items():
        for mean, dispersion in zip(*np.nonzero(calibration.weeks), strict=True):
            rates = ", ".join(f"{rate:.3g}" for rate in calibration.rates[mean, dispersion])
            lines += [
                "",
                f'[[method."{method}"]]',
                f"mean_from = {(0.0, *MEANS)[mean]}",
                f"dispersion_from = {(1.0, *DISPERSIONS)[dispersion]}",
                f"weeks = {calibration.weeks[mean, dispersion]}",
                f"rates = [{rates}]",
            ]
    return "\n".join(lines) + "\n"


def _read(p: Floats, alarms: Floats, weeks: int, others: Floats | None) -> Floats:
    """Rates at p, read between levels on logarithmic scales; `others` steadies a stratum that rests on few weeks."""
    if others is not None:
        alarms, weeks = alarms + STEADY * others, weeks + STEADY
    enough = max(2, int((alarms >= FEWEST_ALARMS).sum()))
    logs = np.log(np.maximum(alarms[:enough], 0.5) / max(weeks, 1))
    levels = np.log(LEVELS[:enough])
    wanted = np.log(np.maximum(p, 1e-300))
    inside = np.interp(wanted, levels[::-1], logs[::-1])
    return np.asarray(np.exp(np.where(wanted < levels[-1], logs[-1] + wanted - levels[-1], inside)))
