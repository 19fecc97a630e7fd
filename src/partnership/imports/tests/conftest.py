"""An import of enablers by Bradford's analyst, as the browser sends it."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnership.ocgs.models import Enabler
from partnership.records.unscoped import everything

AT = "/groups/enablers/import/"
HEAD = "name,kind,area_code,description,marking,handling,conditions"
GOOD = "Car wash,business,E08000032,Takes in cash.,OFFICIAL,P,"
HIDDEN = re.compile(r'name="(carried|rest)" value="([^"]*)"')


def lines(*rows: str, head: str = HEAD) -> str:
    return "\r\n".join((head, *rows)) + "\r\n"


@pytest.fixture
def made():
    """The enablers that there are, by name."""
    return lambda: {one.name: one for one in everything(Enabler)}


@pytest.fixture
def browser(client_for, bradford_analyst):
    return client_for(bradford_analyst)


@pytest.fixture
def upload(browser):
    """The answer to a file of those bytes or lines."""

    def send(told, *, client=None, at=AT):
        data = told if isinstance(told, bytes) else told.encode()
        return (client or browser).post(at, {"file": SimpleUploadedFile("things.csv", data), "pasted": ""})

    return send


@pytest.fixture
def hidden():
    """What a page carries on to the next, by name."""
    return lambda answer: {name: html.unescape(value) for name, value in HIDDEN.findall(answer.content.decode())}


@pytest.fixture
def take(browser, upload, hidden):
    """The answer to pressing Import on the preview of those lines."""

    def send(told, *, client=None, at=AT):
        carried = hidden(upload(told, client=client, at=at))["carried"]
        return (client or browser).post(at, {"carried": carried})

    return send
