import json
import threading

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection, connections
from django.test import Client

from partnership.audit.models import Event
from partnership.conftest import SECOND_FACTOR
from partnership.people import second_factor, throttling

pytestmark = pytest.mark.django_db
PASSWORD = "granite otter violin lantern"


@pytest.fixture
def analyst(bradford_analyst):
    bradford_analyst.set_password(PASSWORD)
    bradford_analyst.save()
    return bradford_analyst


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-23T09:00:10Z", tick=False) as clock:
        yield clock


def after_password(person):
    client = Client()
    answer = client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
    assert answer.url == "/sign-in/code/?next=%2F"
    return client


def is_signed_in(client):
    return client.get("/password/").status_code == 200


def test_a_password_alone_signs_nobody_in(analyst):
    client = after_password(analyst)

    assert not is_signed_in(client)
    assert client.get("/sign-in/code/").status_code == 200


def test_the_code_signs_in_and_is_recorded(analyst):
    client = after_password(analyst)

    assert client.post("/sign-in/code/", {"code": second_factor.code_now(SECOND_FACTOR)}).url == "/"
    assert is_signed_in(client)
    assert Event.objects.get().did == "signed in"


@pytest.mark.parametrize("later", [0, 25, 45])
def test_a_code_counts_once(analyst, clock, later):
    code = second_factor.code_now(SECOND_FACTOR)
    assert second_factor.use(analyst, code)
    clock.shift(later)

    assert not second_factor.use(analyst, code)


def test_an_older_code_is_not_taken_after_a_newer_one(analyst, clock):
    older = second_factor.code_now(SECOND_FACTOR)
    clock.shift(30)
    assert second_factor.use(analyst, second_factor.code_now(SECOND_FACTOR))

    assert not second_factor.use(analyst, older)


@pytest.mark.parametrize(("shift", "taken"), [(0, True), (30, True), (-30, True), (90, False), (-90, False)])
def test_a_phone_may_be_half_a_minute_off(analyst, clock, shift, taken):
    code = second_factor.code_now(SECOND_FACTOR)
    clock.shift(shift)

    assert second_factor.use(analyst, code) is taken


def test_the_published_codes_of_the_standard_come_out():
    """RFC 6238, appendix B, SHA-1, the last six of eight digits."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for moment, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        with time_machine.travel(moment, tick=False):
            assert second_factor.code_now(key) == code


def test_guessing_codes_is_slowed(analyst):
    client = after_password(analyst)
    for _ in range(throttling.MOST_FAILURES["account"]):
        assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 422

    answer = client.post("/sign-in/code/", {"code": second_factor.code_now(SECOND_FACTOR)})

    assert "Too many attempts" in answer.content.decode()
    assert not is_signed_in(client)


def test_the_second_step_waits_ten_minutes(analyst, clock):
    client = after_password(analyst)
    clock.shift(10 * 60 + 1)

    answer = client.post("/sign-in/code/", {"code": second_factor.code_now(SECOND_FACTOR)})

    assert answer.url == "/sign-in/"
    assert not is_signed_in(client)


def test_without_a_password_there_is_no_second_step(client):
    assert client.get("/sign-in/code/").url == "/sign-in/"


def test_whoever_has_none_sets_one_up_before_anything_else(analyst):
    second_factor.forget(analyst)
    client, elsewhere = Client(), Client()
    for browser in (client, elsewhere):
        assert browser.post("/sign-in/", {"email": analyst.email, "password": PASSWORD}).url == "/"
    assert client.get("/").url == "/second-factor/set-up/"

    page = client.get("/second-factor/set-up/").content.decode()
    key = client.session["key_to_set_up"]
    assert key in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert client.post("/second-factor/set-up/", {"code": "000000"}).status_code == 422
    shown = client.post("/second-factor/set-up/", {"code": second_factor.code_now(key)})

    assert shown.content.decode().count("<li><code") == 10
    assert client.get("/work/").status_code == 200
    assert not is_signed_in(elsewhere)  # it had given a password alone


def test_a_recovery_code_counts_once(analyst):
    codes = second_factor.new_recovery_codes(analyst)

    client = after_password(analyst)
    assert client.post("/sign-in/code/", {"code": codes[3]}).url == "/"
    again = after_password(analyst)
    assert again.post("/sign-in/code/", {"code": codes[3]}).status_code == 422
    assert second_factor.recovery_codes_left(analyst) == 9


def test_new_recovery_codes_take_the_place_of_the_old(analyst):
    old = second_factor.new_recovery_codes(analyst)
    new = second_factor.new_recovery_codes(analyst)

    assert not second_factor.use(analyst, old[0])
    assert second_factor.use(analyst, new[0])


def test_a_copy_of_the_database_gives_nobody_a_second_factor(analyst):
    codes = second_factor.new_recovery_codes(analyst)

    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECOND_FACTOR not in kept
    assert not any(code in kept for code in codes)


def test_a_one_time_password_does_not_skip_the_factor(analyst, administrator, client_for):
    answer = client_for(administrator).post(f"/people/{analyst.uuid}/one-time-password/")
    password = answer.context["password"]

    told = Client().post("/sign-in/", {"email": analyst.email, "password": password})

    assert told.url.startswith("/sign-in/code/")


def test_a_one_time_password_lasts_three_days(analyst, administrator, client_for, clock):
    answer = client_for(administrator).post(f"/people/{analyst.uuid}/one-time-password/")
    clock.shift(72 * 60 * 60 + 1)

    told = Client().post("/sign-in/", {"email": analyst.email, "password": answer.context["password"]})

    assert told.status_code == 422
    assert "has expired" in told.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="in SQLite's memory, threads share one connection")
def test_of_many_at_the_same_moment_one_gets_in(analyst):
    code, taken = second_factor.code_now(SECOND_FACTOR), []
    start = threading.Barrier(8)

    def attempt():
        start.wait()
        taken.append(second_factor.use(analyst, code))
        connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [False] * 7 + [True]


def test_in_a_demonstration_on_this_machine_it_may_wait(analyst, settings):
    second_factor.forget(analyst)
    settings.TOCSIN_SECOND_FACTOR_MAY_WAIT = True
    client = Client()
    client.post("/sign-in/", {"email": analyst.email, "password": PASSWORD})

    assert client.get("/work/").status_code == 200
