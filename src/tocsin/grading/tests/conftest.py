"""Excesses of a made-up world, as detection and counting would hand them over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pyarrow as pa
import pytest

from tocsin.geography import area_table
from tocsin.grading import Graded, Grounds, raise_signals
from tocsin.periods import days_of
from tocsin.records import ASSESSMENT, COUNT_SERIES, TALLY

GROUNDS = Grounds(
    threat_names={"modern-slavery": "Modern slavery", "drugs-supply": "Drugs supply"},
    signal_q={"news": 0.1, "police": 0.1, "customs": 0.1},
    group_of_source={"police": "Police recorded crime", "customs": "Customs"},
    group_of_document={f"{group}-{n}": group for group in ("alder", "birch", "cedar") for n in range(20)},
)


@dataclass(frozen=True)
class World:
    """Rises are added one by one; then everything is graded."""

    rows: list[dict] = field(default_factory=list)

    def rise(self, source, area, *, by=None, period="2017-W11", threat="modern-slavery", p=1e-6, q=0.01):
        """A rise in a source's count; `by` is how many documents of each group stand behind it."""
        measure = "documents" if by else "offences"
        doc_ids = [f"{group}-{n}" for group, number in (by or {}).items() for n in range(number)]
        self.rows.append(locals() | {"measure": measure, "doc_ids": doc_ids})
        return self

    def graded(self, areas=None, **grounds) -> Graded:
        points, assessed, tallies = [], [], []
        for row in self.rows:
            name = "/".join((row["source"], row["threat"], row["measure"], row["area"]))
            count = len(row["doc_ids"]) or 30
            first, last = days_of(row["period"])
            key = {"source": row["source"], "threat": row["threat"], "measure": row["measure"]}
            here = {"area_code": row["area"], "period": row["period"], "count": count}
            points.append({**key, **here, "series_id": name, "period_start": first, "period_end": last})
            found = {"observed": count, "expected": 1.0, "lower": 0.0, "upper": 2.0, "p": row["p"], "q": row["q"]}
            told = {"alarm": True, "baseline": "earlier weeks", "method": "any", "method_version": "1"}
            cell = {"series_id": name, "period": row["period"], "first_excess": row["period"]}
            assessed.append({**cell, **found, **told})
            tallies.append({**key, **here, "doc_ids": row["doc_ids"] or None})
        return raise_signals(
            pa.Table.from_pylist(assessed, schema=ASSESSMENT),
            pa.Table.from_pylist(points, schema=COUNT_SERIES),
            pa.Table.from_pylist(tallies, schema=TALLY),
            area_table() if areas is None else areas,
            grounds=replace(GROUNDS, **grounds),
        )

    def signals(self, **grounds) -> list[dict]:
        return self.graded(**grounds).signals.to_pylist()

    def signal(self, source, area, **grounds) -> dict:
        return next(s for s in self.signals(**grounds) if (s["source"], s["area_code"]) == (source, area))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def new_world() -> type[World]:
    """For tests that build many worlds."""
    return World
