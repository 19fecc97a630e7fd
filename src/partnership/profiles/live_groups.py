"""Live figures of an area's groups and of what makes their work possible: exact for police, protected for partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from partnership.ocgs import queries as ocgs
from partnership.ocgs import schemes
from partnership.ocgs.models import Enabler, Group, Involvement
from partnership.ocgs.rules import EnablerKind
from partnership.ocgs.wording import crime_type_name
from partnership.people.rules import Act
from partnership.ui.wording import day

from .figures import Figure, Row
from .live import Found, Reading
from .protecting import SIGN, Count, protect_grid, protect_line

NO_TYPE = "No crime type recorded"
WITHOUT_BAND = {
    ocgs.NOT_ASSESSED: "Not assessed",
    ocgs.NO_SCORE: "Too little known",
    ocgs.DIFFER: "Assessors differ",
}


def groups(reading: Reading, *, for_police: bool) -> Found:
    """Live groups of the area by primary crime type and band; for police also each by its code name."""
    held = _groups_of(reading)
    bands = _bands_of(held)
    names = {group.pk: crime_type_name(group.primary_crime_type) or NO_TYPE for group in held}
    rows = [name for name, _ in Counter(names.values()).most_common()]
    columns = [label for label in _labels() if label in bands.values()]
    columns += sorted(set(bands.values()) - set(columns))
    counts = Counter((names[group.pk], bands[group.pk]) for group in held)
    grid = [[counts[name, label] for label in columns] for name in rows]
    table = _by_band(reading, rows, columns, grid, for_police=for_police)
    if not any(cell.isdecimal() and cell != "0" for row in table.rows for cell in row.cells[1:-1]):
        # Too few of each to show any by band: the crime types alone say more.
        table = _by_type(reading, rows, [sum(line) for line in grid], for_police=for_police)
    if not for_police:
        return Found((table,), tuple(held))
    return Found((table, _list(reading, held, bands)), tuple(held))


def enablers(reading: Reading, *, for_police: bool) -> Found:
    """What helps those groups now: how many of each kind; for police also each by its name."""
    helped = _helped(reading)
    counts = Counter(enabler.kind for enabler in helped)
    kinds = {kind.value: kind.label for kind in EnablerKind} | {kind: kind for kind in counts if kind not in KINDS}
    told = _protected_line(reading, [counts[kind] for kind in kinds], for_police=for_police)
    table = Figure(
        kind="enablers",
        caption="Enablers by kind",
        head=("Kind", "Enablers"),
        rows=tuple(Row(cells) for cells in zip((*kinds.values(), "All"), told, strict=True)),
        source=f"Enablers of the groups of {reading.area_name}, as recorded",
        drawn=reading.today,
        as_of=reading.today,
        note="" if for_police else _meaning(reading),
        unit="enablers",
    )
    figures = (table, _enabler_list(reading, helped)) if for_police else (table,)
    return Found(figures, tuple(helped))


KINDS = frozenset(EnablerKind)


def _groups_of(reading: Reading) -> list[Group]:
    """Live groups of the area that the writer may take into a paper, so not one that is only shared with them."""
    found = ocgs.groups_of_area(reading.by, reading.area_code)
    may = Group.objects.allowing(reading.by, Act.EXPORT).filter(pk__in=[group.pk for group in found])
    kept = set(may.values_list("pk", flat=True))
    return [group for group in found if group.pk in kept]


def _labels() -> list[str]:
    """Bands of the first scheme, highest first, then what stands for the lack of one."""
    scheme = next(iter(schemes.in_force().schemes.values()))
    return [*(band.label for band in scheme.bands), *WITHOUT_BAND.values()]


def _bands_of(held: Sequence[Group]) -> dict[int, str]:
    """By group, the band that all its assessors give it under the first scheme, in words."""
    practice = schemes.in_force()
    scheme = next(iter(practice.schemes.values()))
    newest = ocgs.newest_assessments(held)
    found = {}
    for group in held:
        given = [each.band for each in newest[group.pk] if each.scheme == scheme.key]
        bands = {band for band in given if band}
        key = ocgs.NOT_ASSESSED if not given else ocgs.DIFFER if len(bands) > 1 else next(iter(bands), ocgs.NO_SCORE)
        found[group.pk] = WITHOUT_BAND.get(key) or practice.band_label(scheme.key, key)
    return found


def _by_band(
    reading: Reading, rows: list[str], columns: list[str], counts: list[list[int]], *, for_police: bool
) -> Figure:
    grid = protect_grid(counts, **_protection(reading, for_police=for_police))
    lines = [(name, *cells, total) for name, cells, total in zip(rows, grid.cells, grid.row_totals, strict=True)]
    lines.append(("All", *grid.column_totals, grid.total))
    return _table(reading, "Live groups by primary crime type and band", columns, lines, for_police=for_police)


def _by_type(reading: Reading, rows: list[str], counts: list[int], *, for_police: bool) -> Figure:
    line = protect_line(counts, **_protection(reading, for_police=for_police))
    lines = [*zip(rows, line.cells, strict=True), ("All", line.total)]
    return _table(reading, "Live groups by primary crime type", [], lines, for_police=for_police)


def _table(
    reading: Reading, caption: str, columns: list[str], lines: list[tuple[Any, ...]], *, for_police: bool
) -> Figure:
    return Figure(
        kind="groups",
        caption=caption,
        head=("Primary crime type", *columns, "All" if columns else "Groups"),
        rows=tuple(Row((name, *map(_told, counts))) for name, *counts in lines),
        source=f"Groups that answer to {reading.area_name} or affect it, as recorded",
        drawn=reading.today,
        as_of=reading.today,
        note=" ".join(filter(None, (ocgs.NO_MEASURE_OF_HARM, "" if for_police else _meaning(reading)))),
        unit="groups",
        bars=len(columns) + 1,
    )


def _protection(reading: Reading, *, for_police: bool) -> dict[str, Any]:
    """What the counts are protected by: for police, nothing."""
    practice = reading.practice
    return {
        "smallest": 0 if for_police else practice.smallest_count,
        "protect_zero": practice.protect_zero and not for_police,
    }


def _list(reading: Reading, held: Sequence[Group], bands: dict[int, str]) -> Figure:
    return Figure(
        kind="groups",
        caption="Live groups",
        head=("Code name", "Status", "Crime types", "Band", "Reach", "Next review"),
        rows=tuple(
            Row(
                (
                    group.code_name,
                    group.get_state_display(),
                    ", ".join(crime_type_name(str(key)) for key in group.crime_types) or NO_TYPE,
                    bands[group.pk],
                    group.get_reach_display(),
                    day(group.next_review),
                )
            )
            for group in held
        ),
        source=f"Groups that answer to {reading.area_name} or affect it, as recorded",
        drawn=reading.today,
        as_of=reading.today,
        note="One band only where all assessors agree. Read the assessments beside each other before you act on it.",
    )


def _helped(reading: Reading) -> dict[Enabler, int]:
    """Each enabler that helps a group of the area now, and how many of those groups."""
    now = Q(until__isnull=True) | Q(until__gte=reading.today)
    may, act = reading.by, Act.EXPORT
    ties = Involvement.objects.allowing(may, act).filter(now, group__in=[group.pk for group in _groups_of(reading)])
    pairs = set(ties.values_list("enabler", "group"))
    count = Counter(enabler for enabler, _ in pairs)
    found = Enabler.objects.allowing(may, act).filter(pk__in=count).order_by("kind", "name", "pk")
    return {enabler: count[enabler.pk] for enabler in found}


def _enabler_list(reading: Reading, helped: dict[Enabler, int]) -> Figure:
    return Figure(
        kind="enablers",
        caption="Enablers, and how many groups each helps",
        head=("Enabler", "Kind", "Groups"),
        rows=tuple(
            Row((enabler.name, enabler.get_kind_display(), str(groups)))
            for enabler, groups in sorted(helped.items(), key=lambda item: -item[1])
        ),
        source=f"Enablers of the groups of {reading.area_name}, as recorded",
        drawn=reading.today,
        as_of=reading.today,
    )


def _protected_line(reading: Reading, counts: list[int], *, for_police: bool) -> list[str]:
    line = protect_line(counts, **_protection(reading, for_police=for_police))
    return [_told(count) for count in (*line.cells, line.total)]


def _told(count: Count) -> str:
    return SIGN if count is None else str(count)


def _meaning(reading: Reading) -> str:
    smallest = reading.practice.smallest_count
    return f"{SIGN}: fewer than {smallest}, or a count by which such a one could be worked out."
