from datetime import date
from math import inf

import pytest

from partnership.trends.rules import (
    Comparison,
    Dated,
    Kind,
    ReceivedPoint,
    Refusal,
    compare,
    finding,
    period_words,
    rate,
    rate_ratio,
)


def reports(value, period_from, period_to, **changes):
    told = {"unit": "reports", "kind": Kind.COUNT, "area_code": "E23000010"}
    return Dated(value=value, period_from=period_from, period_to=period_to, **(told | changes))


TEN_MONTHS_2014 = reports(247, date(2014, 1, 1), date(2014, 10, 31))
TEN_MONTHS_2015 = reports(637, date(2015, 1, 1), date(2015, 10, 31))
YEAR_2014 = reports(346, date(2014, 1, 1), date(2014, 12, 31))


def test_the_same_ten_months_of_two_years_may_be_compared():
    found = compare(TEN_MONTHS_2014, TEN_MONTHS_2015)

    assert isinstance(found, Comparison)
    assert found.change_words == "+158 %"
    assert (found.earlier.per_month, found.later.per_month) == (24.7, 63.7)
    assert found.ratio_words.startswith("2.58 times as many a month; 95 % interval 2.22 to 3.00")


def test_the_order_they_are_given_in_does_not_matter():
    assert compare(TEN_MONTHS_2015, TEN_MONTHS_2014) == compare(TEN_MONTHS_2014, TEN_MONTHS_2015)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (YEAR_2014, "not alike: 1 January 2014 to 31 December 2014 against 1 January 2015 to 31 October 2015"),
        (reports(200, date(2014, 3, 1), date(2014, 12, 31)), "same part of the year"),
        (reports(9, date(2015, 10, 1), date(2016, 9, 30)), "periods overlap"),
        (reports(9, date(2014, 1, 1), date(2014, 10, 31), unit="pounds"), "different things"),
        (reports(9, date(2014, 1, 1), date(2014, 10, 31), area_code="E08000032"), "different areas"),
        (reports(9, None, None), "period of at least one of them is not known"),
    ],
)
def test_what_is_not_alike_is_refused_in_words(other, says):
    for refusal in (compare(other, TEN_MONTHS_2015), compare(TEN_MONTHS_2015, other)):
        assert isinstance(refusal, Refusal)
        assert says in refusal.reason


def test_a_whole_year_and_its_first_months_overlap():
    refusal = compare(YEAR_2014, TEN_MONTHS_2014)

    assert isinstance(refusal, Refusal)
    assert "the same events are in both" in refusal.reason


def test_a_leap_day_does_not_make_two_februaries_unlike():
    found = compare(reports(10, date(2015, 2, 1), date(2015, 2, 28)), reports(12, date(2016, 2, 1), date(2016, 2, 29)))

    assert isinstance(found, Comparison)
    assert found.change_words == "+20 %"


def test_sums_of_money_change_without_an_interval():
    pounds = {"unit": "pounds denied", "kind": Kind.MONEY}
    found = compare(
        reports(8e6, date(2014, 4, 1), date(2015, 3, 31), **pounds),
        reports(6e6, date(2015, 4, 1), date(2016, 3, 31), **pounds),
    )

    assert isinstance(found, Comparison)
    assert (found.change_words, found.ratio, found.ratio_words) == ("−25 %", None, "")


def test_a_rise_from_nothing_has_no_per_cent():
    found = compare(reports(0, date(2014, 1, 1), date(2014, 10, 31)), TEN_MONTHS_2015)

    assert isinstance(found, Comparison)
    assert (found.change_words, found.ratio) == ("", None)


def test_the_interval_is_that_of_a_published_example():
    """R's documentation of poisson.test (stats): c(11, 6+8+7) in c(800, 1083+1050+878) gives 0.858 to 4.277."""
    ratio, low, high = rate_ratio(earlier=21, later=11, earlier_time=3011, later_time=800)

    assert (ratio, low, high) == pytest.approx((1.971488, 0.8584264, 4.2772659), rel=1e-6)


def test_the_interval_is_open_where_one_side_is_nothing():
    assert rate_ratio(earlier=3, later=0, earlier_time=1, later_time=1)[:2] == (0, 0)
    assert rate_ratio(earlier=0, later=3, earlier_time=1, later_time=1)[::2] == (inf, inf)


def test_a_period_that_is_no_whole_number_of_months_goes_by_its_days():
    assert reports(10, date(2014, 1, 1), date(2014, 1, 14)).months == pytest.approx(14 / 30.437, rel=1e-4)


def point(period, start, end, count=12, denominator=None):
    return ReceivedPoint(period, start, end, count, denominator)


JUNE = point("2018-06", date(2018, 6, 1), date(2018, 6, 30), 6)
JULY = point("2018-07", date(2018, 7, 1), date(2018, 7, 31), 19)


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ([JULY], "19 in July 2018"),
        ([JUNE, JULY], "19 in July 2018, against 6 in June 2018"),
        ([JUNE, JUNE, JULY], "19 in July 2018, against 6.0 on average in the 2 periods before"),
    ],
)
def test_a_chart_first_says_how_the_newest_count_stands(points, says):
    assert finding(points) == says


def test_weeks_months_and_quarters_are_said_as_people_say_them():
    assert period_words(point("2017-W11", date(2017, 3, 13), date(2017, 3, 19))) == "the week of 13 March 2017"
    assert period_words(JULY) == "July 2018"


@pytest.mark.parametrize(
    ("denominator", "kind", "expected"),
    [(600_000, "population", 2), (6_000, "all crime", 2), (None, "documents", None), (0, "documents", None)],
)
def test_a_rate_is_for_each_100_000_people_or_1_000_of_anything_else(denominator, kind, expected):
    assert rate(point("2018-07", date(2018, 7, 1), date(2018, 7, 31), 12, denominator), kind) == expected
