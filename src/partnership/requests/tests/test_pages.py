"""What each page shows to whom, and that the forms lose nothing and send nothing by accident."""

from datetime import timedelta

import pytest

from partnership.audit.models import Event
from partnership.audit.rules import Verb
from partnership.records.rules import Release
from partnership.requests.following import tell_feedback
from partnership.requests.models import Request
from partnership.requests.rules import Answer

ASK = {
    "criterion": "vulnerability",
    "asks": "Do you hold complaints about the yard?",
    "purpose": "To visit it together",
    "gateway": "cda-1998-115",
    "reference": "",
    "area": "E08000032",
    "marking": "OFFICIAL",
    "handling": "C",
    "conditions": "For the agency that was asked",
}


@pytest.fixture
def ask_form(client_for, bradford_analyst, partner, today):
    def send(**changes):
        told = ASK | {"agencies": [partner.agency.name], "expires_on": (today + timedelta(days=9)).isoformat()}
        return client_for(bradford_analyst).post("/requests/ask/", told | changes)

    return send


def words(answer):
    return answer.content.decode()


def disclosures():
    return Event.objects.filter(verb=Verb.DISCLOSURE).count()


def test_the_first_request_to_an_agency_is_sent_once_the_warning_is_confirmed(ask_form, bradford_analyst):
    stopped = ask_form()

    assert stopped.status_code == 422
    assert "nobody has asked Trading standards before" in words(stopped)
    assert disclosures() == 0
    assert ask_form(confirm="on", cautioned="unusual").status_code == 302
    assert disclosures() == 1
    assert Request.objects.seen_by(bradford_analyst).get().asks == ASK["asks"]


def test_a_confirmation_covers_only_the_warnings_that_were_shown(ask_form):
    answer = ask_form(confirm="on", cautioned="unusual", asks="Does Ann Smith keep the yard?")

    assert answer.status_code == 422
    assert "This looks like a name: “Ann Smith”" in words(answer)
    assert disclosures() == 0


def test_what_was_typed_is_still_there_after_a_refusal(ask_form):
    answer = ask_form(asks="Do you know the yard?", purpose="")

    assert "Do you know the yard?" in words(answer)
    assert "Enter what for" in words(answer)


def test_a_partner_finds_the_enquiry_first_and_answers_it(client_for, partner, enquiry):
    client = client_for(partner)
    listed = client.get("/requests/enquiries/")
    assert enquiry.asks in words(listed)

    page = client.get(enquiry.get_absolute_url())
    form = page.context["form"]
    told = {"answer": "hit", "post": "Duty officer", "version": form["version"].value(), "seen": form["seen"].value()}
    answered = client.post(f"{enquiry.get_absolute_url()}answer/", told)

    assert answered.status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.contact_post) == ("hit", "Duty officer")


def test_nothing_of_the_request_or_of_other_answers_reaches_a_partner(
    client_for, ask_of, partner, charity_worker, group, answer
):
    made = ask_of(partner, charity_worker, target=group, criterion="mapped-group")
    client = client_for(partner)
    theirs = client_for(charity_worker).get("/requests/enquiries/").context["waiting"][0].enquiry
    answer(theirs, by=charity_worker, post="Night shelter desk")
    ours = client.get("/requests/enquiries/").context["waiting"][0].enquiry

    for at in ("/requests/", "/requests/enquiries/", "/requests/figures/", ours.get_absolute_url(), "/shared/"):
        told = words(client.get(at))
        for secret in ("Granite", "Charity", "Night shelter", str(made.uuid), str(theirs.uuid)):
            assert secret not in told, f"{secret} at {at}"
    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_whoever_asked_sees_each_answer_the_time_it_took_and_a_chart(
    client_for, bradford_analyst, asked, enquiry, answer
):
    answer(enquiry, post="Duty officer")

    page = client_for(bradford_analyst).get(asked.get_absolute_url())

    for said in ("Trading standards", "Charity", "Waiting", "Duty officer", "1 of 2 answered", "less than 0.1 days"):
        assert said in words(page)


def test_a_neighbour_finds_none_of_it(client_for, neighbour, asked, enquiry):
    client = client_for(neighbour)

    for at in (asked.get_absolute_url(), f"{asked.get_absolute_url()}end/", enquiry.get_absolute_url()):
        assert client.get(at).status_code == 404
    assert enquiry.asks not in words(client.get("/requests/"))


def test_an_enquiry_held_closer_leaves_no_trace_in_list_filters_and_figures(
    client_for, bradford_analyst, bradford_chair, council_officer, ask_of, partner, enquiry
):
    client = client_for(council_officer)
    assert "Trading standards" not in words(client.get("/requests/figures/"))
    open_one = ask_of(partner, release=Release("OFFICIAL", "P", ""))
    before = [plain(client.get(at)) for at in ("/requests/?state=any", "/requests/figures/")]

    ask_of(partner)

    assert [plain(client.get(at)) for at in ("/requests/?state=any", "/requests/figures/")] == before
    assert open_one.asks in before[0]


def plain(answer):
    return "\n".join(line for line in words(answer).splitlines() if "csrf" not in line)


def test_the_list_narrows_by_partner_and_by_what_expires_soon(
    client_for, bradford_analyst, asked, ask_of, partner, today
):
    ask_of(partner, asks="Is the yard licensed?", expires_on=today + timedelta(days=3))
    client = client_for(bradford_analyst)

    assert "Is the yard licensed?" not in words(client.get("/requests/?agency=Charity"))
    soon = words(client.get("/requests/?expiry=soon"))
    assert "Is the yard licensed?" in soon
    assert asked.asks not in soon


def test_a_partner_reads_what_its_answer_achieved(client_for, partner, bradford_analyst, answer, enquiry):
    answer(enquiry)
    enquiry.refresh_from_db()
    tell_feedback(enquiry=enquiry, text="Two served", by=bradford_analyst, seen_version=enquiry.version)

    for at in ("/requests/enquiries/", enquiry.get_absolute_url()):
        assert "Two served" in words(client_for(partner).get(at))


def test_feedback_owed_is_listed_until_it_is_given(client_for, bradford_analyst, answer, enquiry):
    answer(enquiry)
    client = client_for(bradford_analyst)
    assert enquiry.asks in words(client.get("/requests/feedback/"))
    enquiry.refresh_from_db()

    told = {"text": "Nothing yet", "version": enquiry.version, "seen": ""}
    assert client.post(f"{enquiry.get_absolute_url()}feedback/", told).status_code == 302

    assert enquiry.asks not in words(client.get("/requests/feedback/"))


def test_a_form_answers_409_when_a_colleague_was_first(client_for, partner, answer, enquiry):
    seen = enquiry.version
    answer(enquiry, Answer.NO_HIT)

    told = {"answer": "hit", "why": "", "post": "", "phone": "", "version": seen, "seen": ""}
    page = client_for(partner).post(f"{enquiry.get_absolute_url()}answer/", told)

    assert page.status_code == 409
    assert "answered enquiry" in words(page)


def test_the_figures_count_answers_and_the_median(client_for, bradford_analyst, enquiry, answer):
    answer(enquiry)

    rows = client_for(bradford_analyst).get("/requests/figures/").context["rows"]

    assert rows == [
        ("Charity", "1", "0", "0", "0", "0", "1", "0", "not known"),
        ("Trading standards", "1", "1", "0", "0", "0", "0", "0", "less than 0.1 days"),
    ]


def test_the_number_of_reads_does_not_grow_with_the_rows(
    client_for, bradford_analyst, ask_of, partner, charity_worker, django_assert_max_num_queries
):
    client = client_for(bradford_analyst)
    ask_of(partner)
    client.get("/requests/")
    with django_assert_max_num_queries(60) as first:
        client.get("/requests/")
    for _ in range(4):
        ask_of(partner, charity_worker)

    with django_assert_max_num_queries(len(first)):
        client.get("/requests/")


def test_the_same_page_shows_an_enquiry_of_another_agency_without_a_form(client_for, council_officer, ask_of, partner):
    ask_of(partner, release=Release("OFFICIAL", "P", ""))
    client = client_for(council_officer)
    found = client.get("/requests/").context["rows"][0].request
    enquiry = next(iter(client.get(found.get_absolute_url()).context["rows"])).enquiry

    assert "Send the answer" not in words(client.get(f"{enquiry.get_absolute_url()}answer/"))
    told = {"answer": "hit", "why": "", "post": "", "phone": "", "version": enquiry.version, "seen": ""}
    assert client.post(f"{enquiry.get_absolute_url()}answer/", told).status_code == 422


def test_groups_enablers_requirements_and_signals_lead_here_for_those_who_may_ask(
    client_for, bradford_analyst, council_officer, group
):
    at = f"/requests/add/group/{group.uuid}/"

    assert at in words(client_for(bradford_analyst).get(group.get_absolute_url()))
    assert at not in words(client_for(council_officer).get(group.get_absolute_url()))
    assert client_for(council_officer).get(at).status_code == 404
    assert client_for(bradford_analyst).get(at).status_code == 200
