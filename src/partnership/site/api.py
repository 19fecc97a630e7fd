"""Every address for programs, put together. What each tells is its slice's to say; who asks, the token's."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from inspect import cleandoc
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.urls import URLPattern
from ninja import NinjaAPI, Router, Schema
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser

from partnership.audit.rules import NotRecorded
from partnership.find.api import router as find
from partnership.meetings.api import router as meetings
from partnership.ocgs.api import router as groups
from partnership.outcomes.api import router as outcomes
from partnership.people.permissions import declare
from partnership.people.rules import Act
from partnership.plans.api import router as plans
from partnership.profiles.api import router as profiles
from partnership.records.api import router as records
from partnership.requests.api import router as requests
from partnership.scanning.api import router as words
from partnership.threats.api import router as threats
from partnership.tokens.answers import answers
from partnership.tokens.api import router as tokens
from partnership.tokens.bearer import BearerToken
from partnership.trace.api import router as trails
from partnership.trends.api import router as trends
from partnership.triage.api import router as triage

from . import actions, openapi, queries
from .programs import MOST_BYTES, refusal
from .typed_words import without_hidden

log = logging.getLogger(__name__)
boards = Router(tags=["Boards"])
document = Router(tags=["This interface"])


class TypedJSON(Parser):
    """JSON bodies without characters that nobody sees, as every form is read (typed_words)."""

    def parse_body(self, request: HttpRequest) -> Any:
        return _cleaned(json.loads(request.body, parse_constant=_refuse_constant))


class Board(Schema):
    area_code: str
    area_name: str
    area_level: str
    open_signals: int
    is_own: bool


class Boards(Schema):
    boards: list[Board]


@boards.get("boards", auth=BearerToken(Act.SEE_BOARD), response=answers(Boards, 404))
def list_boards(request: HttpRequest) -> dict[str, Any]:
    """List boards

    Those that the owner may open, their own first, each with how many open signals they may see there.
    """
    found = queries.boards_for(request.auth)
    actions.note_boards_read(boards=found, by=request.auth)
    return {
        "boards": [
            {"area_code": b.area.code, "area_name": b.area.name, "area_level": b.area.level}
            | {"open_signals": b.open_signals, "is_own": b.is_own}
            for b in found
        ]
    }


@document.get("openapi.json", auth=BearerToken(), response=answers(dict[str, Any]))
def read_document(request: HttpRequest) -> dict[str, Any]:
    """This interface, for programs

    The OpenAPI 3.1 document from which the page about this interface is drawn.
    """
    return openapi.document(api)


class ForPrograms(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_operation_url_name(self, operation: Operation, router: Router) -> str:
        return operation.view_func.__name__.replace("_", "-")


def put_together(*routers: Router) -> ForPrograms:
    """Those routers as one interface: an operation that names no other guard of its own asks for a token."""
    made = ForPrograms(
        title="Tocsin",
        version="1",
        description=cleandoc(openapi.DESCRIPTION),
        openapi_url=None,
        docs_url=None,
        auth=BearerToken(),
        parser=TypedJSON(),
        urls_namespace="api",
    )
    for router in routers:
        for operation in operations_of(router):
            openapi.tell(operation)
        made.add_router("", router)
    for kind, answer in HANDLERS.items():
        made.add_exception_handler(kind, answer)
    return made


def operations_of(router: Router) -> list[Operation]:
    return [operation for view in router.path_operations.values() for operation in view.operations]


def addresses(api: ForPrograms, *routers: Router) -> list[URLPattern]:
    """The addresses, each declaring the act that its token must leave the owner."""
    rules = {
        api.get_operation_url_name(operation, router): openapi.rule_of(operation)
        for router in routers
        for operation in operations_of(router)
    }
    patterns = [pattern for pattern in api.urls[0] if pattern.name in rules]
    for pattern in patterns:
        pattern.callback = declare(_for_programs(pattern.callback), rules[pattern.name])
    return patterns


def _for_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view without the sign-in that people need, as it asks for a token; short bodies only, and JSON only."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.META.get("CONTENT_LENGTH", "").isdecimal() and int(request.META["CONTENT_LENGTH"]) > MOST_BYTES:
            return refusal(413)
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            allowed, answer = answer.headers["Allow"], refusal(405)
            answer.headers["Allow"] = allowed
        return answer

    return login_not_required(answered)


def _cleaned(sent: Any) -> Any:
    if isinstance(sent, str):
        return without_hidden(sent)
    if isinstance(sent, list):
        return [_cleaned(each) for each in sent]
    if isinstance(sent, dict):
        return {without_hidden(name): _cleaned(value) for name, value in sent.items()}
    return sent


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _not_valid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """In words by field; the body itself is to blame where it holds no object."""
    told = {str(error["loc"][-1]): f"{error['msg']}." for error in fault.errors if error["loc"] != ("body", "sent")}
    return refusal(422, "" if told else "Send a JSON object.", told)


def _not_recorded(request: HttpRequest, fault: NotRecorded) -> HttpResponse:
    log.error("Answered 503: %s", fault)
    return refusal(503)


def _let_django(request: HttpRequest, fault: Exception) -> HttpResponse:
    raise fault


HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    Exception: _let_django,
    Http404: lambda request, fault: refusal(404),
    HttpError: lambda request, fault: refusal(fault.status_code),
    RawPostDataException: lambda request, fault: refusal(400),
    ValidationError: _not_valid,
    NotRecorded: _not_recorded,
}
ROUTERS = (
    *(tokens, boards, triage, trends, words, threats, groups, profiles, plans, outcomes, requests, meetings),
    *(records, trails, find, document),
)
api = put_together(*ROUTERS)
urlpatterns = addresses(api, *ROUTERS)
