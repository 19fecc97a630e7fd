"""Excesses into signals: each with a level, its reason, its strength and what a reader should ask first.

The rule of levels is in levels.py, and why it is that one in docs/explanation/levels.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from tocsin.grading import words
from tocsin.grading.corroboration import Corroboration, corroborate
from tocsin.grading.excesses import Excess, excesses_of
from tocsin.grading.fusion import Fused, fuse
from tocsin.grading.grounds import Grounds
from tocsin.grading.levels import level_of
from tocsin.records import CONCEPT, CONCEPT_LINK, FUSION, SIGNAL


@dataclass(frozen=True)
class Graded:
    """Signals (schema SIGNAL), the concepts that bear them out (CONCEPT) and how these lie (CONCEPT_LINK)."""

    signals: pa.Table
    concepts: pa.Table
    concept_links: pa.Table


def raise_signals(
    assessments: pa.Table, series: pa.Table, tallies: pa.Table, areas: pa.Table, *, grounds: Grounds
) -> Graded:
    """One signal for each unbroken run of excess that alarms in one of these areas, as it stands in its last period."""
    excesses = excesses_of(assessments, series, tallies, areas, grounds)
    corroboration = corroborate(excesses, grounds)
    area_of = {row["area_code"]: row for row in areas.to_pylist()}
    signals = [
        _signal(
            excess,
            fuse(excess, [other for other in excesses if other.bears_out(excess)], grounds),
            corroboration,
            area_of[excess.area_code],
            grounds,
        )
        for excess in excesses
    ]
    return Graded(
        pa.Table.from_pylist(signals, schema=SIGNAL),
        pa.Table.from_pylist(corroboration.concepts, schema=CONCEPT),
        pa.Table.from_pylist(corroboration.links, schema=CONCEPT_LINK),
    )


def _signal(
    excess: Excess, fused: Fused, corroboration: Corroboration, area: Mapping[str, Any], grounds: Grounds
) -> dict[str, Any]:
    told, largest_q = excess.told, grounds.signal_q[excess.source]
    borne_out = len(fused.groups) > 1
    concept_id = corroboration.concept_of.get(excess.signal_id) if borne_out else None
    signal: dict[str, Any] = {
        **{name: told.get(name) for name in SIGNAL.names},
        "signal_id": excess.signal_id,
        "threat_name": grounds.threat_names[excess.threat],
        "area_name": area["name"],
        "area_level": area["level"],
        "level": level_of(groups=len(fused.groups), q=told["q"], largest_q=largest_q, strength=fused.strength),
        "level_reason": words.level_reason(fused, q=told["q"], largest_q=largest_q, concept_id=concept_id),
        "source_groups": list(fused.groups),
        "concept_id": concept_id,
        "strength": fused.strength,
        "fusion": [{name: asdict(part)[name] for name in (field.name for field in FUSION)} for part in fused.parts],
        "discovery": excess.discovery,
        **_what_is_known_of_the_likes(excess, grounds),
        **_cautions(excess, grounds),
    }
    signal["statement"] = words.statement(signal)
    signal["would_lower"] = words.would_lower(signal, excess.documents)
    return signal


def _what_is_known_of_the_likes(excess: Excess, grounds: Grounds) -> dict[str, Any]:
    """How often this method cries out over nothing, whether the excess outlasts many looks, and its own record."""
    cell = (excess.series_id, excess.told["period"])
    rate, asked = grounds.false_alarm_rates.get(cell, (None, None))
    record = grounds.track_record.of(excess.indicator, apart_from=excess.signal_id)
    return {
        "false_alarm_rate": rate,
        "false_alarm_words": words.false_alarms(rate, asked),
        "stands_across_periods": grounds.across_periods.get(cell),
        "record_confirmed": record.confirmed,
        "record_watching": record.watching,
        "record_dismissed": record.dismissed,
        "record_disrupted": record.disrupted,
    }


def _cautions(excess: Excess, grounds: Grounds) -> dict[str, Any]:
    """Whether the areas stepped up together while this excess ran, and what to ask before believing it."""
    first, last = excess.told["first_excess"], excess.told["period"]
    # Periods of one source are written alike, so their order is that of their text.
    together = [
        step.words
        for step in grounds.steps.get(excess.likeness, ())
        if step.direction == "up" and first <= step.period <= last
    ]
    cautions = [words.possible_recording_change(step) for step in together]
    if excess.discovery == "proactive":
        cautions.append(words.PROACTIVE)
    return {"possible_recording_change": bool(together), "cautions": cautions}
