"""From the sign-in form to the audit log, and what a neighbour sees of it: nothing."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SAY_WHY = "Say why, so that the board can see the reason later."
REASON = "Counted twice: the force has said so"


def open_boards(page) -> None:
    page.get_by_role("link", name="Boards", exact=True).click()


def dismiss(page, reason: str) -> None:
    page.get_by_label("Dismiss: it does not need the board").check()
    page.get_by_role("textbox", name="Reason").fill(reason)
    page.get_by_role("button", name="Save verdict").click()


def see_dismissed(page, statement: str) -> None:
    still_open = page.get_by_role("region", name="Open")
    expect(still_open).not_to_contain_text(statement)
    expect(still_open).to_contain_text("No open signal: what was raised is being watched, or has been decided on.")
    decided = page.get_by_role("region", name="Decided lately")
    expect(decided).to_contain_text(statement)
    expect(decided).to_contain_text(REASON)


def everything_on(page) -> str:
    """The page as sent to the browser, but for the token against forged requests, new every time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content())


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_chair_dismisses_a_signal_only_with_a_reason_and_the_log_keeps_it(browse, chair, raise_signal, scripts):
    statement = raise_signal().statement
    window = browse(scripts=scripts)
    page = window.page

    window.sign_in(chair)
    open_boards(page)
    page.get_by_role("link", name="Bradford", exact=True).click()
    page.get_by_role("region", name="Open").get_by_role("link", name=statement).click()
    dismiss(page, reason="")

    refusal = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(refusal.get_by_role("link", name=SAY_WHY)).to_be_in_viewport()
    assert page.title().startswith("Error: ")
    if scripts:
        expect(page.locator(".govuk-error-summary")).to_be_focused()

    dismiss(page, reason=REASON)
    expect(page.get_by_role("alert", name="Success")).to_have_text(
        re.compile(f"Now dismissed: \u2068{re.escape(statement)}")
    )
    see_dismissed(page, statement)

    page.get_by_role("link", name="Records", exact=True).click()
    page.get_by_role("link", name="Audit log").click()
    event = page.get_by_role("row").filter(has_text="dismissed signal")
    expect(event).to_contain_text(REASON)
    expect(event).to_contain_text(f"{chair.name}, as board chair")
    assert window.misdeeds == []


def test_a_neighbour_in_the_same_browser_finds_neither_the_board_nor_the_signal(window, chair, neighbour, raise_signal):
    signal = raise_signal()
    window.sign_in(chair)
    assert window.go("/boards/E08000032/") == 200
    assert window.go(signal.get_absolute_url()) == 200
    window.page.get_by_role("button", name="Sign out").click()
    expect(window.page).to_have_url(f"{window.home}/sign-in/")

    window.sign_in(neighbour)

    open_boards(window.page)
    expect(window.page.get_by_role("link", name="Wakefield", exact=True)).to_be_visible()
    expect(window.page.get_by_role("link", name="Bradford", exact=True)).to_have_count(0)
    of_both = (signal.get_absolute_url(), f"/signals/{uuid4()}/"), ("/boards/E08000032/", "/boards/E08999999/")
    for hidden, unknown in of_both:
        pages = set()
        for path in (hidden, unknown):
            assert window.go(path) == 404
            pages.add(everything_on(window.page))
        assert len(pages) == 1
        assert "Page not found" in pages.pop()


def test_after_signing_out_the_way_back_shows_nothing(window, chair, raise_signal):
    statement = raise_signal().statement
    window.sign_in(chair)
    open_boards(window.page)
    window.page.get_by_role("link", name="Bradford", exact=True).click()
    expect(window.page.get_by_role("link", name=statement)).to_be_visible()
    window.page.get_by_role("button", name="Sign out").click()
    expect(window.page.get_by_role("heading", name="Sign in")).to_be_visible()

    window.page.go_back()

    expect(window.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(window.page.get_by_text(statement)).to_have_count(0)
