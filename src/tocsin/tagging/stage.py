"""Documents into mentions: which threat, by which indicator, where, and the sentence that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from tocsin.geography.gazetteer import Gazetteer, Place
from tocsin.geography.hierarchy import WORLD
from tocsin.records import MENTION
from tocsin.tagging.matching import Hit, hits_in
from tocsin.tagging.sentences import Sentence, quote
from tocsin.tagging.vocabulary import Vocabulary

_NEEDED = ("doc_id", "source", "source_group", "published", "title", "text", "problem")


def tag(documents: pa.Table, *, vocabulary: Vocabulary, gazetteer: Gazetteer) -> pa.Table:
    """A MENTION row for every term found × every place it concerns, sorted by doc_id, start and area_code.

    documents  records.DOCUMENT; one that was set aside (its problem is not null) yields nothing
    A term concerns the most specific areas that its own sentence names; failing that its neighbours, the title,
    the place the document names most; failing all, WORLD, with no place.
    """
    rows: list[dict[str, Any]] = []
    for document in documents.select(_NEEDED).to_pylist():
        if document["problem"] is None:
            rows += _mentions(document, vocabulary, gazetteer)
    rows.sort(key=lambda row: (row["doc_id"], row["start"], row["area_code"], row["indicator"]))
    return pa.Table.from_pylist(rows, schema=MENTION)


def _mentions(document: dict[str, Any], vocabulary: Vocabulary, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    text = document["text"] or ""
    hits, sentences = hits_in(text, vocabulary)
    if not hits:
        return []
    title = document["title"] or ""
    # Title and text are read together, so that a name in one may vouch for a doubtful name in the other.
    places = gazetteer.places_in(f"{title}\n{text}")
    where = _Where(places, len(title) + 1, sentences)
    return [
        {
            **{name: document[name] for name in ("doc_id", "source", "source_group", "published")},
            "threat": hit.term.threat,
            "indicator": hit.term.indicator,
            "kind": hit.term.kind,
            "area_code": area_code,
            "place": words,
            "quote": quote(text, sentences[hit.sentence], hit.start, hit.end),
            "start": hit.start,
            "end": hit.end,
        }
        for hit in hits
        for area_code, words in where.of(hit)
    ]


class _Where:
    """The places of one document, by sentence."""

    def __init__(self, places: Iterable[Place], text_starts: int, sentences: list[Sentence]) -> None:
        self._in_title: list[Place] = []
        self._in_sentence: dict[int, list[Place]] = {}
        self._dominant: list[Place] = []
        seen: Counter[str] = Counter()
        at = 0
        for place in places:
            seen[place.area_code] += 1
            if place.start < text_starts:
                self._in_title.append(place)
                continue
            while sentences[at].end <= place.start - text_starts:
                at += 1
            self._in_sentence.setdefault(at, []).append(place)
        if seen:
            most = max(seen.values())
            every = [*self._in_title, *(place for held in self._in_sentence.values() for place in held)]
            self._dominant = [next(place for place in every if seen[place.area_code] == most)]

    def of(self, hit: Hit) -> list[tuple[str, str]]:
        """Area codes with the words that named them, sorted by code."""
        near = [*self._in_sentence.get(hit.sentence - 1, []), *self._in_sentence.get(hit.sentence + 1, [])]
        for places in (self._in_sentence.get(hit.sentence, []), near, self._in_title, self._dominant):
            if places:
                return _most_specific(places)
        return [(WORLD, "")]


def _most_specific(places: list[Place]) -> list[tuple[str, str]]:
    rank = min(place.rank for place in places)
    named: dict[str, str] = {}
    for place in places:
        if place.rank == rank:
            named.setdefault(place.area_code, place.words)
    return sorted(named.items())
