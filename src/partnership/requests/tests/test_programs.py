"""What programs may read of requests, and that they answer by the same rules; and what leaves as a file."""

import json

import pytest

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.people.rules import Act
from partnership.requests.rules import Answer

API = "/api/v1"


def test_a_partners_program_reads_what_waits_and_answers_it(program_for, partner, enquiry):
    program = program_for(partner, Act.SEE_RECORD, Act.ANSWER_REQUEST)
    (waiting,) = program.get(f"{API}/enquiries?waiting=true").json()["enquiries"]
    sent = {"answer": "hit", "post": "Duty officer", "version": waiting["version"]}

    told = program.post(f"{API}/enquiries/{waiting['uuid']}/answer", sent, content_type="application/json")

    assert (told.status_code, told.json()["answer"], told.json()["contact_post"]) == (200, "hit", "Duty officer")
    assert program.get(f"{API}/enquiries?waiting=true").json()["total"] == 0


def test_no_content_travels_by_a_program_either(program_for, partner, enquiry):
    at = f"{API}/enquiries/{enquiry.uuid}/answer"
    sent = {"answer": "hit", "post": "They keep it in the second unit by the canal at night", "version": 1}

    told = program_for(partner).post(at, sent, content_type="application/json")

    assert told.status_code == 422
    assert "Enter a post" in told.json()["error"]


def test_a_program_that_was_overtaken_is_told_by_whom(program_for, partner, answer, enquiry):
    answer(enquiry, Answer.NO_HIT)

    at = f"{API}/enquiries/{enquiry.uuid}/answer"
    told = program_for(partner).post(at, {"answer": "hit", "version": 1}, content_type="application/json")

    assert told.status_code == 409
    assert told.json()["changes"][0]["title"] == "Answered enquiry"


def test_a_program_that_only_reads_answers_nothing(program_for, partner, enquiry):
    at = f"{API}/enquiries/{enquiry.uuid}/answer"
    sent = {"answer": "hit", "version": 1}

    told = program_for(partner, Act.SEE_RECORD).post(at, sent, content_type="application/json")

    assert told.status_code == 404


def test_the_asking_sides_program_reads_the_request_with_its_answers(
    program_for, bradford_analyst, asked, answer, enquiry
):
    answer(enquiry)
    program = program_for(bradford_analyst)

    (one,) = program.get(f"{API}/requests?state=open").json()["requests"]
    told = program.get(f"{API}/requests/{one['uuid']}").json()

    assert [(each["partner"], each["answer"]) for each in told["enquiries"]] == [
        ("Charity", "waiting"),
        ("Trading standards", "hit"),
    ]


def test_a_partners_program_reads_no_request(program_for, partner, asked):
    program = program_for(partner)

    assert program.get(f"{API}/requests").json()["requests"] == []
    assert program.get(f"{API}/requests/{asked.uuid}").status_code == 404


@pytest.fixture
def exported(client_for):
    def ask(person, address):
        told = {"format": "json", "recipient": "R. Cipient", "agency": "Force", "because": "For the board"}
        told |= {"keeps_conditions": "on", "conditions_read": ""}
        page = client_for(person).get(address)
        told |= {name: page.context["form"][name].value() for name in ("conditions_read",) if page.status_code == 200}
        return client_for(person).post(address, told)

    return ask


def test_requests_leave_with_their_enquiries_and_no_contact(exported, bradford_analyst, asked, answer, enquiry):
    answer(enquiry, post="Duty officer")

    answered = exported(bradford_analyst, "/requests/export/")
    tables = json.loads(answered.content)["tables"]

    assert [row["asks"] for row in tables["requests"]] == [asked.asks]
    assert {(row["partner"], row["answer"]) for row in tables["enquiries"]} == {
        ("Charity", "waiting"),
        ("Trading standards", "hit"),
    }
    assert b"Duty officer" not in answered.content
    assert Event.objects.get(did="exported requests to partners").verb == Verb.DISCLOSURE


def test_figures_leave_held_as_the_strictest_of_what_they_count(exported, bradford_analyst, asked):
    tables = json.loads(exported(bradford_analyst, "/requests/figures/export/").content)["tables"]

    assert [(row["partner"], row["asked"], row["handling"]) for row in tables["figures"]] == [
        ("Charity", 1, "C"),
        ("Trading standards", 1, "C"),
    ]


def test_only_whoever_may_export_does(client_for, officer, partner, asked):
    for person in (officer, partner):
        for at in ("/requests/export/", "/requests/figures/export/"):
            assert client_for(person).get(at).status_code == 404
