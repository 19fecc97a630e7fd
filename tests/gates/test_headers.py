"""Every answer of the site, whatever it says and to whomever, carries the whole table of headers.

The table is written here apart from the settings. The same crawl runs once more as an installation over https.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import path

from partnership.people.permissions import open_to_all
from partnership.site.urls import urlpatterns

from .scene import EVERYBODY

OVER_HTTPS = "https://tocsin.example"
POLICY = {
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'"),
    *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'"),
}
ON_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ON_PAGES = ON_ALL | {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}
YEAR_SECONDS = 365 * 24 * 60 * 60
ANSWERS = {200, 302, 400, 403, 404, 405, 422, 500}
LET_THROUGH = ("SAVEPOINT", "ROLLBACK", "RELEASE")


def faults_in(answer, table=ON_PAGES) -> list[str]:
    """What is missing from an answer's headers, or says something else, and every cookie left open."""
    expected = table | (HSTS if settings.TOCSIN_ORIGIN.is_https else {})
    found = [f"{name}: {answer.headers.get(name)}" for name in expected if answer.headers.get(name) != expected[name]]
    policy = answer.headers.get("Content-Security-Policy", "")
    if set(policy.split("; ")) != POLICY:
        found.append(f"Content-Security-Policy: {policy}")
    return found + [f"cookie {name}: {cookie.OutputString()}" for name, cookie in open_cookies(answer)]


def open_cookies(answer) -> Iterator[tuple[str, object]]:
    """Cookies that a script or another site could use, or that are not bound to this host."""
    for name, cookie in answer.cookies.items():
        is_cleared = cookie["max-age"] == 0
        is_closed = is_cleared or (cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"})
        is_bound = name.startswith("__Host-") and cookie["path"] == "/" and not cookie["domain"] and cookie["secure"]
        if not is_closed or (settings.TOCSIN_ORIGIN.is_https and not is_bound):
            yield name, cookie


@contextmanager
def database_down() -> Iterator[None]:
    def refuse(execute, sql, params, many, context):
        if sql.startswith(LET_THROUGH):  # the test's own way back
            return execute(sql, params, many, context)
        raise OperationalError("the database is down")

    with connection.execute_wrapper(refuse):
        yield


def answers(scene, who, address) -> Iterator[HttpResponse]:
    """What the address says when asked, sent an empty form, forged, misused, misnamed, and with the database down."""
    secure = settings.TOCSIN_ORIGIN.is_https
    client = scene.client(who)
    yield client.get(address.path, secure=secure)
    yield client.delete(address.path, secure=secure)
    yield client.get(address.path, secure=secure, headers={"host": "evil.example"})
    yield scene.client(who, enforce_csrf_checks=True).post(address.path, secure=secure)
    yield client.post(address.path, b"{", "application/json", secure=secure)
    with database_down():
        yield client.get(address.path, secure=secure)
    yield scene.client(who).post(address.path, {}, secure=secure)


def crawl(scene, addresses, everybody=EVERYBODY) -> tuple[set[int], list[str], set[str]]:
    """The statuses met, the faults, and the cookies that were given, over every address for every role."""
    statuses, found, cookies = set(), [], set()
    for who in everybody:
        for address in addresses:
            for answer in answers(scene, who, address):
                statuses.add(answer.status_code)
                cookies |= set(answer.cookies)
                said = f"{address.name} as {who or 'a stranger'}, {answer.status_code}"
                found += [f"{said}: {fault}" for fault in faults_in(answer)]
    return statuses, found, cookies


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="django")


def test_crawl_every_answer_carries_the_whole_table(scene, every_address):
    statuses, found, cookies = crawl(scene, every_address())

    assert found == []
    assert statuses >= ANSWERS
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} <= cookies


def test_crawl_an_address_that_is_nowhere_carries_it_too(scene):
    for who in EVERYBODY:
        answer = scene.client(who).get("/nowhere/", secure=settings.TOCSIN_ORIGIN.is_https)

        assert answer.status_code == 404
        assert faults_in(answer) == []


def test_crawl_a_static_file_carries_what_applies_and_may_be_kept(client):
    assert finders.find("ui/bell.svg")

    answer = client.get("/static/ui/bell.svg", secure=settings.TOCSIN_ORIGIN.is_https)

    assert answer.status_code == 200
    assert faults_in(answer, ON_ALL) == []
    assert "no-store" not in answer.headers["Cache-Control"]


@pytest.mark.skipif(not settings.TOCSIN_ORIGIN.is_https, reason="asked over https, by the last test of this file")
def test_crawl_whoever_comes_without_https_is_sent_there(client):
    answer = client.get("/sign-in/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/sign-in/")
    assert settings.SECURE_HSTS_SECONDS >= YEAR_SECONDS
    # A browser heeds HSTS only from an answer that came over https.
    assert [fault for fault in faults_in(answer) if not fault.startswith("Strict-Transport-Security")] == []


@open_to_all
def bare(request):
    """A page that frees itself of the policy, and gives away a cookie."""
    answer = HttpResponse(f"<script>alert({request.method!r})</script>")
    answer._csp_exempt = True
    answer.set_cookie("open", "1")
    return answer


@open_to_all
def loose(request):
    answer = HttpResponse()
    answer._csp_update = {"script-src": ["'unsafe-inline'"]}
    return answer


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        (bare, "Content-Security-Policy: "),
        (bare, "cookie open: "),
        (loose, "'unsafe-inline'"),
    ],
)
def test_a_page_that_lacks_a_header_is_found(scene, every_address, settings, view, fault):
    settings.ROOT_URLCONF = (*urlpatterns, path("broken/", view, name="broken"))
    addresses = [address for address in every_address() if address.name in {"broken", "accessibility"}]

    _, found, _ = crawl(scene, addresses, everybody=[None])

    assert any(said.startswith("broken as a stranger, 200: ") and fault in said for said in found)
    assert not any(said.startswith("accessibility") for said in found)


def test_headers_lost_with_their_middleware_are_found(scene, every_address, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "PageHeaders" not in name]
    addresses = [address for address in every_address() if address.name == "accessibility"]

    _, found, _ = crawl(scene, addresses, everybody=[None])

    assert "accessibility as a stranger, 200: Cache-Control: None" in found


def over_https(tmp_path, *command: str) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"TOCSIN_ORIGIN": OVER_HTTPS, "TOCSIN_HOME": str(tmp_path), "TOCSIN_DEBUG": ""}
    surroundings.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # set where a browser's tests run in the same process
    return subprocess.run([sys.executable, *command], env=surroundings, capture_output=True, text=True, check=False)


def test_django_finds_nothing_unsafe_in_an_installation_over_https(tmp_path):
    told = over_https(tmp_path, "-m", "partnership.site.manage", "check", "--deploy", "--fail-level", "WARNING")

    assert told.returncode == 0, told.stderr
    assert "no issues" in told.stdout


def test_django_does_find_what_is_unsafe_over_http():
    told = subprocess.run(
        [sys.executable, "-m", "partnership.site.manage", "check", "--deploy", "--fail-level", "WARNING"],
        env=os.environ | {"TOCSIN_ORIGIN": "http://127.0.0.1:8000"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode != 0
    assert "security.W012" in told.stderr  # SESSION_COOKIE_SECURE


@pytest.mark.skipif(settings.TOCSIN_ORIGIN.is_https, reason="this is that run")
def test_the_whole_crawl_holds_over_https(tmp_path):
    told = over_https(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-k", "test_crawl")

    assert told.returncode == 0, told.stdout[-4000:]
    assert "4 passed" in told.stdout
