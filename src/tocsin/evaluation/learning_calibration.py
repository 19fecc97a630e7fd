"""Learns the accumulation's calibration, which the package ships, from simulated weeks in which nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tocsin.detection.accumulation import Accumulation, bound_of, one_period
from tocsin.detection.calibration import ACCUMULATION, Calibration, learn, written
from tocsin.detection.count_distribution import Floats
from tocsin.detection.harmonic import predict
from tocsin.evaluation.published_scenarios import TESTED, published, simulate
from tocsin.evaluation.quality import CALIBRATION_SEED
from tocsin.evaluation.stress_scenarios import stress

COMMAND = "python -m tocsin.evaluation.learning_calibration"
REPLICATES = 100
STRESS_REPLICATES = 50
FOLDER = Path(__file__).resolve().parents[1] / "detection"


def accumulation_calibration(*, replicates: int, stress_replicates: int, seed: int) -> dict[str, Calibration]:
    """What the evidence does in clean weeks, of all windows and of one: published and stress scenarios together.

    Past outbreaks are in these series' past, as in a user's; the current one is not.
    """
    gathered: dict[str, list[tuple[Floats, Floats, Floats]]] = {}
    for scenarios, times in ((published(), replicates), (stress(), stress_replicates)):
        grid = simulate(scenarios, replicates=times, seed=seed).grid(outbreak=False)
        found = predict(grid, TESTED.start, Accumulation().usual, windows=max(Accumulation().windows))
        means = found.means[:, :, 0]
        dispersions = found.dispersions + means * found.doubts
        for settings in (one_period(), Accumulation()):
            said = bound_of(grid, TESTED.start, settings, found), means, dispersions
            gathered.setdefault(settings.calibration, []).append(said)
    joined = {
        name: [np.concatenate([part.ravel() for part in parts]) for parts in zip(*said, strict=True)]
        for name, said in gathered.items()
    }
    return {name: learn(p, means, dispersions) for name, (p, means, dispersions) in joined.items()}


def write(folder: Path = FOLDER) -> Path:
    """The file that the package ships, written anew; about two minutes' work."""
    calibrations = accumulation_calibration(
        replicates=REPLICATES, stress_replicates=STRESS_REPLICATES, seed=CALIBRATION_SEED
    )
    path = folder / ACCUMULATION
    path.write_text(written(calibrations, COMMAND), encoding="utf-8")
    return path


if __name__ == "__main__":
    write()
