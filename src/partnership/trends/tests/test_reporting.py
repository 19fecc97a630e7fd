"""Beside a series stands how much was looked at, and whether the way of counting may have changed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from partnership.audit.models import Event
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.trends.actions import receive_effort, receive_recording_changes, receive_series
from partnership.trends.models import Effort, RecordingChange
from partnership.trends.reporting import ReceivedRecordingChange, effort_finding, left_out
from partnership.trends.rules import ReceivedEffort

BRADFORD = "/trends/E08000032/"
SENT = "What police-uk sent: 900 rows of figures from 5 areas in March 2018"
STEPPED = "5 of 5 districts stepped up together in 2018-03, where 0.4 would by chance"


def effort(month=3, received=900, **changes):
    days = {"period_start": date(2018, month, 1), "period_end": date(2018, month, 28)}
    told = {"source": "police-uk", "period": f"2018-{month:02}", "reporters": 5, "reporters_are": "areas", "areas": 5}
    return ReceivedEffort(**(told | days | {"received": received, "compared": True} | changes))


def step(**changes):
    told = {"source": "police-uk", "threat": "firearms-and-violence", "measure": "Possession of weapons recorded"}
    told |= {"area_level": "district", "period": "2018-03", "direction": "up", "stepped": 5, "compared": 5}
    return ReceivedRecordingChange(**(told | {"expected": 0.4, "p": 0.0001, "words": STEPPED} | changes))


@pytest.fixture
def reported(db):
    """Effort of two months, and a step of the districts, as they came with a delivery."""
    receive_effort(by=None, effort=[effort(2, 600), effort(3)])
    receive_recording_changes(by=None, changes=[step()], sources=["police-uk"])


@pytest.fixture
def page(client_for):
    return lambda person: client_for(person).get(BRADFORD).content.decode()


def test_a_series_stands_beside_what_its_source_sent(reported, published, series_of, page, bradford_analyst):
    published([series_of(6, 5, 19, discovery="proactive")])

    told = page(bradford_analyst)

    assert f"{SENT}, against 600 on average in the period before" in told
    assert told.count("<svg") == 2
    assert "Found by looking: it grows with the looking" in told


def test_a_step_of_many_areas_is_told_at_the_series_it_touches(reported, published, series_of, page, bradford_analyst):
    published([series_of(6, 5), series_of(1, 2, key="another", measure="Burglaries recorded")])

    assert page(bradford_analyst).count(STEPPED) == 1


def test_a_step_of_forces_says_nothing_of_a_district(db, published, series_of, page, bradford_analyst):
    receive_recording_changes(by=None, changes=[step(area_level="force")], sources=["police-uk"])
    published([series_of(6, 5)])

    assert STEPPED not in page(bradford_analyst)


def test_who_sees_no_series_of_a_source_sees_nothing_of_how_much_it_sent(
    reported, series_of, client_for, program_for, council_officer
):
    close = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
    one = series_of(6, 5)
    receive_series(by=None, series=[one], releases={one.key: close})

    page = client_for(council_officer).get(BRADFORD).content.decode()
    told = program_for(council_officer).get(f"/api/v1{BRADFORD[:-1]}").json()

    assert "police-uk" not in page
    assert (told["effort"], told["possible_recording_changes"]) == ([], [])


def test_a_program_is_told_the_same(reported, published, series_of, program_for, bradford_analyst):
    published([series_of(6, 5, discovery="reported")])

    told = program_for(bradford_analyst).get(f"/api/v1{BRADFORD[:-1]}").json()

    assert told["series"][0]["discovery"] == "reported"
    assert [row["received"] for row in told["effort"]] == [600, 900]
    assert [row["words"] for row in told["possible_recording_changes"]] == [STEPPED]


def test_both_leave_with_the_series(reported, published, series_of, client_for, bradford_analyst):
    published([series_of(6, 5, discovery="reported")])
    asked = {"format": "json", "recipient": "R. Cipient", "agency": "Refuge", "because": "They run the refuge"}

    tables = json.loads(client_for(bradford_analyst).post(f"{BRADFORD}export/", asked).content)["tables"]

    assert tables["series"][0]["discovery"] == "reported"
    assert [(row["received"], row["compared"], row["marking"]) for row in tables["effort"]] == [
        (600, "yes", "OFFICIAL"),
        (900, "yes", "OFFICIAL"),
    ]
    assert [row["words"] for row in tables["recording_changes"]] == [STEPPED]


def test_a_later_delivery_takes_the_place_of_what_was_told_of_its_sources(reported):
    receive_recording_changes(by=None, changes=[step(period="2018-05")], sources=["police-uk"])
    receive_effort(by=None, effort=[effort(3, 901)])

    assert RecordingChange.objects.get().period == "2018-05"
    assert Effort.objects.get().received == 901


def test_a_delivery_of_other_sources_leaves_it_standing(reported):
    receive_recording_changes(by=None, changes=[], sources=["news"])

    assert RecordingChange.objects.count() == 1


def test_the_same_again_leaves_no_event(reported):
    before = Event.objects.count()

    receive_recording_changes(by=None, changes=[step()], sources=["police-uk"])
    receive_effort(by=None, effort=[effort(2, 600), effort(3)])

    assert Event.objects.count() == before


def test_periods_that_are_not_compared_are_told_and_set_no_standard():
    rows = [effort(1, 5, compared=False), effort(2, 600), effort(3)]

    assert effort_finding(rows).endswith("against 600 on average in the period before")
    assert left_out(rows) == "1 of 3 periods is not compared with the others, and is drawn hollow."
    assert left_out(rows[1:]) == ""
