"""How much came in each period, as small columns over time, one panel for each thing counted. Gives a Chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from . import theme
from .charts import ticks_over
from .drawing import draw
from .figure import Chart
from .wording import plain_number

TALLEST = 84
PAPER = "#ffffff"
Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One period, both its days included, with a number for each panel. `is_apart` is drawn hollow."""

    label: str
    start: date
    end: date
    values: tuple[float, ...]
    is_apart: bool = False


def columns_chart(
    columns: Sequence[Column],
    *,
    panels: Sequence[str],
    apart: tuple[str, str, str],
    title: str,
    description: str,
    notes: tuple[str, ...] = (),
) -> Chart:
    """The columns, oldest first, each panel on its own scale above the same axis of time.

    panels  what each number of a column counts, from the top
    apart   of the table: what the last column asks, and its words for a period that is apart and for one that is not
    """
    rows = [
        {
            "start": column.start.isoformat(),
            "end": (column.end + timedelta(days=1)).isoformat(),
            "apart": column.is_apart,
        }
        | {f"of{n}": value for n, value in enumerate(column.values)}
        for column in columns
    ]
    ticks = ticks_over([column.start for column in columns])
    spec = {
        "data": {"values": rows},
        "spacing": 26,
        "vconcat": [_panel(n, name, ticks, is_last=n == len(panels) - 1) for n, name in enumerate(panels)],
    }
    asks, is_apart, is_not = apart
    return Chart(
        title=title,
        description=description,
        svg=draw(spec, alt=description or title),
        head=("Period", *panels, asks),
        rows=tuple(
            (each.label, *(plain_number(value) for value in each.values), is_apart if each.is_apart else is_not)
            for each in columns
        ),
        notes=notes,
    )


def _panel(n: int, name: str, ticks: Row, *, is_last: bool) -> Row:
    x = {"type": "temporal", "scale": {"type": "utc"}}
    axis = {"title": None, "grid": False, "labelFlush": True, "labelOverlap": "greedy", "labels": is_last, **ticks}
    scale = {"domainMin": 0, "nice": True, "zero": True}
    counted = {"tickCount": 2, "format": ",~r", "tickMinStep": 1, "domain": False, "ticks": False, "title": None}
    hollow = {"condition": {"test": "datum.apart", "value": PAPER}, "value": theme.LINE}
    edge = {"condition": {"test": "datum.apart", "value": theme.LINE}, "value": PAPER}
    return {
        "width": theme.WIDTH - 60,
        "height": TALLEST,
        "title": {"text": name, "anchor": "start", "fontSize": theme.FONT_SIZE, "fontWeight": "normal", "offset": 6},
        "mark": {"type": "bar", "strokeWidth": 1},
        "encoding": {
            "x": {"field": "start", **x, "axis": axis},
            "x2": {"field": "end"},
            "y2": {"datum": 0},
            "y": {"field": f"of{n}", "type": "quantitative", "scale": scale, "axis": {**counted, "minExtent": 46}},
            "fill": hollow,
            "stroke": edge,
        },
    }
