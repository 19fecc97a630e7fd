import pytest

from partnership.records.unscoped import everything
from partnership.trends import queries
from partnership.trends.models import Figure

BRADFORD, WEST_YORKSHIRE = "/trends/E08000032/", "/trends/E23000010/"


@pytest.fixture
def page(client_for):
    return lambda person, address: client_for(person).get(address).content.decode()


def test_the_page_draws_counts_and_rates_with_their_source(published, series_of, page, bradford_analyst):
    published([series_of(6, 5, 19, grows_by=10)])

    told = page(bradford_analyst, BRADFORD)

    assert "Possession of weapons: 19 in March 2018, against 5.5 on average in the 2 periods before" in told
    assert "for each 1,000 crimes of every kind" in told
    assert told.count("<svg") >= 2
    assert "Open Government Licence v3.0" in told


def test_rates_over_an_unchanging_denominator_are_said_and_not_drawn_again(
    published, series_of, page, bradford_analyst
):
    published([series_of(6, 5, 19)])

    told = page(bradford_analyst, BRADFORD)

    assert "19 for each 1,000 crimes of every kind in March 2018." in told
    assert told.count("<svg") == 1


def test_a_series_without_a_denominator_shows_counts_alone(published, series_of, page, bradford_analyst):
    published([series_of(6, 5, denominator=None, denominator_kind=None)])

    assert "for each" not in page(bradford_analyst, BRADFORD)


def test_the_rise_in_reports_is_shown_like_for_like_with_its_caveat(page, bradford_analyst):
    told = page(bradford_analyst, WEST_YORKSHIRE)

    assert "247 to 637 intelligence reports on modern slavery: +158 %" in told
    assert "63.7 a month" in told
    assert "95 % interval 2.22 to 3.00" in told
    assert "measure awareness as well as threat" in told


def test_a_year_and_ten_months_are_not_compared_and_the_page_says_why(page, bradford_analyst):
    told = page(bradford_analyst, WEST_YORKSHIRE)

    assert "346 and 637 intelligence reports on modern slavery: not compared" in told
    assert "Their periods are not alike" in told


def test_every_founding_figure_has_its_source_and_its_caveat(commissioners_officer):
    figures = queries.figures_seen_by(commissioners_officer)

    assert {int(figure.value) for figure in figures} == {637, 346, 247, 7_800_000, 1_200_000, 250, 7_400, 3_000}
    assert all(figure.source_paragraph and figure.caveat for figure in figures)


def test_money_denied_and_money_granted_are_never_one_unit(db):
    assert everything(Figure).get(unit="pounds denied").caveat.startswith("Denied is not recovered")
    assert everything(Figure).get(unit="pounds granted").caveat.startswith("Granted is not denied")


def test_a_neighbour_from_the_next_district_cannot_open_it(client_for, neighbour, published, series_of):
    published([series_of(6, 5, 19)])

    assert client_for(neighbour).get(BRADFORD).status_code == 404
    assert not queries.series_seen_by(neighbour).exists()


def test_an_area_that_does_not_exist_looks_the_same_as_one_that_may_not_be_seen(client_for, neighbour):
    assert client_for(neighbour).get("/trends/E99999999/").status_code == 404


def test_an_administrator_sees_no_trends(client_for, administrator):
    administrator.postings.create(area_code="E08000032")

    assert client_for(administrator).get(BRADFORD).status_code == 404


def test_an_area_with_no_series_says_so(page, bradford_analyst):
    assert "No series has been received for Bradford." in page(bradford_analyst, BRADFORD)
