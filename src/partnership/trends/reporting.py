"""How much was looked at and whether the way of counting may have changed, in words. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .rules import ReceivedEffort, ReceivedPoint, period_words


@dataclass(frozen=True)
class ReceivedRecordingChange:
    """A period from which many areas of one level stand at another level; fields as in tocsin.records.RECORDING_CHANGE.

    period    the first at the new level
    stepped   areas that stepped that way, of those `compared`
    expected  how many would step by chance
    p         chance of at least so many at once
    """

    source: str
    threat: str
    measure: str
    area_level: str
    period: str
    direction: str
    stepped: int
    compared: int
    expected: float
    p: float
    words: str


DISCOVERED = {
    "proactive": "Found by looking: it grows with the looking, as with stops and searches",
    "reported": "Reported: told by others, such as victims, witnesses and the press",
}


def discovered(discovery: str) -> str:
    """How a series comes to be counted, in words; empty where that is not known."""
    return DISCOVERED.get(discovery, "")


def sent(row: ReceivedEffort) -> str:
    """What came in one period and from how many, in words.

    >>> from datetime import date
    >>> sent(ReceivedEffort("news", "2017-05", date(2017, 5, 1), date(2017, 5, 31), 1, 1, "publishers", 0, True))
    '1 document from 1 publisher'
    """
    return f"{_number(row.received, what_is_sent(row))} from {_number(row.reporters, row.reporters_are)}"


def what_is_sent(row: ReceivedEffort) -> str:
    return "documents" if row.reporters_are == "publishers" else "rows of figures"


def when(row: ReceivedEffort) -> str:
    """The period as people say it."""
    return period_words(ReceivedPoint(row.period, row.period_start, row.period_end, row.received, None))


def effort_finding(rows: Sequence[ReceivedEffort]) -> str:
    """What a picture of reporting effort should say first: what came newest, beside what came before.

    rows  oldest first, at least one. Only periods that are compared speak, if there are any.
    """
    *before, newest = [row for row in rows if row.compared] or rows
    told = f"{sent(newest)} in {when(newest)}"
    if not before:
        return told
    usual = sum(row.received for row in before) / len(before)
    periods = "period" if len(before) == 1 else f"{len(before)} periods"
    return f"{told}, against {usual:,.0f} on average in the {periods} before"


def left_out(rows: Sequence[ReceivedEffort]) -> str:
    """How many periods are not compared, in a sentence; empty where all are."""
    apart = sum(not row.compared for row in rows)
    if apart == 0:
        return ""
    are = "is" if apart == 1 else "are"
    return f"{apart} of {len(rows)} periods {are} not compared with the others, and {are} drawn hollow."


def _number(number: int, plural: str) -> str:
    """
    >>> _number(1, "rows of figures"), _number(1200, "areas")
    ('1 row of figures', '1,200 areas')
    """
    one = {"documents": "document", "rows of figures": "row of figures", "publishers": "publisher", "areas": "area"}
    return f"{number:,} {one.get(plural, plural) if number == 1 else plural}"
