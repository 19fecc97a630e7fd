"""The picture of associations: correlation at each lag, beside what chance brings."""

from __future__ import annotations

from typing import Any

from tocsin.forecasting.associations import Association, Associations, figure

MOST_DRAWN = 6
COLUMNS = 2
WIDTH, HEIGHT = 330, 150
BAR, BEST, BAND = "#7a8794", "#c22a1f", "#9fc5e8"
KEY = (
    "Bars: correlation of changes, the driver leading. Red: the strongest. Blue band: where the strongest of all lags "
    "stays by chance, 19 times in 20."
)


def association_picture(associations: Associations) -> dict[str, Any]:
    """A Vega-Lite specification of the surest pairs, at most six."""
    drawn = associations.found[:MOST_DRAWN]
    called = len(associations.called)
    pairs = len(associations.found)
    if called == 0:
        title = f"No driver was shown to be associated with a crime series, among {pairs:,} pairs"
    elif called == 1:
        title = f"Associated: {associations.finding(drawn[0])}"
    else:
        title = f"{called:,} of {pairs:,} pairs are associated; the surest: {associations.finding(drawn[0])}"
    tried = f"{pairs:,} pairs × {associations.settings.longest_lag + 1} lags tried. This is no proof of cause."
    return {
        "title": {"text": title, "subtitle": [tried, KEY]},
        "concat": [_pair(associations, pair) for pair in drawn],
        "columns": COLUMNS,
        "spacing": 28,
    }


def _pair(associations: Associations, pair: Association) -> dict[str, Any]:
    points = [
        {"lag": lag, "correlation": value, "usual": usual, "under": -usual, "best": lag == pair.lag}
        for lag, (value, usual) in enumerate(zip(pair.by_lag, pair.usual, strict=True))
    ]
    called = "associated" if associations.is_called(pair) else "not shown"
    lag = {
        "field": "lag",
        "type": "quantitative",
        "title": f"{associations.unit.capitalize()}s that the driver leads by",
        "scale": {"domain": [-0.6, len(points) - 0.4], "nice": False},
        "axis": {"grid": False, "tickMinStep": 1, "format": "d"},
    }
    height = {"type": "quantitative", "title": "Correlation", "scale": {"domain": [-1, 1]}}
    colour = {"condition": {"test": "datum.best", "value": BEST}, "value": BAR}
    return {
        "title": {"text": [f"{pair.driver} →", f"{pair.series} (q = {figure(pair.q)}, {called})"], "fontSize": 12},
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": points},
        "encoding": {"x": lag},
        "layer": [
            {
                "mark": {"type": "area", "color": BAND, "opacity": 0.5},
                "encoding": {"y": {**height, "field": "under"}, "y2": {"field": "usual"}},
            },
            {
                "mark": {"type": "bar", "size": 12},
                "encoding": {"y": {**height, "field": "correlation"}, "color": colour},
            },
        ],
    }
