"""A harm before and after is compared like for like, or not at all."""

from datetime import date

import pytest

from partnership.outcomes.measuring import FiguresAre, Measured, Period, finding, may_record, why_not_measured
from partnership.outcomes.rules import Direction

TODAY = date(2016, 4, 1)


def measured(**changes):
    """The founding document's own case: January to October of two years; but for what the test changes."""
    told = {
        "measure": "referrals",
        "figures_are": FiguresAre.COUNT,
        "before": Period(247, date(2014, 1, 1), date(2014, 10, 31)),
        "after": Period(637, date(2015, 1, 1), date(2015, 10, 31)),
    }
    return Measured(**(told | changes))


def test_the_same_months_of_two_years_are_compared():
    found = finding(measured())

    assert why_not_measured(measured(), today=TODAY) is None
    assert found.in_words == "24.7 a month before, 63.7 a month after: +158 %"
    assert [round(end, 2) for end in found.comparison.ratio] == [2.58, 2.22, 3.0]
    assert not found.season_differs


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((date(2014, 1, 1), date(2014, 12, 31)), (date(2014, 11, 1), date(2015, 10, 31)), "overlap"),
        ((date(2015, 1, 1), date(2015, 3, 31)), (date(2014, 1, 1), date(2014, 3, 31)), "overlap"),
        ((date(2014, 1, 1), date(2014, 12, 31)), (date(2015, 1, 1), date(2015, 10, 31)), "365 days and 304 days"),
        ((date(2015, 3, 31), date(2015, 3, 1)), (date(2015, 5, 1), date(2015, 5, 31)), "first day or later"),
        ((date(2015, 4, 1), date(2015, 4, 30)), (date(2016, 4, 1), date(2016, 4, 30)), "not over"),
    ],
)
def test_what_is_not_alike_is_refused_in_words(before, after, said):
    unlike = measured(before=Period(5, *before), after=Period(3, *after))

    assert said in why_not_measured(unlike, today=TODAY)


def test_figures_that_are_a_month_already_may_be_of_unlike_lengths():
    year = Period(34.6, date(2014, 1, 1), date(2014, 12, 31))
    unlike = measured(figures_are=FiguresAre.RATE, before=year)

    assert why_not_measured(unlike, today=TODAY) is None
    assert finding(unlike).before_a_month == 34.6
    assert finding(unlike).comparison.ratio is None


def test_other_months_are_compared_and_the_season_is_named():
    quarters = measured(
        before=Period(30, date(2015, 7, 1), date(2015, 9, 30)), after=Period(15, date(2015, 10, 1), date(2015, 12, 31))
    )

    assert why_not_measured(quarters, today=TODAY) is None
    assert finding(quarters).season_differs


def test_an_amount_has_no_interval_and_nothing_before_no_change_in_per_cent():
    assert finding(measured(figures_are=FiguresAre.AMOUNT)).comparison.ratio is None
    assert finding(measured(before=Period(0, date(2014, 1, 1), date(2014, 10, 31)))).comparison.change_percent is None


@pytest.mark.parametrize("changes", [{"measure": " "}, {"before": Period(-1, date(2014, 1, 1), date(2014, 10, 31))}])
def test_a_figure_needs_words_and_no_sign(changes):
    assert why_not_measured(measured(**changes), today=TODAY) is not None


@pytest.mark.parametrize("direction", Direction)
def test_only_a_change_needs_what_else_could_explain_it(direction):
    told = {"text": "Fewer", "evidence": "The ledger", "is_harm": True, "observed_on": TODAY, "today": TODAY}

    refused = may_record(direction=direction, else_explains=" ", **told)

    assert (refused is not None) is (direction in {Direction.LESS, Direction.MORE})
    assert may_record(direction=direction, else_explains="The season", **told) is None
