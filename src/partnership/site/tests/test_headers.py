import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
PAGES = ["/", "/sign-in/", "/accessibility/", "/audit/", "/nowhere/", "/boards/E08000032/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_page_errors_included_carries_the_whole_policy(client_for, bradford_chair, path, signed_in):
    headers = (client_for(bradford_chair) if signed_in else Client()).get(path).headers

    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_static_files_carry_the_policy_and_may_be_kept(client):
    assert finders.find("ui/bell.svg")

    headers = client.get("/static/ui/bell.svg").headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" not in headers["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client_for, bradford_chair):
    cookie = client_for(bradford_chair).get("/").cookies["session"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_forged_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-out/", "/password/", "/people/add/"])
def test_a_form_without_its_token_is_refused(administrator, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)

    assert client.post(path, {}).status_code == 403
