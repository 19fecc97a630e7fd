"""What programs read of threats: what the pages show, of what the owner may see, and no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership.audit.models import Event
from partnership.people.rules import Marking
from partnership.records.rules import Handling, Release
from partnership.threats.rules import Direction, Driver, DriverLine, SourceLine, State

API = "/api/v1/threats"
CLOSE = Release(Marking.OFFICIAL, Handling.CONDITIONAL, "Force only.")


@pytest.fixture
def program(program_for, bradford_analyst):
    return program_for(bradford_analyst)


def test_a_program_reads_every_edition_with_likelihood_confidence_and_harm_each_by_itself(program, threat, write):
    driver = DriverLine(Driver.ECONOMIC, Direction.RAISES, "Rents rise.")
    write(threat, drivers=(driver,), sources=(SourceLine("The register"),), gaps="Who owns them")

    told = program.get(f"{API}/{threat.uuid}").json()

    assert [each["edition"] for each in told["editions"]] == [2, 1]
    newest = told["editions"][0]
    assert (newest["likelihood"], newest["confidence"], newest["because"]) == ("likely", "low", "More is known.")
    harm = {each["key"]: each["score"] for each in newest["harm"]}
    assert harm == dict.fromkeys(harm, None) | {"physical": 2, "psychological": 3}
    assert newest["drivers"] == [{"driver": "economic", "direction": "raises", "text": "Rents rise."}]
    assert newest["sources"] == [{"text": "The register", "link": "", "dated": None}]
    assert newest["trend"] == "unknown"
    assert newest["role"] == "District analyst"


def test_no_name_of_whoever_wrote_travels(program, threat, bradford_analyst):
    assert bradford_analyst.name not in program.get(f"{API}/{threat.uuid}").content.decode()


def test_the_list_is_narrowed_and_paged_and_recorded_once_with_what_it_shows(program, threat_of):
    first, second, other = threat_of(), threat_of("fraud"), threat_of("corruption")

    told = program.get(f"{API}?area=E08000032&state=current&size=2").json()

    assert [each["uuid"] for each in told["threats"]] == [str(first.uuid), str(second.uuid)]
    assert (told["total"], told["page"], told["next_page"]) == (3, 1, 2)
    event = Event.objects.first()
    assert (event.did, event.shown.count()) == ("read list of threats", 2)
    assert [each["key"] for each in program.get(f"{API}?key=corruption").json()["threats"]] == [other.key]
    assert program.get(f"{API}?state={State.CLOSED}").json()["total"] == 0
    assert told["threats"][0]["current"]["likelihood"] == "likely"


def test_what_the_owner_may_not_see_is_neither_listed_counted_nor_opened(program_for, council_officer, threat_of):
    held = threat_of(release=CLOSE)
    program = program_for(council_officer)

    assert program.get(API).json() == {"threats": [], "total": 0, "page": 1, "next_page": None}
    assert program.get(f"{API}/{held.uuid}").status_code == 404


def test_more_threats_and_more_editions_take_no_more_queries(program, threat_of, write):
    def reads(at):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert program.get(at).status_code == 200
        return len(found)

    one = threat_of()
    before = reads(API), reads(f"{API}/{one.uuid}")
    for key in ("fraud", "corruption"):
        threat_of(key)
    write(one)
    write(one)

    assert (reads(API), reads(f"{API}/{one.uuid}")) == before
