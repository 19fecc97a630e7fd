"""How numbers, days and chances are said."""

import pytest

from partnership.ui.wording import day, moment, p_words, plain_number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (3.44, "3.4"),
        (3.96, "4"),
        (-2.5, "-2.5"),
        (float("nan"), "not known"),
        (float("inf"), "not known"),
    ],
)
def test_a_number_has_one_decimal_at_most(value, said):
    assert plain_number(value) == said


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0, "less than 1 in 10,000"),
        (0.0001, "about 1 in 10,000"),
        (0.000123, "about 1 in 8,100"),
        (1 / 347, "about 1 in 350"),
        (0.05, "about 1 in 20"),
        (0.3, "about 1 in 3"),
        (0.5, "about 5 in 10"),
        (1, "almost certain"),
        (None, "not known"),
        (float("nan"), "not known"),
        (1.2, "not known"),
    ],
)
def test_a_chance_is_said_to_two_figures(p, said):
    assert p_words(p) == said


def test_what_is_not_known_is_said_so():
    assert (plain_number(None), day(None), moment(None)) == ("not known",) * 3
