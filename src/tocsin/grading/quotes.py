"""What a signal rests on, quoted: passages from documents, and rows of published figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tocsin.records import QUOTE

MOST_QUOTES = 20


@dataclass(frozen=True)
class Citation:
    """How a source of published figures is cited."""

    title: str
    link: str
    source_group: str


def quote_documents(signals: pa.Table, tallies: pa.Table, mentions: pa.Table, documents: pa.Table) -> pa.Table:
    """The telling passage of each document behind each signal, a publisher's second one after every other's first."""
    text_of = {row["doc_id"]: row for row in documents.to_pylist()}
    passages: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for mention in mentions.to_pylist():
        if mention["kind"] != "facilitating":
            passages[(mention["doc_id"], mention["threat"])].append(mention)
    behind: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in tallies.to_pylist():
        behind[(row["source"], row["threat"], row["area_code"], row["period"])] += row["doc_ids"] or []
    quotes: list[dict[str, Any]] = []
    for signal in signals.to_pylist():
        cell = (signal["source"], signal["threat"], signal["area_code"], signal["period"])
        doc_ids = behind.get(cell, []) if signal["measure"] == "documents" else []
        found = [_passage(text_of[doc_id], passages[(doc_id, signal["threat"])], signal) for doc_id in doc_ids]
        quotes += _ranked(signal, found)
    return pa.Table.from_pylist(quotes, schema=QUOTE)


def _passage(document: Mapping[str, Any], mentions: list[dict[str, Any]], signal: Mapping[str, Any]) -> dict[str, Any]:
    best = min(mentions, key=lambda m: (m["kind"] != "primary", m["area_code"] != signal["area_code"], m["start"]))
    return {
        "title": document["title"],
        "published": document["published"],
        "source_group": document["source_group"],
        "link": document["link"],
        "quote": best["quote"],
        "term": document["text"][best["start"] : best["end"]],
        "content_hash": document["content_hash"],
        "where": f"{document['file']}, record {document['row']}",
        "doc_id": document["doc_id"],
    }


def _ranked(signal: Mapping[str, Any], quotes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: dict[str, int] = defaultdict(int)
    turns = []
    for quote in sorted(quotes, key=lambda q: (q["published"], q["doc_id"])):
        turns.append((seen[quote["source_group"]], quote["published"], quote["doc_id"], quote))
        seen[quote["source_group"]] += 1
    chosen = [quote for *_, quote in sorted(turns, key=lambda turn: turn[:3])[:MOST_QUOTES]]
    return [
        {"signal_id": signal["signal_id"], "rank": rank, **{k: v for k, v in quote.items() if k != "doc_id"}}
        for rank, quote in enumerate(chosen, start=1)
    ]


def quote_figures(
    signals: pa.Table, figures: pa.Table, *, citations: Mapping[str, Citation], file_hashes: Mapping[str, str]
) -> pa.Table:
    """The rows of published figures behind each signal, one quote for each file and category.

    citations    by source name
    file_hashes  SHA-256 of each file by its name
    """
    behind: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for figure in figures.to_pylist():
        behind[(figure["series_id"], figure["period"])].append(figure)
    quotes: list[dict[str, Any]] = []
    for signal in signals.to_pylist():
        rows = behind.get((signal["series_id"], signal["period"]), [])
        for rank, figure in enumerate(sorted(rows, key=lambda f: (f["file"], f["category"])), start=1):
            citation = citations[signal["source"]]
            quotes.append(
                {
                    "signal_id": signal["signal_id"],
                    "rank": rank,
                    "title": citation.title,
                    "published": signal["period_end"],
                    "source_group": citation.source_group,
                    "link": citation.link,
                    "quote": f"{signal['area_name']}, {signal['period']}: {figure['category']}, {figure['count']:,}",
                    "term": figure["category"],
                    "content_hash": file_hashes[figure["file"]],
                    "where": _rows_in_words(figure),
                }
            )
    return pa.Table.from_pylist(quotes, schema=QUOTE)


def _rows_in_words(figure: Mapping[str, Any]) -> str:
    if figure["rows"] == 1:
        return f"{figure['file']}, record {figure['first_row']}"
    return f"{figure['file']}, {figure['rows']:,} records, the first being {figure['first_row']}"
