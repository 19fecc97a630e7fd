"""What was read: records of files, documents, published figures and the mentions in them."""

from __future__ import annotations

import pyarrow as pa

RAW = pa.schema(
    [
        ("source", pa.string()),
        ("file", pa.string()),
        ("row", pa.int64()),  # 1-based record number in the file, the header not counted
        ("fields", pa.map_(pa.string(), pa.string())),  # only the columns the watch names
        ("excerpt", pa.string()),  # the first characters of a record set aside; null otherwise
        ("problem", pa.string()),  # why the record was set aside; null for a usable one
        ("remedy", pa.string()),
    ]
)

DOCUMENT = pa.schema(
    [
        ("doc_id", pa.string()),  # first 24 hex digits of sha256(source, file, row, link, title, text)
        ("source", pa.string()),  # the source's name in the watch
        ("source_group", pa.string()),  # who stands behind the words: one owner, one group
        ("file", pa.string()),
        ("row", pa.int64()),  # 1-based record number in the file, the header not counted
        ("published", pa.date32()),
        ("title", pa.string()),
        ("link", pa.string()),
        ("text", pa.string()),  # clean text; of a document set aside, its first characters
        ("content_hash", pa.string()),  # sha256 of the clean text, hex
        ("fingerprint", pa.list_(pa.uint64())),  # MinHash bands; two documents sharing one are near-copies
        ("problem", pa.string()),  # why the item was set aside; null for a usable document
        ("remedy", pa.string()),
    ]
)

OPEN_COUNT = pa.schema(
    [
        ("source", pa.string()),
        ("file", pa.string()),
        ("row", pa.int64()),
        ("area_code", pa.string()),
        ("period", pa.string()),
        ("category", pa.string()),
        ("count", pa.int64()),
        ("excerpt", pa.string()),
        ("problem", pa.string()),
        ("remedy", pa.string()),
    ]
)

SET_ASIDE = pa.schema(
    [
        ("source", pa.string()),
        ("file", pa.string()),
        ("row", pa.int64()),
        ("problem", pa.string()),
        ("remedy", pa.string()),
        ("excerpt", pa.string()),
    ]
)

ECHO = pa.schema(
    [
        ("doc_id", pa.string()),
        ("first_doc_id", pa.string()),  # the earliest of its near-copies; itself when it stands alone
    ]
)

MENTION = pa.schema(
    [
        ("doc_id", pa.string()),
        ("source", pa.string()),
        ("source_group", pa.string()),
        ("published", pa.date32()),
        ("threat", pa.string()),  # threat key, such as modern-slavery
        ("indicator", pa.string()),  # the term's key in the vocabulary
        ("kind", pa.string()),  # primary, secondary or facilitating (which is never evidence)
        ("area_code", pa.string()),  # the most specific area that the passage names
        ("place", pa.string()),  # the words that named it
        ("quote", pa.string()),  # the sentence that holds the term
        ("start", pa.int64()),  # the term's first character in the text
        ("end", pa.int64()),  # one past its last
    ]
)
