"""How the work is cut: for each stage its shards, each named by everything that decides what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin import counting, reading, sources, tagging
from tocsin.errors import SourceUnreadable
from tocsin.geography import Gazetteer
from tocsin.records import DOCUMENT
from tocsin.runners import Shard, shard_key
from tocsin.scan.areas import Areas
from tocsin.store import Store
from tocsin.watch import CountSource, DocumentSource

# Raised whenever a stage would give another answer for the same input, so that its shards are made again.
STAGE_VERSIONS = {"collect": "1", "read": "2", "echoes": "1", "tag": "1", "count": "1"}
RECORDS_PER_SHARD = 1_000

Source = DocumentSource | CountSource


@dataclass(frozen=True)
class Plan:
    """One source cut into pieces; or, with no piece, why it could not be read."""

    source: Source
    pieces: tuple[sources.CsvSlice, ...]
    failure: str | None = None


def plan(source: Source) -> Plan:
    """The source's pieces. One unreadable file fails the whole source, so that no half of it is compared."""
    pieces: list[sources.CsvSlice] = []
    try:
        for name in source.files:
            pieces += sources.plan_csv(
                Path(name),
                encoding=source.encoding,
                wanted=_wanted(source),
                records_per_slice=RECORDS_PER_SHARD,
            )
    except SourceUnreadable as failure:
        return Plan(source, (), str(failure))
    return Plan(source, tuple(pieces))


def _wanted(source: Source) -> tuple[str, ...]:
    named: tuple[str | None, ...]
    if isinstance(source, DocumentSource):
        named = (source.title, source.text, source.published, source.link, source.group)
    else:
        named = (source.area, source.period, source.category, source.count, source.quarter)
    return tuple(dict.fromkeys(column for column in named if column is not None))


def collect(store: Store, plan: Plan) -> list[Shard]:
    """A shard for each piece: its records, with the columns the watch names."""
    source, wanted = plan.source, _wanted(plan.source)
    return [
        _shard(
            store,
            "collect",
            sources.read_csv_slice,
            decided_by=[
                source.name,
                source.encoding,
                *wanted,
                Path(piece.file).name,
                piece.sha256,
                str(piece.first_row),
            ],
            settings={"source": source.name, "piece": piece, "encoding": source.encoding, "wanted": wanted},
        )
        for piece in plan.pieces
    ]


def read_documents(store: Store, source: DocumentSource, collected: Sequence[Shard]) -> list[Shard]:
    """Records into documents."""
    settings = {
        "columns": reading.Columns(source.title, source.text, source.published, source.link, source.group),
        "date_formats": source.date_formats,
    }
    return [_shard(store, "read", reading.read_documents, [shard], [repr(settings)], settings) for shard in collected]


def read_counts(store: Store, source: CountSource, collected: Sequence[Shard], areas: Areas) -> list[Shard]:
    """Records into published figures by area, period and category."""
    columns = reading.CountColumns(source.area, source.period, source.category, source.count, source.quarter)
    settings = {"columns": columns, "area_codes": areas.codes_for(source)}
    decided_by = [repr(columns), source.area_is, areas.digest]
    return [_shard(store, "read", reading.read_open_counts, [shard], decided_by, settings) for shard in collected]


def echoes(store: Store, documents: Sequence[Shard]) -> Shard:
    """One shard over every document: which are copies of which."""
    return _shard(store, "echoes", _echoes_of_all, documents)


def _echoes_of_all(*documents: pa.Table) -> pa.Table:
    columns = ["doc_id", "published", "fingerprint"]
    return reading.echoes(pa.concat_tables(table.select(columns) for table in (DOCUMENT.empty_table(), *documents)))


def tag(store: Store, document: Shard, vocabulary: tagging.Vocabulary, gazetteer: Gazetteer) -> Shard:
    """Documents into mentions."""
    settings = {"vocabulary": vocabulary, "gazetteer": gazetteer}
    return _shard(store, "tag", tagging.tag, [document], [vocabulary.digest, gazetteer.digest], settings)


def count_documents(
    store: Store, documents: Sequence[Shard], mentions: Sequence[Shard], copies: Shard, areas: Sequence[str]
) -> list[Shard]:
    """Mentions into partial counts, beside the documents they came from."""
    return [
        _shard(store, "count", counting.count_documents, [*pair, copies], areas, {"areas": areas})
        for pair in zip(documents, mentions, strict=True)
    ]


def tally_counts(store: Store, source: CountSource, figures: Sequence[Shard]) -> list[Shard]:
    """Published figures into partial counts by measure."""
    measures = [counting.Measure(m.name, m.threat, m.categories) for m in source.measures]
    settings = {"measures": measures, "not_in_total": source.not_in_total}
    return [
        _shard(store, "count", counting.tally_open_counts, [shard], [repr(settings)], settings) for shard in figures
    ]


def _shard(
    store: Store,
    stage: str,
    function: Callable[..., pa.Table],
    after: Sequence[Shard] = (),
    decided_by: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
) -> Shard:
    key = shard_key(stage, STAGE_VERSIONS[stage], *(shard.key for shard in after), *decided_by)
    inputs = tuple(shard.output for shard in after)
    return Shard(stage, key, function, inputs, store.shard_path(stage, key), settings or {})


def manifest(store: Store, every_shard: Sequence[Shard]) -> list[dict[str, Any]]:
    """Every shard of the scan: its stage, its file and how many rows it came to."""
    return [
        {
            "stage": shard.stage,
            "file": shard.output.relative_to(store.folder).as_posix(),
            "rows": pq.read_metadata(shard.output).num_rows,
        }
        for shard in sorted(every_shard, key=lambda shard: (shard.stage, shard.key))
    ]
