"""What leaves of words and of agreement: what the list shows and the person may export, each row as it is held."""

import hashlib
import json

import pytest

from partnership.audit.models import Event
from partnership.scanning.actions import judge
from partnership.scanning.rules import Standing


@pytest.fixture
def exported(client_for):
    def ask(person, at, conditions=""):
        told = {"format": "json", "recipient": "R", "agency": "Force", "because": "For the board"}
        told |= {"keeps_conditions": "on", "conditions_read": hashlib.sha256(conditions.encode()).hexdigest()[:16]}
        return json.loads(client_for(person).post(at, told).content)["tables"]

    return ask


def test_the_words_of_the_list_leave_with_their_newest_period_and_what_people_made_of_them(
    exported, bradford_analyst, offered
):
    term = offered()
    judge(term=term, standing=Standing.NOISE, reason="A football chant", by=bradford_analyst)

    (row,) = exported(bradford_analyst, "/scanning/words/export/")["words"]

    assert row["term"] == term.term
    assert (row["standing"], row["judged_because"], row["judged_by"]) == (
        "noise",
        "A football chant",
        "District analyst",
    )
    assert row["count"] == term.sightings.last().count
    assert Event.objects.latest("sequence").did == "exported words"


def test_the_words_leave_as_the_list_was_narrowed(exported, bradford_analyst, offered):
    offered()

    assert exported(bradford_analyst, "/scanning/words/export/?standing=noise")["words"] == []


def test_the_lattice_leaves_with_its_groups(exported, bradford_analyst, agreed):
    agreed()

    rows = exported(bradford_analyst, "/scanning/agreement/export/")["agreement"]

    assert rows != []
    assert all(row["groups"].count("\n") + 1 == row["size"] for row in rows)


def test_who_may_not_export_finds_no_page(client_for, officer, db):
    assert client_for(officer).get("/scanning/words/export/").status_code == 404
    assert client_for(officer).get("/scanning/agreement/export/").status_code == 404
