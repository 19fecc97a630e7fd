"""What grading weighs beside the counts: from the watch, the shards, verdicts and outcomes; when areas stepped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tocsin import grading
from tocsin.counting import MEASURE
from tocsin.detection.baseline_words import plural
from tocsin.detection.budget import alpha_for, stands_across_periods
from tocsin.detection.grid import grid_of
from tocsin.detection.recording_change import steps_together
from tocsin.errors import BadVerdicts
from tocsin.geography import level_of
from tocsin.grading import Discovery, Step
from tocsin.records import OUTCOMES_SUFFIX, RECORDING_CHANGE
from tocsin.scan import gathering
from tocsin.scan.false_alarms import false_alarm_rates
from tocsin.scan.gathering import Made
from tocsin.store import Store
from tocsin.watch import CountSource, Watch

Cell = tuple[str, str]


@dataclass(frozen=True)
class Compared:
    """What detection came to: every series, its assessments, and at which alpha each source was compared."""

    series: pa.Table
    assessments: pa.Table
    alphas: Mapping[str, float]


def alphas_of(watch: Watch, series: pa.Table) -> dict[str, float]:
    """The alpha that spends each source's budget of false alarms over its series in watched areas.

    Only these may raise a signal. Other areas are neighbours to compare with, and cost nothing.
    """
    watched = series.filter(pc.is_in(series["area_code"], value_set=pa.array(watch.areas)))
    held = watched.group_by("source").aggregate([("series_id", "count_distinct")]).to_pylist()
    number = {row["source"]: row["series_id_count_distinct"] for row in held}
    return {s.name: alpha_for(s.detect.false_alarms, number.get(s.name, 0)) for s in watch.sources}


def grounds_of(
    watch: Watch, store: Store, made: Made, compared: Compared, *, threat_names: Mapping[str, str], steps: pa.Table
) -> grading.Grounds:
    """Everything that grading weighs. Raises BadVerdicts if the watch names a file of verdicts that cannot be read."""
    return grading.Grounds(
        threat_names=threat_names,
        signal_q={source.name: source.detect.signal_q for source in watch.sources},
        group_of_source={source.name: source.source_group for source in watch.counts},
        group_of_document=gathering.groups(store, made),
        indicators_of_document=gathering.indicators(store, made),
        discovery=discoveries(watch),
        evaluation_of_source={s.name: s.evaluation for s in watch.sources if s.evaluation is not None},
        evaluation_of_group=watch.evaluations,
        dependent=watch.dependent,
        track_record=_track_record(watch),
        false_alarm_rates=false_alarm_rates(compared.assessments, _sources(compared.series), compared.alphas),
        across_periods=_across_periods(watch, compared),
        steps=_by_panel(steps),
    )


def discoveries(watch: Watch) -> dict[tuple[str, str], Discovery]:
    """By source and measure: whether the count grows with the looking (proactive) or is what others tell."""
    found: dict[tuple[str, str], Discovery] = {}
    for source in watch.sources:
        if isinstance(source, CountSource):
            found |= {(source.name, of.name): of.discovery or source.discovery for of in source.measures}
        else:
            found[(source.name, MEASURE)] = source.discovery
    return found


def _sources(series: pa.Table) -> dict[str, str]:
    return dict(zip(series["series_id"].to_pylist(), series["source"].to_pylist(), strict=True))


def _track_record(watch: Watch) -> grading.TrackRecord:
    if watch.verdicts is None:
        return grading.TrackRecord()
    verdicts = Path(watch.verdicts)
    beside = verdicts.with_suffix(OUTCOMES_SUFFIX)
    try:
        outcomes = pq.read_table(beside) if beside.exists() else None
        return grading.track_record_of(pq.read_table(verdicts), outcomes)
    except (OSError, pa.ArrowException) as error:
        raise BadVerdicts(
            f"{watch.verdicts}: no verdicts can be read, or not the outcomes beside them ({error}). Write both with "
            "`tocsin-site verdicts FILE`, or take 'verdicts' out of the watch."
        ) from error


def _across_periods(watch: Watch, compared: Compared) -> dict[Cell, bool]:
    """Which excesses stand over every assessed period together, for each source of which several are assessed."""
    stands: dict[Cell, bool] = {}
    rows = compared.assessments.select(["series_id", "period", "p"]).to_pylist()
    where = {(row["series_id"], row["period"]): row for row in compared.series.to_pylist()}
    for source in watch.sources:
        batches: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            point = where[(row["series_id"], row["period"])]
            if point["source"] == source.name:
                batches[point["period_start"]].append(row)
        if len(batches) < 2:
            continue
        in_time = [batches[start] for start in sorted(batches)]
        decided = stands_across_periods(
            [np.array([row["p"] for row in batch]) for batch in in_time], source.detect.signal_q
        )
        for batch, answers in zip(in_time, decided, strict=True):
            stands |= {(row["series_id"], row["period"]): bool(yes) for row, yes in zip(batch, answers, strict=True)}
    return stands


def recording_changes(series: pa.Table) -> pa.Table:
    """When the areas of one source, measure and level changed their level together (schema RECORDING_CHANGE)."""
    panels: dict[tuple[str, str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in series.to_pylist():
        panels[(row["source"], row["threat"], row["measure"], level_of(row["area_code"]))].append(row)
    rows: list[dict[str, Any]] = []
    for (source, threat, measure, level), of_panel in sorted(panels.items()):
        grid = grid_of(
            [row["area_code"] for row in of_panel],
            [row["period"] for row in of_panel],
            [row["count"] for row in of_panel],
            None if of_panel[0]["denominator"] is None else [row["denominator"] for row in of_panel],
        )
        for step in steps_together(grid):
            what = {"source": source, "threat": threat, "measure": measure, "area_level": level}
            told = {name: getattr(step, name) for name in RECORDING_CHANGE.names if hasattr(step, name)}
            words = (
                f"{step.stepped} of {step.compared} {plural(level)} stepped {step.direction} together in "
                f"{step.period}, where {step.expected:.1f} would by chance"
            )
            rows.append({**what, **told, "words": words})
    return pa.Table.from_pylist(rows, schema=RECORDING_CHANGE)


def _by_panel(steps: pa.Table) -> dict[tuple[str, str, str, str], Sequence[Step]]:
    found: dict[tuple[str, str, str, str], list[Step]] = defaultdict(list)
    for row in steps.to_pylist():
        panel = (row["source"], row["threat"], row["measure"], row["area_level"])
        found[panel].append(Step(row["period"], row["direction"], row["words"]))
    return dict(found)
