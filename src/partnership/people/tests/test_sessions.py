import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from partnership.conftest import SECOND_FACTOR
from partnership.people import second_factor, sessions
from partnership.people.models import Person
from partnership.people.sessions import BEGAN

pytestmark = pytest.mark.django_db
PAGE = "/password/"


def is_signed_in(client):
    return client.get(PAGE).status_code == 200


def age(client, seconds):
    """Makes the session look as if it had begun that long ago."""
    session = client.session
    session[BEGAN] = timezone.now().timestamp() - seconds
    session.save()


@pytest.mark.parametrize(("seconds", "lasts"), [(-5, True), (5, False)])
def test_a_session_ends_twelve_hours_after_it_began(client_for, bradford_analyst, seconds, lasts):
    client = client_for(bradford_analyst)
    assert is_signed_in(client)

    age(client, settings.TOCSIN_LONGEST_SESSION_SECONDS + seconds)

    assert is_signed_in(client) is lasts


def test_a_session_ends_after_thirty_idle_minutes(client_for, bradford_analyst):
    client = client_for(bradford_analyst)
    client.get(PAGE)
    session = Session.objects.get(pk=client.session.session_key)
    left = session.expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_signed_in(client)


def test_a_closed_account_is_out_at_its_next_request(client_for, bradford_analyst):
    client = client_for(bradford_analyst)

    Person.objects.filter(pk=bradford_analyst.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_a_one_time_password_is_changed_before_anything_else(client_for, bradford_analyst):
    Person.objects.filter(pk=bradford_analyst.pk).update(must_change_password=True)
    client = client_for(bradford_analyst)

    assert client.get("/").url == PAGE
    assert client.get("/audit/").url == PAGE
    assert client.get(PAGE).status_code == 200
    assert client.post("/sign-out/").url == "/sign-in/"


PASSWORD = "granite otter violin lantern"


@pytest.fixture
def analyst(bradford_analyst):
    bradford_analyst.set_password(PASSWORD)
    bradford_analyst.save()
    return bradford_analyst


def sign_in(person, browser="Mozilla/5.0 (Windows NT 10.0) Firefox/145.0"):
    client = Client(headers={"user-agent": browser})
    client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
    Authenticator.objects.filter(type="totp").update(data={"secret": second_factor.Adapter().encrypt(SECOND_FACTOR)})
    client.post("/sign-in/code/", {"code": second_factor.code_now(SECOND_FACTOR)})
    assert is_signed_in(client)
    return client


@pytest.mark.parametrize(("seconds", "lasts"), [(30 * 60 - 1, True), (30 * 60 + 1, False)])
def test_half_an_hour_idle_to_the_second(analyst, seconds, lasts):
    with time_machine.travel("2026-11-23T09:00Z", tick=False) as clock:
        client = sign_in(analyst)
        clock.shift(seconds)

        assert is_signed_in(client) is lasts


@pytest.mark.parametrize(("seconds", "lasts"), [(-1, True), (1, False)])
def test_twelve_hours_to_the_second_however_busy(analyst, seconds, lasts):
    with time_machine.travel("2026-11-23T09:00Z", tick=False) as clock:
        client = sign_in(analyst)
        for _ in range(12 * 4 - 1):
            clock.shift(15 * 60)
            assert is_signed_in(client)
        clock.shift(15 * 60 + seconds)

        assert is_signed_in(client) is lasts


def test_a_person_sees_their_sessions_and_ends_one(analyst):
    here, there = sign_in(analyst), sign_in(analyst, "Mozilla/5.0 (iPhone) Version/18 Safari/600")

    told = here.get("/sessions/").content.decode()
    assert "Firefox on Windows" in told
    assert "Safari on iPhone" in told
    assert there.session.session_key not in told
    here.post("/sessions/", {"session": re.search(r'name="session" value="([0-9a-f]{16})"', told).group(1)})

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_all_the_others_end_at_once(analyst):
    here, *others = (sign_in(analyst) for _ in range(3))

    here.post("/sessions/")

    assert [is_signed_in(client) for client in (here, *others)] == [True, False, False]


def test_nobody_ends_a_session_of_somebody_else(analyst, council_officer):
    council_officer.set_password(PASSWORD)
    council_officer.save()
    theirs, here = sign_in(council_officer), sign_in(analyst)
    mark = sessions.mark_of(UserSession.objects.get(user=council_officer))

    here.post("/sessions/", {"session": mark})

    assert is_signed_in(theirs)


def test_a_changed_password_ends_the_other_sessions(analyst):
    here, there = sign_in(analyst), sign_in(analyst)

    new = "velvet anchor thistle dram"
    here.post("/password/", {"current": PASSWORD, "new": new, "again": new})

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_who_it_is_is_asked_again_before_something_grave_and_the_session_gets_a_new_key(analyst):
    with time_machine.travel("2026-11-23T09:00Z", tick=False) as clock:
        client = sign_in(analyst)
        assert client.get("/second-factor/recovery-codes/").status_code == 200
        clock.shift(16 * 60)
        asked = client.get("/second-factor/recovery-codes/")
        assert asked.url == "/sign-in/again/?next=%2Fsecond-factor%2Frecovery-codes%2F"
        key = client.session.session_key

        wrong = {"password": PASSWORD, "code": "000000"}
        assert client.post(asked.url, wrong).status_code == 422
        right = {"password": PASSWORD, "code": second_factor.code_now(SECOND_FACTOR)}
        assert client.post(asked.url, right).url == "/second-factor/recovery-codes/"

        assert client.session.session_key != key
        assert not Session.objects.filter(pk=key).exists()
        assert client.get("/second-factor/recovery-codes/").status_code == 200
