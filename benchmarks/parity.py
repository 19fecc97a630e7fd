"""Whether Farrington Flexible answers as R's `surveillance` 1.20.3 does, on every configuration that R was run on.

Run `python benchmarks/parity.py`; R itself is not needed, its answers are beside the checkout in shared/data/detection.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.detection import farrington_flexible
from tocsin.detection.grid import Answers, Grid

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "detection"
FIRST, WEEKS, A_YEAR = 575, 624, 52
# What run_r.R asked of R, in the house's names, beside the settings recommended for weeks.
CONFIGURATIONS: dict[str, dict[str, Any]] = {
    "nb": {},
    "nb05": {"trend_p": 0.05},
    "muan": {"bound": "muan"},
    "delta10": {"bound": "delta"},
    "delta1": {"bound": "delta", "seasons": 1, "left_out": 3, "trend_p": 0.05},
}
FILES = ("r_nb.csv.gz", "r_other.csv.gz")


def answers_of_r(wanted: set[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """R's answers by (configuration, data): series rows, and arrays S × 49 of its columns; nan where it says NA."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name in FILES:
        with gzip.open(SHARED / name, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["config"] in wanted:
                    where = found.setdefault((row["config"], row["data"]), {})
                    where.setdefault(int(row["sid"]), {})[int(row["week"])] = row
    return {key: _arrays(rows) for key, rows in found.items()}


def counts_of(data: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The simulated series that R was run on, S × 624."""
    with gzip.open(SHARED / f"sim_{data}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return np.array([[float(each) for each in row] for row in csv.reader(file)])


def _arrays(rows: dict[int, dict[int, dict[str, str]]]) -> dict[str, Any]:
    def column(name: str) -> Any:
        return np.array([[_number(weeks[week][name]) for week in sorted(weeks)] for weeks in rows.values()])

    return {"series": np.array(list(rows)) - 1} | {
        name: column(name) for name in ("upper", "alarm", "expected", "phi", "pvalue")
    }


def _number(written: str) -> float:
    return float("nan") if written == "NA" else float(written)


def largest_relative(ours: Any, theirs: Any) -> float:
    """The largest relative difference where both have an answer."""
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    if not both.any():
        return 0.0
    return float((np.abs(ours[both] - theirs[both]) / np.maximum(np.abs(theirs[both]), 1e-12)).max())


def run() -> dict[str, Any]:
    """For each configuration and data set: alarms and bounds that differ, and the largest relative differences."""
    counts = {data: counts_of(data) for data in ("full", "past")}
    found = {}
    for (name, data), theirs in answers_of_r(set(CONFIGURATIONS)).items():
        rows = counts[data][theirs["series"]]
        periods = tuple(str(week + 1) for week in range(rows.shape[1]))
        grid = Grid(tuple(map(str, theirs["series"])), periods, rows, np.ones_like(rows), A_YEAR)
        settings = replace(farrington_flexible.weekly(), r_compat=True, alpha=0.005, **CONFIGURATIONS[name])
        ours = farrington_flexible.assess(grid, FIRST, settings)
        found[f"{name}, {data}"] = _compare(rows[:, FIRST:], ours, theirs)
    return found


def _compare(counts: Any, ours: Answers, theirs: dict[str, Any]) -> dict[str, Any]:
    alarmed = counts > ours.upper
    unanswered = np.isnan(ours.upper) != np.isnan(theirs["upper"])
    return {
        "series_weeks": int(theirs["upper"].size),
        "alarms_of_r": int(theirs["alarm"].sum()),
        "alarms_that_differ": int((alarmed != (theirs["alarm"] == 1)).sum()),
        "bounds_only_one_has": int(unanswered.sum()),
        "bounds_only_one_has_where_some_count": int((unanswered & (counts > 0)).sum()),
        "bounds_that_differ": int((~unanswered & (ours.upper != theirs["upper"]) & ~np.isnan(ours.upper)).sum()),
        "largest_difference_of_bounds": largest_relative(ours.upper, theirs["upper"]),
        "largest_difference_of_expected": largest_relative(ours.expected, theirs["expected"]),
        "largest_difference_of_dispersion": largest_relative(ours.dispersion, theirs["phi"]),
        "largest_difference_of_p": largest_relative(ours.p, theirs["pvalue"]),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
