"""What several people gave stands side by side, with what is not known, and is never averaged."""

import re

import pytest

from partnership.ui.dots import ScoreRow, StepRow, letter, scores_chart, steps_chart

ROWS = [StepRow("Criminal activity", (3, 1, None)), StepRow("Reach", (2, 2, 2))]
WHO = ["Ann, 3 May 2026", "Bob, 4 May 2026", "Cy, 5 May 2026"]


def steps(rows=ROWS, who=WHO):
    return steps_chart(rows, who=who, top=4, title="They differ", description="Steps")


def texts(svg):
    return re.findall(r">([^<>]+)</t(?:ext|span)>", svg)


def test_each_person_has_a_lettered_dot_in_every_row():
    shown = texts(steps().svg)

    assert [shown.count(mark) for mark in "ABC"] == [2, 2, 2]
    assert steps().notes == ("A: Ann, 3 May 2026", "B: Bob, 4 May 2026", "C: Cy, 5 May 2026")


def test_the_table_says_what_each_gave_and_what_is_not_known():
    assert steps().rows == (("Criminal activity", "3", "1", "not known"), ("Reach", "2", "2", "2"))


def test_not_known_stands_apart_from_the_lowest_step():
    assert "Not known" in texts(steps().svg)
    assert "0" in texts(steps().svg)


def test_more_people_than_letters_keep_marks_of_their_own():
    assert len({letter(n) for n in range(60)}) == 60


@pytest.mark.parametrize("name", ["<b>x</b>", "\u202eevil", "x" * 200, "a\nb"])
def test_hostile_names_are_letters(name):
    chart = steps([StepRow(name, (1,))], [name])

    assert "<b>" not in chart.svg
    assert chart.rows[0][0] == name


def scores(rows):
    who = WHO[: len(rows)]
    return scores_chart(rows, who=who, limits=[(0, "Low"), (50, "High")], title="T", description="D")


def test_a_score_stands_with_its_limits_and_as_far_as_what_is_unknown_reaches():
    chart = scores([ScoreRow(62.5, 50, 70, "High"), ScoreRow(None, 20, 80, "no score")])

    assert chart.rows == (
        ("A: Ann, 3 May 2026", "62.5", "50", "70", "High"),
        ("B: Bob, 4 May 2026", "not known", "20", "80", "no score"),
    )
    assert {"Low", "High"} <= set(texts(chart.svg))


def test_nobody_is_a_drawing_without_dots():
    assert "<svg" in scores([]).svg
    assert "<svg" in steps([], []).svg
