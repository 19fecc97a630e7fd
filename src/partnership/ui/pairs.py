"""Two numbers of each of several things, drawn as bars beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import theme
from .drawing import draw
from .figure import Chart

BAR = 16  # height of one bar; each thing has two, and a gap
GAP = 18


@dataclass(frozen=True)
class Pair:
    """One thing, with a part of the whole (0 to 1) in each of two measures. None: that whole is nothing yet."""

    label: str
    first: float | None
    second: float | None


def pair_chart(
    pairs: Sequence[Pair],
    *,
    title: str,
    description: str,
    names: tuple[str, str],
    head: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    notes: tuple[str, ...] = (),
) -> Chart:
    """Shares in percent, the two measures of each thing one under the other, in the order given.

    names  of the two measures, as they follow a number: "of actions". They stand at each bar, so that no key is needed
    rows   every value as text, under `head`
    """
    order = [pair.label for pair in pairs]
    values = [
        {"thing": pair.label, "measure": name, "share": 0 if part is None else part, "words": _said(part, name)}
        for pair in pairs
        for name, part in zip(names, (pair.first, pair.second), strict=True)
    ]
    y = {"field": "thing", "type": "nominal", "sort": order, "axis": _axis()}
    offset = {"field": "measure", "sort": list(names), "scale": {"paddingInner": 0.1}}
    x = {"field": "share", "type": "quantitative", "scale": {"domain": [0, 1.5]}, "axis": None}
    colour = {
        "field": "measure",
        "type": "nominal",
        "sort": list(names),
        "scale": {"domain": list(names), "range": [theme.LINE, theme.ABOVE]},
        "legend": None,
    }
    spec = {
        "width": theme.WIDTH,
        "height": max(1, len(pairs)) * (2 * BAR + GAP),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": values},
        "encoding": {"y": y, "yOffset": offset, "x": x},
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 1}}, "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": theme.FONT_SIZE, "color": theme.INK},
                "encoding": {"text": {"field": "words"}},
            },
        ],
    }
    return Chart(title, description, draw(spec, alt=description or title), head, rows, notes)


def _axis() -> dict[str, Any]:
    return {"title": None, "domain": False, "ticks": False, "labelLimit": 130, "labelPadding": 8, "grid": False}


def _said(part: float | None, name: str) -> str:
    """
    >>> _said(0.6, "of actions"), _said(None, "of outcomes")
    ('60% of actions', 'no outcomes yet')
    """
    return f"no {name.removeprefix('of ')} yet" if part is None else f"{part:.0%} {name}"
