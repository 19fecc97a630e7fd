"""Count series into assessments: which method suits each series, since when, and how far to believe it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Literal, TypeAlias

import numpy as np
import pyarrow as pa

from tocsin.detection.judging import Finding, Judge
from tocsin.detection.multiplicity import q_values
from tocsin.detection.panel import panel_of
from tocsin.records import ASSESSMENT, UNASSESSED

Method: TypeAlias = Literal[
    "auto", "farrington-flexible", "harmonic-negative-binomial", "accumulation", "negative-binomial"
]
Compare: TypeAlias = Literal["areas", "earlier", "change"]

Row: TypeAlias = dict[str, Any]


def detect(
    series: pa.Table,
    *,
    method: Method = "auto",
    compare: Compare = "earlier",
    assess_periods: int = 1,
    alpha: float = 0.01,
    q: float = 0.1,
    min_count: int = 3,
    only: Collection[str] | None = None,
) -> tuple[pa.Table, pa.Table]:
    """The last periods of each series beside what should be expected of them, and the series that suit no method.

    series          schema COUNT_SERIES, rows in any order; whole sources, since neighbours and q-values need them
    method          "auto" is Farrington Flexible where history allows it, elsewhere the negative-binomial comparison;
                    the harmonic regression and accumulated evidence need two years, and say nothing of shorter series
    compare         what that comparison compares with: other "areas" in the same period, "earlier" periods of the
                    same area, or the "change" from its own earlier level beside the change of other areas
    assess_periods  how many of the last periods of each series to assess
    alpha           chance that a count passes its upper bound if nothing has changed
    q               false discovery rate at which an assessment alarms, within one source, period and method
    min_count       the fewest that alarm
    only            the keys of the series to assess, the others serving as neighbours alone; None for every series

    Returns assessments (ASSESSMENT), and every series whose newest period no method suits with the reason
    (UNASSESSED), both in order of series. An alarm is a count above its upper bound, of at least `min_count`, with a
    q-value of at most `q`. `first_excess` is null for a count within its bound; a run of excess never spans a gap in
    the calendar.

    Raises ValueError if a series has two rows for one period.
    """
    panel = panel_of(series)
    methods = ("farrington-flexible", "negative-binomial") if method == "auto" else (method,)
    judge = Judge(panel, methods, compare, alpha)
    rows: list[Row] = []
    unassessed: list[Row] = []
    assessed = [each for each in panel.series if only is None or each.series_id in only]
    judge.prepare(assessed, assess_periods)
    for each in assessed:
        newest = len(each.periods) - 1
        for at in range(max(0, newest + 1 - assess_periods), newest + 1):
            finding = judge.finding(each, at)
            if isinstance(finding, Finding):
                key = {"series_id": each.series_id, "source": each.source, "period": each.periods[at]}
                rows.append({**key, **vars(finding), "first_excess": judge.first_excess(each, at)})
            elif at == newest:
                unassessed.append({"series_id": each.series_id, "reason": str(finding)})
    _weigh_together(rows)
    for row in rows:
        row["alarm"] = row["observed"] > row["upper"] and row["q"] <= q and row["observed"] >= min_count
    columns = [{name: row[name] for name in ASSESSMENT.names} for row in rows]
    return pa.Table.from_pylist(columns, schema=ASSESSMENT), pa.Table.from_pylist(unassessed, schema=UNASSESSED)


def _weigh_together(rows: list[Row]) -> None:
    batches: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        batches[(row["source"], row["period"], row["method"])].append(row)
    for batch in batches.values():
        for row, q_value in zip(batch, q_values(np.array([row["p"] for row in batch])), strict=True):
            row["q"] = float(q_value)
