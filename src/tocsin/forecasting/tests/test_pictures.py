"""The pictures say what was found, in their titles."""

from __future__ import annotations

import json

import numpy as np

from tocsin.forecasting.association_picture import association_picture
from tocsin.forecasting.associations import Association, Associations, AssociationSettings
from tocsin.forecasting.forecast_picture import forecast_picture
from tocsin.forecasting.forecasts import ForecastSettings
from tocsin.forecasting.series_forecast import forecast_series
from tocsin.periods import later


def pair(q: float) -> Association:
    return Association(
        "metal theft", "copper", "economic", 2, 0.5, q, q, 0.1, None, (0.1, 0.2, 0.5), (0.3, 0.3, 0.3), 80, 1
    )


def test_the_title_tells_the_association_or_that_there_is_none():
    for q, words in ((0.01, "Associated: 2 months after copper rises"), (0.5, "No driver was shown")):
        spec = association_picture(Associations((pair(q),), (), AssociationSettings(longest_lag=2), "month"))

        assert spec["title"]["text"].startswith(words)
        assert "no proof of cause" in spec["title"]["subtitle"][0]
        assert sum(point["best"] for point in spec["concat"][0]["data"]["values"]) == 1


def test_the_forecast_follows_on_from_the_last_count_with_the_naive_beside_it():
    counts = np.random.default_rng(1).poisson(100, 60).astype(float)
    periods = tuple(later("2012-01", month) for month in range(60))
    made = forecast_series(counts, 12, ForecastSettings(horizon=3, most_dates=6))

    spec = forecast_picture("burglary", periods, counts.tolist(), made, 12)

    assert spec["title"]["text"].startswith("burglary: about ")
    coming = spec["layer"][0]["data"]["values"]
    assert [row["period"][:7] for row in coming] == ["2017-01", "2017-02", "2017-03"]
    assert {"mean", "naive", "lower80", "upper95"} <= set(coming[0])
    json.dumps(spec)
