"""The whole of a board's work with no mouse: Tab and Enter, and the single keys for whoever triages daily."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from partnership.people.second_factor import code_now

from .conftest import KEY
from .keyboard import arrive, press, tab_to

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SAY_WHY = "Say why, so that the board can see the reason later."
REASON = "Counted twice: the force has said so"


def sign_in_by_keyboard(window, person, password: str) -> None:
    page = window.page
    window.go("/sign-in/")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type(person.email)
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    arrive(page, "Enter your code")
    tab_to(page, page.get_by_label("Code"))
    page.keyboard.type(code_now(KEY))
    page.keyboard.press("Enter")
    arrive(page, "My work")


def open_board(window) -> None:
    page = window.page
    tab_to(page, page.get_by_role("link", name="Boards", exact=True))
    page.keyboard.press("Enter")
    arrive(page, "Your boards")
    tab_to(page, page.get_by_role("link", name="Bradford", exact=True))
    page.keyboard.press("Enter")
    arrive(page, "Bradford: signals")


def link_to(page: Page, statement: str) -> Locator:
    return page.get_by_role("region", name="Open").get_by_role("link", name=statement)


def test_the_chair_dismisses_a_signal_and_reads_the_log_without_a_mouse(window, chair, password, raise_signal):
    statement = raise_signal().statement
    page = window.page
    sign_in_by_keyboard(window, chair, password)
    open_board(window)

    page.keyboard.press("j")
    expect(link_to(page, statement)).to_be_focused()
    page.keyboard.press("Enter")
    arrive(page, statement)
    page.keyboard.press("d")
    expect(page.get_by_label("Dismiss: it does not need the board")).to_be_checked()
    expect(page.get_by_role("textbox", name="Reason")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Save verdict"))
    page.keyboard.press("Enter")

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    tab_to(page, page.get_by_role("link", name=SAY_WHY))
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Reason")).to_be_focused()
    page.keyboard.type(REASON)
    tab_to(page, page.get_by_role("button", name="Save verdict"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("region", name="Decided lately")).to_contain_text(REASON)
    expect(link_to(page, statement)).to_have_count(0)
    press(page, page.get_by_role("link", name="Records", exact=True))
    arrive(page, "Shared with me")
    press(page, page.get_by_role("link", name="Audit log"))
    expect(page.get_by_role("row").filter(has_text="dismissed signal")).to_contain_text(REASON)
    tab_to(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert window.misdeeds == []


def test_single_keys_walk_the_board_choose_and_decide_on_several_at_once(window, chair, raise_signal):
    first, second, third = (
        raise_signal(statement=f"The {word} signal", q=n / 100).statement
        for n, word in enumerate(("first", "second", "third"), start=1)
    )
    page = window.already_signed_in(chair).page
    window.go("/boards/E08000032/")

    for key, reached in (("j", first), ("j", second), ("j", third), ("k", second)):
        page.keyboard.press(key)
        expect(link_to(page, reached)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_label(f"Choose: {second}")).to_be_checked()
    page.keyboard.press("x")
    expect(page.get_by_label(f"Choose: {second}")).not_to_be_checked()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Confirm", exact=True)).to_be_focused()
    expect(page.get_by_role("region", name="Decided lately")).to_have_count(0)
    page.keyboard.press("Enter")

    decided = page.get_by_role("region", name="Decided lately")
    expect(decided).to_contain_text(f"{second}\nConfirmed by {chair.name}", use_inner_text=True)
    expect(decided).to_contain_text(f"{third}\nConfirmed by {chair.name}", use_inner_text=True)
    expect(link_to(page, first)).to_be_visible()


def test_dismissing_from_the_board_asks_for_the_reason_before_the_button(window, chair, raise_signal):
    statement = raise_signal().statement
    page = window.already_signed_in(chair).page
    window.go("/boards/E08000032/")

    for key in ("j", "x", "d"):
        page.keyboard.press(key)
    expect(page.get_by_role("textbox", name="Reason")).to_be_focused()
    page.keyboard.type(REASON)
    tab_to(page, page.get_by_role("button", name="Dismiss"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("region", name="Decided lately")).to_contain_text(f"Dismissed by {chair.name}")
    expect(page.get_by_role("region", name="Decided lately")).to_contain_text(REASON)
    expect(link_to(page, statement)).to_have_count(0)


def test_a_signal_is_put_under_watch_by_its_key_and_sent_only_by_the_button(window, chair, raise_signal):
    signal = raise_signal()
    page = window.already_signed_in(chair).page
    window.go(signal.get_absolute_url())

    page.keyboard.press("w")
    expect(page.get_by_label("Watch: too early to say")).to_be_checked()
    page.keyboard.type("wait for August, and cdjkx are letters here")
    signal.refresh_from_db()
    assert signal.state == "open"
    tab_to(page, page.get_by_role("button", name="Save verdict"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("region", name="Being watched")).to_contain_text(signal.statement)
    window.go(signal.get_absolute_url())
    expect(page.get_by_role("region", name="Verdicts so far")).to_contain_text("cdjkx are letters here")


def test_whoever_switches_the_single_keys_off_is_left_alone_by_them(window, chair, raise_signal):
    statement = raise_signal().statement
    page = window.already_signed_in(chair).page
    window.go("/boards/E08000032/")

    tab_to(page, page.locator(".triage-keys summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Shortcuts are on"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Shortcuts are off")).to_be_focused()
    window.go("/boards/E08000032/")
    page.keyboard.press("j")

    expect(link_to(page, statement)).to_be_visible()
    expect(link_to(page, statement)).not_to_be_focused()
