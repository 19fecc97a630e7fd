"""A signal's false-alarm rate is that of counts as large and as scattered as its own."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tocsin.detection.count_law import chance_at_least
from tocsin.records import ASSESSMENT
from tocsin.scan import false_alarms
from tocsin.scan.false_alarms import false_alarm_rates, implied_dispersion


@pytest.mark.parametrize("dispersion", [1.2, 2.0, 7.5])
def test_a_p_tells_how_scattered_the_method_took_the_count_to_be(dispersion):
    p = chance_at_least(30, 11.0, dispersion)

    assert implied_dispersion(30, 11.0, p) == pytest.approx(dispersion, rel=1e-6)


def test_a_count_no_rarer_than_poisson_makes_it_is_taken_as_poisson():
    assert implied_dispersion(30, 11.0, 1e-12) == 1.0
    assert implied_dispersion(9, 11.0, 0.7) == 1.0


def test_only_alarms_are_looked_up_and_what_was_not_measured_is_left_out(monkeypatch):
    asked = []

    def measured(method, mean, dispersion, alpha):
        asked.append((method, mean, round(dispersion, 3), alpha))
        return 0.012 if method == "known" else None

    monkeypatch.setattr(false_alarms, "measured_rate", measured)
    p = chance_at_least(30, 11.0, 2.0)
    row = {"series_id": "a", "period": "2018-07", "observed": 30, "expected": 11.0, "p": p}
    rows = [
        {**row, "method": "known", "alarm": True},
        {**row, "method": "unknown", "alarm": True, "series_id": "b"},
        {**row, "method": "known", "alarm": False, "series_id": "c"},
    ]

    rates = false_alarm_rates(
        pa.Table.from_pylist(rows, schema=ASSESSMENT),
        dict.fromkeys("abc", "police"),
        {"police": 0.01},
    )

    assert rates == {("a", "2018-07"): (0.012, 0.01)}
    assert asked == [("known", 11.0, 2.0, 0.01), ("unknown", 11.0, 2.0, 0.01)]
