"""Every page for every role: fit for a screen reader, within its own host and policy, and no wider than a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import expect

from partnership.people.rules import Act, Role, acts_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RUN_AXE = """() => axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations
    .filter((violation) => ["serious", "critical"].includes(violation.impact))
    .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target} ${node.failureSummary}`)))"""
NO_SUCH_PAGE = f"/signals/{uuid4()}/"


@dataclass(frozen=True)
class Door:
    """A page's address, and one role that may open it; None for a stranger."""

    path: str
    opener: Role | None


@pytest.fixture
def doors(raise_signal, person_with) -> dict[str, Door]:
    """Every page of the site, by name; an address that only takes forms is no page."""
    signal, colleague = raise_signal(), person_with(Role.PARTNERSHIP_ANALYST)
    raise_signal(area_code="E23000010", area_name="West Yorkshire", area_level="force", statement="A wider signal.")
    known = {"code": signal.area_code, "uuid": signal.uuid, "pk": colleague.pk}
    found = {name: Door(address(name, known), opener_of(view)) for name, view in named_views()}
    clients = {door.opener: Client() for door in found.values()}
    for role, client in clients.items():
        if role is not None:
            client.force_login(person_with(role))
    return {
        name: door
        for name, door in found.items()
        if clients[door.opener].options(door.path).headers.get("Allow") != "POST"
    }


def named_views(patterns=None, space: str = "") -> Iterator[tuple[str, object]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from named_views(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def address(name: str, known: dict[str, object]) -> str:
    for wanted in ({}, *({key: value} for key, value in known.items())):
        try:
            return reverse(name, kwargs=wanted)
        except NoReverseMatch:
            continue
    raise AssertionError(f"{name} takes an argument that no test knows: add it to `known`")


def opener_of(view) -> Role | None:
    rule = view.access_rule
    if rule == "anyone":
        return None
    return next(role for role in Role if rule == "signed-in" or Act(rule) in acts_of(role))


def unfit_for_screen_readers(page) -> list[str]:
    page.evaluate(AXE.read_text())
    return page.evaluate(RUN_AXE)


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "a stranger")
def test_every_page_is_fit_for_screen_readers_and_keeps_to_its_own_host_and_policy(window, doors, person_with, role):
    if role is not None:
        window.already_signed_in(person_with(role))
    seen, faults = set(), []

    for path in (*(door.path for door in doors.values()), NO_SUCH_PAGE):
        status = window.go(path)
        assert status in {200, 404}, f"{path} answers {status}"
        landed = "not found" if status == 404 else window.path().split("?")[0]
        if landed not in seen:
            faults += [f"{path}: {fault}" for fault in unfit_for_screen_readers(window.page)]
        seen.add(landed)

    assert faults == []
    assert window.misdeeds == []
    assert ("not found" in seen) == (role is not None)  # a stranger is sent to sign in, whatever the address


def test_no_page_scrolls_sideways_on_a_narrow_screen(browse, doors, person_with):
    windows = {role: browse(narrow=True) for role in {door.opener for door in doors.values()}}
    for role, window in windows.items():
        if role is not None:
            window.already_signed_in(person_with(role))
    too_wide = []

    for name, door in doors.items():
        assert windows[door.opener].go(door.path) == 200, name
        too_wide += [name] if windows[door.opener].scrolls_sideways() else []

    window = windows[Role.DISTRICT_ANALYST]
    assert window.go(NO_SUCH_PAGE) == 404
    assert not window.scrolls_sideways()
    assert too_wide == []


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
def test_a_refused_form_says_so_first_and_is_fit_for_screen_readers(window, doors, person_with, role, name, button):
    if role is not None:
        window.already_signed_in(person_with(role))
    window.go(doors[name].path)

    window.page.get_by_role("button", name=button, exact=True).click()

    expect(window.page.locator(".govuk-error-summary")).to_be_focused()
    assert window.page.title().startswith("Error: ")
    assert unfit_for_screen_readers(window.page) == []
    assert window.misdeeds == []


def test_a_one_time_password_is_shown_on_a_page_fit_for_screen_readers(browse, doors, person_with):
    window = browse(narrow=True).already_signed_in(person_with(Role.ADMINISTRATOR))
    window.go(doors["people:account"].path)

    window.page.get_by_role("button", name="Give a one-time password").click()

    expect(window.page.get_by_role("heading", name="One-time password for")).to_be_visible()
    assert unfit_for_screen_readers(window.page) == []
    assert not window.scrolls_sideways()
    assert window.misdeeds == []
