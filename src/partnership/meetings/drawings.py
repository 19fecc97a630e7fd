"""The charts of meetings: who came, meeting by meeting."""

from __future__ import annotations

from collections.abc import Sequence

from partnership.ui.figure import Chart
from partnership.ui.grids import Cell, heat_grid

from .attendance import Presences
from .rules import Presence

SHADES = {Presence.PRESENT: 3, Presence.REPRESENTED: 2, Presence.APOLOGIES: 1, Presence.ABSENT: 0}


def attendance_chart(rows: Sequence[Presences], days: Sequence[str]) -> Chart:
    """A row an agency, a column a meeting; the words of each cell say what its shade shows."""
    cells = [
        Cell(n, m, None if presence is None else SHADES.get(presence), () if presence is None else (presence.label,))
        for n, row in enumerate(rows)
        for m, presence in enumerate(row.presences)
    ]
    there = sum(row.there for row in rows)
    expected = sum(row.expected for row in rows)
    return heat_grid(
        cells,
        rows=[row.agency for row in rows],
        columns=list(days),
        title=f"Agencies had a voice in {there} of {expected} places",
        description="Attendance by agency, meeting by meeting: present, represented, apologies or absent.",
        head=("Agency", *days),
        table=[(row.agency, *("" if one is None else one.label for one in row.presences)) for row in rows],
    )
