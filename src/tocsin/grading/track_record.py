"""What people made of earlier signals: how many like this one were confirmed, and how many dismissed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pyarrow as pa

from tocsin.errors import BadVerdicts, NotFound
from tocsin.geography.hierarchy import level_of
from tocsin.records import VERDICT

# 3x5x2 source evaluation as how often what such a source tells is worth telling. A judgement, not a measurement:
# verdicts soon outweigh it. A source that nobody evaluated is untested.
RELIABLE, UNTESTED, NOT_RELIABLE = 1, 2, 3
EXPECTED = {RELIABLE: 0.9, UNTESTED: 0.7, NOT_RELIABLE: 0.4}

# The evaluation weighs as much as so many verdicts.
PRIOR_WEIGHT = 4.0

STATES = ("confirmed", "watching", "dismissed")

Indicator: TypeAlias = tuple[str, str, str]  # threat, measure, level of area


@dataclass(frozen=True)
class Record:
    """How many signals of one indicator stand confirmed, are being watched, were dismissed."""

    confirmed: int = 0
    watching: int = 0
    dismissed: int = 0

    def reliability(self, evaluation: int | None) -> float:
        """How far to believe this indicator from a source so evaluated, 0 to 1: the mean of a Beta posterior.

        The prior is Beta with the evaluation's share as its mean and PRIOR_WEIGHT as its weight; each verdict that
        confirms or dismisses adds one. What is being watched says nothing yet.
        """
        expected = EXPECTED[UNTESTED if evaluation is None else evaluation]
        decided = self.confirmed + self.dismissed
        return (PRIOR_WEIGHT * expected + self.confirmed) / (PRIOR_WEIGHT + decided)


@dataclass(frozen=True)
class TrackRecord:
    """Verdicts by indicator: each signal's id with the state it stands in."""

    verdicts: Mapping[Indicator, Mapping[str, str]] = field(default_factory=dict)

    def of(self, indicator: Indicator, *, apart_from: str = "") -> Record:
        """The indicator's record. A signal is left out of its own, or a verdict would prove itself right."""
        states = Counter(state for signal, state in self.verdicts.get(indicator, {}).items() if signal != apart_from)
        return Record(states["confirmed"], states["watching"], states["dismissed"])


def track_record_of(verdicts: pa.Table) -> TrackRecord:
    """The record that a verdicts file (schema VERDICT) holds; of several verdicts on one signal the latest counts.

    A series whose area is not known here is left out.
    Raises BadVerdicts if a column is missing or a state is none of confirmed, watching and dismissed.
    """
    if missing := [name for name in VERDICT.names if name not in verdicts.column_names]:
        raise BadVerdicts(
            f"The verdicts lack the column {missing[0]!r}. Write the file with `tocsin-site verdicts FILE`."
        )
    found: dict[Indicator, dict[str, str]] = {}
    for row in sorted(verdicts.to_pylist(), key=lambda row: (row["decided_at"], row["signal_id"])):
        if row["state"] not in STATES:
            raise BadVerdicts(
                f"The verdict on {row['signal_id']} is {row['state']!r}. It must be one of {', '.join(STATES)}: "
                "write the file with `tocsin-site verdicts FILE`."
            )
        _, threat, measure_and_area = row["series_id"].split("/", 2)
        measure, _, area_code = measure_and_area.rpartition("/")
        try:
            indicator = (threat, measure, level_of(area_code))
        except NotFound:
            continue
        found.setdefault(indicator, {})[row["signal_id"]] = row["state"]
    return TrackRecord(found)
