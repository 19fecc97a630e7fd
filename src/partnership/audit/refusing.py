"""No record of it, no answer: where the log cannot be written, the site says so and shows nothing."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .rules import NotRecorded

log = logging.getLogger(__name__)


class NoRecordNoAnswer:
    """Answers 503 where an event could not be recorded, with a page that holds no data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, NotRecorded):
            return None
        log.error("Answered 503: %s", fault)
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "60"})
