"""When each method warned, play by play, beside the control and the date on which the script became obvious."""

from __future__ import annotations

from math import isfinite
from statistics import median
from typing import Any

from tocsin.evaluation.picture_parts import ALARM, INK, PALE, USUAL, WIDTH, Picture, best, headed
from tocsin.evaluation.playing import Outcome

KINDS = {
    "after": "first alarm",
    "two_groups": "two source groups",
    "chance_two_groups": "two source groups, without the script",
}
KEY = "A mark is a play. Red dashes: when the script became obvious (median). Grey: the control, without the script."


def warnings(outcome: Outcome) -> Picture:
    """The picture of warning times."""
    leader = best(outcome)
    middle = leader.spread("two_groups")[0]
    finding = "In half of the plays or more, two source groups never agreed"
    if isfinite(middle):
        finding = (
            f"Two source groups agreed {middle:g} {outcome.first_play.unit}s after the start ({leader.method}, median)"
        )
    spec = {
        "title": headed(finding, KEY),
        "data": {"values": _points(outcome)},
        "facet": {"row": {"field": "method", "type": "nominal", "title": None, "header": {"labelAngle": 0}}},
        "spec": {"width": WIDTH - 170, "height": 60, "layer": _layers(outcome)},
    }
    headings = ("method", "play", *KINDS.values(), "lead of two source groups on the obvious date")
    return Picture("warnings", finding, spec, headings, _rows(outcome))


def _points(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {"method": record.method, "what": words, "after": getattr(warned, kind)}
        for record in outcome.records
        for kind, words in KINDS.items()
        for warned in record.plays
        if getattr(warned, kind) is not None
    ]


def _layers(outcome: Outcome) -> list[dict[str, Any]]:
    what = {"field": "what", "type": "nominal", "title": None}
    order = list(KINDS.values())
    marks: dict[str, Any] = {
        "mark": {"type": "point", "filled": True, "opacity": 0.65, "size": 45},
        "encoding": {
            "y": {**what, "sort": order, "axis": None},
            "x": {
                "field": "after",
                "type": "quantitative",
                "title": f"{outcome.first_play.unit}s after the script's start, lag included",
            },
            "color": {**what, "scale": {"domain": order, "range": [INK, USUAL, PALE]}, "legend": {"labelLimit": 320}},
            "shape": {**what, "scale": {"domain": order, "range": ["circle", "diamond", "square"]}},
        },
    }
    dates = [each for each in outcome.obvious if each is not None]
    if not dates:
        return [marks]
    rule = {"mark": {"type": "rule", "strokeDash": [4, 3], "color": ALARM}, "encoding": {"x": {"datum": median(dates)}}}
    return [marks, rule]


def _rows(outcome: Outcome) -> tuple[tuple[str, ...], ...]:
    def told(value: int | None) -> str:
        return "never" if value is None else str(value)

    return tuple(
        (record.method, str(warned.seed), *(told(getattr(warned, kind)) for kind in (*KINDS, "two_groups_lead")))
        for record in outcome.records
        for warned in record.plays
    )
