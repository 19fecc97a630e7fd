"""The whole stage: rises found, flat series left alone, short ones reported, whatever the order of rows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.detection import detect
from tocsin.geography.hierarchy import DISTRICTS, OTHER_FORCES, force_code
from tocsin.records import ASSESSMENT, UNASSESSED

FORCES = [force_code(name) for name in OTHER_FORCES[:40]]
BRADFORD = "E08000032"


def gamma_poisson(rng: np.random.Generator, means: np.ndarray, extra: float) -> np.ndarray:
    return rng.poisson(means * rng.gamma(1 / extra, extra, means.shape))


def flat_panels(counts, *, areas, measures, periods, levels_differ, extra, seed) -> pa.Table:
    """Many measures of areas unlike in size (and in level, if so asked), in which nothing but chance happens."""
    rng = np.random.default_rng(seed)
    tables = []
    for measure in range(measures):
        people = np.exp(rng.normal(11, 0.6, len(areas)))
        level = rng.gamma(5, 1 / 5, len(areas)) if levels_differ else np.ones(len(areas))
        growth = np.exp(rng.normal(0, 0.2, periods)) if levels_differ else np.ones(periods)
        rate = np.exp(rng.uniform(np.log(3), np.log(60))) / np.exp(11)
        observed = gamma_poisson(rng, rate * np.outer(people * level, growth), extra)
        tables.append(
            counts(
                dict(zip(areas, observed, strict=True)),
                calendar="months",
                measure=f"measure-{measure:03d}",
                denominators={area: [each] * periods for area, each in zip(areas, people, strict=True)},
                kind="population",
            )
        )
    return pa.concat_tables(tables)


@pytest.mark.parametrize(
    ("compare", "areas", "measures", "periods", "floor", "ceiling"),
    [
        ("areas", FORCES, 10, 1, 0.02, 0.08),
        ("areas", list(DISTRICTS), 80, 1, 0.01, 0.08),
        ("earlier", FORCES, 10, 20, 0.02, 0.08),
        ("change", FORCES, 10, 4, 0.02, 0.08),
        ("change", list(DISTRICTS), 80, 3, 0.0, 0.08),
    ],
)
def test_flat_series_pass_about_as_seldom_as_asked(counts, compare, areas, measures, periods, floor, ceiling):
    panels = flat_panels(
        counts,
        areas=areas,
        measures=measures,
        periods=periods,
        levels_differ=compare == "change",
        extra=0.1,
        seed=11,
    )

    found, _ = detect(panels, method="negative-binomial", compare=compare)

    p = found["p"].to_numpy()
    assert len(p) == 400
    assert floor <= (p <= 0.05).mean() <= ceiling
    assert (p <= 0.01).mean() <= 0.025
    assert sum(found["alarm"].to_pylist()) <= 2


@pytest.mark.parametrize(("compare", "periods"), [("areas", 1), ("earlier", 12), ("change", 4)])
def test_an_injected_rise_alarms_in_that_area_alone(counts, compare, periods):
    rng = np.random.default_rng(5)
    observed = {area: rng.poisson(30, periods) for area in FORCES}
    observed[FORCES[7]][-1] = 110

    found, _ = detect(counts(observed, calendar="months"), method="negative-binomial", compare=compare)

    alarms = found.filter(found["alarm"]).to_pylist()
    assert [row["series_id"].split("/")[-1] for row in alarms] == [FORCES[7]]
    assert alarms[0]["first_excess"] == alarms[0]["period"]
    assert alarms[0]["expected"] == pytest.approx(30, rel=0.2)


def test_change_forgives_a_level_that_was_always_high_and_a_growth_that_all_share(counts):
    observed = {area: [20, 20, 60] for area in FORCES} | {FORCES[0]: [200, 205, 610], FORCES[1]: [20, 20, 200]}
    table = counts(observed, calendar="months")

    found, _ = detect(table, compare="change")

    alarms = found.filter(found["alarm"])["series_id"].to_pylist()
    assert [each.split("/")[-1] for each in alarms] == [FORCES[1]]


def test_first_excess_is_where_the_unbroken_run_began(counts):
    observed = [*np.random.default_rng(2).poisson(10, 30), 40, 42, 45]
    table = counts({BRADFORD: observed})

    found, _ = detect(table, compare="earlier", assess_periods=4)

    periods = found["period"].to_pylist()
    assert found["first_excess"].to_pylist() == [None, periods[1], periods[1], periods[1]]


def test_a_run_of_excess_never_spans_a_gap_in_the_calendar(counts):
    observed = [*np.random.default_rng(2).poisson(10, 30), 40, 0, 45]
    table = counts({BRADFORD: observed}, left_out=[31])

    found, _ = detect(table, compare="earlier")

    assert found["first_excess"].to_pylist() == found["period"].to_pylist()


def test_auto_takes_farrington_where_history_allows_and_says_so(counts):
    rng = np.random.default_rng(6)
    table = counts({BRADFORD: rng.poisson(9, 300)}, denominators={BRADFORD: [1000.0] * 300}, kind="documents")

    found, unassessed = detect(table)

    assert found["method"].to_pylist() == ["farrington-flexible"]
    assert found["baseline"][0].as_py() == (
        "the same week in 2010 to 2014, three weeks either side, with the trend of those years; "
        "counts as they are, not per document scanned"
    )
    assert unassessed.num_rows == 0


def test_a_gap_sends_auto_to_the_comparison_and_farrington_alone_refuses_in_words(counts):
    table = counts({BRADFORD: np.random.default_rng(6).poisson(9, 300)}, left_out=[200])

    found, _ = detect(table, compare="earlier")
    none, unassessed = detect(table, method="farrington-flexible")

    assert found["method"].to_pylist() == ["negative-binomial (earlier)"]
    assert none.num_rows == 0
    assert "98 earlier periods without a gap; Farrington Flexible needs 263" in unassessed["reason"][0].as_py()


@pytest.mark.parametrize(
    ("compare", "words"),
    [
        ("areas", "0 other districts to compare with in 2010-03; the comparison needs 4"),
        ("earlier", "1 periods before 2010-03, the one just before it not counted"),
        ("change", "0 other districts to compare with in 2010-03"),
    ],
)
def test_a_series_that_suits_no_method_is_reported_with_the_reason(counts, compare, words):
    found, unassessed = detect(counts({BRADFORD: [4, 5, 6]}, calendar="months"), compare=compare)

    assert found.num_rows == 0
    assert unassessed["series_id"].to_pylist() == [f"police/modern-slavery/offences/{BRADFORD}"]
    assert words in unassessed["reason"][0].as_py()


def test_a_count_below_nought_is_reported_and_no_other_area_is_compared_with_it(counts):
    observed = {force: [30] for force in FORCES[:6]} | {FORCES[0]: [-2]}

    found, unassessed = detect(counts(observed, calendar="months"), compare="areas")

    assert "a correction to earlier figures" in unassessed["reason"][0].as_py()
    assert found.num_rows == 5
    assert found["baseline"][0].as_py() == "the other 4 police forces in January 2010"


def test_nothing_alarms_below_the_fewest_that_alarm(counts):
    observed = {force: [0] for force in FORCES} | {FORCES[0]: [4]}
    table = counts(observed, calendar="months")

    assert sum(detect(table, compare="areas", min_count=4)[0]["alarm"].to_pylist()) == 1
    assert sum(detect(table, compare="areas", min_count=5)[0]["alarm"].to_pylist()) == 0


def test_two_counts_for_one_period_are_refused(counts):
    table = counts({BRADFORD: [1, 2]})

    with pytest.raises(ValueError, match="two counts for one period"):
        detect(pa.concat_tables([table, table]))


def test_no_series_gives_two_empty_tables(counts):
    found, unassessed = detect(counts({}))

    assert found == ASSESSMENT.empty_table()
    assert unassessed == UNASSESSED.empty_table()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5 * 9)), compare=st.sampled_from(["areas", "earlier", "change"]))
def test_the_order_of_rows_changes_nothing(counts, order, compare):
    rng = np.random.default_rng(8)
    table = counts({area: rng.poisson(12, 9) for area in DISTRICTS}, calendar="months")

    in_order = detect(table, compare=compare, assess_periods=2)
    shuffled = detect(table.take(pa.array(order)), compare=compare, assess_periods=2)

    assert shuffled == in_order
