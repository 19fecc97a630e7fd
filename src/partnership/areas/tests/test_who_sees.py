from datetime import date

from partnership.areas import queries


def codes(person):
    return {area.code for area in queries.seen_by(person)}


def test_a_district_analyst_sees_their_district_and_all_that_holds_it(bradford_analyst):
    assert codes(bradford_analyst) == {"E08000032", "E23000010", "K02000001", "WORLD"}


def test_a_neighbour_does_not_see_the_next_district(neighbour):
    assert "E08000032" not in codes(neighbour)


def test_a_posting_that_has_ended_opens_nothing(bradford_analyst):
    bradford_analyst.postings.update(start=date(2020, 1, 1), end=date(2020, 12, 31))

    assert codes(bradford_analyst) == set()


def test_the_areas_above_come_nearest_first(db):
    above = queries.ancestors("E08000032")

    assert [area.name for area in above] == ["West Yorkshire", "United Kingdom", "World"]


def test_the_map_page_draws_every_district_but_links_only_to_those_seen(client_for, bradford_analyst):
    page = client_for(bradford_analyst).get("/areas/").content.decode()

    assert "Approximate outlines" in page
    assert "Open Government Licence v3.0" in page
    assert all(name in page for name in ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield"))
    assert 'href="/boards/E08000032/"' in page
    assert 'href="/boards/E08000036/"' not in page


def test_the_map_page_is_not_there_for_those_who_see_no_board(client_for, administrator):
    assert client_for(administrator).get("/areas/").status_code == 404


def test_the_map_page_asks_a_stranger_to_sign_in(client, db):
    assert client.get("/areas/").status_code == 302
