"""Bars with their words and numbers, each leading to its page."""

import pytest

from partnership.ui.ranking import Ranked, ranking


def drawn(*rows):
    return ranking(rows, title="One enabler, many groups", description="Enablers", unit="groups")


def test_each_bar_carries_its_label_its_number_and_its_note():
    svg = drawn(Ranked("Letting agent", 5, "professional", "/e/1/"), Ranked("Car wash", 2)).svg

    for words in ("Letting agent", "5, professional", "Car wash", 'href="/e/1/"', "Letting agent: 5 groups"):
        assert words in svg


def test_the_table_holds_every_value():
    chart = drawn(Ranked("Letting agent", 5, "professional"), Ranked("Car wash", 2))

    assert chart.head == ("", "Groups", "Note")
    assert chart.rows == (("Letting agent", "5", "professional"), ("Car wash", "2", ""))


@pytest.mark.parametrize("label", ["<script>x</script>", "x" * 400, "", "\u202eevil"])
def test_hostile_labels_are_letters(label):
    assert "<script" not in drawn(Ranked(label, 1, url="/a/")).svg


def test_nothing_and_zero_are_drawn():
    assert "<svg" in drawn().svg
    assert "<svg" in drawn(Ranked("None", 0)).svg


def test_a_bar_leads_nowhere_outside_this_site():
    with pytest.raises(ValueError, match="within this site"):
        drawn(Ranked("Car wash", 2, url="https://evil.example/"))
