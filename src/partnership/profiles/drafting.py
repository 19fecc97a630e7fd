"""What a section and the passage beside it are drafted with. Words that people wrote are not touched here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from partnership.people.models import Person
from partnership.people.rules import Act

from . import live, live_groups
from .figures import Figure
from .live import Found, Reading
from .live_series import series
from .sections import SectionKind

FOR_PROFILE: dict[str, Callable[[Reading], Found]] = {
    "signals": partial(live.signals, for_police=False),
    "threats": partial(live.threats, for_police=False),
    "series": series,
    "stated": live.stated,
    "groups": partial(live_groups.groups, for_police=False),
    "enablers": partial(live_groups.enablers, for_police=False),
    "sources": live.sources,
}
FOR_POLICE: dict[str, Callable[[Reading], Found]] = {
    "signals": partial(live.signals, for_police=True),
    "threats": partial(live.threats, for_police=True),
    "groups": partial(live_groups.groups, for_police=True),
    "enablers": partial(live_groups.enablers, for_police=True),
}
# Numbers of what few may see. Whoever does not work on groups sees too few of them to count, and leaves those as they
# were last drawn by somebody who does.
CLOSED = frozenset({"groups", "enablers"})


def counts_groups(person: Person) -> bool:
    """True if the person sees groups by their work, and so can bring their numbers up to date."""
    return person.may(Act.WORK_ON_GROUP)


def draft(kind: SectionKind, reading: Reading, before: Sequence[Figure] = ()) -> Found:
    """The figures of a section, read now; `before` stand in it so far."""
    return _read(kind.figures, FOR_PROFILE, reading, before)


def draft_for_police(kind: SectionKind, reading: Reading, before: Sequence[Figure] = ()) -> Found:
    """The figures of the passage beside that section: the same exactly, and what is held closer than the profile."""
    found = _read(kind.figures, FOR_POLICE, reading, before)
    return Found(tuple(figure for figure in found.figures if figure.rows), found.records)


def _read(
    wanted: Iterable[str], by_kind: dict[str, Callable[[Reading], Found]], reading: Reading, before: Sequence[Figure]
) -> Found:
    figures: list[Figure] = []
    records = []
    for name in wanted:
        if name in CLOSED and not counts_groups(reading.by):
            figures += [figure for figure in before if figure.kind == name]
        elif name in by_kind:
            found = by_kind[name](reading)
            figures += found.figures
            records += found.records
    return Found(tuple(figures), tuple(records))
