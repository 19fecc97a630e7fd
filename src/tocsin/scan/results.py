"""From every shard to the tables a scan publishes: series, signals and what they rest on, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin import counting, detection, grading
from tocsin.geography import area_table
from tocsin.records import ASSESSMENT, SERIES, THREAT, UNASSESSED
from tocsin.scan import gathering, weighing, words
from tocsin.scan.areas import Areas
from tocsin.scan.gathering import Made
from tocsin.store import Store
from tocsin.tagging import Threat
from tocsin.watch import DocumentSource, Watch

# How much of a signal's series is assessed once more, so that its picture shows the bound over a stretch of time.
PERIODS_SHOWN = 26

# Every excess is kept, with its q-value: q decides how high a signal stands (grading), never whether it is seen.
ANY_Q = 1.0

# What the watch says of detection that detection itself is not told: the first is spent by alpha.
NOT_FOR_DETECTION = {"false_alarms", "signal_q"}

Tables = dict[str, pa.Table]


def tables_of(watch: Watch, store: Store, made: Made, *, threats: Sequence[Threat], areas: Areas) -> Tables:
    """Every table that a scan publishes, by name."""
    tallies = gathering.tallies(store, made)
    series = counting.merge_tallies(
        tallies,
        denominators={source.name: _denominator(source) for source in watch.sources},
        population=areas.population,
    )
    alphas = weighing.alphas_of(watch, series)
    assessments, unassessed = _detect(watch, series, alphas)
    watched = _only(area_table(), watch.areas)
    steps = weighing.recording_changes(series)
    grounds = weighing.grounds_of(
        watch,
        store,
        made,
        weighing.Compared(series, assessments, alphas),
        threat_names={threat.key: threat.name for threat in threats},
        steps=steps,
    )
    graded = grading.raise_signals(assessments, series, tallies, watched, grounds=grounds)
    signals = graded.signals
    return {
        "series": _published(watch, series),
        "signals": signals,
        **_lattice(watch, store, made, graded, grounds),
        "windows": grading.cut_windows(signals, series, _bands(watch, series, signals, alphas)),
        "quotes": _quotes(watch, store, made, signals, tallies),
        "areas": watched,
        "threats": pa.Table.from_pylist(
            [{"threat": t.key, "name": t.name, "definition": t.definition} for t in threats], schema=THREAT
        ),
        "set_aside": gathering.set_aside(store, made),
        "unassessed": unassessed,
        "sources": gathering.health(store, made, watch, series),
        "effort": grading.reporting_effort(tallies, gathering.figures_received(store, made), series),
        "recording_changes": steps,
        "terms": words.emerging_words(watch, store, made),
    }


def _lattice(watch: Watch, store: Store, made: Made, graded: grading.Graded, grounds: grading.Grounds) -> Tables:
    """Who agrees on what rose, and on what was said lately whether or not it rose."""
    concepts, links = [graded.concepts], [graded.concept_links]
    said, span = gathering.said_lately(store, made, grading.CORROBORATION_WINDOW)
    if span is not None:
        talk, talk_links = grading.agreement(said, span, watch.areas, grounds)
        concepts.append(talk)
        links.append(talk_links)
    return {"concepts": pa.concat_tables(concepts), "concept_links": pa.concat_tables(links)}


def _published(watch: Watch, series: pa.Table) -> pa.Table:
    """The series of watched areas (schema SERIES)."""
    watched = _only(series, watch.areas)
    discovery = weighing.discoveries(watch)
    keys = zip(watched["source"].to_pylist(), watched["measure"].to_pylist(), strict=True)
    return watched.append_column(
        SERIES.field("discovery"), pa.array([discovery[key] for key in keys], type=pa.string())
    )


def _quotes(watch: Watch, store: Store, made: Made, signals: pa.Table, tallies: pa.Table) -> pa.Table:
    documents = gathering.documents_behind(store, made, signals, tallies)
    mentions = gathering.mentions_of(store, made, documents)
    figures = grading.quote_figures(
        signals,
        gathering.figures_by_series(store, made, watch.counts),
        citations={s.name: grading.Citation(s.citation, s.link, s.source_group) for s in watch.counts},
        file_hashes={Path(piece.file).name: piece.file_sha256 for plan in made.plans for piece in plan.pieces},
    )
    return pa.concat_tables([grading.quote_documents(signals, tallies, mentions, documents), figures])


def totals_of(watch: Watch, store: Store, made: Made, tables: Tables) -> dict[str, Any]:
    """The scan's totals, for its summary."""
    sources = tables["sources"].to_pylist()
    levels = Counter(tables["signals"]["level"].to_pylist())
    return {
        "documents_read": sum(row["records_read"] for row in sources if row["kind"] == "documents"),
        "figures_read": sum(row["records_read"] for row in sources if row["kind"] == "published figures"),
        "set_aside": sum(row["set_aside"] for row in sources),
        "near_copies": gathering.copies(store, made),
        "mentions": gathering.mentions_counted(store, made),
        "series": pc.count_distinct(tables["series"]["series_id"]).as_py(),
        "not_assessed": tables["unassessed"].num_rows,
        "signals": tables["signals"].num_rows,
        "chance_excesses_expected": _chance_excesses(watch, tables["series"]),
        "possible_recording_changes": tables["recording_changes"].num_rows,
        **{f"at_{level}": levels[level] for level in ("watch", "signal")},
    }


def _chance_excesses(watch: Watch, series: pa.Table) -> float:
    """How many counts would pass their bound if nothing had changed anywhere: what the watch's budgets come to."""
    compared = series.group_by(["source", "series_id"]).aggregate([("period", "count")]).to_pylist()
    detect, alphas = {s.name: s.detect for s in watch.sources}, weighing.alphas_of(watch, series)
    periods = ((row["source"], min(detect[row["source"]].assess_periods, row["period_count"])) for row in compared)
    return round(float(sum(alphas[source] * held for source, held in periods)), 1)


def _denominator(source: Any) -> str:
    return "documents" if isinstance(source, DocumentSource) else str(source.denominator)


def _detect(watch: Watch, series: pa.Table, alphas: Mapping[str, float]) -> tuple[pa.Table, pa.Table]:
    """Each source's last periods assessed, as many as the watch asks for, and the series that could not be."""
    assessed, left_out = [ASSESSMENT.empty_table()], [UNASSESSED.empty_table()]
    for source in watch.sources:
        of_source = series.filter(pc.equal(series["source"], source.name))
        settings = source.detect.model_dump(exclude=NOT_FOR_DETECTION)
        found, without = detection.detect(of_source, q=ANY_Q, alpha=alphas[source.name], **settings)
        assessed.append(found)
        left_out.append(without)
    return pa.concat_tables(assessed), pa.concat_tables(left_out)


def _bands(watch: Watch, series: pa.Table, signals: pa.Table, alphas: Mapping[str, float]) -> pa.Table:
    """The bound of each signal's series over a stretch of time, for its picture."""
    assessed = [ASSESSMENT.empty_table()]
    for source in watch.sources:
        of_source = series.filter(pc.equal(series["source"], source.name))
        shown = {row["series_id"] for row in signals.to_pylist() if row["source"] == source.name}
        settings = source.detect.model_dump(exclude=NOT_FOR_DETECTION) | {"assess_periods": PERIODS_SHOWN}
        found, _ = detection.detect(of_source, q=ANY_Q, alpha=alphas[source.name], only=shown, **settings)
        assessed.append(found)
    return pa.concat_tables(assessed)


def _only(table: pa.Table, areas: Sequence[str]) -> pa.Table:
    return table.filter(pc.is_in(table["area_code"], value_set=pa.array(areas)))
