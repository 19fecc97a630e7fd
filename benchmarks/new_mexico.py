"""Whether cylinder scans score the New Mexico brain cancer data, 1986 to 1989, as published code does.

Run `python benchmarks/new_mexico.py`. The data and the reference scores are beside the checkout, in shared/data.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.detection.clusters import permutation, population
from tocsin.detection.clusters.scanning import best_by_zone

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "detection"
YEARS = range(1986, 1990)
LONGEST = len(YEARS)
SCANS = {"EBP": "expectation-based Poisson", "PBP": "population-based Poisson", "STP_86_89": "space-time permutation"}


def run() -> dict[str, Any]:
    """For each scan its best zone, how long it lasted, its score, the reference's, and the difference."""
    names, counts = _table("scan_NM_counts_1986_89.csv")
    _, usual = _table("scan_NM_baselines_1986_89.csv")
    neighbours = _rows("scan_NM_knn15.csv").astype(np.int32) - 1
    total = float(counts.sum())
    shared_out = permutation.null_of(counts, LONGEST)
    inputs = {
        "EBP": (usual, 0.0),
        "PBP": (population.null_of(counts, _people(names), LONGEST).expected[:, ::-1], total),
        "STP_86_89": (shared_out.expected[:, ::-1], total),
    }
    reference = _reference()
    found = {}
    for scan, (expected, of_all) in inputs.items():
        zone, lasted, score = _best(counts, expected, of_all, neighbours)
        places = "+".join(sorted(names[each] for each in zone))
        best = reference[scan][0]
        found[SCANS[scan]] = {
            "zone": places,
            "duration": lasted,
            "score": score,
            "reference_score": best[2],
            "same_zone": (places, lasted) == (best[0], best[1]),
            "difference": abs(score - best[2]),
        }
    return found


def _best(counts: Any, expected: Any, total: float, neighbours: Any) -> tuple[Any, int, float]:
    def back_from_newest(values: Any) -> Any:
        return np.ascontiguousarray(np.cumsum(values[:, ::-1], axis=1))

    sizes = np.full(len(neighbours), neighbours.shape[1], dtype=np.int64)
    scores, lasting = best_by_zone(back_from_newest(counts), back_from_newest(expected), total, neighbours, sizes)
    centre, last = (int(each) for each in np.unravel_index(scores.argmax(), scores.shape))
    return neighbours[centre, : last + 1], int(lasting[centre, last]), float(scores[centre, last])


def _reference() -> dict[str, list[tuple[str, int, float]]]:
    found: dict[str, list[tuple[str, int, float]]] = {}
    with (SHARED / "scan_reference_top.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["run"] in SCANS:
                found.setdefault(row["run"], []).append((row["locs"], int(row["duration"]), float(row["score"])))
    return found


def _people(names: list[str]) -> Any:
    """Places × periods."""
    with (SHARED / "scan_NM_popcas.csv").open(encoding="utf-8", newline="") as file:
        people = {(row["county"], int(row["year"])): float(row["population"]) for row in csv.DictReader(file)}
    return np.array([[people[name, year] for year in YEARS] for name in names])


def _table(name: str) -> tuple[list[str], Any]:
    """Names of the columns, and places × periods."""
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    return header, np.ascontiguousarray(_rows(name).T)


def _rows(name: str) -> Any:
    return np.loadtxt(SHARED / name, delimiter=",", skiprows=1)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
