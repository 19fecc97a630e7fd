"""From every shard to the tables a scan publishes: series, signals and what they rest on, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin import counting, detection, grading
from tocsin.geography import area_table
from tocsin.records import ASSESSMENT, THREAT, UNASSESSED
from tocsin.scan import gathering
from tocsin.scan.areas import Areas
from tocsin.scan.gathering import Made
from tocsin.store import Store
from tocsin.tagging import Threat
from tocsin.watch import DocumentSource, Watch

# How much of a signal's series is assessed once more, so that its picture shows the bound over a stretch of time.
PERIODS_SHOWN = 26

# Every excess is kept, with its q-value: q decides how high a signal stands (grading), never whether it is seen.
ANY_Q = 1.0

Tables = dict[str, pa.Table]


def tables_of(watch: Watch, store: Store, made: Made, *, threats: Sequence[Threat], areas: Areas) -> Tables:
    """Every table that a scan publishes, by name."""
    tallies = gathering.tallies(store, made)
    series = counting.merge_tallies(
        tallies,
        denominators={source.name: _denominator(source) for source in watch.sources},
        population=areas.population,
    )
    assessments, unassessed = _detect(watch, series)
    watched = _only(area_table(), watch.areas)
    signals = grading.raise_signals(
        assessments,
        series,
        tallies,
        watched,
        threat_names={threat.key: threat.name for threat in threats},
        group_of_source={source.name: source.source_group for source in watch.counts},
        group_of_document=gathering.groups(store, made),
        signal_q={source.name: source.detect.signal_q for source in watch.sources},
    )
    return {
        "series": _only(series, watch.areas),
        "signals": signals,
        "windows": grading.cut_windows(signals, series, _bands(watch, series, signals)),
        "quotes": _quotes(watch, store, made, signals, tallies),
        "areas": watched,
        "threats": pa.Table.from_pylist(
            [{"threat": t.key, "name": t.name, "definition": t.definition} for t in threats], schema=THREAT
        ),
        "set_aside": gathering.set_aside(store, made),
        "unassessed": unassessed,
        "sources": gathering.health(store, made, watch, series),
    }


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
        **{f"at_{level}": levels[level] for level in ("watch", "signal")},
    }


def _chance_excesses(watch: Watch, series: pa.Table) -> float:
    """How many counts would pass their bound if nothing had changed anywhere: what the watch's alphas cost."""
    compared = series.group_by(["source", "series_id"]).aggregate([("period", "count")]).to_pylist()
    detect = {source.name: source.detect for source in watch.sources}
    periods = ((detect[row["source"]], row["period_count"]) for row in compared)
    return round(float(sum(asked.alpha * min(asked.assess_periods, held) for asked, held in periods)), 1)


def _denominator(source: Any) -> str:
    return "documents" if isinstance(source, DocumentSource) else str(source.denominator)


def _detect(watch: Watch, series: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Each source's last periods assessed, as many as the watch asks for, and the series that could not be."""
    assessed, left_out = [ASSESSMENT.empty_table()], [UNASSESSED.empty_table()]
    for source in watch.sources:
        of_source = series.filter(pc.equal(series["source"], source.name))
        settings = source.detect.model_dump(exclude={"signal_q"})
        found, without = detection.detect(of_source, q=ANY_Q, **settings)
        assessed.append(found)
        left_out.append(without)
    return pa.concat_tables(assessed), pa.concat_tables(left_out)


def _bands(watch: Watch, series: pa.Table, signals: pa.Table) -> pa.Table:
    """The bound of each signal's series over a stretch of time, for its picture."""
    assessed = [ASSESSMENT.empty_table()]
    for source in watch.sources:
        of_source = series.filter(pc.equal(series["source"], source.name))
        shown = {row["series_id"] for row in signals.to_pylist() if row["source"] == source.name}
        settings = source.detect.model_dump(exclude={"signal_q", "assess_periods"})
        found, _ = detection.detect(of_source, q=ANY_Q, assess_periods=PERIODS_SHOWN, only=shown, **settings)
        assessed.append(found)
    return pa.concat_tables(assessed)


def _only(table: pa.Table, areas: Sequence[str]) -> pa.Table:
    return table.filter(pc.is_in(table["area_code"], value_set=pa.array(areas)))
