"""Going through a page by Tab and the other keys alone, with an eye on where the focus is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150
# Why whoever looks at the screen would not know where they are; nothing if they do. What is ticked shows its focus in
# the box drawn before its label; what is drawn, by being filled.
LOST = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "nothing has the focus";
    const box = at.getBoundingClientRect();
    const isIn = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    if (!isIn) return "it is out of sight";
    const drawn = [getComputedStyle(at), ...[...(at.labels ?? [])].map((label) => getComputedStyle(label, "::before"))];
    const isMarked = drawn.some((style) =>
        (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
    const isFilled = [...at.querySelectorAll("path")]
        .some((path) => getComputedStyle(path).fill === "rgb(255, 221, 0)");
    return isMarked || isFilled ? "" : "nothing marks it";
}"""
OUT = "() => document.activeElement === document.body"
HERE = "() => document.activeElement.outerHTML.slice(0, 200)"


def has_focus(control: Locator) -> bool:
    return bool(control.evaluate("control => control === document.activeElement"))


def see_focus(page: Page) -> None:
    """Fails where the focus is nowhere, out of sight or not marked."""
    why = page.evaluate(LOST)
    assert why == "", f"{why} on {page.url}: {page.evaluate(HERE)}"


def tab_to(page: Page, control: Locator) -> None:
    """Past the end of the page once at most, and on from its top."""
    ends = 0
    for _ in range(MOST_TABS):
        if has_focus(control):
            return
        page.keyboard.press("Tab")
        is_out = page.evaluate(OUT)
        ends += is_out
        if ends > 1 or not is_out:
            see_focus(page)
    pytest.fail(f"{control} is not reached by {MOST_TABS} presses of Tab on {page.url}")


def tab_to_the_end(page: Page) -> int:
    """How often Tab can be pressed from the top of the page until it leads out at its end."""
    for times in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(OUT):
            return times
        see_focus(page)
    pytest.fail(f"{MOST_TABS} presses of Tab do not lead out of {page.url}: {page.evaluate(HERE)}")


def tab_back(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift+Tab")
        see_focus(page)


def press(page: Page, control: Locator) -> None:
    """Follows the link, or presses the button."""
    tab_to(page, control)
    page.keyboard.press("Enter")


def write(page: Page, control: Locator, words: str) -> None:
    tab_to(page, control)
    page.keyboard.type(words)


def choose(page: Page, group: Locator, label: str) -> None:
    """One of several radio buttons: Tab reaches the group, the arrows go through it."""
    buttons = group.get_by_role("radio")
    chosen = group.get_by_role("radio", name=re.compile(f"^{re.escape(label)}"))
    checked = group.locator("input:checked")
    tab_to(page, checked if checked.count() else buttons.first)
    for _ in range(buttons.count()):
        page.keyboard.press("Space")
        if chosen.is_checked():
            return
        page.keyboard.press("ArrowDown")
        see_focus(page)
    pytest.fail(f"{label} is not reached by the arrows on {page.url}")


def arrive(page: Page, heading: str) -> None:
    """Waits for the page under that heading, and for its scripts to be listening."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    page.wait_for_load_state()
