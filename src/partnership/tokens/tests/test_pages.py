"""Making and ending one's own tokens on the site."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from partnership.people.models import Person
from partnership.people.sessions import SECOND
from partnership.tokens.models import Token

pytestmark = pytest.mark.django_db
OWN, MAKE = "/tokens/", "/tokens/make/"
HOSTILE = "<script>alert(1)</script> \u202egnp.exe"


def told(**changes):
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    fair = {"name": "The sheet", "purpose": "Each week", "acts": ["see-record"], "until": until}
    return fair | changes


@pytest.fixture
def browser(client_for, bradford_chair):
    return client_for(bradford_chair)


def test_the_secret_is_shown_once_on_the_answer_that_makes_it(browser, program_for, bradford_chair):
    answer = browser.post(MAKE, told())

    secret = answer.context["secret"]
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.content.decode().count(secret) == 1
    assert secret not in browser.get(OWN).content.decode()
    assert not answer.cookies.get("messages")
    assert Token.objects.get().person == bradford_chair


def test_only_what_the_role_allows_is_offered(client_for, commissioners_officer):
    page = client_for(commissioners_officer).get(MAKE).content.decode()

    assert 'value="see-board"' in page
    assert 'value="triage"' not in page


def test_only_areas_of_the_owner_are_offered(browser, client_for, partner):
    assert 'value="E08000036"' not in browser.get(MAKE).content.decode()
    assert 'value="E08000032"' in browser.get(MAKE).content.decode()
    assert 'value="E08000036"' in client_for(partner).get(MAKE).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter which program it is for"),
        ({"purpose": " "}, "Enter why it needs a token"),
        ({"acts": []}, "Choose what it may do"),
        ({"acts": ["export"]}, "is not one of the available choices"),
        ({"acts": ["triage"]}, "It also has to be allowed to read what it would work on"),
        ({"area_codes": ["E08000036"]}, "is not one of the available choices"),
        ({"until": "2020-01-01"}, "Enter today or a later day"),
        ({"until": "2099-01-01"}, "A token lasts a year at most"),
        ({"until": "soon"}, "Enter a day, such as 31/12/2030"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(browser, changes, words):
    answer = browser.post(MAKE, told(**changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Token.objects.exists()


def test_a_token_can_be_narrowed_to_an_area(browser):
    browser.post(MAKE, told(area_codes=["E08000032"]))

    assert Token.objects.get().area_codes == ["E08000032"]
    assert "<bdi>Bradford</bdi>" in browser.get(OWN).content.decode()


def test_an_unattended_screen_makes_no_token(bradford_chair, client_for):
    with time_machine.travel("2027-03-02T12:00:00Z", tick=False) as clock:
        browser = client_for(bradford_chair)
        session = browser.session
        session[SECOND] = True
        session.save()
        browser.get(OWN)
        clock.shift(16 * 60)

        answer = browser.post(MAKE, told())

    assert answer.url.startswith("/sign-in/again/")
    assert not Token.objects.exists()


def test_a_token_is_ended_on_the_page_and_stays_listed(browser):
    browser.post(MAKE, told())

    answer = browser.post(OWN, {"token": Token.objects.get().uuid}, follow=True)

    assert "It stops at its next request" in answer.content.decode()
    assert "Ended" in answer.content.decode()
    assert Token.objects.get().ended_at is not None
    assert browser.post(OWN, {"token": Token.objects.get().uuid}).status_code == 422


@pytest.mark.parametrize(
    ("token", "status"), [("", 422), ("rubbish", 422), ("00000000-0000-4000-8000-000000000000", 404)]
)
def test_a_token_that_is_not_there_cannot_be_ended(browser, token, status):
    assert browser.post(OWN, {"token": token}).status_code == status


def test_nobody_sees_or_ends_another_persons(browser, client_for, bradford_analyst):
    browser.post(MAKE, told(name="The chair’s sheet"))
    other = client_for(bradford_analyst)

    assert "The chair’s sheet" not in other.get(OWN).content.decode()
    assert other.post(OWN, {"token": Token.objects.get().uuid}).status_code == 404
    assert Token.objects.get().ended_at is None


def test_hostile_names_are_inert(browser):
    made = browser.post(MAKE, told(name=HOSTILE, purpose=HOSTILE)).content.decode()

    for page in (made, browser.get(OWN).content.decode()):
        assert "<script>alert" not in page
        assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt; \u202egnp.exe</bdi>" in page


@pytest.mark.parametrize("who", ["administrator", "auditor"])
@pytest.mark.parametrize("page", [OWN, MAKE, "/api/"])
def test_who_sees_no_record_has_no_tokens(request, client_for, who, page):
    person: Person = request.getfixturevalue(who)

    assert client_for(person).get(page).status_code == 404
    assert OWN not in client_for(person).get("/account/").content.decode()


def test_the_pages_lead_to_each_other(browser):
    assert f'href="{OWN}"' in browser.get("/account/").content.decode()
    assert f'href="{MAKE}"' in browser.get(OWN).content.decode()
    assert 'href="/api/"' in browser.get(OWN).content.decode()
