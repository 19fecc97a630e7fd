"""Things in order of how many: a bar each, with its words and its number beside it, leading to its page."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import theme
from .drawing import LINK_TOKEN, draw
from .figure import Chart

LETTERS_ACROSS = 46
Row = dict[str, Any]


@dataclass(frozen=True)
class Ranked:
    """One thing and how many. `note` stands after the number; `url` is a path within this site."""

    label: str
    count: int
    note: str = ""
    url: str | None = None


def ranking(rows: Sequence[Ranked], *, title: str, description: str, unit: str) -> Chart:
    """Bars from the most to the fewest as given, each with its label above it and its number at its end."""
    linked = [n for n, row in enumerate(rows) if row.url is not None]
    bars = [
        {
            "row": n,
            "count": row.count,
            "label": textwrap.shorten(row.label, LETTERS_ACROSS, placeholder="…") or row.label[:LETTERS_ACROSS],
            "said": f"{row.count}{f', {row.note}' if row.note else ''}",
            "href": f"{LINK_TOKEN}{linked.index(n)}" if n in linked else None,
        }
        for n, row in enumerate(rows)
    ]
    spec = {
        "width": theme.WIDTH,
        "height": 46 * max(len(rows), 1),
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": bars},
        "encoding": {"y": {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0}}},
        "layer": _layers(max((row.count for row in rows), default=0)),
    }
    return Chart(
        title=title,
        description=description,
        svg=draw(spec, alt=description or title, links=[(str(rows[n].url), _words(rows[n], unit)) for n in linked]),
        head=("", unit[:1].upper() + unit[1:], *(("Note",) if any(row.note for row in rows) else ())),
        rows=tuple((r.label, str(r.count), *((r.note,) if any(row.note for row in rows) else ())) for r in rows),
    )


def _layers(most: int) -> list[Row]:
    # The scale leaves room for the number after the longest bar.
    length = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(most, 1) * 1.6]}}
    href = {"href": {"field": "href", "type": "nominal"}}
    text = {"type": "text", "align": "left", "fontSize": theme.FONT_SIZE, "fill": theme.INK}
    return [
        {
            "mark": {"type": "bar", "height": 14, "yOffset": 9, "fill": theme.LINE},
            "encoding": {"x": length, **href},
        },
        {
            "mark": {**text, "x": 0, "dy": -9, "baseline": "middle"},
            "encoding": {"text": {"field": "label"}, **href},
        },
        {
            "mark": {**text, "dx": 6, "dy": 9, "baseline": "middle", "fontWeight": "bold"},
            "encoding": {"x": length, "text": {"field": "said"}},
        },
    ]


def _words(row: Ranked, unit: str) -> str:
    return f"{row.label}: {row.count} {unit}"
