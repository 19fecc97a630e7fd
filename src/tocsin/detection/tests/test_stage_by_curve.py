"""The stage by the methods that learn from the whole past, and from all series together."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tocsin.detection import detect
from tocsin.geography.hierarchy import DISTRICTS

BRADFORD = "E08000032"
METHODS = ["harmonic-negative-binomial", "accumulation"]


def three_years(seed: int, *, weeks: int = 170) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(weeks) / 52)
    return {area: rng.poisson(12 * season) for area in DISTRICTS}


@pytest.mark.parametrize("method", METHODS)
def test_a_rise_is_found_in_its_area_alone_and_dated(counts, method):
    observed = three_years(1)
    observed[BRADFORD][-2:] += 25

    found, unassessed = detect(counts(observed), method=method, alpha=0.001, q=0.05)

    alarms = [row for row in found.to_pylist() if row["alarm"]]
    assert [row["series_id"].rsplit("/", 1)[1] for row in alarms] == [BRADFORD]
    assert alarms[0]["first_excess"] < alarms[0]["period"]
    assert alarms[0]["method"] == method
    assert "level, trend and season through its past" in alarms[0]["baseline"]
    assert unassessed.num_rows == 0


def test_a_slow_rise_is_found_by_gathered_evidence_where_the_last_week_alone_is_no_surprise(counts):
    observed = three_years(2)
    observed[BRADFORD][-8:] = (observed[BRADFORD][-8:] * 1.5).astype(int)

    by_method = {}
    for method in METHODS:
        found, _ = detect(counts(observed), method=method, alpha=0.001)
        by_method[method] = next(row["p"] for row in found.to_pylist() if row["series_id"].endswith(BRADFORD))

    assert by_method["accumulation"] < by_method["harmonic-negative-binomial"]


@pytest.mark.parametrize("method", METHODS)
def test_too_short_a_past_is_listed_with_the_reason(counts, method):
    found, unassessed = detect(counts(three_years(3, weeks=60)), method=method)

    assert found.num_rows == 0
    assert unassessed.num_rows == len(DISTRICTS)
    assert "Choose the negative-binomial comparison" in unassessed["reason"][0].as_py()


@pytest.mark.parametrize("method", METHODS)
def test_rows_in_any_order_and_series_asked_for_alone_give_the_same_answer(counts, method):
    observed = three_years(4)
    observed[BRADFORD][-20:] += 30  # a run longer than what is worked out at first
    table = counts(observed)
    shuffled = table.take(pa.array(np.random.default_rng(5).permutation(table.num_rows)))

    whole, _ = detect(table, method=method)
    again, _ = detect(shuffled, method=method)
    key = whole.filter(pc.ends_with(whole["series_id"], BRADFORD))["series_id"][0].as_py()
    alone, _ = detect(table, method=method, only={key})

    assert again.equals(whole)
    of_bradford = next(row for row in whole.to_pylist() if row["series_id"] == key)
    assert {**alone.to_pylist()[0], "q": 0, "alarm": 0} == {**of_bradford, "q": 0, "alarm": 0}
