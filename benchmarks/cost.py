"""What the weekly assessment of many series costs: seconds and memory for 1,000, 10,000 and 100,000 of 300 weeks.

Run `python benchmarks/cost.py`; --method NAME takes another method, --seed N draws other counts, --weeks N answers
more than the newest week. Each size runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.detection.grid import Grid
from tocsin.evaluation.methods import method_named

SIZES = (1_000, 10_000, 100_000)
WEEKS = 300
# Timings jitter, so that "linear" is taken as no more than this factor dearer per series at ten times the size.
JITTER = 1.25
BEST_OF = 3
STATUS = Path("/proc/self/status")


def run(*, seed: int, method: str = "farrington-flexible", weeks: int = 1) -> dict[str, Any]:
    """Seconds and peak memory at each size, and whether either grew faster than the number of series."""
    rows = [_apart(size, seed=seed, method=method, weeks=weeks) for size in SIZES]
    grew = {
        what: max(
            larger[what] / max(smaller[what], 1e-9) / (larger["series"] / smaller["series"])
            for smaller, larger in pairwise(rows)
        )
        for what in ("seconds", "megabytes_above_start")
    }
    return {
        "method": method,
        "weeks_of_history": WEEKS,
        "weeks_answered": weeks,
        "sizes": rows,
        "growth_against_linear": grew,
        "no_faster_than_linear": all(each <= JITTER for each in grew.values()),
    }


def _apart(size: int, **settings: Any) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", str(size)]
    command += [f"--{name}={value}" for name, value in settings.items()]
    one_thread = {**os.environ, "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=one_thread, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    return dict(json.loads(done.stdout))


def _one(size: int, *, seed: int, method: str, weeks: int) -> dict[str, Any]:
    chosen = method_named(method, 52)
    chosen.assess(_made_up(10, seed), WEEKS - weeks)  # compiles, or loads what was compiled
    before = _forget_peak()
    grid = _made_up(size, seed)
    taken = []
    for _ in range(BEST_OF):
        # The processor's time, since other work on the machine takes turns with ours.
        began = time.process_time()
        answers = chosen.assess(grid, WEEKS - weeks)
        taken.append(time.process_time() - began)
    seconds = min(taken)
    return {
        "series": size,
        "seconds": round(seconds, 4),
        "series_weeks_a_second": round(size * weeks / seconds),
        "peak_megabytes": round(_peak_megabytes()),
        "megabytes_above_start": round(_peak_megabytes() - before, 1),
        "answered": int((~np.isnan(answers.p)).sum()),
    }


def _made_up(size: int, seed: int) -> Grid:
    """Weekly counts of every size, from one in ten weeks to a hundred a week, with a season."""
    chance = np.random.default_rng(seed)
    levels = np.exp(chance.uniform(np.log(0.1), np.log(100), (size, 1)))
    season = 1 + 0.4 * np.cos(2 * np.pi * (np.arange(WEEKS) / 52 + chance.random((size, 1))))
    counts = chance.negative_binomial(levels * season, 0.5).astype(np.float64)
    names = tuple(f"series {row}" for row in range(size))
    periods = tuple(str(week + 1) for week in range(WEEKS))
    return Grid(names, periods, counts, np.ones_like(counts), 52)


def _forget_peak() -> float:
    """Megabytes held now, from which the peak is measured anew: compiling takes more than a thousand series do."""
    if STATUS.is_file():
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak_megabytes()


def _peak_megabytes() -> float:
    """The most that was held at once. Where there is no /proc, the peak since the process began."""
    if not STATUS.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Prints the figures as JSON."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--method", default="farrington-flexible")
    words.add_argument("--weeks", type=int, default=1)
    words.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = words.parse_args()
    settings = {"seed": given.seed, "method": given.method, "weeks": given.weeks}
    found = run(**settings) if given.one is None else _one(given.one, **settings)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
