"""A figure is kept as JSON, and read back as far as it goes."""

from __future__ import annotations

from datetime import date

import pytest

from partnership.profiles.figures import Figure, Row, keep_figures, read_figures


def test_a_figure_is_read_back_as_it_was_kept():
    day = date(2016, 3, 31)
    figure = Figure(
        kind="series",
        caption="Fraud",
        head=("Period", "Count"),
        rows=(Row(("May", "3"), day), Row(("June", "4"))),
        source="Action Fraud",
        drawn=day,
        as_of=day,
        note="As received",
        unit="recorded",
        points=(("May", day, 3.0),),
        bars=1,
    )

    assert read_figures(keep_figures([figure])) == (figure,)


@pytest.mark.parametrize("kept", [None, "words", {"a": 1}, [None, 3, "x"]])
def test_what_is_no_figure_is_left_out(kept):
    assert read_figures(kept) == ()


@pytest.mark.parametrize(
    "kept",
    [{}, {"rows": [3, {"cells": "x"}], "points": [[1], ["May", "never", 3], ["May", "2016-05-01", "3"]], "head": 3}],
)
def test_a_figure_of_another_shape_is_read_as_far_as_it_goes(kept):
    (figure,) = read_figures([kept])

    assert figure.points == ()
    assert not figure.is_numeric
