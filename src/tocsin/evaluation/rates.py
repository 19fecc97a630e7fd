"""Each method's false alarms by stratum, measured on simulated quiet weeks, and kept for what signals say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from tocsin.detection.grid import Grid
from tocsin.detection.measured_rates import KEPT, MeasuredRate, stratum_start
from tocsin.detection.methods import Configured
from tocsin.evaluation.methods import Evaluated
from tocsin.evaluation.published_scenarios import TESTED, published, simulate
from tocsin.evaluation.stress_scenarios import stress

ALPHAS = (0.05, 0.01, 0.001)
# Other series than those that the shipped calibration was learnt on, and than those of any benchmark.
SEED = 411
FEWEST_QUIET = 1_000
Progress = Callable[[str, int, int], None]


def quiet_weeks(*, replicates: int, seed: int = SEED) -> Grid:
    """Published and stress scenarios, past outbreaks in their past as in a user's, and no current one."""
    return simulate((*published(), *stress()), replicates=replicates, seed=seed).grid(outbreak=False)


def measure_rates(
    methods: Sequence[Evaluated], grid: Grid, *, on_progress: Progress = lambda what, done, total: None
) -> tuple[MeasuredRate, ...]:
    """For each method, alpha and stratum: quiet counts, and those above the bound.

    A stratum with too few quiet counts to tell is left out.
    """
    found: list[MeasuredRate] = []
    steps = [(method, alpha) for method in methods for alpha in ALPHAS]
    for at, (method, alpha) in enumerate(steps, start=1):
        asked = replace(method.configured.settings, alpha=alpha)
        answers = Configured(method.configured.method, asked).assess(grid, TESTED.start)
        known = ~np.isnan(answers.upper)
        taken = zip(answers.expected[known], answers.dispersion[known], strict=True)
        strata = [stratum_start(mean, dispersion) for mean, dispersion in taken]
        above = (grid.counts[:, TESTED.start :] > answers.upper)[known]
        quiet, passed = Counter(strata), Counter(here for here, over in zip(strata, above, strict=True) if over)
        found += [
            MeasuredRate(method.name, alpha, *here, quiet[here], passed[here])
            for here in sorted(quiet)
            if quiet[here] >= FEWEST_QUIET
        ]
        on_progress("rates", at, len(steps))
    return tuple(found)


def keep_rates(rates: Sequence[MeasuredRate], *, measured: str, command: str, path: Path = KEPT) -> None:
    """Writes what `detection.measured_rates` reads."""
    told = {"measured": measured, "command": command, "rates": [asdict(each) for each in rates]}
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
