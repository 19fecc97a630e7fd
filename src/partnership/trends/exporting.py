"""An area's count series as the tables of a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from partnership.areas.models import Area
from partnership.exports.contents import Contents, count_left_out
from partnership.exports.rules import Cell, Row, Table
from partnership.people.models import Person
from partnership.people.rules import Act
from partnership.records.rules import Release

from . import queries
from .models import Point, Series

OF_SERIES = (
    *("title", "measure", "threat", "threat_name", "area_code", "source", "source_group", "licence"),
    *("denominator_kind", "discovery", "received_at"),
)
OF_POINT = ("period", "period_start", "period_end", "count", "denominator")
OF_EFFORT = (
    *("source", "period", "period_start", "period_end", "received", "reporters", "reporters_are", "areas", "compared"),
)
OF_CHANGE = (*("period", "direction", "area_level", "stepped", "compared", "expected", "p", "words"),)
CARE = (
    "A count rises when more happens, but also when more is noticed, reported or recorded. Small counts are in the "
    "file in full: suppress them before anything made of it is published."
)


def area_contents(person: Person, area: Area) -> Contents:
    """Every series of the area that the person may export, and their points, oldest first."""
    exportable = Series.objects.allowing(person, Act.EXPORT).filter(area_code=area.code)
    series = list(exportable.select_related("originator").prefetch_related("points"))
    return Contents(
        heading=f"Export the series of {area.name}",
        title=f"Count series of {area.name}",
        did="exported series",
        named=("series", area.name),
        back=(reverse("trends:area", args=[area.code]), f"{area.name}: trends"),
        area_code=area.code,
        records=tuple(series),
        tables=(
            Table("series", ("series", *OF_SERIES), tuple(_row(one, one, OF_SERIES) for one in series)),
            Table("points", ("series", *OF_POINT), tuple(_points(series))),
            Table("effort", OF_EFFORT, tuple(_effort(series))),
            Table("recording_changes", ("series", *OF_CHANGE), tuple(_changes(series, area))),
        ),
        left_out=count_left_out(person, Series, area_code=area.code),
        note=CARE,
    )


def _points(series: list[Series]) -> Iterator[Row]:
    return (_row(one, point, OF_POINT) for one in series for point in one.points.all())


def _effort(series: list[Series]) -> Iterator[Row]:
    """Held as the first of the series of its source that leave: of one source all are held alike on arrival."""
    first = {one.source: one for one in reversed(series)}
    for source, rows in queries.effort_beside(series).items():
        yield from (Row(tuple(_said(getattr(row, name)) for name in OF_EFFORT), *_held(first[source])) for row in rows)


def _changes(series: list[Series], area: Area) -> Iterator[Row]:
    by_key = {one.key: one for one in series}
    for key, rows in queries.recording_changes_beside(series, level=area.level).items():
        yield from (Row((key, *(getattr(row, name) for name in OF_CHANGE)), *_held(by_key[key])) for row in rows)


def _row(series: Series, of: Series | Point, names: tuple[str, ...]) -> Row:
    return Row((series.key, *(getattr(of, name) for name in names)), *_held(series))


def _held(series: Series) -> tuple[Release, str]:
    return series.release, str(series.originator or "")


def _said(value: Cell) -> Cell:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
