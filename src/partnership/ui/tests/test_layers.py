"""Boxes keep their layer, do not lie on each other, and every line begins and ends at its boxes."""

from __future__ import annotations

import re
from itertools import combinations

from partnership.ui.layers import BOX_HEIGHT, Box, Layer, _laid_out, layers


def box(key: str, number: int) -> Box:
    return Box(key, f"What {key} says", number, f"/records/{key}/")


def held() -> tuple[Layer, ...]:
    return (
        Layer("Outcomes", (box("outcome", 1),)),
        Layer("Actions", (box("visit", 2), box("letter", 3), box("visa", 4))),
        Layer("Plans", (box("plan", 5), box("other plan", 6))),
        Layer("Signals", (box("signal", 7),), left_out=3),
    )


TIES = (("outcome", "letter"), ("letter", "other plan"), ("visit", "plan"), ("outcome", "signal"), ("plan", "signal"))


def test_no_box_lies_on_another():
    places, _ = _laid_out(held(), TIES)

    for (x, top, width), (other_x, other_top, other_width) in combinations(places.values(), 2):
        assert top != other_top or abs(x - other_x) >= (width + other_width) / 2


def test_what_rests_on_something_stands_above_it():
    places, _ = _laid_out(held(), TIES)

    assert all(places[one][1] < places[other][1] for one, other in TIES)


def test_a_line_runs_from_the_lower_edge_of_one_to_the_upper_edge_of_the_other():
    places, lines = _laid_out(held(), TIES)

    for (one, other), points in zip(TIES, lines, strict=True):
        assert points[0] == (places[one][0], places[one][1] + BOX_HEIGHT)
        assert points[-1] == (places[other][0], places[other][1])


def test_a_line_over_several_layers_passes_between_the_boxes_there():
    places, lines = _laid_out(held(), TIES)

    (bends,) = [points[1:-1] for tie, points in zip(TIES, lines, strict=True) if tie == ("outcome", "signal")]

    assert len(bends) == 4  # into and out of each of two layers
    for x, y in bends:
        assert all(
            abs(x - middle) > width / 2 for middle, top, width in places.values() if top <= y <= top + BOX_HEIGHT
        )


def test_tied_boxes_stand_nearer_each_other_than_the_order_given():
    upper = Layer("Upper", (box("a", 1), box("b", 2)))
    lower = Layer("Lower", (box("under b", 3), box("under a", 4)))

    places, _ = _laid_out((upper, lower), (("a", "under a"), ("b", "under b")))

    assert (places["a"][0] < places["b"][0]) == (places["under a"][0] < places["under b"][0])


def test_a_tie_within_one_layer_or_to_nothing_drawn_is_no_fault():
    places, lines = _laid_out(held(), (("visit", "letter"), ("visit", "not drawn")))

    assert len(lines) == 1
    assert lines[0][0][1] == places["visit"][1] + BOX_HEIGHT / 2


def test_every_box_leads_to_its_record_and_the_table_holds_them_all():
    chart = layers(held(), TIES, title="A trail", description="From outcome to signal")

    assert set(re.findall(r'href="/records/([^"]+)/"', chart.svg)) == {
        box.key for layer in held() for box in layer.boxes
    }
    assert [row[0] for row in chart.rows] == list("1234567")
    assert chart.rows[0] == ("1", "Outcomes", "What outcome says", "2", "0")
    assert "and 3 more" in chart.svg
