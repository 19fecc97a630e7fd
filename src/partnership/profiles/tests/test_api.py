"""What programs read of profiles: small counts protected as on the page, police parts by their own record alone."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.audit.models import Event
from partnership.people.rules import Act
from partnership.profiles import police, writing
from partnership.profiles.models import Receipt

from .conftest import CLOSE, PERIOD

API = "/api/v1"


@pytest.fixture
def program(program_for, analyst):
    return program_for(analyst)


@pytest.fixture
def edition_at(profile):
    return lambda number: f"{API}/profiles/{profile.uuid}/editions/{number}"


def counts_in(sections):
    return [row["cells"] for part in sections for one in part["figures"] for row in one["rows"]]


def test_small_counts_are_protected_whoever_reads_and_exact_in_the_police_part_alone(
    group_of, analyst, profile, program_for, council, write, publish, edition_at
):
    program, reader = program_for(analyst), program_for(council)
    group_of("Amber Lantern")
    group_of("Velvet Anchor", crime="fraud")
    edition = writing.start_edition(profile=profile, by=analyst, **PERIOD)
    part = police.start_police_part(edition=edition, by=analyst)
    write(edition, analyst)
    publish(edition)

    told = program.get(edition_at(1)).json()
    exact = program.get(f"{API}/police-parts/{part.uuid}")
    theirs = reader.get(edition_at(1))

    groups = [cells for cells in counts_in(told["sections"]) if cells[0] == "Fraud"]
    assert groups == [["Fraud", "[c]"]]
    assert ["Fraud", "1", "1"] in counts_in(exact.json()["passages"])
    assert "Amber Lantern" in exact.content.decode()
    assert [each["uuid"] for each in told["police_parts"]] == [str(part.uuid)]
    assert theirs.json()["police_parts"] == []
    assert theirs.json()["sections"] == told["sections"]
    assert "Amber Lantern" not in theirs.content.decode()
    assert reader.get(f"{API}/police-parts/{part.uuid}").status_code == 404


def test_an_edition_is_read_as_its_page_shows_it(program, published, edition_at):
    told = program.get(edition_at(1)).json()

    assert told["edition"]["number"] == 1
    assert [each["text"] for each in told["sections"] if each["key"] == "about"] == ["What this is about."]
    assert "points" not in json.dumps(told)
    assert program.get(edition_at(2)).status_code == 404


def test_no_program_reads_a_draft_not_even_its_writers(program, draft, part, profile, edition_at):
    told = program.get(edition_at(1)).json()

    assert (told["edition"], told["sections"], told["police_parts"]) == (None, [], [])
    assert program.get(f"{API}/profiles/{profile.uuid}").json()["editions"] == []


def test_a_program_that_reads_an_edition_opens_it_for_nobody(program, published, analyst, edition_at):
    program.get(edition_at(1))

    assert not Receipt.objects.allowing(analyst, Act.SEE_RECORD).exists()


def test_what_an_edition_recommends_leads_to_the_record_where_the_owner_sees_it(
    program, draft, recommend, analyst, write, publish, edition_at
):
    made = recommend(draft)
    recommend(draft, "Closely held", release=CLOSE)
    write(draft, analyst)
    publish(draft)

    answer = program.get(edition_at(1))

    (one,) = [each for part in answer.json()["sections"] for each in part["recommended"]]
    assert (one["uuid"], one["standing"], one["words"]["what"]) == (str(made.uuid), "waiting", "Talk to the schools")
    assert Event.objects.first().shown.count() == 2


def test_recommendations_are_narrowed_and_told_as_far_as_the_owner_sees_them(
    program, program_for, council, draft, recommend
):
    made = recommend(draft)
    recommend(draft, "Closely held", p="soc4p:pursue", release=CLOSE)

    assert program.get(f"{API}/recommendations?state=open&p=soc4p:prevent").json()["total"] == 1
    assert program.get(f"{API}/recommendations?size=1").json()["next_page"] == 2
    theirs = program_for(council).get(f"{API}/recommendations").json()
    assert (theirs["total"], theirs["recommendations"][0]["reference"]) == (1, made.reference)
    told = program.get(f"{API}/recommendations/{made.uuid}").json()
    assert (told["text"], told["standing"], told["agency_to_do_it"]) == ("Talk to the schools", "waiting", None)


def test_more_recommendations_and_editions_take_no_more_queries(
    program, profile, published, analyst, recommend, publish
):
    def reads():
        with CaptureQueriesContext(connection) as found:
            for at in (
                "profiles",
                f"profiles/{profile.uuid}",
                "recommendations",
                f"profiles/{profile.uuid}/editions/2",
            ):
                assert program.get(f"{API}/{at}").status_code == 200
        return len(found)

    profile.refresh_from_db()
    second = writing.start_edition(profile=profile, by=analyst, **PERIOD)
    recommend(second)
    publish(second)
    before = reads()
    profile.refresh_from_db()
    third = writing.start_edition(profile=profile, by=analyst, **PERIOD)
    recommend(third, "Close the outlets")
    recommend(third, "Brief the youth team")
    publish(third)

    assert reads() == before
