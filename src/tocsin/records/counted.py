"""What was counted and compared: partial counts, whole series, and each count beside what should be expected."""

from __future__ import annotations

import pyarrow as pa

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

# As published: with whether the counts grow with the looking ("proactive") or with others' telling ("reported").
SERIES = COUNT_SERIES.append(pa.field("discovery", pa.string()))

EFFORT = pa.schema(
    [
        ("source", pa.string()),
        ("period", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("received", pa.int64()),  # documents scanned, each story once; or rows of published figures
        ("reporters", pa.int64()),  # how many sent something: publishers, or areas whose figures came
        ("reporters_are", pa.string()),  # publishers, or areas
        ("areas", pa.int64()),  # areas that something was counted for
        ("compared", pa.bool_()),  # whether the period is in the source's series at all
    ]
)

RECORDING_CHANGE = pa.schema(
    [
        ("source", pa.string()),
        ("threat", pa.string()),
        ("measure", pa.string()),
        ("area_level", pa.string()),
        ("period", pa.string()),  # the first period at the new level
        ("direction", pa.string()),  # up or down
        ("stepped", pa.int64()),  # areas that stepped that way
        ("compared", pa.int64()),  # areas with enough counts to tell
        ("expected", pa.float64()),  # how many would step by chance, as in the other periods of the same panel
        ("p", pa.float64()),  # chance of at least so many at once
        ("words", pa.string()),
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
