"""Which words are raised in real texts, when they could have been, and how many others with them.

Run `python benchmarks/emergence.py`; --seed N shuffles the texts otherwise; --made-up N measures instead what N texts
of random words cost. Needs ../shared/data; a set that is not there is left out. Of the Connecticut texts (certificates
of real deaths) nothing but terms and counts is printed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tocsin.detection.emergence.corpus import DOCUMENTS
from tocsin.detection.emergence.emerging import Emergence, find_emerging
from tocsin.detection.emergence.rows import OVERALL, RAISED
from tocsin.detection.emergence.settings import Settings
from tocsin.periods import days_of

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CONNECTICUT = "connecticut-drug-texts/texts_2012_2018.csv"
BERLIN = "german-police-texts/berlin_2014_2022.jsonl.gz"
MANCHESTER = "manchester-news/summaries_2025_11_26_to_2026_01_15.jsonl.gz"
# The alert on fentanyl of the United States Drug Enforcement Administration.
FEDERAL_ALERT = date(2015, 3, 18)
AS_ISSUED = (("quarter", 1), ("quarter", 2), ("month", 3), ("month", 6))
SHUFFLES = 3
# What a raised term is, judged by hand: the first of these that is in it. Anything else is a drug long known, or how
# certificates are worded.
SUBSTANCES = {
    "ofacetyl": "wording: a space lost",
    "ofcocaine": "wording: a space lost",
    "offentanyl": "wording: a space lost",
    "intoxicationcombined": "wording: a space lost",
    "acetyl": "fentanyl analogue",
    "furanyl": "fentanyl analogue",
    "fluorobutyryl": "fentanyl analogue",
    "fluoroisobutyryl": "fentanyl analogue",
    "butyryl": "fentanyl analogue",
    "acryl": "fentanyl analogue",
    "fibf": "fentanyl analogue",
    "synthetic opioid": "kind of drug",
    "4-anpp": "precursor of fentanyl, in what is left of it",
    "u-47700": "new opioid",
    "carfentanil": "fentanyl analogue",
    "fentanyl": "fentanyl",
    "xylazine": "veterinary sedative, mixed with fentanyl",
}


def run(*, seed: int = 1) -> dict[str, Any]:
    """Connecticut as it would have been issued at each lag, the same with shuffled dates, and two sets for a look."""
    found: dict[str, Any] = {"federal_alert": FEDERAL_ALERT.isoformat()}
    if (DATA / CONNECTICUT).is_file():
        texts = list(_connecticut())
        found["connecticut"] = [_as_issued(texts, unit, lag) for unit, lag in AS_ISSUED]
        found["connecticut_shuffled"] = _shuffled(texts, seed)
    if (DATA / BERLIN).is_file():
        found["berlin"] = _look(list(_berlin()), Settings("quarter"))
    if (DATA / MANCHESTER).is_file():
        found["manchester"] = _look(list(_manchester()), Settings("week"))
    return found


def _as_issued(texts: list[dict[str, Any]], unit: Any, lag: int) -> dict[str, Any]:
    start = time.perf_counter()
    emergence = find_emerging(_table(texts), Settings(unit, lag=lag))
    seconds = time.perf_counter() - start
    rows = emergence.rows.to_pylist()
    fentanyl = [row for row in rows if "fentanyl" in row["term"].split() and row["level"] == RAISED]
    first = next((row for row in fentanyl if row["area"] == OVERALL and row["term"] == "fentanyl"), None)
    any_phrase = next((row for row in fentanyl if row["area"] == OVERALL), None)
    return {
        "unit": unit,
        "lag": lag,
        "documents": len(texts),
        "fentanyl": None if first is None else _said(first, emergence),
        "first_phrase_with_fentanyl": None if any_phrase is None else _said(any_phrase, emergence),
        "areas_in_that_period": [
            row["area"] for row in fentanyl if first and row["period"] == first["period"] and row["area"] != OVERALL
        ],
        "periods": [
            {
                "period": each.period,
                "raised_in": each.raised_in,
                "tested": each.tested,
                "raised": each.raised,
                "newly_raised": each.newly_raised,
                "new": _new(rows, each.period),
                "left_out_as_names": each.names,
                "left_out_as_protected": each.protected,
            }
            for each in emergence.periods
        ],
        "seconds": round(seconds, 2),
        "peak_megabytes": _megabytes(),
    }


def _said(row: dict[str, Any], emergence: Emergence) -> dict[str, Any]:
    account = next(each for each in emergence.periods if each.period == row["period"])
    issued = days_of(row["raised_in"])[1]
    return {
        **{name: row[name] for name in ("term", "period", "raised_in", "count", "expected", "p", "q", "rank")},
        "first_excess": row["first_excess"],
        "issued": issued.isoformat(),
        "days_before_the_alert": (FEDERAL_ALERT - issued).days,
        "other_terms_raised": account.raised - 1,
    }


def _new(rows: list[dict[str, Any]], period: str) -> list[str]:
    new = [row for row in rows if row["period"] == period and row["area"] == OVERALL and row["first_raised"] == period]
    return [f"{row['term']} ({_what(row['term'])})" for row in new if row["level"] == RAISED]


def _what(term: str) -> str:
    return next((what for part, what in SUBSTANCES.items() if part in term), "a drug long known, or wording")


def _shuffled(texts: list[dict[str, Any]], seed: int) -> dict[str, Any]:
    """The same texts with their dates dealt out anew: nothing emerges, and whatever is raised is false."""
    result: dict[str, Any] = {}
    for unit in ("quarter", "month"):
        periods = raised = with_any = 0
        for shuffle in range(SHUFFLES):
            dates = [row["published"] for row in texts]
            random.Random(seed * 1000 + shuffle).shuffle(dates)  # noqa: S311 - a simulation
            dealt = [{**row, "published": day} for row, day in zip(texts, dates, strict=True)]
            found = find_emerging(_table(dealt), Settings(unit, lag=1)).periods
            periods += len(found)
            raised += sum(each.raised for each in found)
            with_any += sum(each.raised > 0 for each in found)
        result[unit] = {"periods": periods, "terms_raised": raised, "periods_with_any": with_any}
    return result


def _look(texts: list[dict[str, Any]], settings: Settings) -> dict[str, Any]:
    start = time.perf_counter()
    emergence = find_emerging(_table(texts), settings)
    seconds = round(time.perf_counter() - start, 1)
    rows = emergence.rows.to_pylist()
    new: dict[str, list[str]] = {}
    for each in emergence.periods:
        at = [row for row in rows if row["period"] == each.period and row["area"] == OVERALL]
        new[each.period] = [row["term"] for row in at if row["level"] == RAISED and row["first_raised"] == each.period]
    left_out = {"names": sum(each.names for each in emergence.periods)}
    left_out["protected"] = sum(each.protected for each in emergence.periods)
    return {"documents": len(texts), "seconds": seconds, "newly_raised": new, "left_out": left_out}


def cost(documents: int, *, seed: int = 1, words: int = 60, periods: int = 60) -> dict[str, Any]:
    """Seconds and memory for made-up texts of random words: nearly every phrase is new, which is the worst case."""
    chance = np.random.default_rng(seed)
    weights = 1 / (np.arange(200_000) + 3.0)
    numbers = chance.choice(len(weights), size=(documents, words), p=weights / weights.sum())
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    vocabulary = np.array(["".join(each) for each in chance.choice(letters, size=(len(weights), 8))])
    days = np.sort(chance.integers(0, periods * 30, documents))
    table = pa.table(
        [
            pa.array([str(number) for number in range(documents)]),
            pa.array([date(2014, 1, 1) + timedelta(days=int(day)) for day in days], pa.date32()),
            pa.array([" ".join(vocabulary[row]) for row in numbers]),
            pa.array([f"source {number % 40}" for number in range(documents)]),
            pa.array([f"area {number % 30}" for number in range(documents)]),
        ],
        schema=DOCUMENTS,
    )
    start = time.perf_counter()
    rows = find_emerging(table, Settings("month")).rows.num_rows
    seconds = round(time.perf_counter() - start, 1)
    return {
        "documents": documents,
        "words_each": words,
        "seconds": seconds,
        "rows": rows,
        "peak_megabytes": _megabytes(),
    }


def _megabytes() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=DOCUMENTS)


def _connecticut() -> Iterator[dict[str, Any]]:
    with (DATA / CONNECTICUT).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            yield _document(number, row["date"], row["text"], None, row["place"])


def _berlin() -> Iterator[dict[str, Any]]:
    for number, row in enumerate(_lines(BERLIN), start=1):
        text = f"{row['title']}\n\n{row['description'] or ''}"
        yield _document(number, row["date"], text, None, row["district_gold"])


def _manchester() -> Iterator[dict[str, Any]]:
    for number, row in enumerate(_lines(MANCHESTER), start=1):
        yield _document(number, row["date"], f"{row['title']}\n\n{row['text']}", row["publisher"], None)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _document(number: int, day: str, text: str, group: str | None, area: str | None) -> dict[str, Any]:
    published = date.fromisoformat(day[:10])
    return {"doc_id": str(number), "published": published, "text": text, "source_group": group, "area_code": area}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--made-up", type=int, metavar="N")
    given = parser.parse_args()
    found = run(seed=given.seed) if given.made_up is None else cost(given.made_up, seed=given.seed)
    print(json.dumps(found, indent=2, ensure_ascii=False))  # noqa: T201 - a script
