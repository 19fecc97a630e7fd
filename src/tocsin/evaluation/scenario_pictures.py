"""What a scenario's report draws of its first play: the total, the driver, and each touched series with its alarms."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.detection.count_distribution import Floats
from tocsin.evaluation.picture_parts import (
    ALARM,
    HEIGHT,
    INK,
    USUAL,
    WIDTH,
    Picture,
    best,
    headed,
    point_in_time,
    start_of_script,
    time_axis,
)
from tocsin.evaluation.playing import Outcome, alarms_on_touched
from tocsin.evaluation.scenario import Driver
from tocsin.evaluation.warning_picture import warnings

SMALL_WIDTH, SMALL_HEIGHT, COLUMNS = 225, 95, 3
AS_SEEN, WITHOUT = "as seen", "without the script"


def pictures(outcome: Outcome) -> tuple[Picture, ...]:
    """Every picture of the report, in its order."""
    scenario, prices = outcome.scenario, outcome.first_play.driver
    drawn = [warnings(outcome), _total(outcome)]
    if scenario.driver is not None and prices is not None:
        drawn.append(_driver(outcome, scenario.driver, prices))
    return (*drawn, _series(outcome))


def _total(outcome: Outcome) -> Picture:
    staged = outcome.first_play
    rows, periods = list(staged.begins), staged.clean.periods
    seen, usual = np.nansum(staged.grid.counts[rows], axis=0), np.nansum(staged.clean.counts[rows], axis=0)
    times = seen[staged.start :].sum() / max(usual[staged.start :].sum(), 1)
    finding = f"All touched series together: {times:.2f} times their usual over the script"
    key = "First play. Solid: as seen. Dashed: without the script. Red dashes: the script's start."
    shown = range(staged.watched, len(periods))
    points = [
        {"at": point_in_time(periods[at]), "what": what, "count": float(counts[at])}
        for at in shown
        for what, counts in ((AS_SEEN, seen), (WITHOUT, usual))
    ]
    spec = _over_time(outcome, points, f"Count a {outcome.first_play.unit}", headed(finding, key))
    table = tuple((periods[at], f"{seen[at]:g}", f"{usual[at]:g}") for at in shown)
    return Picture("total", finding, spec, ("period", AS_SEEN, WITHOUT), table)


def _driver(outcome: Outcome, driver: Driver, prices: Floats) -> Picture:
    periods, unit = outcome.first_play.clean.periods, outcome.scenario.unit
    finding = f"{driver.name}: up by {driver.rise:.0%}; cases follow {driver.lag} {unit}s behind".capitalize()
    key = "First play. Before the start it stands at about 100. Red dashes: the script's start."
    shown = range(outcome.first_play.watched, len(periods))
    points = [{"at": point_in_time(periods[at]), "what": AS_SEEN, "count": float(prices[at])} for at in shown]
    spec = _over_time(outcome, points, "Before the start: 100", headed(finding, key))
    table = tuple((periods[at], f"{prices[at]:.1f}") for at in shown)
    return Picture("driver", finding, spec, ("period", driver.name), table)


def _over_time(outcome: Outcome, points: list[dict[str, Any]], counted: str, title: dict[str, Any]) -> dict[str, Any]:
    names = [AS_SEEN, WITHOUT]
    what = {"field": "what", "type": "nominal", "title": None, "legend": None}
    lines = {
        "data": {"values": points},
        "mark": {"type": "line", "interpolate": "step"},
        "encoding": {
            "x": time_axis(outcome.first_play.clean.periods),
            "y": {"field": "count", "type": "quantitative", "title": counted, "scale": {"zero": False}},
            "color": {**what, "scale": {"domain": names, "range": [INK, USUAL]}},
            "strokeDash": {**what, "scale": {"domain": names, "range": [[1, 0], [4, 3]]}},
        },
    }
    return {"title": title, "width": WIDTH, "height": HEIGHT, "layer": [lines, start_of_script(outcome)]}


def _series(outcome: Outcome) -> Picture:
    staged, leader = outcome.first_play, best(outcome)
    names, periods = staged.clean.names, staged.clean.periods
    raised = {(alarm.series, alarm.period) for alarm in alarms_on_touched(leader.first_replay, staged)}
    finding = (
        f"{leader.method} raised {len({series for series, _ in raised})} of {len(staged.begins)} touched series in the "
        "first play"
    )
    key = "Black: as seen. Red triangles: alarms while the script plays. Red dashes: the script's start."
    cells = [(row, at) for row in staged.begins for at in range(staged.watched, len(periods))]
    seen = staged.grid.counts
    points = [
        {
            "series": names[row],
            "at": point_in_time(periods[at]),
            "count": float(seen[row, at]),
            "raised": (names[row], periods[at]) in raised,
        }
        for row, at in cells
    ]
    spec = _side_by_side(outcome, points, [names[row] for row in staged.begins], headed(finding, key))
    table = tuple(
        (
            names[row],
            periods[at],
            f"{seen[row, at]:g}",
            f"{staged.added[row, at]:g}",
            "yes" if (names[row], periods[at]) in raised else "",
        )
        for row, at in cells
        if at >= staged.start
    )
    return Picture("series", finding, spec, ("series", "period", "count", "the script's part", "raised"), table)


def _side_by_side(
    outcome: Outcome, points: list[dict[str, Any]], names: list[str], title: dict[str, Any]
) -> dict[str, Any]:
    across = {"x": time_axis(outcome.first_play.clean.periods), "y": {"field": "count", "type": "quantitative"}}
    where = {"x": across["x"], "y": {**across["y"], "title": None}}
    triangle = {"type": "point", "shape": "triangle-up", "filled": True, "size": 60, "color": ALARM, "opacity": 1}
    return {
        "title": title,
        "data": {"values": points},
        "facet": {
            "field": "series",
            "type": "nominal",
            "title": None,
            "sort": names,
            "header": {"labelLimit": 235, "labelFontSize": 10},
        },
        "columns": COLUMNS,
        "resolve": {"scale": {"y": "independent"}},
        "spec": {
            "width": SMALL_WIDTH,
            "height": SMALL_HEIGHT,
            "layer": [
                {"mark": {"type": "line", "color": INK, "strokeWidth": 1}, "encoding": where},
                {"transform": [{"filter": "datum.raised"}], "mark": triangle, "encoding": where},
                start_of_script(outcome),
            ],
        },
    }
