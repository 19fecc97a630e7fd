"""Assessments that alarm into signals with a level, a reason and what would lower it.

The rule of levels: an excess is a *watch*. It is a *signal* when two or more independent source groups stand behind
it and its q-value, over everything compared with it, is within what the watch allows. A *warning* is never raised
here: that takes a person (docs/explanation/levels.md).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pyarrow as pa

from tocsin.geography.hierarchy import is_within
from tocsin.grading import words
from tocsin.records import SIGNAL

# Excesses of the same threat this close in time, in the same area or one inside the other, speak of one thing.
CORROBORATION_WINDOW = timedelta(days=92)


def raise_signals(
    assessments: pa.Table,
    series: pa.Table,
    tallies: pa.Table,
    areas: pa.Table,
    *,
    threat_names: Mapping[str, str],
    group_of_source: Mapping[str, str],
    group_of_document: Mapping[str, str],
    signal_q: Mapping[str, float],
) -> pa.Table:
    """One signal (schema SIGNAL) for each unbroken run of excess that alarms, as it stands in its last period.

    group_of_source    the source group of each source of published figures
    group_of_document  the source group of each counted document
    signal_q           for each source the largest q-value at which an excess may stand as a signal
    """
    points = {(row["series_id"], row["period"]): row for row in series.to_pylist()}
    area_of = {row["area_code"]: row for row in areas.to_pylist()}
    counted = _documents_of(tallies)
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in assessments.to_pylist():
        point = points[(row["series_id"], row["period"])]
        if row["alarm"] and point["area_code"] in area_of:
            key = (row["series_id"], row["first_excess"])
            if key not in latest or latest[key]["period_start"] < point["period_start"]:
                latest[key] = {**point, **row}
    alarms = [latest[key] for key in sorted(latest)]
    groups = []
    for alarm in alarms:
        doc_ids = counted.get((alarm["series_id"], alarm["period"]), [])
        by_group = Counter(group_of_document[doc_id] for doc_id in doc_ids)
        groups.append(by_group or Counter({group_of_source.get(alarm["source"], alarm["source"]): 0}))
    signals = [
        _signal(
            alarm,
            own,
            _agreeing(alarm, alarms, groups),
            area_of[alarm["area_code"]],
            threat_names,
            signal_q[alarm["source"]],
        )
        for alarm, own in zip(alarms, groups, strict=True)
    ]
    return pa.Table.from_pylist(signals, schema=SIGNAL)


def _documents_of(tallies: pa.Table) -> Mapping[tuple[str, str], list[str]]:
    """Documents behind each (series_id, period)."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in tallies.to_pylist():
        if row["doc_ids"]:
            series_id = "/".join(row[name] for name in ("source", "threat", "measure", "area_code"))
            found[(series_id, row["period"])] += row["doc_ids"]
    return found


def _agreeing(alarm: Mapping[str, Any], alarms: list[dict[str, Any]], groups: list[Counter[str]]) -> list[str]:
    agreeing: set[str] = set()
    for other, by_group in zip(alarms, groups, strict=True):
        if _speak_of_one_thing(alarm, other):
            agreeing.update(by_group)
    return sorted(agreeing)


def _speak_of_one_thing(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    near = (
        one["period_start"] - CORROBORATION_WINDOW <= other["period_end"]
        and other["period_start"] - CORROBORATION_WINDOW <= one["period_end"]
    )
    # An excess in Bradford bears out one in West Yorkshire; the world's bears out nobody's.
    same_place = is_within(other["area_code"], one["area_code"])
    return bool(one["threat"] == other["threat"] and near and same_place)


def _signal(
    alarm: Mapping[str, Any],
    by_group: Counter[str],
    agreeing: list[str],
    area: Mapping[str, Any],
    threat_names: Mapping[str, str],
    largest_q: float,
) -> dict[str, Any]:
    signal: dict[str, Any] = {
        **{name: alarm.get(name) for name in SIGNAL.names},
        "signal_id": hashlib.sha256(f"{alarm['series_id']}\x1f{alarm['first_excess']}".encode()).hexdigest()[:16],
        "threat_name": threat_names[alarm["threat"]],
        "area_name": area["name"],
        "area_level": area["level"],
        "level": "signal" if len(agreeing) > 1 and alarm["q"] <= largest_q else "watch",
        "level_reason": words.level_reason(agreeing, alarm["q"], largest_q),
        "source_groups": agreeing,
    }
    signal["statement"] = words.statement(signal)
    signal["would_lower"] = words.would_lower(signal, {group: n for group, n in by_group.items() if n})
    return signal
