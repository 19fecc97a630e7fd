"""The table of competing hypotheses against the evidence, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.queries import may
from partnership.triage.models import Signal

from .models import Hypothesis, Item, Reading, Threat
from .rules import Consistency
from .weighing import HOW_COUNTED, Said, Standing, Weighed, weigh

Table = Weighed[int, int, int]


@dataclass(frozen=True)
class Column:
    """A hypothesis that competes, with its letter and how much speaks against it."""

    letter: str
    hypothesis: Hypothesis
    standing: Standing[int]


@dataclass(frozen=True)
class CellTold:
    """How everybody reads one item against one hypothesis."""

    letter: str
    said: tuple[tuple[str, str], ...]  # how, and who
    disagree: bool


@dataclass(frozen=True)
class RowTold:
    item: Item
    signal: Signal | None
    cells: tuple[CellTold, ...]
    reasons: tuple[tuple[str, str], ...]  # who, and why they read it so
    is_telling: bool
    is_read: bool


def hypotheses_page(person: Person, threat: Threat) -> dict[str, Any]:
    """Hypotheses by how little speaks against them, items with every newest reading, and those set aside."""
    everything = list(threat.hypotheses.select_related("by", "set_aside_by"))
    competing = [one for one in everything if one.set_aside_at is None]
    items = list(threat.items.select_related("by"))
    readings = list(
        Reading.objects.seen_by(person).filter(hypothesis__in=[one.pk for one in competing]).select_related("by")
    )
    signals = _signals(person, items)
    table = weigh([one.pk for one in competing], [one.pk for one in items], map(_said, readings))
    columns = _columns(competing, table)
    names = {reading.by_id: reading.by.name for reading in readings}
    return records.banner(person, threat) | {
        "threat": threat,
        "columns": columns,
        "rows": [_row(item, signals, columns, table, names) for item in items],
        "set_aside": [one for one in everything if one.set_aside_at is not None],
        "how_counted": HOW_COUNTED,
        "signals": list(signals.values()),
        "may_note": threat.is_open and may(person, Act.NOTE_HYPOTHESIS, threat),
        "may_assess": threat.is_open and may(person, Act.ASSESS_THREAT, threat),
    }


def _signals(person: Person, items: list[Item]) -> dict[Any, Signal]:
    """The signals that items stand in, of those that the person sees."""
    wanted = [item.signal for item in items if item.signal]
    return {signal.uuid: signal for signal in Signal.objects.seen_by(person).filter(uuid__in=wanted)}


def _said(reading: Reading) -> Said[int, int, int]:
    how = Consistency(reading.consistency)
    return Said(reading.hypothesis_id, reading.item_id, reading.by_id, how, reading.because)


def _columns(competing: list[Hypothesis], table: Table) -> list[Column]:
    """Letters go by the order in which hypotheses were added, so that one keeps its letter when the order changes."""
    lettered = {one.pk: (_letter(n), one) for n, one in enumerate(competing)}
    return [Column(*lettered[standing.hypothesis], standing) for standing in table.standings]


def _row(
    item: Item,
    signals: dict[Any, Signal],
    columns: list[Column],
    table: Table,
    names: dict[int, str],
) -> RowTold:
    cells = []
    reasons: dict[tuple[str, str], None] = {}
    for column in columns:
        cell = table.cell(column.hypothesis.pk, item.pk)
        cells.append(
            CellTold(column.letter, tuple((one.consistency.label, names[one.who]) for one in cell.said), cell.disagree)
        )
        reasons |= {(names[one.who], one.because): None for one in cell.said if one.because}
    is_read = any(cell.said for cell in cells)
    return RowTold(item, signals.get(item.signal), tuple(cells), tuple(reasons), item.pk in table.telling, is_read)


def _letter(n: int) -> str:
    """A, B … Z, then AA, AB and so on.

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    return (_letter(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)
