"""The roll-up: what an area says of each threat beside what the areas inside it say, ready for the strategic
assessment. Only what the viewer sees is in it; of what they do not, nothing is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from partnership.areas.models import Area
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records import pages as records
from partnership.records.starting import may_start
from partnership.ui.figure import Chart

from . import queries
from .drawings import heat_chart
from .matrix import in_order
from .models import Threat
from .pages import Told, told
from .rules import State
from .scales import the_scales
from .scoring import Scales
from .taxonomy import the_taxonomy


@dataclass(frozen=True)
class Line:
    """One threat across the areas: what each says of it, None where there is no estimate that the viewer sees."""

    key: str
    name: str
    cells: tuple[tuple[Area, Told | None], ...]

    @property
    def own(self) -> Told | None:
        return self.cells[0][1]

    @property
    def parts(self) -> list[Told]:
        """What the areas inside say that have an edition."""
        return [cell for _, cell in self.cells[1:] if cell and cell.edition]

    @property
    def missing(self) -> list[Area]:
        """The areas without an estimate that the viewer sees."""
        return [area for area, cell in self.cells if cell is None or cell.edition is None]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """Each area's gaps, a line each."""
        found = [cell for _, cell in self.cells if cell and cell.edition]
        return [
            (cell.threat.area_name, gap)
            for cell in found
            if cell.edition
            for gap in cell.edition.gaps.splitlines()
            if gap.strip()
        ]

    @property
    def threats(self) -> list[Threat]:
        return [cell.threat for _, cell in self.cells if cell]


def lines_for(person: Person, area: Area, *, act: Act = Act.SEE_RECORD) -> list[Line]:
    """Every threat of which somebody in the area or the areas directly inside it has an estimate, demand last.

    act  what the person must be allowed with each: to see it, unless it is to leave
    """
    places = [area, *queries.parts_of(area.code)]
    rows = Threat.objects.allowing(person, act).filter(area_code__in=[one.code for one in places], state=State.CURRENT)
    found = queries.with_editions(person, rows.select_related("originator").order_by("pk"))
    scales, today = the_scales(), timezone.localdate()
    by_place = {(one.key, one.area_code): one for one in found}
    names = {one.key: one.name for one in found} | {one.key: one.name for one in the_taxonomy()}
    keys = dict.fromkeys(one.key for one in [*in_order(_threats(found)), *in_order(_demand(found))])
    return [_line(key, names[key], places, by_place, scales, today) for key in keys]


def assessment_page(person: Person, area: Area) -> dict[str, Any]:
    lines = lines_for(person, area)
    scales = the_scales()
    threats = [line for line in lines if not _is_demand(line)]
    shown = [threat for line in lines for threat in line.threats]
    starting = may_start(person, Act.ASSESS_THREAT, area.code)
    own = Threat.objects.allowing(person, Act.ASSESS_THREAT).filter(area_code=area.code)
    writable = set(own.values_list("pk", flat=True)) if starting else set()
    return {
        "area": area,
        "parts": queries.parts_of(area.code),
        "lines": [
            (line, starting and bool(line.parts) and (line.own is None or line.own.threat.pk in writable))
            for line in threats
        ],
        "demand": [line for line in lines if _is_demand(line)],
        "chart": heat_of(threats, area, scales) if threats else None,
        "scales": scales,
        "may_export": person.may(Act.EXPORT),
        "shown": shown,
        "page_marking": records.highest_marking(shown),
    }


def heat_of(lines: list[Line], area: Area, scales: Scales) -> Chart:
    """The heat table of those threats, with the area itself first."""
    rows = [(line.name, [cell.edition if cell else None for _, cell in line.cells]) for line in lines]
    areas = [one.name for one, _ in lines[0].cells]
    places = [one for _, told_of in rows for one in told_of]
    estimates = sum(one is not None for one in places)
    title = f"{area.name}: an estimate stands in {estimates} of {len(places)} places"
    return heat_chart(rows, areas, scales, title=title)


def _line(
    key: str, name: str, places: list[Area], found: dict[tuple[str, str], Threat], scales: Scales, today: date
) -> Line:
    cells = [(area, found.get((key, area.code))) for area in places]
    return Line(key, name, tuple((area, told(one, scales, today) if one else None) for area, one in cells))


def _is_demand(line: Line) -> bool:
    return all(threat.is_demand for threat in line.threats)


def _threats(found: list[Threat]) -> list[Threat]:
    return [one for one in found if not one.is_demand]


def _demand(found: list[Threat]) -> list[Threat]:
    return [one for one in found if one.is_demand]
