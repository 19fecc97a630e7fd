"""How many alarms a replay raised in each period, as a picture."""

from __future__ import annotations

from typing import Any

from tocsin.evaluation.backtest import Replay
from tocsin.evaluation.picture_parts import HEIGHT, INK, PALE, WIDTH, headed


def alarms_by_period(replayed: Replay) -> dict[str, Any]:
    """A Vega-Lite specification: a bar a period, dark for series raised for the first time."""
    first: dict[str, int] = {}
    for alarm in replayed.first_raised().values():
        first[alarm.raised] = first.get(alarm.raised, 0) + 1
    points = [
        {"period": period, "what": what, "alarms": count, "order": order}
        for period, alarms in replayed.alarms_by_period().items()
        for order, (what, count) in enumerate(
            (("first of its series", first.get(period, 0)), ("again", alarms - first.get(period, 0)))
        )
    ]
    finding = (
        f"{len(replayed.alarms):,} alarms in {len(replayed.periods)} periods, {replayed.alarms_a_period:.1f} a period"
    )
    labels = {"labelOverlap": True, "labelAngle": 0, "ticks": False}
    colours = {"domain": ["first of its series", "again"], "range": [INK, PALE]}
    return {
        "title": headed(
            finding, f"{replayed.method}, {replayed.rule}, lag {replayed.lag}. Dated by when they were raised."
        ),
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": points},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "title": None, "sort": None, "axis": labels},
            "y": {"field": "alarms", "type": "quantitative", "title": "Alarms", "axis": {"tickMinStep": 1}},
            "color": {"field": "what", "type": "nominal", "title": None, "scale": colours},
            "order": {"field": "order"},
        },
    }
