"""Nothing is changed by a request that another site could forge, nor by looking.

Each gate is a function that lists faults; each is shown a broken page that it must report.
"""

from __future__ import annotations

import hashlib
import logging
import re

import pytest
from django.db import connection
from django.http import HttpResponse, HttpResponseForbidden
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.views.decorators.csrf import csrf_exempt

from partnership.people.models import Agency
from partnership.people.permissions import open_to_all, requires_sign_in
from partnership.people.rules import Role
from partnership.site.urls import urlpatterns

from .scene import EVERYBODY

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FORM = "application/x-www-form-urlencoded"

# Tables, or columns, that looking may change, with the reason.
CHANGED_BY_LOOKING = {
    "audit_*": "that somebody looked is itself recorded",
    "django_session": "every answer moves the end of an idle session on",
    "tokens_token.last_used_at": "its owner sees when a token was last used",
    "notices_notice.read_at": "whoever opens a record has read what they were told of it",
    "profiles_receipt": "whoever sent an edition sees who has opened it, and when first",
}


def refuse_as_forged(request, reason=""):
    return HttpResponseForbidden(headers={"X-Forged": "yes"})


def forgeable(scene, addresses, everybody=EVERYBODY) -> list[str]:
    """Addresses that answer an unsafe request, sent with a session but no token, by anything but a refusal; and
    tables that such requests changed."""
    clients = {who: scene.client(who, enforce_csrf_checks=True) for who in everybody}
    before, found = digests(), []
    for address in addresses:
        for who, client in clients.items():
            for method in UNSAFE:
                answer = client.generic(method, address.path, "a=1", FORM)
                if not is_refused(answer, address):
                    found.append(f"{method} {address.name} as {who or 'a stranger'}: {answer.status_code}")
    return found + [f"changed {table}" for table in differing(before, digests())]


def is_refused(answer, address) -> bool:
    if address.is_for_programs:
        return answer.status_code in {401, 404, 405}
    return answer.status_code in {404, 405} or (answer.status_code == 403 and "X-Forged" in answer.headers)


def taking_cookies(scene, addresses) -> list[str]:
    """Addresses for programs that answer somebody who shows only a session cookie."""
    return [
        f"{address.name} as {role}: {answer.status_code}"
        for address in addresses
        if address.is_for_programs
        for role in Role
        if (answer := scene.client(role).get(address.path)).status_code not in {401, 404, 405}
    ]


def changed_by_looking(scene, addresses) -> list[str]:
    """Addresses where GET or HEAD, bare or with all that any form sends, leaves the database other than it was."""
    found, state = [], {}
    for who in EVERYBODY:
        client, sent = scene.client(who), {}
        state = digests()
        for with_fields in (False, True):
            for address in addresses:
                page = client.get(address.path, sent if with_fields else {})
                client.head(address.path)
                sent |= {} if with_fields else fields_on(page)
                changed, state = differing(state, now := digests()), now
                found += [f"{address.name} as {who or 'a stranger'}: {', '.join(changed)}"] if changed else []
    return found


def fields_on(page) -> dict[str, str]:
    """Name and value of every field on the page; where it has no value, some text."""
    tags = re.findall(r"<(?:input|textarea|button)\b[^>]*>", page.content.decode())
    named = [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]+)"', tag)) for tag in tags]
    return {name[1]: value[1] if value else "Some text" for name, value in named if name}


def digests() -> dict[str, str]:
    """A digest of every table's rows, without what looking may change."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in CHANGED_BY_LOOKING or f"{table.partition('_')[0]}_*" in CHANGED_BY_LOOKING:
                continue
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own names
            kept = [n for n, c in enumerate(cursor.description) if f"{table}.{c[0]}" not in CHANGED_BY_LOOKING]
            rows = sorted(repr([row[n] for n in kept]) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def differing(before, after) -> list[str]:
    return sorted(table for table in after if after[table] != before.get(table))


@pytest.fixture(autouse=True)
def marked_refusals(settings, caplog):
    """So that a refusal as forged is told from any other 403, and thousands of them do not fill the report."""
    caplog.set_level(logging.CRITICAL, logger="django")
    settings.CSRF_FAILURE_VIEW = f"{__name__}.refuse_as_forged"


def test_no_address_takes_an_unsafe_request_without_its_token(scene, every_address):
    assert forgeable(scene, every_address()) == []


def test_with_its_token_the_same_request_reaches_the_page(scene, client):
    """So the refusals above are for the missing token, and not for something else."""
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("people:sign-in"))
    token = client.cookies["csrf"].value

    assert client.post(reverse("people:sign-in"), {"csrfmiddlewaretoken": token}).status_code == 422


def test_a_token_does_not_help_another_site(client):
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})
    client.get(reverse("people:sign-in"))
    token = client.cookies["csrf"].value

    answer = client.post(reverse("people:sign-in"), {"csrfmiddlewaretoken": token})

    assert answer.headers["X-Forged"]


def test_an_address_for_programs_takes_no_session_cookie(scene, every_address):
    assert taking_cookies(scene, every_address()) == []


def test_looking_changes_nothing(scene, every_address):
    assert changed_by_looking(scene, every_address()) == []


def test_every_address_is_reached_by_somebody(scene, every_address):
    """Otherwise the gates would be knocking on doors that do not open."""
    clients = [scene.client(who) for who in EVERYBODY]
    sign_in = reverse("people:sign-in")

    unreached = [
        address.name for address in every_address() if not any(reaches(client, address, sign_in) for client in clients)
    ]

    assert unreached == []


def reaches(client, address, sign_in) -> bool:
    answer = client.get(address.path)
    if answer.status_code == 302:
        return sign_in not in answer.headers["Location"]
    return answer.status_code in ({200, 401, 405} if address.is_for_programs else {200, 405, 422})


@requires_sign_in
@csrf_exempt
def unguarded(request):
    if request.method == "POST":
        Agency.objects.create(name="Forged")
    return HttpResponse("done")


@open_to_all
def curious(request):
    Agency.objects.get_or_create(name=f"Written by {request.user.pk} in session {request.session.session_key}")
    return HttpResponse("seen")


@requires_sign_in
def obedient(request):
    """A page that takes its form's answer from the address as well."""
    if "reason" in request.GET:
        Agency.objects.get_or_create(name=request.GET["reason"])
    return HttpResponse('<form method="post"><textarea name="reason"></textarea></form>')


def harmless(request, **_):
    return HttpResponse()


def test_a_page_that_asks_for_no_token_is_found(scene, every_address, settings):
    settings.ROOT_URLCONF = (*urlpatterns, path("unguarded/", unguarded, name="unguarded"))

    found = forgeable(scene, every_address(), everybody=[Role.AUDITOR])

    assert found == [*(f"{method} unguarded as auditor: 200" for method in UNSAFE), "changed people_agency"]


def test_a_program_address_that_takes_a_session_cookie_is_found(scene, every_address, settings):
    settings.ROOT_URLCONF = (*urlpatterns, path("unguarded/", unguarded, name="unguarded"))

    assert taking_cookies(scene, every_address()) == [f"unguarded as {role}: 200" for role in Role]


@pytest.mark.parametrize(("view", "finders"), [(curious, EVERYBODY), (obedient, [next(iter(Role))])])
def test_a_page_that_writes_when_looked_at_is_found(scene, every_address, view, finders):
    patterns = (path("broken/", view, name="broken"),)
    addresses = [address for address in every_address() if address.name == "front"]
    with override_settings(ROOT_URLCONF=(*urlpatterns, *patterns)):
        found = changed_by_looking(scene, [*addresses, *every_address(patterns)])

    assert found == [f"broken as {who or 'a stranger'}: people_agency" for who in finders]


@pytest.mark.parametrize("route", ["plots/<int:plot>/", "plots/<slug:plot>/edit/"])
def test_an_address_with_a_parameter_that_nothing_fills_is_named(every_address, route):
    patterns = [path("", include(([path(route, harmless, name="plot")], "farm")))]

    with pytest.raises(AssertionError, match="farm:plot takes 'plot'"):
        every_address(patterns)
