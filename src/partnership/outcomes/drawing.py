"""Accepted disruptions drawn: under which P at which grade, and quarter by quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from partnership.records.ps import p_named, the_ps
from partnership.ui.columns import Column, columns_chart
from partnership.ui.figure import Chart
from partnership.ui.grids import Cell, heat_grid

from .rules import Grade

GRADES = tuple(reversed(Grade))
COUNTED_ONCE = "One event counts once, however many agencies had a part in it. What is not accepted yet does not count."
SHADES = 4
Counted = tuple[str, Grade, date]  # of each accepted disruption: its P, its grade, the day


def grades_chart(counted: Sequence[Counted]) -> Chart:
    """How many under each P at each grade, as a shaded grid with its numbers."""
    numbers = Counter((p, grade) for p, grade, _ in counted)
    known = [p.key for p in the_ps()]
    ps = [*known, *sorted({p for p, _, _ in counted} - set(known))]
    most = max(numbers.values(), default=0)
    cells = [
        Cell(row, column, _shade(numbers[p, grade], most), (str(numbers[p, grade]),))
        for row, p in enumerate(ps)
        for column, grade in enumerate(GRADES)
    ]
    rows = [(p_named(p), *(str(numbers[p, grade]) for grade in GRADES)) for p in ps]
    return heat_grid(
        cells,
        rows=[p_named(p) for p in ps],
        columns=[grade.label for grade in GRADES],
        title=grades_words(counted),
        description="Grid: accepted disruptions by P and grade, darker where there are more.",
        head=("P", *(grade.label for grade in GRADES)),
        table=rows,
        notes=(COUNTED_ONCE,),
    )


def grades_words(counted: Sequence[Counted]) -> str:
    """What the grid shows, in a sentence.

    >>> grades_words([("soc4p:pursue", Grade.MAJOR, date(2016, 1, 4)), ("soc4p:pursue", Grade.MINOR, date(2016, 2, 4))])
    '2 accepted disruptions, 1 of them major; 2 under Pursue'
    """
    if not counted:
        return "No disruption is accepted yet"
    major = sum(grade is Grade.MAJOR for _, grade, _ in counted)
    (p, most), *_ = Counter(p for p, _, _ in counted).most_common(1)
    number = f"{len(counted)} accepted disruption{'' if len(counted) == 1 else 's'}"
    return f"{number}, {major} of them major; {most} under {p_named(p)}"


def quarters_chart(counted: Sequence[Counted], today: date) -> Chart:
    """How many of each grade in each quarter, from the first that has one until now."""
    columns = [
        Column(
            label=f"{start:%B} to {end:%B %Y}",
            start=start,
            end=end,
            values=tuple(_within(counted, grade, start, end) for grade in GRADES),
            is_apart=end > today,
        )
        for start, end in quarters(min(day for _, _, day in counted), today)
    ]
    return columns_chart(
        columns,
        panels=[grade.label for grade in GRADES],
        apart=("Is the quarter over?", "Not yet", "Yes"),
        title=f"Accepted disruptions by quarter, {columns[0].start:%B %Y} to now",
        description="Columns: a panel for each grade, a column for each quarter. Hollow where the quarter is not over.",
        notes=("By the day of the event. The newest quarters grow as claims are made and moderated.",),
    )


def quarters(first: date, last: date) -> Iterable[tuple[date, date]]:
    """First and last day of each calendar quarter from the one that holds the first day to the one that holds the last.

    >>> [start.isoformat() for start, _ in quarters(date(2015, 12, 31), date(2016, 4, 1))]
    ['2015-10-01', '2016-01-01', '2016-04-01']
    """
    start = date(first.year, first.month - (first.month - 1) % 3, 1)
    while start <= last:
        after = date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1)
        yield start, after - timedelta(days=1)
        start = after


def _within(counted: Iterable[Counted], grade: Grade, start: date, end: date) -> int:
    return sum(one is grade and start <= day <= end for _, one, day in counted)


def _shade(number: int, most: int) -> int:
    return 0 if not number else 1 + (number * SHADES - 1) // most
