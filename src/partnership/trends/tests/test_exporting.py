"""What leaves an area's trends page as a file."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from django.db import DatabaseError

from partnership.audit.models import Event
from partnership.exports.rules import SAY_WHO
from partnership.people.models import Agency
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.trends.actions import receive_series

PAGE, EXPORT = "/trends/E08000032/", "/trends/E08000032/export/"
TOLD = {"recipient": "R. Cipient", "agency": "Refuge", "because": "They run the refuge"}
SENSITIVE = Release(Marking.OFFICIAL_SENSITIVE, Handling.PERMITTED, "")
ASK_FIRST = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Ask first.")


@pytest.fixture
def export(client_for):
    return lambda person, **changes: client_for(person).post(EXPORT, {"format": "json"} | TOLD | changes)


@pytest.fixture
def held(series_of):
    """Takes a series in that is held so, for an agency if one is named."""

    def take_in(release, key, agency=""):
        originator = Agency.objects.get_or_create(name=agency)[0] if agency else None
        receive_series(by=None, series=[series_of(1, key=key)], releases={key: release}, originator=originator)

    return take_in


def test_series_leave_with_their_points(published, series_of, export, bradford_analyst):
    published([series_of(6, 5, 19)])

    told = json.loads(export(bradford_analyst).content)["tables"]

    assert [(row["title"], row["marking"]) for row in told["series"]] == [("Possession of weapons", "OFFICIAL")]
    assert [(row["period"], row["count"]) for row in told["points"]] == [
        ("2018-01", 6),
        ("2018-02", 5),
        ("2018-03", 19),
    ]
    assert {row["series"] for row in told["points"]} == {row["series"] for row in told["series"]}


def test_as_csv_they_are_one_list_and_each_point_carries_its_series_marking(
    published, series_of, export, bradford_analyst
):
    published([series_of(6, 5)])

    answer = export(bradford_analyst, format="csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), strict=True))
    assert [(row["table"], row["count"]) for row in rows] == [("series", ""), ("points", "6"), ("points", "5")]
    assert {(row["marking"], row["handling"], row["conditions"]) for row in rows} == {("OFFICIAL", "P", "")}


def test_the_page_leads_there_and_warns_of_small_counts(client_for, published, series_of, bradford_analyst):
    published([series_of(6)])
    client = client_for(bradford_analyst)

    assert f'href="{EXPORT}"' in client.get(PAGE).content.decode()
    assert "Small counts are in the file in full" in client.get(EXPORT).content.decode()


@pytest.mark.parametrize("who", ["neighbour", "officer", "partner", "administrator", "auditor", "records_manager"])
def test_nobody_else_finds_it(request, client_for, export, published, series_of, who):
    published([series_of(6)])
    person = request.getfixturevalue(who)

    assert client_for(person).get(EXPORT).status_code == 404
    assert export(person).status_code == 404
    assert EXPORT not in client_for(person).get(PAGE).content.decode()


def test_what_somebody_may_not_see_is_neither_in_the_file_nor_counted(
    export, held, council_officer, published, series_of
):
    published([series_of(6, key="open")])
    held(SENSITIVE, "close"), held(ASK_FIRST, "conditional", agency="Force")

    told = json.loads(export(council_officer).content)

    assert [row["series"] for row in told["tables"]["series"]] == ["open"]
    assert told["about"]["marking"] == "OFFICIAL"
    assert "rows_left_out" not in told["about"]


def test_the_log_holds_the_digest_and_every_series(export, bradford_analyst, published, series_of):
    published([series_of(6, key="one"), series_of(6, key="two")])

    answer = export(bradford_analyst, format="xlsx")

    event = Event.objects.get(verb="disclosure")
    assert (event.did, event.recipient, event.shown.count()) == ("exported series", "R. Cipient, Refuge", 2)
    assert event.detail["sha256"] == hashlib.sha256(answer.content).hexdigest()
    assert event.detail["rows"] == 4


def test_without_a_recipient_nothing_leaves(export, bradford_analyst, published, series_of):
    published([series_of(6)])

    answer = export(bradford_analyst, recipient="")

    assert (answer.status_code, SAY_WHO in answer.content.decode()) == (422, True)


def test_nothing_leaves_that_cannot_be_recorded(export, bradford_analyst, published, series_of, monkeypatch):
    published([series_of(6)])

    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Event, "save", fail)

    answer = export(bradford_analyst)

    assert answer.status_code == 503
    assert "Possession" not in answer.content.decode()
