"""Every page for every role: fit for a screen reader, within its own host and policy, and no wider than a telephone."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from partnership.people.rules import Act, Role, acts_of

from ..gates.scene import WAITING, Scene, Who, every_address
from ..gates.walking import walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RUN_AXE = """() => axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations
    .filter((violation) => ["serious", "critical"].includes(violation.impact))
    .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target} ${node.failureSummary}`)))"""
# Opened by hand, these lead to another page; or they are there only where an organisation's accounts are configured.
LEAD_BACK = {"triage:decide-many", "triage:decide", "triage:hypothesis", "ocgs:review-many"}
LEAD_AWAY = {"people:organisation", "people:organisation-back"}
FILES = {"meetings:calendar-entry"}  # no page: the browser keeps what it is given
NO_PAGES = LEAD_BACK | LEAD_AWAY | FILES
NO_SUCH_PAGE = f"/signals/{uuid4()}/"


@dataclass(frozen=True)
class Door:
    """A page's address, the rule that opens it, and one role that may; None for a stranger."""

    path: str
    rule: str
    opener: Who

    def opens_to(self, role: Role | None) -> bool:
        if self.rule == "anyone" or role is None:
            return self.rule == "anyone"
        return self.rule == "signed-in" or Act(self.rule) in acts_of(role)


@pytest.fixture
def scene(shipped_data) -> Scene:
    scene = Scene()
    scene.raise_signal(area_code="E23000010", area_name="West Yorkshire", area_level="force", statement="A wider one.")
    return scene


@pytest.fixture
def doors(scene, caplog) -> dict[str, Door]:
    """Every page of the site, by name; an address that only takes forms, or only programs, is no page."""
    caplog.set_level(logging.CRITICAL, logger="django")
    rules = {found.name: found.view.access_rule for found in walk() if not found.is_for_programs}
    pages = [address for address in every_address(scene) if not address.is_for_programs]
    doors = {page.name: Door(page.path, rules[page.name], opener_of(page.name, rules[page.name])) for page in pages}
    clients = {opener: scene.client(opener) for opener in {door.opener for door in doors.values()}}
    allow = {name: clients[door.opener].options(door.path).headers.get("Allow") for name, door in doors.items()}
    return {name: door for name, door in doors.items() if allow[name] != "POST" and name not in NO_PAGES}


def opener_of(name: str, rule: str) -> Who:
    if name == "people:code":
        return WAITING
    if rule == "anyone":
        return None
    return next(role for role in Role if rule == "signed-in" or Act(rule) in acts_of(role))


def unfit_for_screen_readers(page) -> list[str]:
    page.evaluate(AXE.read_text())
    return page.evaluate(RUN_AXE)


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "a stranger")
def test_every_page_is_fit_for_screen_readers_and_keeps_to_its_own_host_and_policy(window, doors, scene, role):
    """Of those that the role may open at all: the matrix of the gates holds that the others are not there for it."""
    window.as_client(scene.client(role))
    seen, faults = set(), []

    for path in (*(door.path for door in doors.values() if door.opens_to(role)), NO_SUCH_PAGE):
        status = window.go(path)
        faults += [] if status in {200, 404} else [f"{path} answers {status}"]
        landed = "not found" if status == 404 else window.path().split("?")[0]
        if landed not in seen:
            faults += [f"{path}: {fault}" for fault in unfit_for_screen_readers(window.page)]
        seen.add(landed)

    assert faults == []
    assert window.misdeeds == []
    assert ("not found" in seen) == (role is not None)  # a stranger is sent to sign in, whatever the address


def test_no_page_scrolls_sideways_on_a_narrow_screen(browse, doors, scene):
    openers = {door.opener for door in doors.values()}
    windows = {opener: browse(narrow=True).as_client(scene.client(opener)) for opener in openers}
    too_wide = []

    for name, door in doors.items():
        status = windows[door.opener].go(door.path)
        too_wide += [name] if status != 200 or windows[door.opener].scrolls_sideways() else []

    window = windows[Role.DISTRICT_ANALYST]
    assert window.go(NO_SUCH_PAGE) == 404
    assert not window.scrolls_sideways()
    assert too_wide == []


def test_everybodys_home_is_fit_for_a_screen_reader_and_a_narrow_screen(browse, doors, scene):
    faults = []

    for role in Role:
        window = browse(narrow=True).as_client(scene.client(role))
        assert window.go("/") == 200
        assert window.path() == "/work/"
        faults += [f"{role}: {fault}" for fault in unfit_for_screen_readers(window.page)]
        faults += [f"{role}: too wide"] if window.scrolls_sideways() else []
        assert window.misdeeds == []

    assert faults == []


REFUSALS = {
    "a sign-in with nothing typed": (None, "people:sign-in", "Sign in"),
    "a new password with nothing typed": (Role.AUDITOR, "people:password", "Change password"),
    "an account with nothing typed": (Role.ADMINISTRATOR, "people:add", "Add person"),
    "a closing with no reason": (Role.ADMINISTRATOR, "people:account", "Close account"),
    "a verdict with nothing chosen": (Role.BOARD_CHAIR, "triage:signal", "Save verdict"),
    "a hypothesis with nothing typed": (Role.BOARD_CHAIR, "triage:signal", "Add hypothesis"),
    "a verdict on no signal": (Role.BOARD_CHAIR, "triage:board", "Confirm"),
}


@pytest.mark.parametrize(("role", "name", "button"), REFUSALS.values(), ids=REFUSALS)
def test_a_refused_form_says_so_first_and_is_fit_for_screen_readers(window, doors, scene, role, name, button):
    window.as_client(scene.client(role))
    window.go(doors[name].path)

    window.page.get_by_role("button", name=button, exact=True).click()

    expect(window.page.locator(".govuk-error-summary")).to_be_focused()
    assert window.page.title().startswith("Error: ")
    assert unfit_for_screen_readers(window.page) == []
    assert window.misdeeds == []


def test_a_one_time_password_is_shown_on_a_page_fit_for_screen_readers(browse, doors, scene):
    window = browse(narrow=True).as_client(scene.client(Role.ADMINISTRATOR))
    window.go(doors["people:account"].path)

    window.page.get_by_role("button", name="Give a one-time password").click()

    expect(window.page.get_by_role("heading", name="One-time password for")).to_be_visible()
    assert unfit_for_screen_readers(window.page) == []
    assert not window.scrolls_sideways()
    assert window.misdeeds == []
