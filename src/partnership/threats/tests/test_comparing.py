"""Like for like: which stretch of a series is held against which, and what an edition keeps of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from partnership.threats.comparing import Trend, kept, newest_alike, read_trend, trend_of
from partnership.trends.rules import Comparison, Dated, Kind, ReceivedPoint, Refusal, compare

from .conftest import month

TOLD = {"measure": "offences", "source": "Police", "caveat": "Beware."}


def week(n):
    start = date(2017, 1, 2) + timedelta(weeks=n)
    return ReceivedPoint(f"w{n}", start, start + timedelta(days=6), 3, None)


def alike(points):
    return newest_alike(points, unit="offences", area_code="E08000032")


def compared(earlier, later):
    """Two like years of that many."""
    years = [(earlier, 2014), (later, 2015)]
    dated = [Dated(float(n), "offences", Kind.COUNT, date(y, 1, 1), date(y, 12, 31), "E08000032") for n, y in years]
    return kept(compare(*dated), **TOLD)


def test_the_newest_year_is_held_against_the_same_months_of_the_year_before():
    points = [month(year, number, year - 2010) for year in (2015, 2016, 2017) for number in range(1, 13)]

    found = alike(points)

    assert isinstance(found, Comparison)
    assert (found.earlier.period_from, found.earlier.period_to) == (date(2016, 1, 1), date(2016, 12, 31))
    assert (found.earlier.value, found.later.value) == (72, 84)


def test_a_stretch_reaches_back_only_as_far_as_no_month_is_missing_from_either_year():
    points = [month(2017, n, 10) for n in range(1, 13) if n != 8] + [month(2018, n, 20) for n in range(1, 13)]

    found = alike(points)

    assert (found.later.period_from, found.later.period_to) == (date(2018, 9, 1), date(2018, 12, 31))
    assert (found.earlier.value, found.later.value) == (40, 80)


def test_single_julys_are_compared_with_each_other():
    found = alike([month(2016, 7, 90), month(2017, 7, 20), month(2018, 7, 40)])

    assert (found.earlier.value, found.later.value, round(found.change_percent)) == (20, 40, 100)


def test_february_of_a_leap_year_is_like_any_other():
    found = alike([month(2023, 2, 20), month(2024, 2, 40)])

    assert isinstance(found, Comparison)
    assert found.later.months == found.earlier.months == 1


@pytest.mark.parametrize(
    "points",
    [
        [],
        [month(2018, 7, 40)],
        [month(2018, 6, 20), month(2018, 7, 40)],
        [
            ReceivedPoint(
                f"w{n}", date(2017, 1, 2) + timedelta(weeks=n), date(2017, 1, 8) + timedelta(weeks=n), 3, None
            )
            for n in range(60)
        ],
    ],
    ids=["nothing", "one month", "no year before", "weeks, which fall on other days"],
)
def test_without_the_same_days_of_the_year_before_nothing_is_compared(points):
    assert isinstance(alike(points), Refusal)


def test_what_an_edition_keeps_reads_back_as_it_stood():
    found = compared(247, 637)

    assert read_trend([found.as_kept()]) == (found,)
    assert found.change_words == "+158%"
    assert found.earlier.per_month == pytest.approx(247 / 12)


@pytest.mark.parametrize(
    "odd", [None, "words", {}, ["words"], [{"measure": "a"}], [None], [{"earlier": 1, "later": 2}]]
)
def test_what_is_no_comparison_is_left_out(odd):
    assert read_trend(odd) == ()


@pytest.mark.parametrize(
    ("pairs", "trend"),
    [
        ([], Trend.UNKNOWN),
        ([(100, 300)], Trend.RISING),
        ([(300, 100)], Trend.FALLING),
        ([(100, 103)], Trend.STEADY),
        ([(100, 300), (300, 100)], Trend.MIXED),
        ([(100, 300), (100, 103)], Trend.RISING),
        ([(3, 5)], Trend.STEADY),
        ([(0, 9)], Trend.UNKNOWN),
    ],
)
def test_a_trend_rises_or_falls_only_where_chance_does_not_explain_it(pairs, trend):
    assert trend_of([compared(*pair) for pair in pairs]) is trend
