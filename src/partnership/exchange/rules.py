"""What a STIX object of ours is called, how large a bundle may be, and what may become of what came in one. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

from partnership.records.rules import Handling, Release

NAMESPACE = uuid.UUID("b4552df3-4c8f-4607-97e8-66e8b52c0a5b")
SPEC = "2.1"
SYNTHETIC = "synthetic"

LARGEST = 2_000_000  # bytes
LARGEST_CARRIED = 2_300_000  # letters of a form's field: what Django reads of a form at once, less its other fields
MOST_OBJECTS = 2_000  # of one bundle, in either direction; the validator reads some six hundred a second
MOST_DEPTH = 32
LONGEST_STRING = 20_000
LONGEST_PATTERN = 2_000  # a pattern is parsed, and its parser is slow on long ones

SAY_WHY = "Enter why"
LOOSER = "It came in held more closely than that. Choose the same marking and handling, with every condition, or closer"

# What becomes of analytic confidence. Source: OASIS, STIX 2.1, appendix A, scale None / Low / Med / High: the middle
# of each band.
CONFIDENCE = {"low": 15, "moderate": 50, "high": 85}


class ReceivedState(StrEnum):
    """What people made of an object that came in a bundle."""

    NEW = "new"
    ACCEPTED = "accepted"
    ASIDE = "aside"

    @property
    def label(self) -> str:
        return {ReceivedState.NEW: "Not looked at", ReceivedState.ASIDE: "Set aside"}.get(self, "Accepted")


def stix_id(stix_type: str, kind: str, record: str, part: str = "") -> str:
    """The identifier of what one record, or a part of it, is in STIX: always the same for the same record.

    >>> stix_id("intrusion-set", "ocgs.group", "0c5b3f7e-0000-4000-8000-000000000001")
    'intrusion-set--213bd057-f315-5d99-a552-77923eba516c'
    """
    return f"{stix_type}--{uuid.uuid5(NAMESPACE, ' '.join((kind, record, part)).strip())}"


def stix_moment(moment: datetime) -> str:
    """
    >>> stix_moment(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    '2026-11-24T09:30:00.000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def is_as_close(chosen: Release, held: Release) -> bool:
    """True if nothing held as chosen could reach more people than it did before, or without a condition it had."""
    is_conditional = held.handling is Handling.CONDITIONAL
    if chosen.marking.height < held.marking.height or (is_conditional and chosen.handling is not held.handling):
        return False
    return _lines(held.conditions) <= _lines(chosen.conditions)


def _lines(conditions: str) -> set[str]:
    return {line.strip() for line in conditions.splitlines() if line.strip()}


def may_set_aside(*, state: ReceivedState, because: str) -> str | None:
    """None if it may be set aside, or taken up again; otherwise why not, in words for the screen."""
    if state is ReceivedState.ACCEPTED:
        return "It is accepted already: what was made of it is a record of its own"
    return None if because.strip() else SAY_WHY


def may_accept(*, state: ReceivedState, held: Release, chosen: Release) -> str | None:
    """None if a record held as chosen may be made of it; otherwise why not, in words for the screen."""
    if state is ReceivedState.ASIDE:
        return "It was set aside. Take it up again first"
    return None if is_as_close(chosen, held) else LOOSER


def listed_words(words: Iterable[str], most: int) -> str:
    """Those words, the first so many, and how many more there are.

    >>> listed_words(["a", "b", "c"], 2)
    'a; b; and 1 more'
    """
    known = list(words)
    rest = [f"and {len(known) - most} more"] if len(known) > most else []
    return "; ".join([*known[:most], *rest])


def shortened(text: str, most: int = 120) -> str:
    """
    >>> shortened("Visit the scrapyards on the list", 12)
    'Visit the …'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]} …"
