"""What several people gave, side by side: steps of a scale, and scores with what is not known. Never an average."""

from __future__ import annotations

import string
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import theme
from .drawing import draw
from .figure import Chart
from .wording import NOT_KNOWN, plain_number

UNKNOWN_AT = -1  # left of the scale's lowest step
LETTERS_ACROSS = 16
TWO_LINES = 44  # in drawing units: a label that is broken needs that much, however few the dots beside it
SPAN = "#8fa9c2"  # from the lowest to the highest: darker than a band, so that it shows on white
Row = dict[str, Any]


@dataclass(frozen=True)
class StepRow:
    """One thing that everybody judged: the step each gave, in the order of the people; None where not known."""

    label: str
    steps: tuple[int | None, ...]


@dataclass(frozen=True)
class ScoreRow:
    """One person's score, and the lowest and highest it could be. `score` is None where none is given."""

    score: float | None
    low: float
    high: float
    words: str


def letter(n: int) -> str:
    """The mark of the nth person, counted from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'A2')
    """
    round_, place = divmod(n, len(string.ascii_uppercase))
    return string.ascii_uppercase[place] + (str(round_ + 1) if round_ else "")


def steps_chart(rows: Sequence[StepRow], *, who: Sequence[str], top: int, title: str, description: str) -> Chart:
    """A row for each thing judged, a lettered dot for each person, and a bar from the lowest step to the highest.

    who  the people, in the order of each row's steps; the drawing names them A, B, C
    top  the highest step; the lowest is 0
    """
    marks = [letter(n) for n in range(len(who))]
    dots = [
        {"row": _broken(row.label), "at": UNKNOWN_AT if step is None else step, "letter": mark}
        for row in rows
        for mark, step in zip(marks, row.steps, strict=True)
    ]
    spans = [
        {"row": _broken(row.label), "low": min(known), "high": max(known)}
        for row in rows
        if len(set(known := [step for step in row.steps if step is not None])) > 1
    ]
    named = _named([_broken(row.label) for row in rows])
    apart = {"yOffset": {"field": "letter", "type": "nominal", "scale": {"domain": marks}}}
    spec = {
        "width": theme.WIDTH,
        "height": max(len(rows), 1) * max(20 * len(who) + 14, TWO_LINES),
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": [_spans(spans, named), *_lettered(dots, {"x": _steps_axis(top), "y": named} | apart)],
    }
    return Chart(
        title=title,
        description=description,
        svg=draw(spec, alt=description or title),
        head=("", *(f"{mark}: {name}" for mark, name in zip(marks, who, strict=True))),
        rows=tuple((row.label, *(NOT_KNOWN if s is None else str(s) for s in row.steps)) for row in rows),
        notes=tuple(f"{mark}: {name}" for mark, name in zip(marks, who, strict=True)),
    )


def scores_chart(
    rows: Sequence[ScoreRow], *, who: Sequence[str], limits: Sequence[tuple[float, str]], title: str, description: str
) -> Chart:
    """A lettered dot on 0 to 100 for each person, a line as far as what is not known could move it, and the limits.

    limits  where each band begins, and what it is called
    """
    marks = [letter(n) for n in range(len(who))]
    dots = [
        {"row": mark, "at": row.score, "letter": mark, "low": row.low, "high": row.high}
        for mark, row in zip(marks, rows, strict=True)
    ]
    axis = {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [0, 100], "nice": False},
        "axis": {"title": "Score, 0 to 100", "values": [0, 25, 50, 75, 100], "grid": False},
    }
    named = _named(marks)
    reach = {"x": axis | {"field": "low"}, "x2": {"field": "high"}, "y": named}
    given = [dot for dot in dots if dot["at"] is not None]
    spec = {
        "width": theme.WIDTH,
        "height": 34 * len(rows) + 40,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"top": 24, "left": 5, "right": 5, "bottom": 5},
        "layer": [
            *_limits(limits, axis),
            {"data": {"values": dots}, "mark": {"type": "rule", "strokeWidth": 5, "stroke": SPAN}, "encoding": reach},
            *_lettered(given, {"x": axis, "y": named}),
        ],
    }
    return Chart(
        title=title,
        description=description,
        svg=draw(spec, alt=description or title),
        head=("Assessor", "Score", "At least", "At most", "Band"),
        rows=tuple(
            (f"{mark}: {name}", plain_number(row.score), plain_number(row.low), plain_number(row.high), row.words)
            for mark, name, row in zip(marks, who, rows, strict=True)
        ),
        notes=tuple(f"{mark}: {name}, {row.words}" for mark, name, row in zip(marks, who, rows, strict=True)),
    )


def _lettered(dots: list[Row], place: Row) -> list[Row]:
    circle = {"type": "point", "filled": True, "size": 260, "opacity": 1, "shape": "circle", "fill": theme.LINE}
    text = {"type": "text", "fontSize": 12, "fontWeight": "bold", "fill": "#ffffff", "baseline": "middle"}
    data = {"values": dots}
    return [
        {"data": data, "mark": circle, "encoding": place},
        {"data": data, "mark": text, "encoding": {**place, "text": {"field": "letter", "type": "nominal"}}},
    ]


def _spans(spans: list[Row], named: Row) -> Row:
    return {
        "data": {"values": spans},
        "mark": {"type": "rule", "strokeWidth": 6, "stroke": SPAN, "strokeCap": "round"},
        "encoding": {
            "x": {"field": "low", "type": "quantitative"},
            "x2": {"field": "high"},
            "y": named,
        },
    }


def _limits(limits: Sequence[tuple[float, str]], axis: Row) -> list[Row]:
    rows = [{"at": at, "words": words} for at, words in limits]
    place = {"x": axis}
    line = {"type": "rule", "stroke": theme.EXPECTED, "strokeDash": [4, 4]}
    label = {"type": "text", "align": "left", "dx": 3, "y": -8, "baseline": "bottom", "fontSize": 12, "fill": theme.INK}
    return [
        {"data": {"values": [row for row in rows if row["at"]]}, "mark": line, "encoding": place},
        {"data": {"values": rows}, "mark": label, "encoding": place | {"text": {"field": "words"}}},
    ]


def _steps_axis(top: int) -> Row:
    return {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [UNKNOWN_AT - 0.5, top + 0.3], "nice": False, "zero": False},
        "axis": {
            "title": None,
            "orient": "top",
            "values": [UNKNOWN_AT, *range(top + 1)],
            "labelExpr": f"datum.value === {UNKNOWN_AT} ? 'Not known' : format(datum.value, 'd')",
            "labelFlush": False,
            "domain": False,
            "ticks": False,
        },
    }


def _named(names: Sequence[str]) -> Row:
    """A row for each name, in that order; a long name over several lines."""
    axis = {"title": None, "labelExpr": r"split(datum.value, '\n')", "domain": False, "ticks": False}
    axis |= {"labelLimit": 0, "labelBaseline": "middle", "labelPadding": 8}
    scale = {"domain": list(dict.fromkeys(names)), "paddingInner": 0.15}
    return {"field": "row", "type": "nominal", "axis": axis, "scale": scale}


def _broken(label: str) -> str:
    return "\n".join(textwrap.wrap(label, LETTERS_ACROSS)[:3]) or label
