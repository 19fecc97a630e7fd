"""When tasks fall due, as small columns by week. Gives a ui.figure.Chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partnership.ui import theme
from partnership.ui.drawing import draw
from partnership.ui.figure import Chart
from partnership.ui.wording import day

from .rules import Week

TALL, WIDE = 120, 420
LATE = "Overdue"


def weeks_chart(weeks: Sequence[Week]) -> Chart:
    rows = [
        {"week": f"{week.starts:%-d %b}" if week.starts else LATE, "tasks": week.tasks, "late": week.starts is None}
        for week in weeks
    ]
    words = [(f"Week of {day(week.starts)}" if week.starts else LATE, str(week.tasks)) for week in weeks]
    title = _finding(weeks)
    return Chart(
        title=title,
        description="Columns: how many tasks are overdue, and how many fall due in each of the coming weeks.",
        svg=draw(_spec(rows), alt=f"{title}: " + ", ".join(f"{name} {number}" for name, number in words)),
        head=("When", "Tasks"),
        rows=tuple(words),
    )


def _finding(weeks: Sequence[Week]) -> str:
    late, this_week = weeks[0].tasks, weeks[1].tasks
    ahead = sum(week.tasks for week in weeks[2:])
    return (
        f"{late or 'Nothing'} overdue, {this_week or 'nothing'} due by Sunday, {ahead or 'nothing'} in the weeks after"
    )


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    across = {"field": "week", "type": "ordinal", "sort": [row["week"] for row in rows]}
    axis = {"title": None, "labelAngle": 0, "domain": True, "ticks": False, "labelPadding": 6}
    count = {"field": "tasks", "type": "quantitative", "axis": None, "scale": {"domainMin": 0, "nice": False}}
    # What is late is hollow, so that it is told apart without colour.
    fill = {"condition": {"test": "datum.late", "value": "#ffffff"}, "value": theme.LINE}
    return {
        "width": WIDE,
        "height": TALL,
        "data": {"values": rows},
        "encoding": {"x": {**across, "axis": axis}, "y": count},
        "layer": [
            {"mark": {"type": "bar", "stroke": theme.LINE, "strokeWidth": 2, "width": 34}, "encoding": {"fill": fill}},
            {
                "mark": {"type": "text", "dy": -8, "fontSize": theme.FONT_SIZE, "color": theme.INK},
                "encoding": {"text": {"field": "tasks", "type": "quantitative"}},
                "transform": [{"filter": "datum.tasks > 0"}],
            },
        ],
    }
