"""A real Chromium before a live site, the cast who sign in, and made-up signals for Bradford."""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    sync_playwright,
)

from partnership.areas.models import Area
from partnership.audit import guards
from partnership.people import second_factor
from partnership.people.models import Agency, Person
from partnership.people.rules import Act, Marking, Role, acts_of
from partnership.records.rules import Handling, Release
from partnership.triage.actions import receive
from partnership.triage.models import Signal
from partnership.triage.rules import Arrival, ArrivalQuote, Level, WindowPoint

BRADFORD, WAKEFIELD = "E08000032", "E08000036"
LOADING = (
    "partnership.areas.migrations.0002_hierarchy",
    "partnership.trends.migrations.0002_founding_figures",
    "partnership.trends.migrations.0003_markings",
)
OPEN = Release(Marking.OFFICIAL, Handling.PERMITTED, "")
MADE_UP = tomllib.loads(Path(__file__).with_name("signal.toml").read_text())
PASSWORD = "sheep lantern quarry"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # everybody's authenticator app holds this key
SLOWEST_MS = 20_000  # far above what a page takes, so that a busy machine fails no test
NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = (
    "NOT RUN: tests/journey, because there is no Chromium here. Install one (Debian: apt-get install chromium), "
    "or set TOCSIN_CHROMIUM to its program."
)
# Heard by a binding at the moment it happens, whatever page comes next.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
    tellViolation(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`));
"""
OVERFLOWS = "() => document.scrollingElement.scrollWidth > document.documentElement.clientWidth"


def chromium() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("TOCSIN_CHROMIUM") or next((program for program in found if program), None)


@dataclass
class Browsing:
    """One person's browser window.

    misdeeds  what no page should make it do, in words: a dialog, an error, something that the content security
              policy refused, a request to another host
    """

    page: Page
    home: str
    misdeeds: list[str] = field(default_factory=list)

    def go(self, path: str) -> int:
        """Opens the address; the status of the page it ends at."""
        answer = self.page.goto(self.home + path)
        assert answer is not None
        return answer.status

    def path(self) -> str:
        return self.page.url.removeprefix(self.home)

    def sign_in(self, person: Person) -> None:
        """By the form, as people do."""
        self.go("/sign-in/")
        self.page.get_by_label("E-mail address").fill(person.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        # A code counts once: whoever signs in twice within half a minute finds theirs used.
        Authenticator.objects.filter(user=person).filter(type="totp").update(
            data={"secret": second_factor.Adapter().encrypt(KEY)}
        )
        self.page.get_by_label("Code").fill(second_factor.code_now(KEY))
        self.page.get_by_role("button", name="Sign in").click()

    def already_signed_in(self, person: Person) -> Browsing:
        """With a session made on the server, where signing in is not what is tested."""
        client = Client()
        client.force_login(person)
        return self.as_client(client)

    def as_client(self, client: Client) -> Browsing:
        """With the session that the test's own client has, if any."""
        name = settings.SESSION_COOKIE_NAME
        if name in client.cookies:
            self.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.home}])
        return self

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate(OVERFLOWS))

    def _listen(self, context: BrowserContext) -> None:
        context.on("request", self._note_host)
        context.on("response", self._note_failure)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.misdeeds.append(f"error: {error.error}"))
        context.on("dialog", self._note_dialog)
        context.expose_binding("tellViolation", lambda source, words: self.misdeeds.append(f"policy: {words}"))
        context.add_init_script(REPORT_VIOLATIONS)

    def _note_host(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:")):
            self.misdeeds.append(f"other host: {request.url}")

    def _note_failure(self, answer: Response) -> None:
        """Of what a page asks for; the pages' own refusals (422) and not-founds (404) are for the tests to judge."""
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.misdeeds.append(f"error: {answer.status} {answer.url}")

    def _note_console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith("Failed to load resource: the server responded"):
            self.misdeeds.append(f"error: {said.text}")

    def _note_dialog(self, dialog: Dialog) -> None:
        self.misdeeds.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip(NO_BROWSER)
    args = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    ours = connections["default"]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread. Django takes that for asynchronous code, which it would
        # refuse the database, or give a connection that knows nothing of the test database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections["default"] = ours
        launched = playwright.chromium.launch(executable_path=program, args=args)
        yield launched
        launched.close()


@pytest.fixture
def browse(browser: Browser, live_server, shipped_data) -> Iterator[Callable[..., Browsing]]:
    """Opens a browser window of its own; narrow for one of 320 pixels, scripts=False for one without JavaScript."""
    opened: list[BrowserContext] = []

    def open_window(*, narrow: bool = False, scripts: bool = True) -> Browsing:
        size = {"width": 320, "height": 640} if narrow else {"width": 1280, "height": 900}
        context = browser.new_context(viewport=size, java_script_enabled=scripts, reduced_motion="reduce")
        opened.append(context)
        context.set_default_timeout(SLOWEST_MS)
        window = Browsing(context.new_page(), live_server.url)
        window._listen(context)
        return window

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def window(browse) -> Browsing:
    return browse()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    browser = item.funcargs.get("browser") if hasattr(item, "funcargs") else None
    if report.when == "call" and report.failed and browser is not None:
        folder = Path(tempfile.mkdtemp(prefix="tocsin-journey-"))
        pages = [page for context in browser.contexts for page in context.pages]
        for n, page in enumerate(pages):
            page.screenshot(path=folder / f"{item.name[:80]}-{n}.png", full_page=True)
        report.sections.append(("Screenshots", f"{folder} ({', '.join(page.url for page in pages)})"))
    return report


def pytest_terminal_summary(terminalreporter):
    if any(NO_BROWSER in str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())):
        terminalreporter.write_line(f"\n*** {NO_BROWSER}\n", red=True, bold=True)


def pytest_configure(config):
    """In memory, SQLite would have the test and every request share one connection: so the database is a file."""
    if connection.vendor == "sqlite":
        folder = tempfile.TemporaryDirectory(prefix="tocsin-journey-database-")
        config.add_cleanup(folder.cleanup)
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder.name) / "site.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Lets the database be cleared after each test, which the audit log's guards would refuse."""
    flush = type(connection.ops).execute_sql_flush

    def flush_with_guards_lifted(sql_list: list[str]) -> None:
        if not guards.are_standing(connection):  # the site's own tests have lifted them already
            return flush(connection.ops, sql_list)
        with guards.lifted(connection):
            return flush(connection.ops, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "execute_sql_flush", flush_with_guards_lifted)
        yield


@pytest.fixture
def shipped_data(transactional_db) -> None:
    """The areas, outlines and figures that migrations load, and every test that commits clears away.

    Not by serialized_rollback, which trips over Django's own tables if another test has committed without it.
    """
    if not Area.objects.exists():
        for migration in LOADING:
            import_module(migration).load(apps, None)


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server):
    """Stopped before the database goes."""
    return live_server


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """The product's own hasher, set to take a millisecond."""
    with pytest.MonkeyPatch.context() as patch:
        for cost in ("time_cost", "memory_cost", "parallelism"):
            patch.setattr(Argon2PasswordHasher, cost, 8 if cost == "memory_cost" else 1)
        yield


@pytest.fixture(autouse=True)
def own_checkpoints(tmp_path_factory, settings) -> None:
    """A second store for each test, because each begins with an empty log."""
    settings.TOCSIN_CHECKPOINTS = tmp_path_factory.mktemp("checkpoints")


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture
def person_with(shipped_data) -> Callable[..., Person]:
    """Somebody of that role, posted to Bradford if the role sees boards at all."""

    def add(role: Role, *, area_code: str = BRADFORD) -> Person:
        agency, _ = Agency.objects.get_or_create(name="Agency")
        email = f"{role}.{Person.objects.count()}@example.test"
        person = Person.objects.create(email=email, name=role.label, role=role, agency=agency, password=PASSWORD)
        second_factor.TOTP.activate(person, KEY)
        if Act.SEE_BOARD in acts_of(role):
            person.postings.create(area_code=area_code)
        return person

    return add


@pytest.fixture
def chair(person_with) -> Person:
    return person_with(Role.BOARD_CHAIR)


@pytest.fixture
def neighbour(person_with) -> Person:
    """Wakefield's analyst, who must never see into Bradford."""
    return person_with(Role.DISTRICT_ANALYST, area_code=WAKEFIELD)


@pytest.fixture
def quote_of() -> Callable[..., ArrivalQuote]:
    return lambda **changes: ArrivalQuote(**(MADE_UP["quote"] | changes))


@pytest.fixture
def raise_signal(shipped_data, quote_of) -> Callable[..., Signal]:
    """A signal received by the site, on Bradford's board unless told otherwise; every call is another one."""
    numbers = count(1)

    def make(*, release: Release = OPEN, **changes) -> Signal:
        told = {name: tuple(told) for name, told in MADE_UP["lists"].items()} | {
            "engine_signal_id": f"{next(numbers):016x}",
            "level": Level.WATCH,
            "window": tuple(WindowPoint(*point) for point in MADE_UP["window"]["points"]),
            "quotes": (quote_of(),),
        }
        arrival = Arrival(**(MADE_UP["arrival"] | told | changes))
        return receive(by=None, arrival=arrival, release=release)

    return make
