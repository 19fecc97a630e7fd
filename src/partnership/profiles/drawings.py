"""A figure as a picture, where one says it better than its table."""

from __future__ import annotations

from partnership.ui.charts import line_chart
from partnership.ui.figure import Chart
from partnership.ui.ranking import Ranked, ranking

from .figures import Figure, Row

FEWEST_BARS = 2
ALL = "All"


def picture_of(figure: Figure) -> Chart | None:
    """A line over time, or bars of one column; None for a figure that is better read as a table."""
    if figure.points:
        return line_chart(
            figure.points,
            title=figure.caption,
            description=f"Line chart from {figure.points[0][0]} to {figure.points[-1][0]}.",
            unit=figure.unit,
        )
    return _bars(figure, figure.bars) if figure.bars is not None else None


def _bars(figure: Figure, column: int) -> Chart | None:
    """A bar for each row whose count is shown, most first. A total is no bar, and a protected count has none.

    None where there are too few, or all are alike: then the table says it sooner.
    """
    counts = [(row.cells[0], number) for row in figure.rows if (number := _number(row, column)) is not None]
    told = sorted(((label, number) for label, number in counts if label != ALL), key=lambda bar: -bar[1])
    if len(told) < FEWEST_BARS or told[0][1] == told[-1][1]:
        return None
    (label, most), total = told[0], dict(counts).get(ALL, sum(number for _, number in told))
    return ranking(
        [Ranked(label, number) for label, number in told],
        title=f"Most {figure.unit}: {label}, {most} of {total}",
        description=f"Bars: {figure.caption}. Only counts that are shown have a bar.",
        unit=figure.unit,
    )


def _number(row: Row, column: int) -> int | None:
    cell = row.cells[column] if 0 < column < len(row.cells) else ""
    return int(cell) if cell.isdecimal() else None
