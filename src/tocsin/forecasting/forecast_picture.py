"""The picture of a forecast: what was counted, what is expected with its bands, and the simple forecast beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tocsin.forecasting.forecasts import Forecast
from tocsin.periods import days_of, later, unit_of

WIDTH, HEIGHT = 760, 300
COUNTED, EXPECTED, NAIVE = "#1b1b1b", "#1f6fb4", "#b26a00"
BANDS = ("#5c9bd1", "#9fc5e8", "#c8def2", "#e0ecf7")
YEARS_SHOWN = 5


def forecast_picture(
    name: str, periods: Sequence[str], counts: Sequence[float | None], forecast: Forecast, a_year: int
) -> dict[str, Any]:
    """A Vega-Lite specification.

    periods, counts  up to the last known count, of which the last five years are drawn
    """
    shown = slice(-YEARS_SHOWN * a_year, None)
    numbers = unit_of(periods[0]) == "number"
    past = [
        {"period": _at(period, numbers), "count": count}
        for period, count in zip(periods[shown], counts[shown], strict=True)
    ]
    coming = [_row(periods[-1], ahead, forecast, numbers) for ahead in range(1, len(forecast.mean) + 1)]
    return {
        "title": {"text": _finding(name, periods, forecast), "subtitle": [*_lines(forecast.words), _key(forecast)]},
        "width": WIDTH,
        "height": HEIGHT,
        "encoding": {"x": {"field": "period", **_across(numbers)}},
        "layer": [
            *(_band(coming, forecast, at) for at in reversed(range(len(forecast.bands)))),
            _line(coming, "naive", {"color": NAIVE, "strokeDash": [2, 3], "strokeWidth": 1.8}),
            _line(coming, "mean", {"color": EXPECTED, "strokeDash": [6, 3], "strokeWidth": 2}),
            _line(past, "count", {"color": COUNTED, "strokeWidth": 1.3, "point": {"size": 10, "color": COUNTED}}),
        ],
    }


def _row(last: str, ahead: int, forecast: Forecast, numbers: bool) -> dict[str, Any]:
    at = ahead - 1
    row = {"period": _at(later(last, ahead), numbers), "mean": forecast.mean[at], "naive": forecast.naive[at]}
    for band in forecast.bands:
        row |= {f"lower{band.level}": band.lower[at], f"upper{band.level}": band.upper[at]}
    return row


def _band(coming: list[dict[str, Any]], forecast: Forecast, at: int) -> dict[str, Any]:
    level = forecast.bands[at].level
    return {
        "data": {"values": coming},
        "mark": {"type": "area", "color": BANDS[min(at, len(BANDS) - 1)], "opacity": 0.55},
        "encoding": {"y": {**_UPWARDS, "field": f"lower{level}"}, "y2": {"field": f"upper{level}"}},
    }


def _line(rows: list[dict[str, Any]], field: str, mark: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "line", **mark},
        "encoding": {"y": {**_UPWARDS, "field": field}},
    }


_UPWARDS: dict[str, Any] = {"type": "quantitative", "title": "Recorded count", "scale": {"zero": True}}


def _across(numbers: bool) -> dict[str, Any]:
    if numbers:
        return {"type": "quantitative", "title": "Period", "scale": {"zero": False, "nice": False}}
    return {
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc"},
        "axis": {"grid": False, "labelOverlap": True, "tickCount": 6, "format": "%b %Y"},
    }


def _at(period: str, numbers: bool) -> int | str:
    # Midnight at Greenwich, so that the same period stands at the same place on every machine.
    return int(period) if numbers else f"{days_of(period)[0].isoformat()}T00:00:00Z"


def _finding(name: str, periods: Sequence[str], forecast: Forecast) -> str:
    last = len(forecast.mean) - 1
    band = forecast.bands[0]
    return (
        f"{name}: about {forecast.mean[last]:,.0f} recorded in {later(periods[-1], last + 1)}, "
        f"{band.lower[last]:,} to {band.upper[last]:,} in the {band.level} % band"
    )


def _lines(words: str) -> list[str]:
    """The first sentence on a line of its own: the rest is as wide as the picture."""
    first, rest = words.split(". ", 1)
    return [f"{first}.", rest]


def _key(forecast: Forecast) -> str:
    levels = " and ".join(f"{band.level} %" for band in forecast.bands)
    return (
        f"Black: counted. Dashed blue: forecast, with its {levels} bands. Dotted orange: the same period a year ago. "
        "A forecast is no target."
    )
