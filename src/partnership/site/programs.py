"""What is different for programs: no cookie counts, every error is JSON, and nothing long is read.

The middleware and the error pages of the whole site ask here whether an address is for programs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

ROOT = "api/v1/"
MOST_BYTES = 1_000_000
WORDS = {
    400: "The body is not JSON that can be read.",
    401: "Send a token that is in force, as Authorization: Bearer tocsin_…",
    404: "There is no such thing, or this token does not open it.",
    405: "This address does not answer to that method.",
    413: f"The body is longer than {MOST_BYTES:,} bytes.",
    422: "Not taken: see why beside each field.",
    429: "Too many bad tokens came from this address. Wait 15 minutes and try again.",
    500: "Something went wrong here. Nothing was changed.",
    503: "The audit log cannot be written, so nothing can be shown or changed. Try again in a minute.",
}
HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "900"}, 503: {"Retry-After": "60"}}


def is_for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{ROOT}")


def refusal(status: int, error: str = "", fields: Mapping[str, str] | None = None) -> HttpResponse:
    told = {"error": error or WORDS.get(status, WORDS[500]), "fields": dict(fields or {})}
    return JsonResponse(told, status=status, headers=HEADERS.get(status, {}))


class NoCookies:
    """A program brings a token and nothing else: where it asks, no session is read, kept alive or begun."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for_programs(request):
            request.COOKIES = {}
        return self.get_response(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(400) if is_for_programs(request) else defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(404) if is_for_programs(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    return refusal(500) if is_for_programs(request) else defaults.server_error(request)
