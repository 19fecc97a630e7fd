"""How much was looked at in each period: without it no trend can be read."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from tocsin.periods import days_of
from tocsin.records import EFFORT


def reporting_effort(tallies: pa.Table, figures: pa.Table, series: pa.Table) -> pa.Table:
    """What each source sent in each period and how many sent it (schema EFFORT), in order of source and period.

    tallies  partial counts (TALLY); their rows with a source group and no threat are documents scanned
    figures  rows of published figures received: source, period, received, areas
    series   whole series; a period that none of a source's holds was not compared
    """
    compared = set(zip(series["source"].to_pylist(), series["period"].to_pylist(), strict=True))
    rows = [
        {**row, "reporters": row["areas"], "reporters_are": "areas"} for row in figures.to_pylist()
    ] + _of_documents(tallies)
    for row in rows:
        row["period_start"], row["period_end"] = days_of(row["period"])
        row["compared"] = (row["source"], row["period"]) in compared
    rows.sort(key=lambda row: (row["source"], row["period_start"]))
    return pa.Table.from_pylist(rows, schema=EFFORT)


def _of_documents(tallies: pa.Table) -> list[dict[str, Any]]:
    received: dict[tuple[str, str], int] = defaultdict(int)
    publishers: dict[tuple[str, str], set[str]] = defaultdict(set)
    areas: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tallies.to_pylist():
        key = (row["source"], row["period"])
        if row["threat"]:
            areas[key].add(row["area_code"])
        elif row["source_group"]:
            received[key] += row["count"]
            publishers[key].add(row["source_group"])
    return [
        {
            "source": source,
            "period": period,
            "received": count,
            "reporters": len(publishers[(source, period)]),
            "reporters_are": "publishers",
            "areas": len(areas[(source, period)]),
        }
        for (source, period), count in received.items()
    ]
