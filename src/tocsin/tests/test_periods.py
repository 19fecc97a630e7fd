"""Periods follow one another across years, whatever their unit."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.periods import at_ordinal, days_of, every, holding, later, ordinal, unit_of


@pytest.mark.parametrize(
    ("period", "after"),
    [("2015-W53", "2016-W01"), ("2016-W52", "2017-W01"), ("2017-12", "2018-01"), ("2017-Q4", "2018-Q1"), ("9", "10")],
)
def test_the_next_period_follows_across_the_end_of_a_year(period, after):
    assert later(period, 1) == after
    assert later(after, -1) == period
    assert ordinal(after) - ordinal(period) == 1


@pytest.mark.parametrize("period", ["2020-W53", "0001-W01", "1999-02", "2024-Q2", "0", "576"])
def test_a_period_is_written_as_it_was_read(period):
    assert at_ordinal(unit_of(period), ordinal(period)) == period


@pytest.mark.parametrize("unit", ["week", "month", "quarter"])
def test_a_day_lies_within_the_period_that_holds_it(unit):
    for day in (date(2016, 1, 3), date(2020, 2, 29), date(2021, 12, 31)):
        first, last = days_of(holding(day, unit))

        assert first <= day <= last


@pytest.mark.parametrize("wrong", ["2017-W54", "2017-13", "2017-Q5", "last week", "-3", "", "2017"[:3] + "x"])
def test_any_other_writing_is_refused(wrong):
    with pytest.raises(ValueError, match=r"not a week|Invalid week"):
        unit_of(wrong)


def test_every_period_between_two_is_there():
    assert every("2017-11", "2018-02") == ("2017-11", "2017-12", "2018-01", "2018-02")
