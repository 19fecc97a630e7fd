"""The whole way back from a record, and forward: not one step of the thread but all of them, for one viewer."""

from __future__ import annotations

from dataclasses import dataclass, field

from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.scoping import Scoped

from .steps import Found, Key, Stretch, back_from, forward_from, key_of

MOST = 400  # records on one trail; what lies further is not walked to, and the trail says so


@dataclass
class Trail:
    """Every record that one record rests on, step by step, and every one that came of it. A step that the viewer may
    not see ends the way there: what lies behind it is reached only by another way.

    is_cut  there was more than MOST
    """

    start: Scoped
    records: dict[Key, Scoped] = field(default_factory=dict)
    stretches: list[Stretch] = field(default_factory=list)
    is_cut: bool = False

    def take_up(self, found: Found) -> list[Scoped]:
        """Adds what was found; gives back what was not on the trail yet."""
        known, new = {_told(one) for one in self.stretches}, []
        for stretch, record in found:
            key = key_of(record)
            if key not in self.records:
                if len(self.records) >= MOST:
                    self.is_cut = True
                    continue
                self.records[key] = record
                new.append(record)
            if _told(stretch) not in known:
                known.add(_told(stretch))
                self.stretches.append(stretch)
        return new


def trail_of(person: Person, record: Scoped, act: Act = Act.SEE_RECORD) -> Trail:
    """The trail through a record, of what the person may do that to. Reads grow with its length, not its breadth."""
    trail = Trail(record, {key_of(record): record})
    for step in (back_from, forward_from):
        edge = [record]
        while edge:
            edge = trail.take_up(step(person, edge, act))
    return trail


def _told(stretch: Stretch) -> tuple[Key, Key, int | None]:
    return stretch.record, stretch.on, None if stretch.tie is None else stretch.tie.pk
