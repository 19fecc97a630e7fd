from collections.abc import Iterator

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from joserfc.jwk import RSAKey

from partnership.audit.models import Event
from partnership.people import second_factor, single_sign_on
from partnership.people.models import OutsideAccount, Person
from partnership.people.rules import Role
from partnership.site import surroundings

from .provider import CLIENT_ID, CLIENT_SECRET, Provider, running

pytestmark = pytest.mark.django_db
BEGIN, NOT_SIGNED_IN = "/sign-in/organisation/", "You are not signed in"


@pytest.fixture(scope="module")
def one_provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(one_provider, settings) -> Provider:
    known = surroundings.Provider(one_provider.issuer, CLIENT_ID, CLIENT_SECRET, "the Force account", False)
    settings.TOCSIN_OIDC = known
    one_provider.claims, one_provider.signs, one_provider.refuses = {"amr": ["pwd", "mfa"]}, None, ""
    single_sign_on._registered.cache_clear()
    return one_provider


@pytest.fixture
def analyst(add_person) -> Person:
    person = add_person("Analyst", Role.DISTRICT_ANALYST, "Force", "E08000032")
    second_factor.forget(person)
    return person


def go(client: Client, going: str = ""):
    """Through the provider and back, as a browser goes; the answer to coming back."""
    away = client.get(BEGIN, {"next": going})
    assert away.status_code == 302
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://127.0.0.1:8000"))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_whoever_has_an_account_here_under_their_address_is_let_in_and_linked(provider, analyst, client):
    provider.claims["email"] = analyst.email.upper()

    answer = go(client, "/trends/E08000032/")

    assert answer.headers["Location"] == "/trends/E08000032/"
    assert is_signed_in(client)
    assert OutsideAccount.objects.get().person == analyst
    assert set(Event.objects.values_list("did", flat=True)) == {"linked organisation’s account", "signed in"}
    assert client.get("/work/").status_code == 200  # neither a password nor a second factor is asked for


def test_the_provider_is_asked_with_pkce_a_nonce_and_only_for_the_address(provider, analyst, client):
    go(client)

    asked = provider.asked[-1]
    assert asked["scope"] == "openid email"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 20
    assert "prompt" not in asked


def test_later_they_are_known_by_their_number_there_whatever_their_address(provider, analyst, client):
    provider.claims["email"] = analyst.email
    go(client)
    provider.claims["email"] = "another@example.test"

    go(Client())

    assert OutsideAccount.objects.count() == 1
    assert Event.objects.filter(did="signed in").count() == 2


def test_an_address_given_to_somebody_else_opens_nothing_to_them(provider, analyst, client):
    provider.claims["email"] = analyst.email
    go(client)
    provider.claims["sub"] = "two"
    newcomer = Client()

    answer = go(newcomer)

    assert NOT_SIGNED_IN in answer.content.decode()
    assert not is_signed_in(newcomer)
    assert Event.objects.first().did == "refused organisation’s account"


def test_a_closed_account_is_refused(provider, analyst, client):
    provider.claims["email"] = analyst.email
    go(client)
    Person.objects.update(is_active=False)

    assert NOT_SIGNED_IN in go(Client()).content.decode()


def test_nobody_is_added_by_signing_in(provider, client):
    provider.claims["email"] = "stranger@example.test"

    assert go(client).status_code == 422
    assert Person.objects.count() == 0


@pytest.mark.parametrize("vouched", [False, None])
def test_an_address_that_the_provider_does_not_vouch_for_counts_for_nothing(provider, analyst, client, vouched):
    provider.claims |= {"email": analyst.email, "email_verified": vouched}

    assert go(client).status_code == 422
    assert OutsideAccount.objects.count() == 0


def test_a_provider_that_gives_out_its_addresses_need_not_vouch_for_each(provider, analyst, client, settings):
    provider.claims |= {"email": analyst.email, "email_verified": None}
    known = settings.TOCSIN_OIDC
    settings.TOCSIN_OIDC = surroundings.Provider(known.issuer, known.client_id, known.secret, known.name, True)

    assert go(client).status_code == 302
    assert is_signed_in(client)


LIES = {
    "another site's": {"aud": "another"},
    "another provider's": {"iss": "https://evil.example"},
    "past its time": {"exp": 1, "iat": 0},
    "to another question": {"nonce": "of another question"},
    "without a nonce": {"nonce": None},
    "nobody's": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_an_answer_that_is_not_for_us_now_is_refused(provider, analyst, client, lie):
    provider.claims |= {"email": analyst.email} | lie

    answer = go(client)

    assert (answer.status_code, is_signed_in(client)) == (422, False)


def test_a_forged_answer_is_refused(provider, analyst, client):
    provider.claims["email"] = analyst.email
    provider.signs = RSAKey.generate_key(2048, {"kid": "one"})

    assert (go(client).status_code, is_signed_in(client)) == (422, False)


def test_an_answer_is_taken_once_and_only_in_the_browser_that_asked(provider, analyst, client):
    provider.claims["email"] = analyst.email
    away = client.get(BEGIN)
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    back = back.removeprefix("http://127.0.0.1:8000")
    victim = Client()

    assert (victim.get(back).status_code, is_signed_in(victim)) == (422, False)
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 422


@pytest.mark.parametrize("query", [{}, {"code": "x"}, {"state": "x", "code": "x"}, {"error": "<script>", "state": "x"}])
def test_a_stranger_at_the_way_back_is_told_in_words(provider, client, query):
    answer = client.get("/sign-in/organisation/back/", query)

    assert answer.status_code == 422
    assert "<script>" not in answer.content.decode()


def test_who_changed_their_mind_there_is_told_in_words(provider, client):
    provider.refuses = "access_denied"

    assert NOT_SIGNED_IN in go(client).content.decode()


def test_a_provider_that_cannot_be_reached_is_told_in_words(provider, client, settings):
    known = settings.TOCSIN_OIDC
    settings.TOCSIN_OIDC = surroundings.Provider("http://127.0.0.1:9", known.client_id, known.secret, known.name, False)

    assert client.get(BEGIN).status_code == 422


def test_without_a_second_factor_there_ours_is_asked_for(provider, add_person, client):
    person = add_person("Chair", Role.BOARD_CHAIR, "Force", "E08000032")
    provider.claims = {"email": person.email, "amr": ["pwd"]}

    answer = go(client, "/trends/E08000032/")

    assert answer.headers["Location"] == "/sign-in/code/?next=%2Ftrends%2FE08000032%2F"
    assert not is_signed_in(client)


def test_without_any_second_factor_one_is_set_up_first(provider, analyst, client):
    provider.claims = {"email": analyst.email}

    go(client)

    assert client.get("/").headers["Location"] == "/second-factor/set-up/"


def test_confirming_who_one_is_goes_to_the_provider_which_asks_anew(provider, analyst, client):
    provider.claims["email"] = analyst.email
    go(client)
    before = client.session.session_key

    assert "Confirm with the Force account" in client.get("/sign-in/again/?next=/tokens/").content.decode()
    assert go(client, "/tokens/").headers["Location"] == "/tokens/"

    assert provider.asked[-1]["prompt"] == "login"
    assert is_signed_in(client)
    assert client.session.session_key != before


def test_a_provider_that_did_not_ask_anew_confirms_nothing(provider, analyst, client):
    provider.claims["email"] = analyst.email
    go(client)
    provider.claims["auth_time"] = 1

    assert go(client, "/tokens/").status_code == 422


def test_it_is_offered_only_where_it_is_configured(client, settings):
    settings.TOCSIN_OIDC = None

    assert "organisation/" not in client.get("/sign-in/").content.decode()
    assert client.get(BEGIN).status_code == client.get("/sign-in/organisation/back/").status_code == 404


def test_settings_that_are_half_there_or_unsafe_stop_the_site(monkeypatch, tmp_path):
    ours = surroundings.Origin("https://tocsin.example", "tocsin.example", True)
    secret = tmp_path / "secret"
    secret.write_text("hush\n")
    assert surroundings.provider(ours) is None

    monkeypatch.setenv("TOCSIN_OIDC_ISSUER", "https://login.example/")
    with pytest.raises(ImproperlyConfigured, match="set all of"):
        surroundings.provider(ours)
    monkeypatch.setenv("TOCSIN_OIDC_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("TOCSIN_OIDC_SECRET_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        surroundings.provider(ours)
    monkeypatch.setenv("TOCSIN_OIDC_SECRET_FILE", str(secret))
    assert surroundings.provider(ours).secret == "hush"
    assert surroundings.provider(ours).issuer == "https://login.example"
    monkeypatch.setenv("TOCSIN_OIDC_ISSUER", "http://login.example")
    with pytest.raises(ImproperlyConfigured, match="over https"):
        surroundings.provider(ours)
