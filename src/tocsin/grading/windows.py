"""The stretch of a series that a signal is shown against."""

from __future__ import annotations

import pyarrow as pa

from tocsin.records import WINDOW

PERIODS_SHOWN = 104


def cut_windows(signals: pa.Table, series: pa.Table, assessments: pa.Table) -> pa.Table:
    """Each signal's series up to its period, with expected and bounds where that period was assessed (WINDOW)."""
    points: dict[str, list[dict[str, object]]] = {}
    for point in series.sort_by([("series_id", "ascending"), ("period_start", "ascending")]).to_pylist():
        points.setdefault(point["series_id"], []).append(point)
    assessed = {(row["series_id"], row["period"]): row for row in assessments.to_pylist()}
    rows = []
    for signal in signals.to_pylist():
        shown = [p for p in points[signal["series_id"]] if p["period_start"] <= signal["period_start"]]
        for point in shown[-PERIODS_SHOWN:]:
            bounds = assessed.get((signal["series_id"], point["period"]), {})
            rows.append(
                {
                    "signal_id": signal["signal_id"],
                    "period": point["period"],
                    "period_start": point["period_start"],
                    "observed": point["count"],
                    "denominator": point["denominator"],
                    **{name: bounds.get(name) for name in ("expected", "lower", "upper")},
                }
            )
    return pa.Table.from_pylist(rows, schema=WINDOW)
