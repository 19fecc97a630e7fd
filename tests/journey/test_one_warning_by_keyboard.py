"""One warning answered with no mouse: the action done, its disruption claimed, the trail walked, and a meeting run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partnership.meetings.actions import MeetingTold, open_meeting
from partnership.meetings.actions import plan_meeting as plan
from partnership.meetings.agenda_actions import build_agenda
from partnership.meetings.models import Meeting
from partnership.triage.actions import confirm_signal

from .beginning import ASKED, DEED, Answered, Cast, answer, cast_of
from .conftest import OPEN, Browsing
from .keyboard import arrive, choose, press, see_focus, tab_back, tab_to_the_end, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DONE = "Arches stood at both gates, and nine knives were left."
CLAIM = "Knives no longer reach the market."
PUT_OFF = "The arches come a week late, and canpdu are letters here."
NOTES = "The council knows three stalls."
DECISION = "Trading standards visit the stalls by the gates."
NEXT_DEED = "Visit the stalls with trading standards."
ANY_DAY = "05052018"  # read alike whether a browser puts the day or the month first
FAR_DAY = "01012099"


@dataclass(frozen=True)
class Story:
    cast: Cast
    made: Answered
    meeting: Meeting


@pytest.fixture
def story(raise_signal, person_with) -> Story:
    """A board is under way, and what the last one set stands first on its agenda."""
    cast = cast_of(person_with)
    signal = confirm_signal(signal=raise_signal(), by=cast.analyst)
    made = answer(signal, cast)
    meeting = plan(series=made.series, told=MeetingTold(timezone.now()), release=OPEN, by=cast.analyst)
    build_agenda(meeting=meeting, by=cast.analyst, seen_version=meeting.version)
    return Story(cast, made, open_meeting(meeting=meeting, by=cast.analyst))


def test_an_action_is_done_claimed_and_traced_without_a_mouse(window, story):
    page = window.already_signed_in(story.cast.officer).page

    skip_to_the_work(window)
    update(page)
    claim(page)
    follow_the_trail(page)

    assert window.misdeeds == []


def skip_to_the_work(window: Browsing) -> None:
    """The first press of Tab offers a way past the header, and the next goes on from there."""
    page = window.page
    window.go("/work/")
    arrive(page, "My work")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    see_focus(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
    see_focus(page)


def update(page: Page) -> None:
    press(page, page.get_by_role("link", name=DEED.rstrip(".")).first)
    arrive(page, "What was done?")
    write(page, page.get_by_label("What was done?"), DONE)
    choose(page, page.get_by_role("group", name="The action is now"), "Done")
    press(page, page.get_by_role("button", name="Save update"))
    arrive(page, DEED)
    expect(page.get_by_text(DONE).first).to_be_visible()


def claim(page: Page) -> None:
    press(page, page.get_by_role("link", name="Claim a disruption"))
    arrive(page, "Claim a disruption")
    write(page, page.get_by_label("What was done?"), CLAIM)
    write(page, page.get_by_label("Under which P?"), "Protect")
    write(page, page.get_by_label("When?"), ANY_DAY)
    write(page, page.get_by_label("What was affected?"), "A market")
    write(page, page.get_by_label("For how long does that last?"), "Weeks")
    write(page, page.get_by_label("What shows it?"), "The log of the arches.")
    choose(page, page.get_by_role("group", name="As what is it claimed?"), "Moderate")
    press(page, page.get_by_role("button", name="Claim it"))
    arrive(page, CLAIM)


def follow_the_trail(page: Page) -> None:
    """Down the picture by its boxes: what is focused there is seen to be, and Enter opens it."""
    press(page, page.get_by_role("link", name="The whole trail, drawn"))
    arrive(page, f"The trail of {CLAIM}")
    press(page, page.get_by_role("region", name="The trail as a picture").get_by_role("link", name=ASKED[:30]))
    arrive(page, ASKED)


def test_two_items_of_a_meeting_are_run_by_the_keys_of_board_mode(window, story):
    page = window.already_signed_in(story.cast.analyst).page
    window.go(story.meeting.get_absolute_url())

    press(page, page.get_by_role("button", name="Go on in board mode"))
    arrive(page, DEED)
    carry_forward(page)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name=DEED, level=1)).to_have_count(0)
    page.wait_for_load_state()
    take_notes(page)
    decide(page)
    set_action(page)
    page.keyboard.press("p")
    arrive(page, DEED)

    assert window.misdeeds == []


def carry_forward(page: Page) -> None:
    panel = page.locator("#carry")
    page.keyboard.press("c")
    expect(panel.get_by_label("Why is it put off?")).to_be_focused()
    see_focus(page)
    page.keyboard.type(PUT_OFF)
    press(page, panel.get_by_role("button", name="Carry it forward"))
    expect(page.get_by_role("alert", name="Success")).to_contain_text("Carried forward")
    page.wait_for_load_state()


def take_notes(page: Page) -> None:
    """They save themselves, and the keys are letters until Esc."""
    page.keyboard.press("m")
    expect(page.get_by_label("What was said")).to_be_focused()
    page.keyboard.type(NOTES)
    page.keyboard.press("Escape")
    expect(page.get_by_role("status")).to_contain_text("Saved at")


def decide(page: Page) -> None:
    page.keyboard.press("d")
    expect(page.get_by_label("What was decided")).to_be_focused()
    see_focus(page)
    page.keyboard.type(DECISION)
    press(page, page.get_by_role("button", name="Record the decision"))
    expect(page.get_by_role("region", name="What is recorded")).to_contain_text(DECISION)
    page.wait_for_load_state()
    expect(page.get_by_label("What was said")).to_have_value(NOTES)


def set_action(page: Page) -> None:
    panel = page.locator("#action")
    page.keyboard.press("a")
    expect(panel.get_by_label("Under which P?")).to_be_focused()
    see_focus(page)
    page.keyboard.type("Protect")
    write(page, panel.get_by_label("What is to be done?"), NEXT_DEED)
    write(page, panel.get_by_label("By whom, by role?"), "Licensing officer")
    write(page, panel.get_by_label("Until when?"), FAR_DAY)
    press(page, panel.get_by_role("button", name="Set the action"))
    expect(page.get_by_role("region", name="What is recorded")).to_contain_text(NEXT_DEED)
    page.wait_for_load_state()


PAGES: dict[str, Callable[[Story], str]] = {
    "my work": lambda story: "/work/",
    "board mode": lambda story: f"{story.meeting.get_absolute_url()}board/",
    "a trail": lambda story: f"/trace/action/{story.made.action.uuid}/",
    "a claim": lambda story: f"/outcomes/claim/action/{story.made.action.uuid}/",
    "what was found": lambda story: "/find/?q=market",
}


def test_tab_goes_through_every_page_and_out_at_its_end_and_shift_tab_back(window, story):
    page = window.already_signed_in(story.cast.analyst).page

    for name, address in PAGES.items():
        assert window.go(address(story)) == 200, name
        there = tab_to_the_end(page)
        tab_back(page, there)
        expect(page.get_by_role("link", name="Skip to main content"), name).to_be_focused()

    assert window.misdeeds == []
