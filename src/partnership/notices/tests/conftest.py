"""A group of Bradford with a plan and an action, and a mail server on this machine that keeps what it is given."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django_tasks_db.management.commands import db_worker

from partnership.jobs import keeping
from partnership.jobs.working import Working
from partnership.ocgs.models import Group
from partnership.ocgs.rules import Status
from partnership.people.rules import Act, Marking
from partnership.plans.acting import Deed, add_action
from partnership.plans.actions import start_plan
from partnership.records.rules import Handling, Release
from partnership.records.starting import start

OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")


@pytest.fixture
def group(bradford_chair):
    told = {"code_name": "Granite Harbour", "state": Status.ACTIVE, "crime_types": ["drugs-supply"]}
    return start(Group, act=Act.WORK_ON_GROUP, area_code="E08000032", release=OPEN, by=bradford_chair, **told)


@pytest.fixture
def plan(group, officer):
    return start_plan(target=group, release=OPEN, by=officer, name="Plan against Granite Harbour", lead=officer)


@pytest.fixture
def action_of(plan):
    def make(*, by, owner=None, due=None):
        deed = Deed(p="soc4p:pursue", text="Visit the scrapyards on the list", owner=owner, due=due)
        return add_action(plan=plan, deed=deed, release=OPEN, by=by)

    return make


@pytest.fixture
def action(action_of, officer):
    return action_of(by=officer)


@dataclass
class MailServer:
    """Keeps what it is sent. `refuses`: the recipients that it will not take."""

    received: list = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    tried: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library asks for it
        self.tried.append(address)
        if address in self.refuses:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library asks for it
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def open_server(settings):
    """Starts a mail server, and has the site hand its mail to it."""
    running = []

    def begin(**how) -> MailServer:
        server = MailServer()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        running.append(Controller(server, hostname="127.0.0.1", port=port, **how))
        running[-1].start()
        settings.TOCSIN_SENDS_MAIL, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", port
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.DEFAULT_FROM_EMAIL, settings.EMAIL_USE_TLS = "tocsin@example.test", False
        return server

    yield begin
    for controller in running:
        controller.stop()


@pytest.fixture
def post(open_server) -> MailServer:
    return open_server()


@pytest.fixture
def work(monkeypatch):
    """Runs all that waits in the queue; what fails is tried again at once."""

    def run() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's transaction is in it
            patch.setattr(keeping, "wait_after", lambda job: job.enqueued_at - job.enqueued_at)
            Working(interval=0, is_once=True).run()

    return run
