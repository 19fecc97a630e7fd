"""What the pictures of a scenario have in common: their colours, their axis of time, and the table beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.evaluation.playing import Outcome, Record
from tocsin.periods import days_of, unit_of

INK, USUAL, ALARM, PALE = "#1b1b1b", "#1f6fb4", "#c22a1f", "#767676"
WIDTH, HEIGHT = 760, 220


@dataclass(frozen=True)
class Picture:
    """A picture: the file's name, the finding it states, its specification and the table beside it."""

    name: str
    finding: str
    spec: dict[str, Any]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def best(outcome: Outcome) -> Record:
    """The method by which two source groups agreed soonest (median), then the one with the soonest first alarm."""

    def order(record: Record) -> tuple[float, float, float]:
        return record.spread("two_groups")[0], -record.share("two_groups"), record.spread("after")[0]

    return min(outcome.records, key=order)


def headed(finding: str, key: str) -> dict[str, Any]:
    """A title that states the finding, with what to see beneath."""
    return {"text": finding, "subtitle": [key]}


def point_in_time(period: str) -> str | int:
    """Where a period stands on the axis: midnight at Greenwich, so that it stands there on every machine."""
    return int(period) if unit_of(period) == "number" else f"{days_of(period)[0].isoformat()}T00:00:00Z"


def time_axis(periods: Sequence[str]) -> dict[str, Any]:
    """The encoding of the field `at`."""
    if unit_of(periods[0]) == "number":
        return {"field": "at", "type": "quantitative", "title": "Period", "scale": {"zero": False}}
    shown = {"grid": False, "tickCount": 5, "format": "%b %Y", "labelOverlap": True}
    return {"field": "at", "type": "temporal", "title": None, "scale": {"type": "utc"}, "axis": shown}


def start_of_script(outcome: Outcome) -> dict[str, Any]:
    """Red dashes where the script starts."""
    staged = outcome.first_play
    return {
        "data": {"values": [{"at": point_in_time(staged.clean.periods[staged.start])}]},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": ALARM},
        "encoding": {"x": time_axis(staged.clean.periods)},
    }
