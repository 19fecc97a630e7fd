"""What travels between stages: the Arrow schemas, and how a period is written. No behaviour beyond that."""

from __future__ import annotations

import pyarrow as pa

SCHEMA_VERSION = 1

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

TALLY = pa.schema(
    [
        ("source", pa.string()),
        ("source_group", pa.string()),  # of a denominator row of documents; empty elsewhere
        ("threat", pa.string()),  # empty for a denominator row
        ("measure", pa.string()),  # what is counted, in words: "Modern slavery offences recorded"
        ("area_code", pa.string()),
        ("period", pa.string()),  # 2017-W11, 2018-07 or 2017-Q4 (calendar quarter)
        ("count", pa.int64()),
        ("doc_ids", pa.list_(pa.string())),  # the documents counted; null for published figures
    ]
)

FIGURE = pa.schema(
    [
        ("series_id", pa.string()),
        ("period", pa.string()),
        ("file", pa.string()),
        ("category", pa.string()),
        ("count", pa.int64()),
        ("rows", pa.int64()),  # how many rows of the file add up to it
        ("first_row", pa.int64()),
    ]
)

COUNT_SERIES = pa.schema(
    [
        ("series_id", pa.string()),  # source/threat/measure/area as one readable key
        ("source", pa.string()),
        ("threat", pa.string()),
        ("measure", pa.string()),
        ("area_code", pa.string()),
        ("period", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),  # last day inside the period
        ("count", pa.int64()),
        ("denominator", pa.float64()),
        ("denominator_kind", pa.string()),  # documents, population, all crime; null where none
    ]
)

ASSESSMENT = pa.schema(
    [
        ("series_id", pa.string()),
        ("period", pa.string()),
        ("observed", pa.int64()),
        ("expected", pa.float64()),
        ("lower", pa.float64()),  # what would be unsurprisingly low: lower end of the same band
        ("upper", pa.float64()),  # the highest count that would not alarm
        ("p", pa.float64()),  # chance of at least this count if nothing had changed
        ("q", pa.float64()),  # Benjamini-Hochberg over every series assessed for the same period and source
        ("alarm", pa.bool_()),
        ("first_excess", pa.string()),  # first period of the unbroken run of excess that ends here
        ("baseline", pa.string()),  # what it was compared with, in words
        ("method", pa.string()),
        ("method_version", pa.string()),
    ]
)

UNASSESSED = pa.schema(
    [
        ("series_id", pa.string()),
        ("reason", pa.string()),
    ]
)

SIGNAL = pa.schema(
    [
        ("signal_id", pa.string()),  # first 16 hex digits of sha256(series_id, first_excess)
        ("series_id", pa.string()),
        ("source", pa.string()),
        ("threat", pa.string()),
        ("threat_name", pa.string()),
        ("measure", pa.string()),
        ("area_code", pa.string()),
        ("area_name", pa.string()),
        ("area_level", pa.string()),  # district, force, country or world
        ("period", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("observed", pa.int64()),
        ("expected", pa.float64()),
        ("upper", pa.float64()),
        ("p", pa.float64()),
        ("q", pa.float64()),
        ("first_excess", pa.string()),
        ("baseline", pa.string()),
        ("method", pa.string()),
        ("method_version", pa.string()),
        ("level", pa.string()),  # watch, signal or warning
        ("level_reason", pa.string()),
        ("source_groups", pa.list_(pa.string())),  # independent groups that agree
        ("statement", pa.string()),  # one sentence for a board
        ("would_lower", pa.list_(pa.string())),  # what would make it weaker, one sentence each
    ]
)

WINDOW = pa.schema(
    [
        ("signal_id", pa.string()),
        ("period", pa.string()),
        ("period_start", pa.date32()),
        ("observed", pa.int64()),
        ("denominator", pa.float64()),
        ("expected", pa.float64()),  # null where that period was not assessed
        ("lower", pa.float64()),
        ("upper", pa.float64()),
    ]
)

QUOTE = pa.schema(
    [
        ("signal_id", pa.string()),
        ("rank", pa.int64()),
        ("title", pa.string()),
        ("published", pa.date32()),
        ("source_group", pa.string()),
        ("link", pa.string()),
        ("quote", pa.string()),
        ("term", pa.string()),  # the words that raised it; for a count, the category
        ("content_hash", pa.string()),  # of the document's text, or of the data file
        ("where", pa.string()),  # file and row it was read from
    ]
)

SOURCE_HEALTH = pa.schema(
    [
        ("source", pa.string()),
        ("kind", pa.string()),
        ("source_group", pa.string()),
        ("licence", pa.string()),
        ("marking", pa.string()),  # OFFICIAL or OFFICIAL-SENSITIVE
        ("handling", pa.string()),  # 3x5x2: P, or C with conditions
        ("conditions", pa.string()),
        ("agency", pa.string()),  # whose it is; empty for what is published
        ("records_read", pa.int64()),
        ("set_aside", pa.int64()),
        ("newest", pa.date32()),
        ("state", pa.string()),  # ok, partial or failed
        ("message", pa.string()),
    ]
)

AREA = pa.schema(
    [
        ("area_code", pa.string()),
        ("name", pa.string()),
        ("level", pa.string()),
        ("parent_code", pa.string()),
    ]
)

THREAT = pa.schema(
    [
        ("threat", pa.string()),
        ("name", pa.string()),
        ("definition", pa.string()),
    ]
)

VERDICT = pa.schema(
    [
        ("signal_id", pa.string()),
        ("series_id", pa.string()),
        ("state", pa.string()),  # confirmed, watching or dismissed
        ("reason", pa.string()),
        ("decided_at", pa.timestamp("us", tz="UTC")),
        ("decided_by_role", pa.string()),  # a role, never a name
    ]
)
