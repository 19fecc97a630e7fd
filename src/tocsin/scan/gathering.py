"""What the results need from the shards, gathered by SQL: nothing here is decided, only looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.counting import MEASURE
from tocsin.records import DOCUMENT, FIGURE, MENTION, SET_ASIDE, SOURCE_HEALTH, TALLY
from tocsin.runners import Shard
from tocsin.scan.shards import Plan
from tocsin.store import Store
from tocsin.watch import CountSource, Watch

_SET_ASIDE = {
    "documents": "select source, file, row, problem, remedy, text as excerpt from shards where problem is not null",
    "figures": "select source, file, row, problem, remedy, excerpt from shards where problem is not null",
}
_FIGURES = """
select source, area_code, period, category, file, sum(count)::bigint as count, count(*) as rows, min(row) as first_row
from shards where problem is null group by all order by all
"""
_RECEIVED = """
select source, period, count(*) as received, count(distinct area_code) as areas
from shards where problem is null group by all order by all
"""
_FIGURES_RECEIVED = pa.schema(
    [("source", pa.string()), ("period", pa.string()), ("received", pa.int64()), ("areas", pa.int64())]
)
_WORDS = """
select doc_id, published, source_group, title || '. ' || text as text from shards where problem is null order by doc_id
"""
_SAID = """
select distinct source_group, threat, indicator, area_code from shards
where kind <> 'facilitating' and published > date '{after}' order by all
"""
_HEALTH = """
select count(*) as read, count(problem) as set_aside, {newest} as newest from shards
"""


@dataclass(frozen=True)
class Made:
    """The shards that the journey made; documents and figures by source name."""

    plans: Sequence[Plan]
    documents: Mapping[str, Sequence[Shard]]
    figures: Mapping[str, Sequence[Shard]]
    copies: Shard
    mentions: Sequence[Shard]
    counted: Sequence[Shard]


def tallies(store: Store, made: Made) -> pa.Table:
    """Every partial count."""
    return _rows(store, made.counted, "select * from shards", TALLY)


def documents_behind(store: Store, made: Made, signals: pa.Table, tallied: pa.Table) -> pa.Table:
    """The documents counted in the cells that the signals stand on (columns of DOCUMENT, without fingerprints)."""
    cells = {
        (row["source"], row["threat"], row["area_code"], row["period"])
        for row in signals.to_pylist()
        if row["measure"] == MEASURE
    }
    wanted = {
        doc_id
        for row in tallied.to_pylist()
        if (row["source"], row["threat"], row["area_code"], row["period"]) in cells
        for doc_id in row["doc_ids"] or ()
    }
    shards = [shard for of in made.documents.values() for shard in of]
    with_ids = ", ".join(f"'{doc_id}'" for doc_id in sorted(wanted)) or "''"
    sql = f"select * from shards where doc_id in ({with_ids}) order by doc_id"  # noqa: S608 - hex digits only
    return _rows(store, shards, sql, DOCUMENT)


def mentions_of(store: Store, made: Made, documents: pa.Table) -> pa.Table:
    """Every mention in those documents."""
    with_ids = ", ".join(f"'{doc_id}'" for doc_id in documents["doc_id"].to_pylist()) or "''"
    sql = f"select * from shards where doc_id in ({with_ids}) order by all"  # noqa: S608 - hex digits only
    return _rows(store, made.mentions, sql, MENTION)


def figures_by_series(store: Store, made: Made, sources: Sequence[CountSource]) -> pa.Table:
    """Published figures added up by series, period, file and category, with where they stand in the file."""
    found = []
    for source in sources:
        measures = [(measure, category) for measure in source.measures for category in measure.categories]
        for row in _rows(store, made.figures[source.name], _FIGURES, None).to_pylist():
            for measure, category in measures:
                if category == row["category"]:
                    series_id = "/".join((source.name, measure.threat, measure.name, row["area_code"]))
                    found.append({**row, "series_id": series_id})
    return pa.Table.from_pylist(found, schema=FIGURE)


def set_aside(store: Store, made: Made) -> pa.Table:
    """Every record that could not be used, with its problem and its remedy."""
    tables = [
        _rows(store, of, _SET_ASIDE[kind], SET_ASIDE)
        for kind, by_source in (("documents", made.documents), ("figures", made.figures))
        for of in by_source.values()
    ]
    order = [(name, "ascending") for name in ("source", "file", "row")]
    return pa.concat_tables([SET_ASIDE.empty_table(), *tables]).sort_by(order)


def health(store: Store, made: Made, watch: Watch, series: pa.Table) -> pa.Table:
    """How each source did (schema SOURCE_HEALTH)."""
    newest_figure: dict[str, object] = {}
    for row in series.to_pylist():
        newest_figure[row["source"]] = max(row["period_end"], newest_figure.get(row["source"], row["period_end"]))
    rows = []
    for plan in made.plans:
        source, of_counts = plan.source, isinstance(plan.source, CountSource)
        by_source = made.figures if of_counts else made.documents
        newest = "null" if of_counts else "max(published)"
        (found,) = _rows(store, by_source[source.name], _HEALTH.format(newest=newest), None).to_pylist() or [{}]
        aside = found.get("set_aside", 0)
        rows.append(
            {
                "source": source.name,
                "kind": "published figures" if of_counts else "documents",
                "source_group": source.source_group if isinstance(source, CountSource) else "each publisher its own",
                "licence": source.licence,
                "marking": source.marking,
                "handling": source.handling,
                "conditions": source.conditions,
                "agency": source.agency,
                "records_read": found.get("read", 0) - aside,
                "set_aside": aside,
                "newest": newest_figure.get(source.name) if of_counts else found.get("newest"),
                "state": "failed" if plan.failure else "partial" if aside else "ok",
                "message": plan.failure or (f"{aside:,} records set aside" if aside else ""),
            }
        )
    return pa.Table.from_pylist(rows, schema=SOURCE_HEALTH)


def first_copies(store: Store, made: Made) -> pa.Table:
    """Every usable document that is no near-copy of an earlier one: doc_id, published, source_group, and its words."""
    firsts = _rows(store, [made.copies], "select doc_id from shards where doc_id = first_doc_id", None)
    shards = [shard for of in made.documents.values() for shard in of]
    documents = _rows(store, shards, _WORDS, None)
    if documents.num_rows == 0:
        return documents
    return documents.filter(pc.is_in(documents["doc_id"], value_set=firsts["doc_id"].combine_chunks()))


def said_lately(store: Store, made: Made, within: timedelta) -> tuple[list[dict[str, Any]], tuple[date, date] | None]:
    """What each source group said within that time of the newest mention, and from when to when; None if nothing."""
    newest = _rows(store, made.mentions, "select max(published) as day from shards", None)
    day = newest["day"][0].as_py() if newest.num_rows else None
    if day is None:
        return [], None
    first = day - within
    return _rows(store, made.mentions, _SAID.format(after=first.isoformat()), None).to_pylist(), (
        first + timedelta(days=1),
        day,
    )


def areas_mentioned(store: Store, made: Made) -> dict[str, dict[str, int]]:
    """For each document that speaks of a watched threat, how often it names each area."""
    found: dict[str, dict[str, int]] = {}
    sql = (
        "select doc_id, area_code, count(*) as times from shards where kind <> 'facilitating' group by all order by all"
    )
    for row in _rows(store, made.mentions, sql, None).to_pylist():
        found.setdefault(row["doc_id"], {})[row["area_code"]] = row["times"]
    return found


def copies(store: Store, made: Made) -> int:
    """How many documents are near-copies of an earlier one."""
    sql = "select count(*) as copies from shards where doc_id <> first_doc_id"
    return int(_rows(store, [made.copies], sql, None)["copies"][0].as_py())


def groups(store: Store, made: Made) -> dict[str, str]:
    """The source group of each document with a mention."""
    if not made.mentions:
        return {}
    rows = _rows(store, made.mentions, "select distinct doc_id, source_group from shards", None)
    return dict(zip(rows["doc_id"].to_pylist(), rows["source_group"].to_pylist(), strict=True))


def indicators(store: Store, made: Made) -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
    """By document and threat: the indicators that speak of it, each with the area that its passage names."""
    if not made.mentions:
        return {}
    sql = "select distinct doc_id, threat, indicator, area_code from shards where kind <> 'facilitating'"
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in _rows(store, made.mentions, sql, None).to_pylist():
        found[(row["doc_id"], row["threat"])].add((row["indicator"], row["area_code"]))
    return {key: frozenset(said) for key, said in found.items()}


def figures_received(store: Store, made: Made) -> pa.Table:
    """Rows of published figures that could be used, by source and period, and how many areas they came from."""
    shards = [shard for of in made.figures.values() for shard in of]
    return _rows(store, shards, _RECEIVED, _FIGURES_RECEIVED)


def mentions_counted(store: Store, made: Made) -> int:
    """How many mentions the tagging found."""
    if not made.mentions:
        return 0
    return int(_rows(store, made.mentions, "select count(*) as n from shards", None)["n"][0].as_py())


def _rows(store: Store, shards: Sequence[Shard], sql: str, schema: pa.Schema | None) -> pa.Table:
    if not shards:
        return schema.empty_table() if schema is not None else pa.table({})
    found = store.read_shards([shard.output for shard in shards], sql)
    return found if schema is None else found.select(schema.names).cast(schema)
