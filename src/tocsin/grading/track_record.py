"""What people made of earlier signals: how many like this one were confirmed, how many dismissed, what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pyarrow as pa

from tocsin.errors import BadVerdicts, NotFound
from tocsin.geography.hierarchy import level_of
from tocsin.records import OUTCOME, VERDICT

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
    """How many signals of one indicator stand confirmed, are being watched, were dismissed.

    disrupted  on how many an accepted disruption rests, whatever was decided on them
    """

    confirmed: int = 0
    watching: int = 0
    dismissed: int = 0
    disrupted: int = 0

    def reliability(self, evaluation: int | None) -> float:
        """How far to believe this indicator from a source so evaluated, 0 to 1: the mean of a Beta posterior.

        The prior is Beta with the evaluation's share as its mean and PRIOR_WEIGHT as its weight; each verdict that
        confirms or dismisses adds one. What is being watched says nothing yet. Neither does a disruption: it tells what
        was done, which depends on who could act, and whoever acted on a signal has confirmed it already.
        """
        expected = EXPECTED[UNTESTED if evaluation is None else evaluation]
        decided = self.confirmed + self.dismissed
        return (PRIOR_WEIGHT * expected + self.confirmed) / (PRIOR_WEIGHT + decided)


@dataclass(frozen=True)
class TrackRecord:
    """Verdicts by indicator: each signal's id with the state it stands in; and the signals that led to a disruption."""

    verdicts: Mapping[Indicator, Mapping[str, str]] = field(default_factory=dict)
    disrupted: Mapping[Indicator, frozenset[str]] = field(default_factory=dict)

    def of(self, indicator: Indicator, *, apart_from: str = "") -> Record:
        """The indicator's record. A signal is left out of its own, or a verdict would prove itself right."""
        states = Counter(state for signal, state in self.verdicts.get(indicator, {}).items() if signal != apart_from)
        led_to = self.disrupted.get(indicator, frozenset()) - {apart_from}
        return Record(states["confirmed"], states["watching"], states["dismissed"], len(led_to))


def track_record_of(verdicts: pa.Table, outcomes: pa.Table | None = None) -> TrackRecord:
    """The record that a verdicts file (schema VERDICT) holds; of several verdicts on one signal the latest counts.

    outcomes  what came of the signals (schema OUTCOME); None where nobody handed it back

    A series whose area is not known here is left out.
    Raises BadVerdicts if a column is missing or a state is none of confirmed, watching and dismissed.
    """
    _check(verdicts, VERDICT, "verdicts")
    found: dict[Indicator, dict[str, str]] = {}
    for row in sorted(verdicts.to_pylist(), key=lambda row: (row["decided_at"], row["signal_id"])):
        if row["state"] not in STATES:
            raise BadVerdicts(
                f"The verdict on {row['signal_id']} is {row['state']!r}. It must be one of {', '.join(STATES)}: "
                "write the file with `tocsin-site verdicts FILE`."
            )
        if indicator := _indicator_of(row["series_id"]):
            found.setdefault(indicator, {})[row["signal_id"]] = row["state"]
    return TrackRecord(found, {} if outcomes is None else _disrupted(outcomes))


def _disrupted(outcomes: pa.Table) -> dict[Indicator, frozenset[str]]:
    _check(outcomes, OUTCOME, "outcomes")
    found: dict[Indicator, frozenset[str]] = {}
    for row in outcomes.to_pylist():
        if row["disruptions"] and (indicator := _indicator_of(row["series_id"])):
            found[indicator] = found.get(indicator, frozenset()) | {row["signal_id"]}
    return found


def _check(table: pa.Table, schema: pa.Schema, name: str) -> None:
    if missing := [column for column in schema.names if column not in table.column_names]:
        raise BadVerdicts(
            f"The {name} lack the column {missing[0]!r}. Write the file with `tocsin-site verdicts FILE`."
        )


def _indicator_of(series_id: str) -> Indicator | None:
    """What a series counts, at which level of area; None where its area is not known here."""
    _, threat, measure_and_area = series_id.split("/", 2)
    measure, _, area_code = measure_and_area.rpartition("/")
    try:
        return threat, measure, level_of(area_code)
    except NotFound:
        return None
