"""Assessments that alarm, each with the source groups behind it and what they say. How far to believe them is not
decided here."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import pyarrow as pa

from tocsin.geography.hierarchy import is_within, level_of
from tocsin.grading.grounds import Discovery, Grounds, Likeness

# Excesses of the same threat this close in time, in the same area or one inside the other, speak of one thing.
CORROBORATION_WINDOW = timedelta(days=92)


@dataclass(frozen=True)
class Excess:
    """One unbroken run of excess, as it stands in its last period.

    told        its last period's row of series and assessment together
    documents   how many documents of each group stand behind it; none for published figures
    indicators  what each group says, beside the threat: a term's key, or the measure of a count
    """

    told: Mapping[str, Any]
    documents: Mapping[str, int]
    indicators: Mapping[str, frozenset[str]]
    discovery: Discovery

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(sorted(self.indicators))

    @property
    def source(self) -> str:
        return str(self.told["source"])

    @property
    def threat(self) -> str:
        return str(self.told["threat"])

    @property
    def area_code(self) -> str:
        return str(self.told["area_code"])

    @property
    def series_id(self) -> str:
        return str(self.told["series_id"])

    @property
    def indicator(self) -> tuple[str, str, str]:
        return (self.threat, str(self.told["measure"]), level_of(self.area_code))

    @property
    def likeness(self) -> Likeness:
        return (self.source, *self.indicator)

    @cached_property
    def signal_id(self) -> str:
        return hashlib.sha256(f"{self.series_id}\x1f{self.told['first_excess']}".encode()).hexdigest()[:16]

    def share_of(self, group: str) -> float:
        """What part of the excess the group stands for."""
        whole = sum(self.documents.values())
        return self.documents[group] / whole if whole else 1.0

    def is_near(self, other: Excess) -> bool:
        """Is it about the same time?"""
        return bool(
            self.told["period_start"] - CORROBORATION_WINDOW <= other.told["period_end"]
            and other.told["period_start"] - CORROBORATION_WINDOW <= self.told["period_end"]
        )

    def bears_out(self, other: Excess) -> bool:
        """Does it speak of what the other speaks of? One in Bradford bears out one in West Yorkshire; the world's
        bears out nobody's."""
        return self.threat == other.threat and self.is_near(other) and is_within(self.area_code, other.area_code)


def excesses_of(
    assessments: pa.Table, series: pa.Table, tallies: pa.Table, areas: pa.Table, grounds: Grounds
) -> list[Excess]:
    """One for each unbroken run of excess that alarms in one of these areas, in order of series and first excess."""
    points = {(row["series_id"], row["period"]): row for row in series.to_pylist()}
    watched = set(areas["area_code"].to_pylist())
    counted = _documents_of(tallies)
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in assessments.to_pylist():
        point = points[(row["series_id"], row["period"])]
        if row["alarm"] and point["area_code"] in watched:
            key = (row["series_id"], row["first_excess"])
            if key not in latest or latest[key]["period_start"] < point["period_start"]:
                latest[key] = {**point, **row}
    return [_excess(told, counted[(told["series_id"], told["period"])], grounds) for _, told in sorted(latest.items())]


def _excess(told: Mapping[str, Any], doc_ids: list[str], grounds: Grounds) -> Excess:
    documents = Counter(grounds.group_of_document[doc_id] for doc_id in doc_ids)
    indicators: dict[str, set[str]] = defaultdict(set)
    for doc_id in doc_ids:
        said = grounds.indicators_of_document.get((doc_id, told["threat"]), frozenset())
        indicators[grounds.group_of_document[doc_id]] |= {
            key for key, area_code in said if is_within(area_code, told["area_code"])
        }
    if not doc_ids:
        indicators[grounds.group_of_source.get(told["source"], told["source"])] = {told["measure"]}
    return Excess(
        told=told,
        documents=documents,
        indicators={group: frozenset(keys) for group, keys in indicators.items()},
        discovery=grounds.discovery.get((told["source"], told["measure"]), "reported"),
    )


def _documents_of(tallies: pa.Table) -> Mapping[tuple[str, str], list[str]]:
    """Documents behind each (series_id, period)."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in tallies.to_pylist():
        if row["doc_ids"]:
            series_id = "/".join(row[name] for name in ("source", "threat", "measure", "area_code"))
            found[(series_id, row["period"])] += row["doc_ids"]
    return found
