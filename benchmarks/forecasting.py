"""How good forecasts and associations are: London's recorded crime by month replayed, and made-up drivers.

Run `python benchmarks/forecasting.py`; --seed N samples other boroughs and draws other drivers; --others sets the
models beside two that were left out, and the way of choosing beside taking the best so far. It needs the recorded
crime of London by borough (OGL) in the folder `shared/data` beside the checkout.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import resource
import sys
import time
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from statsmodels.tsa.holtwinters import SimpleExpSmoothing
from statsmodels.tsa.seasonal import STL
from statsmodels.tsa.statespace.sarimax import SARIMAX

from tocsin.forecasting.associating import associate
from tocsin.forecasting.associations import AssociationSettings
from tocsin.forecasting.batch import forecast_all
from tocsin.forecasting.candidates import SEASONAL_NAIVE
from tocsin.forecasting.forecasts import Forecast, ForecastSettings, NoForecast
from tocsin.forecasting.replay import replay
from tocsin.forecasting.series import CrimeSeries, Driver
from tocsin.forecasting.series_forecast import dates_to_try
from tocsin.forecasting.trials import trials
from tocsin.periods import every, later

LONDON = Path(__file__).resolve().parents[2] / "shared/data/london-crime/borough_month_2010_2016.csv.gz"
BOROUGH_SERIES = 120
HORIZONS = (1, 3, 6, 12)
PAIRS = 200
MONTHS = 84


def run(*, seed: int = 2) -> dict[str, Any]:
    """Skill and coverage on London's months, and how often associations are called where there are none and one."""
    found: dict[str, Any] = {"seed": seed, "load": round(os.getloadavg()[0], 1)}
    if LONDON.exists():
        totals, boroughs = _london()
        sampled = np.sort(np.random.default_rng(seed).permutation(len(boroughs.names))[:BOROUGH_SERIES])
        found["offence totals"] = _replayed(totals)
        found["borough series"] = _replayed(boroughs.only(sampled.tolist()))
    else:
        found["not measured"] = f"{LONDON} is not there"
    return found | {"associations": _associations(seed)}


def _london() -> tuple[CrimeSeries, CrimeSeries]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    with gzip.open(LONDON, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for place in ("London", row["BoroughName"]):
                counts.setdefault((row["MinorText"], place), Counter())[row["month"]] += int(row["n"])
    months = {month for each in counts.values() for month in each}
    periods = every(min(months), max(months))

    def series(wanted: list[tuple[str, str]]) -> CrimeSeries:
        rows = np.array([[counts[each][period] for period in periods] for each in wanted], dtype=np.float64)
        return CrimeSeries(tuple(f"{offence}, {place}" for offence, place in wanted), periods, rows)

    return series([each for each in counts if each[1] == "London"]), series(
        [each for each in counts if each[1] != "London"]
    )


def _replayed(crimes: CrimeSeries) -> dict[str, Any]:
    started = time.perf_counter(), _processor_seconds()
    made = forecast_all(crimes, ForecastSettings())
    wall, processor = time.perf_counter() - started[0], _processor_seconds() - started[1]
    told = {name: each for name, each in zip(crimes.names, made, strict=True) if isinstance(each, Forecast)}
    refused = [each.reason.split(":")[0] for each in made if isinstance(each, NoForecast)]
    worst = sorted(told, key=lambda name: told[name].choice_skill)
    return {
        "series": len(crimes.names),
        "forecast": len(told),
        "not forecast": dict(Counter(refused)),
        "naive given": [name for name, each in told.items() if not each.beats_naive],
        "models": dict(Counter(each.model for each in told.values())),
        "skill": round(1 - float(np.exp(np.mean([np.log(1 - each.choice_skill) for each in told.values()]))), 3),
        "skill ahead": {ahead: _skill([each.ahead[ahead - 1] for each in told.values()]) for ahead in HORIZONS},
        "scaled error": round(float(np.median([each.overall.scaled_error for each in told.values()])), 3),
        "coverage": {level: _coverage(list(told.values()), level) for level in ForecastSettings.levels},
        "coverage ahead": {
            ahead: round(float(np.mean([each.ahead[ahead - 1].coverage[80] for each in told.values()])), 3)
            for ahead in HORIZONS
        },
        "lowest skill": {name: round(told[name].choice_skill, 3) for name in worst[:5]},
        "seconds": round(wall, 1),
        "processor seconds a series": round(processor / max(1, len(told)), 2),
    }


def others(*, seed: int = 2, boroughs: int = 40) -> dict[str, Any]:
    """Why these models and this way of choosing: skill of each candidate, of two that were left out, and of choosing.

    Each is given its interval in the same way. Skill is 1 − geometric mean of score ÷ seasonal naive score.
    """
    totals, local = _london()
    sampled = np.sort(np.random.default_rng(seed).permutation(len(local.names))[:boroughs])
    return {
        "offence totals": _beside_others(totals),
        "borough series": _beside_others(local.only(sampled.tolist())),
    }


def _beside_others(crimes: CrimeSeries) -> dict[str, Any]:
    settings = ForecastSettings()
    enough = [counts for counts in crimes.counts if counts[-24:].mean() >= settings.lowest_mean]
    starts = dates_to_try(len(crimes.periods), crimes.a_year, settings)
    seconds = {"STL, then smoothing": 0.0, "SARIMA (0,1,1)(0,1,1)": 0.0}
    scores: dict[str, list[float]] = {}
    for counts in enough:
        replayed = replay(counts, crimes.a_year, settings.horizon, starts)
        logs = [replayed.logs]
        for name, rule in (("STL, then smoothing", _stl), ("SARIMA (0,1,1)(0,1,1)", _sarima)):
            began = time.process_time()
            logs.append(np.array([[rule(np.log1p(counts[:start]), settings.horizon) for start in starts]]))
            seconds[name] += time.process_time() - began
        wider = replace(replayed, names=(*replayed.names, *seconds), logs=np.concatenate(logs))
        made = trials(wider, settings.levels, settings.clearly_better)
        naive = made.tried[SEASONAL_NAIVE]
        for name, score in made.tried.items():
            scores.setdefault(name, []).append(score / naive)
        for margin in (0.0, settings.clearly_better):
            chosen = trials(replayed, settings.levels, margin).score(slice(None), 1.0)
            if chosen is not None:
                scores.setdefault(f"chosen where {margin:.0%} better", []).append(chosen.score / naive)
    skills = {name: round(1 - float(np.exp(np.mean(np.log(ratios)))), 3) for name, ratios in scores.items()}
    forecasts = len(enough) * len(starts)
    costs = {name: round(1000 * spent / forecasts, 1) for name, spent in seconds.items()}
    return {"series": len(enough), "skill": skills, "processor milliseconds a forecast": costs}


def _stl(history: np.ndarray, horizon: int) -> np.ndarray:
    parts = STL(history, period=12, seasonal=13, robust=True).fit()
    level = SimpleExpSmoothing(history - parts.seasonal, initialization_method="estimated").fit().forecast(horizon)
    return level + np.resize(parts.seasonal[-12:], horizon)


def _sarima(history: np.ndarray, horizon: int) -> np.ndarray:
    model = SARIMAX(history, order=(0, 1, 1), seasonal_order=(0, 1, 1, 12))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(model.fit(disp=False, maxiter=30).forecast(horizon))


def _skill(scores: list[Any]) -> float:
    """1 − geometric mean of score ÷ naive score, so that every series counts alike."""
    return round(1 - float(np.exp(np.mean([np.log(each.score / each.naive_score) for each in scores]))), 3)


def _coverage(told: list[Forecast], level: int) -> float:
    trials = np.array([each.overall.forecasts for each in told])
    return round(float(np.average([each.overall.coverage[level] for each in told], weights=trials)), 3)


def _processor_seconds() -> float:
    """Of this process and of those it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _associations(seed: int) -> dict[str, Any]:
    """Share of pairs with p at most .05, one pair at a time: two walks, two seasons, two trends; then a planted lag."""
    random = np.random.default_rng(seed)
    season = np.cos(2 * np.pi * np.arange(MONTHS) / 12)
    months = np.arange(MONTHS)

    def walk(step: float) -> np.ndarray:
        return np.cumsum(random.normal(0, step, MONTHS))

    def planted() -> tuple[np.ndarray, np.ndarray]:
        price = walk(0.06)
        logs = 5 + walk(0.03) + 0.15 * season
        logs[2:] += price[:-2]
        return np.exp(logs), 50 * np.exp(price)

    kinds = {
        "two random walks": lambda: (np.exp(5 + walk(0.08)), 50 * np.exp(walk(0.05))),
        "two seasonal series": lambda: (np.exp(5 + 0.3 * season), 20 + 2 * season + random.normal(0, 0.5, MONTHS)),
        "two trends": lambda: (np.exp(5 + 0.01 * months), 20 + 0.1 * months + random.normal(0, 0.5, MONTHS)),
        "planted, two months later": planted,
    }
    settings = AssociationSettings(imitations=999)
    periods = tuple(later("2010-01", month) for month in range(MONTHS))
    found = {}
    for kind, draw in kinds.items():
        pairs = []
        for _ in range(PAIRS):
            means, driver = draw()
            crimes = CrimeSeries(("crime",), periods, random.poisson(means)[None].astype(np.float64))
            pairs += associate(crimes, [Driver("driver", "", periods, driver)], settings).found
        found[kind] = {
            "pairs": len(pairs),
            "p at most .05": float(np.mean([pair.p <= 0.05 for pair in pairs])),
            "median skill gain": round(float(np.median([pair.skill_gain for pair in pairs])), 3),
            "lag 2": float(np.mean([pair.lag == 2 for pair in pairs])),
        }
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--others", action="store_true")
    asked = parser.parse_args()
    answer = others(seed=asked.seed) if asked.others else run(seed=asked.seed)
    sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")
