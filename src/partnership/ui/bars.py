"""A few things beside each other on one fixed scale, as bars that lie. Gives a ui.figure.Chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import theme
from .drawing import draw
from .figure import Chart
from .wording import NOT_KNOWN

ROW = 34


@dataclass(frozen=True)
class Bar:
    """One thing with its value on the scale; None where it is not known. `words` stand in the table."""

    label: str
    value: float | None
    words: str


def bar_chart(bars: Sequence[Bar], *, top: int, title: str, description: str, head: tuple[str, str]) -> Chart:
    """The bars from 0 to `top`, in the order given. One that is not known says so in its place, and is no bar.

    head  of the table: what the things are called, and what is said of them
    """
    rows = [
        {
            "label": bar.label,
            "value": bar.value,
            "end": bar.value or 0,
            "said": NOT_KNOWN if bar.value is None else f"{bar.value:g}",
        }
        for bar in bars
    ]
    return Chart(
        title=title,
        description=description,
        svg=draw(_spec(rows, top), alt=description or title),
        head=head,
        rows=tuple((bar.label, bar.words) for bar in bars),
    )


def _spec(rows: list[dict[str, Any]], top: int) -> dict[str, Any]:
    names = {"title": None, "domain": False, "ticks": False, "labelLimit": theme.WIDTH // 2, "labelPadding": 8}
    steps = {"title": None, "values": list(range(top + 1)), "format": "d", "domain": False, "tickSize": 0}
    across = {"type": "quantitative", "scale": {"domain": [0, top], "nice": False}}
    return {
        "width": theme.WIDTH,
        "height": ROW * max(1, len(rows)) + 30,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": rows},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": [row["label"] for row in rows], "axis": names},
            "x": {"field": "end", **across, "axis": steps},
        },
        "layer": [
            {"mark": {"type": "bar", "color": theme.LINE, "height": ROW // 2}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": theme.FONT_SIZE, "color": theme.INK},
                "encoding": {"text": {"field": "said", "type": "nominal"}},
                "transform": [{"filter": f"datum.value === null || datum.end < {top}"}],
            },
            {
                "mark": {"type": "text", "align": "right", "dx": -6, "fontSize": theme.FONT_SIZE, "color": "#ffffff"},
                "encoding": {"text": {"field": "said", "type": "nominal"}},
                "transform": [{"filter": f"datum.value !== null && datum.end >= {top}"}],
            },
        ],
    }
