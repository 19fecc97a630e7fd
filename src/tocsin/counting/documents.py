"""Documents that speak of a threat in an area, counted by week, each story once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.geography.hierarchy import ancestors
from tocsin.periods import week_of
from tocsin.records import TALLY

# One primary indicator speaks for itself; a secondary one fits many explanations, so two different ones are asked.
SECONDARIES_NEEDED = 2

MEASURE = "documents"

_Cell = tuple[str, str, str, str, str]  # source, source group, threat, area, week


def count_documents(documents: pa.Table, mentions: pa.Table, echoes: pa.Table, *, areas: Sequence[str]) -> pa.Table:
    """Documents by source, threat, area and week (schema TALLY), and in rows with no threat all documents by
    publisher and week.

    A document counts for a threat in an area when the passages placed there (or in an area inside it) hold one
    primary or two different secondary indicators; facilitating factors never count. Near-copies count once, as
    their earliest.
    """
    copies = {row["doc_id"] for row in echoes.to_pylist() if row["doc_id"] != row["first_doc_id"]}
    usable = documents.filter(pc.is_null(documents["problem"])).select(
        ["doc_id", "source", "source_group", "published"]
    )
    scanned = {
        ((row["source"], row["source_group"], "", "", week_of(row["published"])), row["doc_id"])
        for row in usable.to_pylist()
        if row["doc_id"] not in copies
    }
    counted: dict[_Cell, list[str]] = defaultdict(list)
    for cell, doc_id in sorted(scanned | _evidence(mentions, copies, set(areas))):
        counted[cell].append(doc_id)
    return pa.Table.from_pylist(
        [
            {
                "source": source,
                "source_group": group,
                "threat": threat,
                "measure": MEASURE,
                "area_code": area,
                "period": week,
                "count": len(doc_ids),
                "doc_ids": doc_ids if threat else None,
            }
            for (source, group, threat, area, week), doc_ids in counted.items()
        ],
        schema=TALLY,
    )


def _evidence(mentions: pa.Table, copies: set[str], areas: set[str]) -> set[tuple[_Cell, str]]:
    indicators: dict[tuple[_Cell, str], set[tuple[str, str]]] = defaultdict(set)
    for mention in mentions.to_pylist():
        if mention["doc_id"] in copies or mention["kind"] == "facilitating":
            continue
        for area in areas.intersection(ancestors(mention["area_code"])):
            cell = (mention["source"], "", mention["threat"], area, week_of(mention["published"]))
            indicators[(cell, mention["doc_id"])].add((mention["kind"], mention["indicator"]))
    return {counted for counted, found in indicators.items() if is_evidence(found)}


def is_evidence(indicators: set[tuple[str, str]]) -> bool:
    """Whether these (kind, indicator) pairs together are enough for a document to count.

    >>> is_evidence({("secondary", "drugs-supply/cash-seized")})
    False
    """
    secondaries = {indicator for kind, indicator in indicators if kind == "secondary"}
    return any(kind == "primary" for kind, _ in indicators) or len(secondaries) >= SECONDARIES_NEEDED
