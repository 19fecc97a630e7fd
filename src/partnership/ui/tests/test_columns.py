from datetime import date

from partnership.ui.columns import Column, columns_chart


def chart(*columns):
    apart = ("Compared", "No", "Yes")
    return columns_chart(columns, panels=("Documents", "Publishers"), apart=apart, title="What came", description="")


def month(number, *values, is_apart=False):
    return Column(f"month {number}", date(2018, number, 1), date(2018, number, 28), values, is_apart)


def test_every_number_of_the_drawing_stands_in_its_table():
    told = chart(month(1, 1200, 5), month(2, 900, 4, is_apart=True))

    assert told.head == ("Period", "Documents", "Publishers", "Compared")
    assert told.rows == (("month 1", "1,200", "5", "Yes"), ("month 2", "900", "4", "No"))


def test_each_panel_has_a_column_for_each_period_and_what_is_apart_is_hollow():
    assert chart(month(1, 3, 5), month(2, 4, 5)).svg.count('fill="#12436d"') == 4
    assert chart(month(1, 3, 5), month(2, 4, 5, is_apart=True)).svg.count('fill="#12436d"') == 2
