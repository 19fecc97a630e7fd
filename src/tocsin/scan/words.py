"""Emerging words among a scan's documents: which documents are read for them, and where each is placed."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.detection.emergence.corpus import DOCUMENTS
from tocsin.detection.emergence.emerging import emerging
from tocsin.detection.emergence.settings import Settings
from tocsin.geography import level_of
from tocsin.geography.hierarchy import LEVELS
from tocsin.records import EMERGING
from tocsin.scan import gathering
from tocsin.scan.gathering import Made
from tocsin.store import Store
from tocsin.watch import Watch


def emerging_words(watch: Watch, store: Store, made: Made) -> pa.Table:
    """Terms that nobody listed, by period and area (schema EMERGING).

    Each story counts once, its near-copies left out. Unless the watch says otherwise only documents that speak of a
    watched threat are read, so that a word is set against talk of crime and not against all news.
    """
    documents = gathering.first_copies(store, made)
    mentioned = gathering.areas_mentioned(store, made)
    if watch.words.among == "threats" and documents.num_rows:
        documents = documents.filter(pc.is_in(documents["doc_id"], value_set=pa.array(mentioned, type=pa.string())))
    if documents.num_rows == 0:
        return EMERGING.empty_table()
    places = [_place(mentioned.get(doc_id, {}), watch.areas) for doc_id in documents["doc_id"].to_pylist()]
    placed = documents.append_column(DOCUMENTS.field("area_code"), pa.array(places, type=pa.string()))
    settings = Settings(watch.words.period, lag=watch.words.lag)
    return emerging(placed.select(DOCUMENTS.names), settings)


def _place(mentions: dict[str, int], watched: Sequence[str]) -> str | None:
    """Of the watched areas that a document names, the most specific; among several, the one named most often."""
    named = [code for code in mentions if code in watched and level_of(code) in LEVELS[:2]]
    return min(named, key=lambda code: (LEVELS.index(level_of(code)), -mentions[code], code), default=None)
