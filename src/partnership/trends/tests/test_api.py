"""Trends for programs: what the page shows, with the page's own event."""

import pytest

from partnership.audit.models import Event, Shown
from partnership.people.rules import Act

BRADFORD = "/api/v1/trends/E08000032"


def newest_event():
    event = Event.objects.first()
    detail = {name: value for name, value in event.detail.items() if name != "token"}
    return (
        event.verb,
        event.did,
        detail,
        set(Shown.objects.filter(event=event).values_list("object_kind", "object_key")),
    )


def test_a_program_reads_every_series_with_its_points(program_for, bradford_analyst, published, series_of):
    published([series_of(3, 5, 8)])

    (told,) = program_for(bradford_analyst).get(BRADFORD).json()["series"]

    assert [point["count"] for point in told["points"]] == [3, 5, 8]
    assert (told["marking"], told["handling"], told["licence"]) == ("OFFICIAL", "P", "Open Government Licence v3.0")
    assert told["points"][0]["period_end"] == "2018-01-31"


def test_figures_come_with_what_to_beware_of(program_for, add_person):
    person = add_person("Force analyst", "district-analyst", "Force", "E23000010")

    figures = program_for(person).get("/api/v1/trends/E23000010").json()["figures"]

    assert figures
    assert all(figure["caveat"] and figure["marking"] for figure in figures)


def test_reading_leaves_the_event_that_the_page_leaves(program_for, client_for, bradford_analyst, published, series_of):
    published([series_of(3, 5)])
    client_for(bradford_analyst).get("/trends/E08000032/")
    by_page = newest_event()

    program_for(bradford_analyst).get(BRADFORD)

    assert newest_event() == by_page


@pytest.mark.parametrize("who", ["neighbour", "partner"])
def test_an_area_that_the_owner_does_not_see_is_not_there(program_for, request, published, series_of, who):
    published([series_of(3)])
    program = program_for(request.getfixturevalue(who))

    assert program.get(BRADFORD).status_code == 404
    assert program.get(BRADFORD).content == program.get("/api/v1/trends/E99999999").content


def test_a_token_that_leaves_no_board_reads_no_trends(program_for, bradford_analyst):
    assert program_for(bradford_analyst, Act.SEE_RECORD).get(BRADFORD).status_code == 404
