"""What really happened, as a file says it, and how well a replay found it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import BadScenario
from tocsin.evaluation.backtest import Replay
from tocsin.periods import ordinal, unit_of

COLUMNS = ("series", "start", "end")


@dataclass(frozen=True)
class Emergence:
    """Something that really happened to a series, from the first to the last period, both included."""

    series: str
    start: str
    end: str
    what: str = ""

    def holds(self, series: str, period: str) -> bool:
        return self.series == series and ordinal(self.start) <= ordinal(period) <= ordinal(self.end)


@dataclass(frozen=True)
class Found:
    """Whether an emergence was raised, in which period, and how many periods after it started, the lag included."""

    emergence: Emergence
    raised: str | None
    delay: int | None


@dataclass(frozen=True)
class Score:
    """How well a replay did: each emergence, and every other alarm (false, or not labelled)."""

    found: tuple[Found, ...]
    other_alarms: int
    other_alarms_a_period: float

    @property
    def share_found(self) -> float:
        return sum(each.raised is not None for each in self.found) / len(self.found)

    @property
    def delays(self) -> tuple[int, ...]:
        return tuple(each.delay for each in self.found if each.delay is not None)


def read_truth(path: Path) -> tuple[Emergence, ...]:
    """The emergences a CSV file lists: columns series, start, end and, if wished, what.

    Raises BadScenario if the file is missing, empty, or has a line that cannot be followed.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as failure:
        raise BadScenario(f"The truth file {path} could not be read ({failure}). Give a CSV file in UTF-8.") from None
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise BadScenario(f"The truth file {path} needs a header series,start,end[,what] and at least one row.")
    return tuple(_emergence(path, line, row) for line, row in enumerate(rows, start=2))


def _emergence(path: Path, line: int, row: dict[str, str | None]) -> Emergence:
    series, start, end = ((row[column] or "").strip() for column in COLUMNS)
    try:
        in_order = unit_of(start) == unit_of(end) and ordinal(start) <= ordinal(end)
    except ValueError as failure:
        raise BadScenario(f"{path}, line {line}: {failure}.") from None
    if not series or not in_order:
        raise BadScenario(f"{path}, line {line}: give a series, and an end of the same kind no earlier than the start.")
    return Emergence(series, start, end, (row.get("what") or "").strip())


def score(replayed: Replay, truth: Sequence[Emergence]) -> Score:
    """Each emergence and its first alarm; an alarm inside no emergence counts as another one.

    Raises ValueError if the truth is empty.
    """
    if not truth:
        raise ValueError("There is nothing to find. Give at least one emergence.")
    found = []
    for emergence in truth:
        hits = [alarm for alarm in replayed.alarms if emergence.holds(alarm.series, alarm.period)]
        raised = hits[0].raised if hits else None
        found.append(Found(emergence, raised, None if raised is None else ordinal(raised) - ordinal(emergence.start)))
    others = sum(
        not any(emergence.holds(alarm.series, alarm.period) for emergence in truth) for alarm in replayed.alarms
    )
    return Score(tuple(found), others, others / len(replayed.periods))
