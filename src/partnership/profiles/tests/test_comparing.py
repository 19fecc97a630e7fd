"""What changed between two editions, section by section."""

from __future__ import annotations

from datetime import date

from partnership.profiles.comparing import Kind, Part, compare_editions
from partnership.profiles.figures import Figure, Row

DAY = date(2016, 3, 31)


def part(key="threats", text="", figures=(), area=""):
    return Part((key, area), key.capitalize(), text, tuple(figures))


def figure(*rows, caption="Signals by threat"):
    told = {"kind": "signals", "head": ("Threat", "All"), "source": "The board", "drawn": DAY}
    return Figure(caption=caption, rows=tuple(Row(row) for row in rows), **told)


def test_a_sentence_that_was_added_is_shown_as_new():
    (change,) = compare_editions([part(text="Two car washes.")], [part(text="Two car washes. One nail bar.")])

    assert change.kind is Kind.CHANGED
    assert [run.text.strip() for run in change.runs if run.how == "new"] == ["One nail bar."]
    assert not [run for run in change.runs if run.how == "gone"]


def test_a_section_that_says_the_same_is_as_it_was():
    (change,) = compare_editions([part(text="As before")], [part(text="As before")])

    assert change.kind is Kind.SAME
    assert not change.words_changed


def test_sections_that_came_and_went_are_told_apart():
    older = [part("impact", "Quiet"), part("area", "East", area="E1")]
    newer = [part("impact", "Quiet"), part("area", "West", area="W1")]

    kinds = [change.kind for change in compare_editions(older, newer)]

    assert kinds == [Kind.SAME, Kind.NEW, Kind.GONE]


def test_rows_of_a_figure_are_compared_by_what_they_are_of():
    older = [part(figures=[figure(("Fraud", "3"), ("Drugs supply", "5"))])]
    newer = [part(figures=[figure(("Drugs supply", "5"), ("Fraud", "4"), ("Forced labour", "1"))])]

    ((change,),) = [one.figures for one in compare_editions(older, newer)]

    assert [(row.kind, row.cells, row.was) for row in change.rows] == [
        (Kind.CHANGED, ("Fraud", "4"), ("Fraud", "3")),
        (Kind.NEW, ("Forced labour", "1"), ()),
    ]


def test_a_figure_that_came_or_went_shows_all_its_rows():
    older, newer = [part(figures=[figure(("Fraud", "3"))])], [part(figures=[figure(("Fraud", "3"), caption="Groups")])]

    ((came, went),) = [one.figures for one in compare_editions(older, newer)]

    assert (came.kind, came.rows[0].kind) == (Kind.NEW, Kind.NEW)
    assert (went.kind, went.rows[0].kind) == (Kind.GONE, Kind.GONE)


def test_a_figure_without_rows_can_come_too():
    ((came,),) = [one.figures for one in compare_editions([part()], [part(figures=[figure()])])]

    assert (came.kind, came.rows) == (Kind.NEW, ())


def test_a_line_over_time_is_not_compared_row_by_row():
    line = Figure(
        kind="series",
        caption="Fraud",
        head=("Period", "Count"),
        rows=(),
        source="",
        drawn=DAY,
        points=(("May", DAY, 3.0),),
    )

    (change,) = compare_editions([part()], [part(figures=[line])])

    assert change.kind is Kind.SAME
