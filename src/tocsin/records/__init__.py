"""What travels between stages: the Arrow schemas, and how a period is written. No behaviour beyond that."""

from tocsin.records.counted import ASSESSMENT, COUNT_SERIES, EFFORT, FIGURE, RECORDING_CHANGE, SERIES, TALLY, UNASSESSED
from tocsin.records.gathered import DOCUMENT, ECHO, MENTION, OPEN_COUNT, RAW, SET_ASIDE
from tocsin.records.graded import (
    AREA,
    CONCEPT,
    CONCEPT_LINK,
    EMERGING,
    FUSION,
    OUTCOME,
    OUTCOMES_SUFFIX,
    QUOTE,
    SIGNAL,
    SOURCE_HEALTH,
    STATEMENT,
    THREAT,
    VERDICT,
    WINDOW,
)

SCHEMA_VERSION = 3

__all__ = [
    "AREA",
    "ASSESSMENT",
    "CONCEPT",
    "CONCEPT_LINK",
    "COUNT_SERIES",
    "DOCUMENT",
    "ECHO",
    "EFFORT",
    "EMERGING",
    "FIGURE",
    "FUSION",
    "MENTION",
    "OPEN_COUNT",
    "OUTCOME",
    "OUTCOMES_SUFFIX",
    "QUOTE",
    "RAW",
    "RECORDING_CHANGE",
    "SCHEMA_VERSION",
    "SERIES",
    "SET_ASIDE",
    "SIGNAL",
    "SOURCE_HEALTH",
    "STATEMENT",
    "TALLY",
    "THREAT",
    "UNASSESSED",
    "VERDICT",
    "WINDOW",
]
