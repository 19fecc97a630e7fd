from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from partnership.audit.models import Event
from partnership.conftest import SECOND_FACTOR
from partnership.people import second_factor, throttling
from partnership.people.models import FailedSignIn, Person

pytestmark = pytest.mark.django_db
PASSWORD = "granite otter violin lantern"
SIGN_IN = "/sign-in/"


@pytest.fixture
def analyst(bradford_analyst):
    bradford_analyst.set_password(PASSWORD)
    bradford_analyst.save()
    return bradford_analyst


def attempt(client, email, password=PASSWORD, **more):
    """The answer to the password and, if it was right, to the code."""
    answer = client.post(SIGN_IN, {"email": email, "password": password, **more})
    if answer.status_code != 302 or not answer.url.startswith("/sign-in/code/"):
        return answer
    Authenticator.objects.filter(type="totp").update(data={"secret": second_factor.Adapter().encrypt(SECOND_FACTOR)})
    return client.post(answer.url, {"code": second_factor.code_now(SECOND_FACTOR)})


def is_signed_in(client):
    return client.get(reverse("people:password")).status_code == 200


def test_the_right_password_signs_in_and_is_recorded(client, analyst):
    response = attempt(client, analyst.email.upper())

    assert response.url == "/"
    assert is_signed_in(client)
    assert Event.objects.get().did == "signed in"


def test_the_hash_is_argon2(analyst):
    assert analyst.password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("case", ["unknown", "wrong", "closed"])
def test_every_refusal_reads_the_same_and_is_recorded(client, analyst, case):
    Person.objects.filter(pk=analyst.pk).update(is_active=case != "closed")
    email = "nobody@example.test" if case == "unknown" else analyst.email

    response = attempt(client, email, "not this one at all" if case == "wrong" else PASSWORD)

    assert response.status_code == 422
    assert "E-mail address or password is wrong, or the account is closed" in response.content.decode()
    assert Event.objects.get().did == "refused sign-in"
    assert not is_signed_in(client)


def test_what_was_typed_is_kept_nowhere(client):
    attempt(client, "typed-my-password-here", "canary-secret")

    kept = str(list(Event.objects.values())) + str(list(FailedSignIn.objects.values()))
    assert "canary" not in kept
    assert "typed-my" not in kept


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/audit/", "/audit/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http:///evil.example", "/"),
        ("Plain words", "/"),
        ("", "/"),
    ],
)
def test_sign_in_leads_only_to_this_site(client, analyst, wanted, given):
    assert attempt(client, analyst.email, next=wanted).url == given


def test_the_session_gets_a_new_key_at_sign_in(client, analyst):
    client.cookies["session"] = "planted-by-somebody-else-00000000"

    attempt(client, analyst.email)

    assert client.cookies["session"].value != "planted-by-somebody-else-00000000"


def test_guessing_at_one_account_slows_that_account_alone(analyst, council_officer):
    council_officer.set_password(PASSWORD)
    council_officer.save()
    for _ in range(throttling.MOST_FAILURES["account"]):
        attempt(Client(), analyst.email, "a wrong guess at it")

    slowed, other = attempt(Client(), analyst.email), attempt(Client(), council_officer.email)

    assert "Too many attempts" in slowed.content.decode()
    assert other.status_code == 302


def test_a_flood_from_one_address_does_not_lock_out_a_browser_that_is_known(client, analyst):
    attempt(client, analyst.email)
    client.post("/sign-out/")
    for n in range(throttling.MOST_FAILURES["source"]):
        throttling.count_failure((f"account:{n}", *_source_of_test_client()))
    for _ in range(throttling.MOST_FAILURES["account"]):
        attempt(Client(), analyst.email, "a wrong guess at it")

    stranger, owner = attempt(Client(), analyst.email), attempt(client, analyst.email)

    assert "Too many attempts" in stranger.content.decode()
    assert owner.status_code == 302


def test_a_known_browser_is_slowed_too(client, analyst):
    attempt(client, analyst.email)
    client.post("/sign-out/")
    for _ in range(throttling.MOST_FAILURES["browser"]):
        attempt(client, analyst.email, "a wrong guess at it")

    assert "Too many attempts" in attempt(client, analyst.email).content.decode()


def test_the_wait_ends(analyst):
    for _ in range(throttling.MOST_FAILURES["account"]):
        attempt(Client(), analyst.email, "a wrong guess at it")
    FailedSignIn.objects.update(at=timezone.now() - throttling.WINDOW - timedelta(seconds=1))

    assert attempt(Client(), analyst.email).status_code == 302


def test_attempts_while_slowed_do_not_fill_the_log(analyst):
    for _ in range(throttling.MOST_FAILURES["account"] + 10):
        attempt(Client(), analyst.email, "a wrong guess at it")

    assert Event.objects.filter(did="refused sign-in").count() == throttling.MOST_FAILURES["account"]
    assert Event.objects.filter(did="slowed sign-in").count() == 1


def test_signing_out_is_recorded_and_ends_the_session(client_for, analyst):
    client = client_for(analyst)

    client.post("/sign-out/")

    assert not is_signed_in(client)
    assert Event.objects.get().did == "signed out"


def test_a_link_cannot_sign_anyone_out(client_for, analyst):
    client = client_for(analyst)

    assert client.get("/sign-out/").status_code == 405
    assert is_signed_in(client)


def _source_of_test_client():
    return throttling.buckets_of(RequestFactory().get("/"), "x@example.test")[1:]
