import re
from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.audit import queries as audit
from partnership.conftest import SECOND_FACTOR
from partnership.people import second_factor
from partnership.people.models import Person
from partnership.people.passwords import one_time_password

pytestmark = pytest.mark.django_db
PASSWORD = "granite otter violin lantern"
BRADFORD, LEEDS = "E08000032", "E08000035"
TYPED = {
    "name": "New Analyst",
    "email": "New.Analyst@example.test",
    "agency": "Force",
    "role": "district-analyst",
    "clearance": "OFFICIAL",
    "area_codes": [BRADFORD],
}


def shown_password(response):
    return re.search(r"([a-z2-9]{4}-){4}[a-z2-9]{4}", response.content.decode()).group()


def edit(browser, person, **changes):
    typed = {"name": person.name, "agency": person.agency.name, "role": person.role, "clearance": person.clearance}
    typed |= {"area_codes": sorted(person.area_codes), "version": person.version}
    return browser.post(f"/people/{person.uuid}/edit/", typed | changes)


@pytest.fixture
def browser(client_for, administrator):
    return client_for(administrator)


def test_the_administrator_adds_a_person_who_signs_in_once_with_the_password_shown(browser, client):
    response = browser.post("/people/add/", TYPED)

    person = Person.objects.get(email="new.analyst@example.test")
    typed = {"email": person.email, "password": shown_password(response)}
    assert client.post("/sign-in/", typed).status_code == 302
    assert client.get("/").url == "/password/"
    assert person.area_codes == {BRADFORD}
    assert "added person" in [event.did for event in audit.history_of(person)]
    assert typed["password"] not in browser.get(f"/people/{person.uuid}/").content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "not an address"}, "Enter an e-mail address in the form"),
        ({"role": ""}, "Choose a role"),
        ({"area_codes": []}, "Choose the districts where this role applies"),
        ({"area_codes": ["E99999999"]}, "not one of the available choices"),
        ({"role": "administrator"}, "this role sees no board"),
        ({"email": "administrator@example.test"}, "already has an account"),
    ],
)
def test_a_refused_account_says_why_and_adds_nobody(browser, change, words):
    response = browser.post("/people/add/", {**TYPED, **change})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Person.objects.count() == 1


def test_each_role_is_described_where_it_is_granted(browser):
    assert "Sees no board and no record" in browser.get("/people/add/").content.decode()


def test_closing_an_account_needs_a_reason_and_is_recorded(browser, bradford_analyst, client_for):
    analysts_browser = client_for(bradford_analyst)
    assert browser.post(f"/people/{bradford_analyst.uuid}/close/", {"reason": " "}).status_code == 422

    browser.post(f"/people/{bradford_analyst.uuid}/close/", {"reason": "Left the force"})

    event = audit.history_of(bradford_analyst)[0]
    assert (event.did, event.because) == ("closed account", "Left the force")
    assert analysts_browser.get("/password/").status_code == 302


def test_the_administrator_cannot_close_their_own_account(browser, administrator):
    response = browser.post(f"/people/{administrator.uuid}/close/", {"reason": "Tired"})

    assert "cannot close your own account" in response.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_reopened_account_gets_a_new_password(browser, bradford_analyst, client):
    browser.post(f"/people/{bradford_analyst.uuid}/close/", {"reason": "Left"})

    response = browser.post(f"/people/{bradford_analyst.uuid}/reopen/", {"reason": "Came back"})

    typed = {"email": bradford_analyst.email, "password": shown_password(response)}
    assert client.post("/sign-in/", typed).url.startswith("/sign-in/code/")


def test_a_new_one_time_password_ends_the_persons_sessions(browser, bradford_analyst, client_for):
    bradford_analyst.set_password(one_time_password())
    bradford_analyst.save()
    analysts_browser = client_for(bradford_analyst)

    browser.post(f"/people/{bradford_analyst.uuid}/one-time-password/")

    assert analysts_browser.get("/password/").status_code == 302


def test_a_person_moves_district_from_today_and_the_old_posting_stays_on_record(browser, bradford_analyst):
    bradford_analyst.postings.update(start=timezone.localdate() - timedelta(days=30))

    assert edit(browser, bradford_analyst, area_codes=[LEEDS]).status_code == 302

    assert bradford_analyst.area_codes == {LEEDS}
    assert bradford_analyst.postings.get(area_code=BRADFORD).end == timezone.localdate() - timedelta(days=1)


def test_a_role_that_sees_boards_keeps_at_least_one_district(browser, bradford_analyst):
    response = edit(browser, bradford_analyst, area_codes=[])

    assert response.status_code == 422
    assert bradford_analyst.area_codes == {BRADFORD}


@pytest.mark.parametrize("path", ["/people/", "/people/add/", "/people/00000000-0000-4000-8000-000000000000/"])
def test_accounts_look_missing_to_everyone_else(client_for, bradford_chair, auditor, client, path):
    assert client_for(bradford_chair).get(path).status_code == 404
    assert client_for(auditor).get(path).status_code == 404
    assert client.get(path).url == f"/sign-in/?next={path}"


def test_an_ended_posting_gives_no_area(bradford_analyst):
    yesterday = timezone.localdate() - timedelta(days=1)
    bradford_analyst.postings.update(start=yesterday, end=yesterday)

    assert bradford_analyst.area_codes == frozenset()


def test_another_role_ends_the_persons_sessions_and_needs_districts_that_fit(browser, bradford_analyst, client):
    bradford_analyst.set_password(PASSWORD)
    bradford_analyst.save()
    sign_in(client, bradford_analyst)
    assert client.get("/password/").status_code == 200

    assert edit(browser, bradford_analyst, role="auditor").status_code == 422
    assert edit(browser, bradford_analyst, role="auditor", area_codes=[]).status_code == 302

    assert client.get("/password/").status_code == 302
    assert bradford_analyst.area_codes == frozenset()
    assert audit.history_of(bradford_analyst)[0].detail == {
        "role": "auditor",
        "clearance": "OFFICIAL",
        "areas": [],
        "version": 2,
    }


def test_two_administrators_lose_nothing_of_what_they_typed(browser, bradford_analyst):
    edit(browser, bradford_analyst, agency="Council")

    response = edit(browser, bradford_analyst, name="Changed Meanwhile")

    told = response.content.decode()
    assert response.status_code == 409
    assert "Council" in told
    assert "Changed Meanwhile" in told
    bradford_analyst.refresh_from_db()
    assert (bradford_analyst.name, bradford_analyst.agency.name) == ("Bradford analyst", "Council")
    assert edit(browser, bradford_analyst, name="Changed Meanwhile").status_code == 302


def test_nobody_grants_themselves_another_role(browser, administrator):
    response = edit(browser, administrator, role="auditor")

    assert "cannot change your own role" in response.content.decode()


def test_a_lost_second_factor_is_reset_with_a_reason_and_set_up_anew(browser, bradford_analyst, client):
    bradford_analyst.set_password(PASSWORD)
    bradford_analyst.save()
    sign_in(client, bradford_analyst)
    address = f"/people/{bradford_analyst.uuid}/second-factor/"

    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "Phone lost; seen in person"}).status_code == 302

    assert client.get("/password/").status_code == 302
    answer = client.post("/sign-in/", {"email": bradford_analyst.email, "password": PASSWORD})
    assert answer.url == "/"
    assert client.get("/").url == "/second-factor/set-up/"
    assert audit.history_of(bradford_analyst).filter(did="reset second factor").count() == 1


def test_the_administrator_ends_a_persons_sessions(browser, bradford_analyst, client):
    bradford_analyst.set_password(PASSWORD)
    bradford_analyst.save()
    sign_in(client, bradford_analyst)

    browser.post(f"/people/{bradford_analyst.uuid}/sessions/")

    assert client.get("/password/").status_code == 302


def sign_in(client, person):
    answer = client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
    assert client.post(answer.url, {"code": second_factor.code_now(SECOND_FACTOR)}).status_code == 302
