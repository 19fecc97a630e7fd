"""Farrington Flexible beside R's `surveillance` in the same run: series-weeks a second on one thread, and agreement.

Run `python benchmarks/farrington.py`; --series N and --seed N draw other counts. R answers for a few of the series
(`farrington.R`), because it is slow. Without Rscript, only our own speed is given.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from tocsin.detection import farrington_flexible
from tocsin.detection.farrington_flexible import Farrington
from tocsin.detection.grid import Answers, Grid

WEEKS, ASSESSED = 624, 49
BY_R = 12  # series that R answers for
BEST_OF = 5
SCRIPT = Path(__file__).with_name("farrington.R")


def run(*, series: int = 400, seed: int = 1) -> dict[str, float | str]:
    """Series-weeks a second of R, of ours, and of ours equalling R, and how many answers differ.

    Speeds are by processor time, ours the best of five, since other work on the machine takes turns with both; R's by
    the clock is there too. Each of the series has 624 weeks, of which the last 49 are assessed.
    """
    grid = _made_up(series, seed)
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        default, swift = _timed(grid, farrington_flexible.weekly())
        equal, like_r = _timed(grid, replace(farrington_flexible.weekly(), r_compat=True))
    finally:
        numba.set_num_threads(threads)
    found: dict[str, float | str] = {
        "series": series,
        "weeks_assessed": ASSESSED,
        "load": round(os.getloadavg()[0], 1),
        "series_weeks_a_second": round(default),
        "series_weeks_a_second_equalling_r": round(equal),
    }
    if shutil.which("Rscript") is None:
        return found | {"r": "Rscript is not here. Install r-base-core and r-cran-surveillance to compare."}
    return found | _beside_r(grid, swift, like_r, default)


def _beside_r(grid: Grid, swift: Answers, like_r: Answers, speed: float) -> dict[str, float | str]:
    few = min(BY_R, len(grid.names))
    rows, by_the_clock, by_the_processor = _by_r(grid.counts[:few])
    upper = np.array([float(row["upper"]) for row in rows]).reshape(few, ASSESSED)
    alarms = np.array([row["alarm"] == "1" for row in rows]).reshape(few, ASSESSED)
    counts, weeks = grid.counts[:few, -ASSESSED:], few * ASSESSED
    return {
        "series_by_r": few,
        "series_weeks_a_second_of_r": round(weeks / by_the_processor, 1),
        "series_weeks_a_second_of_r_by_the_clock": round(weeks / by_the_clock, 1),
        "times_as_fast_as_r": round(speed * by_the_processor / weeks),
        "bounds_that_differ": int((swift.upper[:few] != upper).sum()),
        "alarms_that_differ": int(((counts > swift.upper[:few]) != alarms).sum()),
        "bounds_that_differ_equalling_r": int((like_r.upper[:few] != upper).sum()),
        "alarms_that_differ_equalling_r": int(((counts > like_r.upper[:few]) != alarms).sum()),
    }


def _by_r(counts: NDArray[np.float64]) -> tuple[list[dict[str, str]], float, float]:
    """R's answers a row each, the seconds that took by the clock, and those of the processor."""
    with tempfile.TemporaryDirectory() as folder:
        given, answered = Path(folder, "counts.csv"), Path(folder, "answers.csv")
        np.savetxt(given, counts, delimiter=",", fmt="%d")
        command = ["Rscript", str(SCRIPT), str(given), str(answered), f"first={WEEKS - ASSESSED + 1}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
        by_the_clock, by_the_processor = (float(each) for each in done.stdout.split()[-2:])
        with answered.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file)), by_the_clock, by_the_processor


def _timed(grid: Grid, settings: Farrington) -> tuple[float, Answers]:
    """Series-weeks a second of the processor's time, and the answers; what is compiled is compiled before."""
    work: Callable[[], Answers] = lambda: farrington_flexible.assess(grid, WEEKS - ASSESSED, settings)  # noqa: E731
    answers, seconds = work(), []
    for _ in range(BEST_OF):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return len(grid.names) * ASSESSED / min(seconds), answers


def _made_up(series: int, seed: int) -> Grid:
    """Weekly counts about a season and a slight trend, from one a week to a hundred, some varying more than others."""
    chance = np.random.default_rng(seed)
    level = chance.uniform(0, np.log(100), (series, 1))
    slope = chance.normal(0, 0.001, (series, 1))
    swing, phase = chance.uniform(0, 0.8, (series, 1)), chance.random((series, 1))
    weeks = np.arange(WEEKS)
    means = np.exp(level + slope * (weeks - WEEKS / 2) + swing * np.cos(2 * np.pi * (weeks / 52 + phase)))
    dispersion = chance.uniform(1.05, 3, (series, 1))
    counts = chance.negative_binomial(means / (dispersion - 1), 1 / dispersion).astype(np.float64)
    names, periods = tuple(map(str, range(series))), tuple(str(week + 1) for week in weeks)
    return Grid(names, periods, counts, np.ones_like(counts), 52)


def main() -> None:
    """Prints the figures as JSON."""
    words: Any = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--series", type=int, default=400)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    sys.stdout.write(json.dumps(run(series=given.series, seed=given.seed), indent=2) + "\n")


if __name__ == "__main__":
    main()
