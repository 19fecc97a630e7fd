import re
from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.audit import queries as audit
from partnership.people.models import Person
from partnership.people.passwords import one_time_password

pytestmark = pytest.mark.django_db
BRADFORD, LEEDS = "E08000032", "E08000035"
TYPED = {
    "name": "New Analyst",
    "email": "New.Analyst@example.test",
    "agency": "Force",
    "role": "district-analyst",
    "area_codes": [BRADFORD],
}


def shown_password(response):
    return re.search(r"([a-z2-9]{4}-){4}[a-z2-9]{4}", response.content.decode()).group()


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
    assert typed["password"] not in browser.get(f"/people/{person.pk}/").content.decode()


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
    assert "Sees no board and no signal" in browser.get("/people/add/").content.decode()


def test_closing_an_account_needs_a_reason_and_is_recorded(browser, bradford_analyst, client_for):
    analysts_browser = client_for(bradford_analyst)
    assert browser.post(f"/people/{bradford_analyst.pk}/close/", {"reason": " "}).status_code == 422

    browser.post(f"/people/{bradford_analyst.pk}/close/", {"reason": "Left the force"})

    event = audit.history_of(bradford_analyst)[0]
    assert (event.did, event.because) == ("closed account", "Left the force")
    assert analysts_browser.get("/password/").status_code == 302


def test_the_administrator_cannot_close_their_own_account(browser, administrator):
    response = browser.post(f"/people/{administrator.pk}/close/", {"reason": "Tired"})

    assert "cannot close your own account" in response.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_reopened_account_gets_a_new_password(browser, bradford_analyst, client):
    browser.post(f"/people/{bradford_analyst.pk}/close/", {"reason": "Left"})

    response = browser.post(f"/people/{bradford_analyst.pk}/reopen/", {"reason": "Came back"})

    typed = {"email": bradford_analyst.email, "password": shown_password(response)}
    assert client.post("/sign-in/", typed).status_code == 302


def test_a_new_one_time_password_ends_the_persons_sessions(browser, bradford_analyst, client_for):
    bradford_analyst.set_password(one_time_password())
    bradford_analyst.save()
    analysts_browser = client_for(bradford_analyst)

    browser.post(f"/people/{bradford_analyst.pk}/one-time-password/")

    assert analysts_browser.get("/password/").status_code == 302


def test_a_person_moves_district_from_today_and_the_old_posting_stays_on_record(browser, bradford_analyst):
    bradford_analyst.postings.update(start=timezone.localdate() - timedelta(days=30))

    browser.post(f"/people/{bradford_analyst.pk}/districts/", {"area_codes": [LEEDS]})

    assert bradford_analyst.area_codes == {LEEDS}
    assert bradford_analyst.postings.get(area_code=BRADFORD).end == timezone.localdate() - timedelta(days=1)


def test_a_role_that_sees_boards_keeps_at_least_one_district(browser, bradford_analyst):
    response = browser.post(f"/people/{bradford_analyst.pk}/districts/", {"area_codes": []})

    assert response.status_code == 422
    assert bradford_analyst.area_codes == {BRADFORD}


@pytest.mark.parametrize("path", ["/people/", "/people/add/", "/people/1/"])
def test_accounts_look_missing_to_everyone_else(client_for, bradford_chair, auditor, client, path):
    assert client_for(bradford_chair).get(path).status_code == 404
    assert client_for(auditor).get(path).status_code == 404
    assert client.get(path).url == f"/sign-in/?next={path}"


def test_an_ended_posting_gives_no_area(bradford_analyst):
    yesterday = timezone.localdate() - timedelta(days=1)
    bradford_analyst.postings.update(start=yesterday, end=yesterday)

    assert bradford_analyst.area_codes == frozenset()
