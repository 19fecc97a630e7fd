"""The interface for programs as a whole: guarded, documented, and JSON whatever happens."""

import json
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from ninja import Router, Schema
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from partnership.audit.models import Event
from partnership.people.rules import Act, Role
from partnership.site import openapi
from partnership.site.api import addresses, api, put_together, urlpatterns
from partnership.site.programs import MOST_BYTES
from partnership.tokens.rules import ACTS

pytestmark = pytest.mark.django_db
DOCUMENT = openapi.document(api)
OPERATIONS = list(openapi.operations(DOCUMENT))
NOWHERE = "00000000-0000-4000-8000-000000000000"
FILLED = {"uuid": NOWHERE, "code": "E08000032", "kind": "signal", "number": 1}
PATHS = {path.format(**FILLED): set(methods) for path, methods in DOCUMENT["paths"].items()}
REFERENCE = Path(__file__).parents[4] / "docs/reference/api.md"


@pytest.fixture
def program(program_for, bradford_chair):
    return program_for(bradford_chair)


def test_the_document_is_valid_openapi_3_1():
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT, cls=OpenAPIV31SpecValidator)


@pytest.mark.parametrize(
    ("path", "method", "operation"), OPERATIONS, ids=lambda told: told if type(told) is str else ""
)
def test_every_operation_is_documented_and_asks_for_a_token(path, method, operation):
    assert operation["summary"]
    assert operation["description"]
    assert operation["security"] == [{"BearerToken": []}]
    assert {"200", "401", "429", "503"} <= set(operation["responses"])
    assert operation.get("x-act") in ACTS or operation["operationId"] in {"me", "read_document"}
    assert all(parameter["description"] for parameter in operation["parameters"])


def test_an_operation_without_a_token_is_found():
    router = Router()

    @router.get("open", auth=None, response={200: Schema})
    def open_to_all(request):
        """Open to all"""

    made = put_together(router)

    assert openapi.without_guard(openapi.document(made)) == ["get /api/v1/open"]
    assert openapi.without_guard(DOCUMENT) == []
    assert addresses(made, router)[0].callback.access_rule is None


def test_an_operation_that_names_no_guard_still_asks_for_a_token(rf):
    router = Router()

    @router.get("forgotten", response={200: Schema})
    def forgotten(request):
        """Forgotten"""

    made = put_together(router)

    assert openapi.without_guard(openapi.document(made)) == []
    assert addresses(made, router)[0].callback(rf.get("/api/v1/forgotten")).status_code == 401


def test_what_writes_asks_for_an_act_that_writes():
    for _, method, operation in OPERATIONS:
        assert (method == "post") == (operation.get("x-act") in {act.value for act in Act if act.writes})


@pytest.mark.parametrize("path", PATHS)
def test_nothing_answers_without_a_token_and_only_to_its_own_methods(path):
    for method in ("get", "post", "put", "patch", "delete", "head", "options"):
        answer = getattr(Client(), method)(path)

        assert answer.status_code == (401 if method in PATHS[path] else 405)
        assert method == "head" or set(answer.json()) == {"error", "fields"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", Role)
def test_a_session_alone_opens_nothing(client_for, add_person, path, role):
    client = client_for(add_person("Somebody", role, "Force"))

    answer = client.generic("POST" if "post" in PATHS[path] else "GET", path)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert not answer.cookies


def test_a_session_beside_a_token_neither_helps_nor_hinders(program_for, partner, bradford_chair, client_for):
    program = program_for(partner)
    program.cookies = client_for(bradford_chair).cookies

    assert program.get("/api/v1/me").json()["name"] == "Partner"
    assert program.get("/api/v1/boards").status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/nowhere", "/api/v1/signals/x", "/api/v1/", "/api/v1/me/"])
def test_every_answer_carries_the_headers_of_a_page_and_is_json(program, path):
    answer = program.get(path)

    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"to": NaN}', "application/json", 400),
        (b"\xff\xfe\x00", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"version": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"to=dismissed", "application/x-www-form-urlencoded", 400),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 400),
        (b"--x", "multipart/form-data", 400),
        (b" " * (MOST_BYTES + 1), "application/json", 413),
        (b"a=1&" * 700_000, "application/x-www-form-urlencoded", 400),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_words(program, body, kind, status):
    answer = program.post(f"/api/v1/signals/{NOWHERE}/verdict", body, kind)

    assert (answer.status_code, answer.json()["fields"]) == (status, {})
    assert "body" in answer.json()["error"]


def test_a_fault_here_is_told_as_json_too(program):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the database is down")

    program.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        answer = program.get("/api/v1/me")

    assert (answer.status_code, set(answer.json())) == (500, {"error", "fields"})


def test_a_page_that_is_not_there_is_still_a_page(client):
    assert "<h1" in client.get("/nowhere/").content.decode()
    assert "<h1" in client.get("/api/v2/").content.decode()


def test_a_program_reads_boards_with_the_event_of_their_page(program, client_for, bradford_chair):
    client_for(bradford_chair).get("/boards/")
    by_page = Event.objects.first()

    told = program.get("/api/v1/boards").json()["boards"]

    event = Event.objects.first()
    assert (event.verb, event.did, event.shown.count()) == (by_page.verb, by_page.did, by_page.shown.count())
    assert event.detail["areas"] == by_page.detail["areas"] == [board["area_code"] for board in told]
    assert (told[0]["area_name"], told[0]["is_own"], told[0]["open_signals"]) == ("Bradford", True, 0)


def test_a_program_reads_the_document_from_which_the_page_is_drawn(program):
    assert program.get("/api/v1/openapi.json").json() == DOCUMENT


def test_the_page_tells_every_address_act_parameter_and_field(client_for, bradford_chair):
    page = client_for(bradford_chair).get("/api/").content.decode()

    for path, method, operation in OPERATIONS:
        assert f"<strong>{method.upper()}</strong> {path}" in page
        assert f"<code>{operation['x-act']}</code>" in page if "x-act" in operation else True
        assert all(f"<bdi>{parameter['name']}</bdi>" in page for parameter in operation["parameters"])
    for name in ("SignalInFull", "VerdictSent", "Refused"):
        assert f'id="{name}"' in page
        assert all(f"<bdi>{field}</bdi>" in page for field in DOCUMENT["components"]["schemas"][name]["properties"])
    assert "<script>" not in page


def test_the_reference_names_every_address_with_its_act():
    told = REFERENCE.read_text()

    for path, method, operation in OPERATIONS:
        act = f"`{operation['x-act']}`" if "x-act" in operation else "any"
        assert any(f"`{method.upper()} {path}`" in line and act in line for line in told.splitlines())


def test_every_address_has_its_own_name():
    names = [pattern.name for pattern in urlpatterns]

    assert len(names) == len(set(names)) == len(OPERATIONS)
    assert json.dumps(DOCUMENT)
