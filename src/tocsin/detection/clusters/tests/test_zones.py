"""Zones grow by distance or from neighbour to neighbour."""

from __future__ import annotations

import numpy as np

from tocsin.detection.clusters.levels import levels_of
from tocsin.detection.clusters.places import places_of
from tocsin.detection.clusters.zones import Reach, nearest, touching


def on_earth(*rows):
    header = ("place", "lat", "lon", "district", "force", "code")
    return places_of(header, [dict(zip(header, (*row, f"E{row[0]}"), strict=True)) for row in rows])[0]


LEEDS = ("Leeds", "53.80", "-1.55", "Leeds", "West Yorkshire")
MORLEY = ("Morley", "53.74", "-1.60", "Leeds", "West Yorkshire")
BRADFORD = ("Bradford", "53.79", "-1.75", "Bradford", "West Yorkshire")
YORK = ("York", "53.96", "-1.08", "York", "North Yorkshire")


def test_the_nearest_come_first_and_none_beyond_the_radius():
    places = on_earth(LEEDS, YORK, BRADFORD, MORLEY)

    zones = nearest(places.points, Reach(4, radius=15.0), on_globe=True)

    assert zones.neighbours[0].tolist() == [0, 3, 2, 1]
    # Leeds to Bradford is 13 km, to York 36.
    assert zones.sizes[0] == 3


def test_places_as_far_away_as_each_other_come_in_the_order_of_the_file():
    cross = np.array([[0.0, 0.0], [0.3, 0.0], [0.0, 0.3], [-0.3, 0.0], [0.0, -0.3]])

    assert nearest(cross, Reach(5), on_globe=False).neighbours[0].tolist() == [0, 1, 2, 3, 4]


def test_a_place_is_the_centre_of_its_own_zone_even_where_many_share_its_spot():
    zones = nearest(np.zeros((30, 2)), Reach(3), on_globe=False)

    assert zones.neighbours[:, 0].tolist() == list(range(30))
    assert all(len(set(row)) == 3 for row in zones.neighbours.tolist())


def test_zones_of_neighbours_hang_together_and_end_where_there_are_no_more():
    zones = touching([(0, 1), (1, 2), (3, 4)], 6, Reach(4))

    assert [zones.neighbours[area, : zones.sizes[area]].tolist() for area in range(6)] == [
        [0, 1, 2],
        [1, 0, 2],
        [2, 1, 0],
        [3, 4],
        [4, 3],
        [5],
    ]


def test_a_zone_holds_no_larger_share_than_asked_for_but_always_its_centre():
    zones = touching([(0, 1), (1, 2), (2, 3)], 4, Reach(4)).at_most(0.5, np.array([1.0, 1.0, 1.0, 7.0]))

    assert zones.sizes.tolist() == [3, 3, 2, 1]


def test_each_larger_kind_of_area_is_a_level_unless_it_says_nothing_new():
    places = on_earth(LEEDS, MORLEY, BRADFORD, YORK)

    levels = levels_of(places, Reach(4), weights=np.ones(4))

    assert [(level.name, level.areas) for level in levels] == [
        ("place", ("Leeds", "Morley", "Bradford", "York")),
        ("district", ("Leeds", "Bradford", "York")),
        ("force", ("West Yorkshire", "North Yorkshire")),
    ]
    assert levels[1].summed(np.array([[1.0], [2.0], [4.0], [8.0]])).ravel().tolist() == [3.0, 4.0, 8.0]
