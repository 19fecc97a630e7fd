"""Which documents are copies of which: MinHash bands over word 5-grams, and the groups they form."""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from datetime import date

import pyarrow as pa
from rensa import RMinHash

from tocsin.records import ECHO

PERMUTATIONS = 128
SEED = 20170101
BANDS = 21
ROWS = 6  # 21 × 6 uses 126 of the 128
SHINGLE_WORDS = 5
SHORT_WORDS = 20  # fewer words than this are too few shingles to compare: only an exact copy counts

_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> list[int]:
    """The text's bands, as unsigned 64-bit numbers; two texts that share one are taken for near-copies.

    Case, accents' encoding, punctuation and spacing do not matter. With 21 bands of 6, two texts whose sets of
    5-word shingles have Jaccard similarity s share a band with probability 1 − (1 − s⁶)²¹:

        s      0.9      0.8     0.7    0.6    0.5    0.3     0.1
        p   > 0.9999  0.998   0.929  0.63   0.28   0.015   0.00002

    Changing one word in a hundred leaves s near 0.9; two in a hundred, near 0.8. Separate reports of one event
    rarely reach 0.1. A text under 20 words has one band, of its exact words; under 5 words say too
    little to be a copy of anything, and have none.
    Source: Broder (1997), On the resemblance and containment of documents.
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(words) < SHINGLE_WORDS:
        return []
    if len(words) < SHORT_WORDS:
        return [_number(b"short", " ".join(words).encode())]
    shingles = {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(shingles))
    values = sketch.digest()
    return [
        _number(b"band %d" % band, struct.pack(f"<{ROWS}I", *values[band * ROWS : (band + 1) * ROWS]))
        for band in range(BANDS)
    ]


def _number(kind: bytes, content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=8, person=kind).digest(), "little")


def echoes(documents: pa.Table) -> pa.Table:
    """For every document, the earliest of its near-copies, as records.ECHO sorted by doc_id.

    documents  needs doc_id, published and fingerprint
    Near-copies of near-copies form one group. The leader has the earliest (published, doc_id); undated ones
    come last. Documents set aside, which have no doc_id or no fingerprint, stand alone or are left out.
    """
    order = _earliest_first(documents)
    bands: dict[str, list[int]] = {}
    for doc_id, prints in zip(
        documents.column("doc_id").to_pylist(), documents.column("fingerprint").to_pylist(), strict=True
    ):
        if doc_id is not None:
            bands.setdefault(doc_id, []).extend(prints or [])
    leader = {doc_id: doc_id for doc_id in order}
    first_with: dict[int, str] = {}
    for doc_id in order:
        for band in bands[doc_id]:
            mine, theirs = _root(leader, doc_id), _root(leader, first_with.setdefault(band, doc_id))
            if mine != theirs:
                early, late = sorted((mine, theirs), key=order.__getitem__)
                leader[late] = early
    doc_ids = sorted(order)
    return pa.table({"doc_id": doc_ids, "first_doc_id": [_root(leader, each) for each in doc_ids]}, schema=ECHO)


def _earliest_first(documents: pa.Table) -> dict[str, int]:
    """Each doc_id's place in time order, in that order."""
    dated: dict[str, date] = {}
    for doc_id, published in zip(
        documents.column("doc_id").to_pylist(), documents.column("published").to_pylist(), strict=True
    ):
        if doc_id is not None:
            dated[doc_id] = min(dated.get(doc_id, date.max), published or date.max)
    return {doc_id: at for at, doc_id in enumerate(sorted(dated, key=lambda each: (dated[each], each)))}


def _root(leader: dict[str, str], doc_id: str) -> str:
    while leader[doc_id] != doc_id:
        leader[doc_id] = leader[leader[doc_id]]
        doc_id = leader[doc_id]
    return doc_id
